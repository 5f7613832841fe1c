// The workspace's clock in the top bar, with buttons to move it: a week passes in a click.

import { attempt } from "./actions.js";
import { send } from "./api.js";
import { clockPanel, JUMPS, jumpButton } from "./clock_panel.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { now, speed } from "./now.js";
import { emit, myself, on } from "./store.js";
import { cityOf, format, timeText } from "./time.js";
import { announce } from "./toasts.js";

const AT_HAND = 3; // jumps that stand in the bar itself, where there is room
const face = el("span", { class: "clock-face" });
const zone = el("span", { class: "clock-zone" });
const pace = el("span", { class: "clock-pace" });
const panel = clockPanel(move);

/** The clock with its buttons, for the top bar. */
export function clockBar() {
  const toggle = el(
    "button",
    {
      type: "button",
      class: "clock-toggle",
      "aria-expanded": "false",
      "aria-controls": "clock-panel",
      title: "The workspace's clock, in your zone: move it, or see other zones",
    },
    icon("clock", 16),
    el("span", { class: "clock-words" }, face, el("span", {}, zone, pace)),
    icon("down", 14),
  );
  const jumps = el(
    "div",
    { class: "clock-controls" },
    JUMPS.slice(0, AT_HAND).map((one) => jumpButton(one, move)),
  );
  const frame = el(
    "div",
    { class: "clock", role: "group", "aria-label": "Workspace clock" },
    toggle,
    panel.node,
    jumps,
  );
  const setOpen = (isOpen) => {
    panel.node.hidden = !isOpen;
    frame.classList.toggle("open", isOpen);
    toggle.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) panel.open();
  };
  toggle.addEventListener("click", () => setOpen(panel.node.hidden));
  document.addEventListener("pointerdown", (event) => {
    if (!frame.contains(event.target)) setOpen(false);
  });
  frame.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !frame.contains(event.relatedTarget)) setOpen(false);
  });
  frame.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.node.hidden) return;
    setOpen(false);
    toggle.focus();
  });
  setInterval(tick, 1000);
  on("clock", () => queueMicrotask(tick));
  on("state", tick);
  return frame;
}

async function move(change) {
  const answer = await attempt(() => send("clock", change));
  if (!answer) return;
  emit("clock", answer);
  tick();
  announce(`The clock shows ${face.textContent}`);
}

let dayShown = "";

function tick() {
  const { tz } = myself();
  const day = format(now(), tz, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  face.textContent = `${format(now(), tz, { weekday: "short", month: "short", day: "numeric" })}, ${timeText(now(), tz)}`;
  zone.textContent = cityOf(tz);
  pace.textContent = speed() === 1 ? "" : speed() === 0 ? " · stopped" : ` · ${speed()}×`;
  panel.tick();
  if (dayShown && dayShown !== day) emit("day"); // "Today" is another day now
  dayShown = day;
}
