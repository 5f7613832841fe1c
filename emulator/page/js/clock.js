// The workspace's clock in the top bar, with buttons to move it: a week passes in a click.

import { attempt } from "./actions.js";
import { send } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { now, speed } from "./now.js";
import { emit, myself, on } from "./store.js";
import { format, nextHour, timeText } from "./time.js";
import { announce } from "./toasts.js";

const FRIDAY = 5;
const face = el("span", { class: "clock-face" });
const zone = el("span", { class: "clock-zone" });
const speeds = [1, 60].map((rate) =>
  el("button", { type: "button", class: "speed", on: { click: () => move({ speed: rate }) } }, `${rate}×`),
);

/** The clock with its buttons, for the top bar. */
export function clockBar() {
  const controls = el(
    "div",
    { class: "clock-controls", id: "clock-controls" },
    moveButton("+1 hour", "Move the clock one hour on", () => ({ forward: 3600 })),
    moveButton("Tomorrow 09:00", "Move the clock to tomorrow morning at 9", () => ({
      set: nextHour(now(), myself().tz, 9, (_, ahead) => ahead > 0).toISOString(),
    })),
    moveButton("Friday 10:00", "Move the clock to the next Friday at 10", () => ({
      set: nextHour(now(), myself().tz, 10, (weekday) => weekday === FRIDAY).toISOString(),
    })),
    el("div", { class: "speeds", role: "group", "aria-label": "Speed of the clock" }, speeds),
  );
  const toggle = el(
    "button",
    {
      type: "button",
      class: "clock-toggle",
      "aria-expanded": "false",
      "aria-controls": "clock-controls",
      title: "The workspace's clock, in your zone",
    },
    icon("clock", 16),
    el("span", { class: "clock-words" }, face, zone),
    icon("down", 14),
  );
  const frame = el("div", { class: "clock", role: "group", "aria-label": "Workspace clock" }, toggle, controls);
  const setOpen = (isOpen) => {
    frame.classList.toggle("open", isOpen);
    toggle.setAttribute("aria-expanded", String(isOpen));
  };
  toggle.addEventListener("click", () => setOpen(!frame.classList.contains("open")));
  document.addEventListener("pointerdown", (event) => {
    if (!frame.contains(event.target)) setOpen(false);
  });
  frame.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      setOpen(false);
      toggle.focus();
    }
  });
  setInterval(tick, 1000);
  on("clock", () => queueMicrotask(tick));
  on("state", tick);
  return frame;
}

function moveButton(words, title, makeChange) {
  return el(
    "button",
    { type: "button", class: "clock-button", title, "aria-label": title, on: { click: () => move(makeChange()) } },
    words,
  );
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
  zone.textContent = tz.split("/").pop().replaceAll("_", " ");
  speeds.forEach((button, index) => button.setAttribute("aria-pressed", String([1, 60][index] === speed())));
  if (dayShown && dayShown !== day) emit("day"); // "Today" is another day now
  dayShown = day;
}
