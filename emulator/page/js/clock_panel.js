// The window under the clock: jumps, a day and time of one's choice, the speed, and what time it is for whom.

import { el } from "./dom.js";
import { now, speed } from "./now.js";
import { myself, store } from "./store.js";
import { cityOf, format, fromLocalText, localText, nextHour, timeText } from "./time.js";

const FRIDAY = 5;
const HOUR = 3600;
const SPEEDS = [
  [0, "stopped"],
  [1, "as always"],
  [60, "a minute each second"],
  [3600, "an hour each second"],
];

/** The jumps that one needs most: {words, title, change()}; the first three also stand in the top bar. */
export const JUMPS = [
  { words: "+1 hour", title: "Move the clock one hour on", change: () => ({ forward: HOUR }) },
  {
    words: "Tomorrow 09:00",
    title: "Move the clock to tomorrow morning at 9",
    change: () => ({ set: nextHour(now(), myself().tz, 9, (_, ahead) => ahead > 0).toISOString() }),
  },
  {
    words: "Friday 10:00",
    title: "Move the clock to the next Friday at 10",
    change: () => ({ set: nextHour(now(), myself().tz, 10, (weekday) => weekday === FRIDAY).toISOString() }),
  },
  { words: "+10 minutes", title: "Move the clock ten minutes on", change: () => ({ forward: HOUR / 6 }) },
  { words: "+1 day", title: "Move the clock one day on", change: () => ({ forward: 24 * HOUR }) },
  { words: "+1 week", title: "Move the clock one week on", change: () => ({ forward: 7 * 24 * HOUR }) },
];

/** A button for a jump; `move(change)` carries it out. */
export function jumpButton({ words, title, change }, move) {
  return el(
    "button",
    { type: "button", class: "clock-button", title, "aria-label": title, on: { click: () => move(change()) } },
    words,
  );
}

/** The window {node, open(), tick()}. */
export function clockPanel(move) {
  const box = el("input", { type: "datetime-local", class: "text-input", id: "clock-to", required: true });
  const form = el(
    "form",
    { class: "clock-form" },
    el("label", { for: "clock-to" }, "Go to (your time)"),
    el("div", { class: "clock-line" }, box, el("button", { type: "submit", class: "button primary" }, "Go")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (box.value) move({ set: fromLocalText(box.value, myself().tz).toISOString() });
  });
  const speeds = SPEEDS.map(([rate, title]) =>
    el(
      "button",
      {
        type: "button",
        class: "speed",
        title,
        "aria-label": rate ? `${rate}×: ${title}` : "Stop the clock",
        on: { click: () => move({ speed: rate }) },
      },
      rate ? `${rate}×` : "Stop",
    ),
  );
  const zones = el("ul", { class: "clock-zones", "aria-label": "Local times" });
  const node = el(
    "div",
    { class: "clock-panel", id: "clock-panel", hidden: true },
    el(
      "div",
      { class: "clock-jumps" },
      JUMPS.map((one) => jumpButton(one, move)),
    ),
    form,
    el("h3", {}, "Speed"),
    el("div", { class: "speeds", role: "group", "aria-label": "Speed of the clock" }, speeds),
    el("h3", {}, "What time it is for whom"),
    zones,
  );
  const tick = () => {
    speeds.forEach((button, index) => button.setAttribute("aria-pressed", String(SPEEDS[index][0] === speed())));
    if (!node.hidden) zones.replaceChildren(...zoneLines());
  };
  return {
    node,
    tick,
    open: () => {
      box.value = localText(now(), myself().tz);
      tick();
    },
  };
}

function zoneLines() {
  const byZone = new Map();
  for (const one of store.people.filter((each) => !each.deleted && !each.is_bot))
    byZone.set(one.tz, [...(byZone.get(one.tz) ?? []), one]);
  const at = now();
  return [...byZone]
    .map(([tz, people]) => ({ tz, people, sort: localText(at, tz) }))
    .sort((a, b) => a.sort.localeCompare(b.sort))
    .map(({ tz, people }) =>
      el(
        "li",
        {},
        el("strong", {}, `${format(at, tz, { weekday: "short" })} ${timeText(at, tz)}`),
        el("span", {}, cityOf(tz), el("span", { class: "zone-names" }, namesOf(people))),
      ),
    );
}

function namesOf(people) {
  const names = people.map((one) => (one.id === store.me ? "you" : (one.real_name || one.name).split(" ")[0]));
  const shown = names.slice(0, 6).join(", ");
  return names.length > 6 ? `${shown} and ${names.length - 6} more` : shown;
}
