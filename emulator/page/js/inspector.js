// The inspector: what the apps and the workspace say to each other, as it happens.

import { detailsOf } from "./inspector_details.js";
import { el } from "./dom.js";
import { filterBar } from "./inspector_filter.js";
import { rowOf } from "./inspector_rows.js";
import { makePanel } from "./panels.js";
import { on } from "./store.js";
import { entries, fits, follower } from "./traffic.js";

const SHOWN = 200; // rows at once; "Show older" adds as many again
const NEAR = 40;

const node = document.getElementById("inspector");
const list = el("div", { class: "traffic-rows", role: "listbox", "aria-label": "Traffic", tabindex: "0" });
const older = el("button", { type: "button", class: "button plain traffic-older", hidden: true }, "Show older");
const note = el("p", { class: "muted traffic-note" });
const scroller = el("div", { class: "traffic-list" }, older, note, list);
const details = el("div", {
  class: "traffic-details",
  role: "region",
  "aria-label": "Request and answer",
  hidden: true,
});
let limit = SHOWN;
let chosen = null; // the number of the entry whose request and answer are open
let paused = false;

const filter = filterBar({
  onChange: () => {
    limit = SHOWN;
    redraw();
  },
  onPause: (isPaused) => {
    paused = isPaused;
    if (!paused) catchUp();
  },
  onClear: () => {
    entries.length = 0;
    choose(null);
    redraw();
  },
});
const panel = makePanel(node, {
  name: "inspector",
  words: "Traffic",
  title: "Traffic",
  iconName: "inspect",
  onOpen: () => catchUp(),
});
const catchUp = follower((fresh) => append(fresh));

/** The button for the top bar. */
export function inspectorButton() {
  panel.button.setAttribute("aria-label", "Inspect the traffic");
  return panel.button;
}

/** Follow the traffic while the panel is open. */
export function startInspector() {
  panel.tools.append(filter.node);
  panel.body.append(scroller, details);
  on("traffic", () => panel.isOpen() && !paused && catchUp());
  on("state", () => filter.showApps());
  older.addEventListener("click", () => {
    limit += SHOWN;
    const height = scroller.scrollHeight;
    redraw();
    scroller.scrollTop += scroller.scrollHeight - height;
  });
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-n]");
    if (row) choose(Number(row.dataset.n));
  });
  list.addEventListener("keydown", walk);
  redraw();
  panel.reopen();
}

function wanted() {
  return entries.filter((entry) => fits(entry, filter.value()));
}

function redraw() {
  const found = wanted();
  list.replaceChildren(...found.slice(-limit).map(rowOf));
  tell(found.length);
  mark();
  scroller.scrollTop = scroller.scrollHeight;
}

// Only the new rows are drawn, so a busy app costs no more than what it says.
function append(fresh) {
  const follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
  list.append(
    ...fresh
      .filter((entry) => fits(entry, filter.value()))
      .slice(-limit)
      .map(rowOf),
  );
  while (list.children.length > limit) list.firstChild.remove();
  tell(wanted().length);
  if (follows) scroller.scrollTop = scroller.scrollHeight;
}

function tell(count) {
  older.hidden = count <= limit;
  older.textContent = `Show ${Math.min(SHOWN, count - limit)} older of ${count - limit}`;
  note.hidden = count > 0;
  note.textContent = entries.length
    ? "Nothing fits the filter."
    : "Nothing yet. What an app asks of Slack and what Slack tells the app appears here.";
  filter.showCount(count, entries.length);
}

function choose(n) {
  chosen = n;
  const entry = entries.find((one) => one.n === n);
  details.hidden = !entry;
  details.replaceChildren(...(entry ? detailsOf(entry, () => leave()) : []));
  details.scrollTop = 0;
  mark();
}

function leave() {
  choose(null);
  list.focus();
}

function mark() {
  list.removeAttribute("aria-activedescendant");
  for (const row of list.children) {
    const isChosen = Number(row.dataset.n) === chosen;
    row.setAttribute("aria-selected", String(isChosen));
    if (!isChosen) continue;
    list.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }
}

function walk(event) {
  const rows = [...list.children];
  const at = rows.findIndex((row) => Number(row.dataset.n) === chosen);
  const next = {
    ArrowDown: at < 0 ? rows.length - 1 : at + 1,
    ArrowUp: at < 0 ? rows.length - 1 : at - 1,
    Home: 0,
    End: rows.length - 1,
  }[event.key];
  if (event.key === "Escape" && chosen !== null) {
    event.preventDefault();
    choose(null);
  }
  if (event.key === "Enter" && chosen !== null) details.querySelector("button, summary")?.focus();
  if (next === undefined || !rows[next]) return;
  event.preventDefault();
  choose(Number(rows[next].dataset.n));
}
