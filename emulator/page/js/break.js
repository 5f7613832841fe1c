// "Break something": ready-made breakages, what is broken now, and how to mend it. A mark in the top bar says so.

import { attempt } from "./actions.js";
import { read, remove, send } from "./api.js";
import { APPS, CALLS, DELIVERIES, faultOf, OFTEN } from "./breakages.js";
import { el } from "./dom.js";
import { ownBreakage } from "./break_form.js";
import { icon } from "./icons.js";
import { makePanel } from "./panels.js";
import { capital } from "./presence.js";
import { on, refreshState, store } from "./store.js";
import { oneAtATime } from "./tasks.js";
import { announce } from "./toasts.js";

const SECOND = 1000;
const node = document.getElementById("break");
const now = el("section", { class: "broken-now", "aria-label": "Broken now" });
const forms = el("div", { class: "break-forms" });
const mark = el("span", { class: "tool-count", hidden: true });
let faults = [];
let kinds = [];
let often = OFTEN[0];
let seed = 1;
let chosenApp = null;
let ticking = 0;

const panel = makePanel(node, {
  name: "break",
  words: "Break",
  title: "Break something",
  iconName: "break",
  onOpen: () => refresh(),
});

/** The button for the top bar. */
export function breakButton() {
  panel.button.append(mark);
  return panel.button;
}

/** Follow what is broken. */
export function startBreakPanel() {
  panel.body.before(now); // it stays in sight while one scrolls through what can be broken
  panel.body.append(forms);
  on("state", () => refresh());
  on("traffic", () => faults.length && refresh()); // a breakage that strikes is counted down
  on("clock", () => faults.length && refresh()); // one that lasts for a while ends by the movable clock
  panel.reopen();
}

const refresh = oneAtATime(async () => {
  const answer = await read("faults").catch(() => null);
  if (!answer) return;
  const formsAreOld = !forms.children.length || JSON.stringify(answer.kinds) !== JSON.stringify(kinds);
  ({ faults, kinds } = { kinds: [], ...answer });
  drawNow();
  clearTimeout(ticking); // a breakage that lasts for a while counts down, and ends without a word
  if (faults.some((one) => typeof one.seconds_left === "number")) ticking = setTimeout(refresh, SECOND);
  if (panel.isOpen() && (formsAreOld || appIds() !== drawnFor)) drawForms();
});

/** What is broken now: faults, and apps that are silent or revoked, each as {words, about, mend}. */
function broken() {
  const apps = store.apps.flatMap((app) =>
    APPS.filter((one) => one.undo && app[one.act === "revoke" ? "revoked" : "silent"]).map((one) => ({
      words: `${one.words}: ${app.name}`,
      about: "until you mend it",
      mend: () => send("app", { app: app.id, do: one.undo }),
    })),
  );
  return [
    ...faults.map((one) => ({
      words: capital(one.words ?? `${one.kind}: ${one.method}`),
      about: howOften(one),
      mend: () => remove("faults", { id: one.id }),
    })),
    ...apps,
  ];
}

function howOften({ left, probability, seconds_left: seconds }) {
  const chance = probability !== undefined && probability < 1 ? `${Math.round(probability * 100)} % of the time` : null;
  const end = typeof seconds === "number" ? "ends by itself" : "until you mend it";
  const count = typeof left !== "number" ? end : left === 1 ? "once" : `${left} more times`;
  return [chance, count].filter(Boolean).join(", ");
}

function drawNow() {
  const list = broken();
  const before = Number(mark.textContent || 0);
  mark.textContent = list.length ? String(list.length) : "";
  mark.hidden = !list.length;
  panel.button.classList.toggle("alarm", list.length > 0);
  const said = list.length === 1 ? "1 thing is broken" : `${list.length} things are broken`;
  panel.button.setAttribute("aria-label", `Break something${list.length ? `: ${said} now` : ""}`);
  if (before !== list.length) announce(list.length ? said : "Nothing is broken any more");
  const focused = node.contains(document.activeElement) ? document.activeElement.dataset.mend : null;
  now.replaceChildren(
    el(
      "div",
      { class: "broken-head" },
      el("h3", {}, "Broken now"),
      list.length > 1
        ? el("button", { type: "button", class: "button plain", on: { click: () => mendAll(list) } }, "Mend all")
        : "",
    ),
    list.length
      ? el("ul", { class: "broken-list" }, list.map(brokenLine))
      : el("p", { class: "muted" }, "Nothing. Everything works as Slack does."),
  );
  if (focused !== null && focused !== undefined)
    (
      now.querySelector(`[data-mend="${focused}"]`) ??
      now.querySelector("[data-mend]") ??
      node.querySelector(".panel-head .icon-button")
    ).focus();
}

function brokenLine(one, index) {
  return el(
    "li",
    {},
    icon("alert", 16),
    el("span", { class: "broken-words" }, el("span", {}, one.words), el("span", { class: "muted small" }, one.about)),
    el(
      "button",
      {
        type: "button",
        class: "button plain",
        "data-mend": index,
        "aria-label": `Mend: ${one.words}`,
        on: { click: () => act(one.mend) },
      },
      "Mend",
    ),
  );
}

async function mendAll(list) {
  await act(async () => {
    for (const one of list) await one.mend();
  });
  node.querySelector(".panel-head .icon-button").focus();
}

/** Do it, then look at what is broken now. */
async function act(work) {
  await attempt(work);
  await refreshState().catch(() => {});
  await refresh();
}

let drawnFor = null;
const appIds = () => store.apps.map((one) => one.id).join();

function drawForms() {
  drawnFor = appIds();
  chosenApp ??= store.apps[0]?.id;
  const known = (entries) =>
    entries.filter((one) => !kinds.length || kinds.some(({ kind }) => kind === one.fault.kind));
  const add = (one) => send("faults", faultOf(one, often, seed));
  const buttons = (entries, make) =>
    el(
      "ul",
      { class: "breakages" },
      entries.map((one) =>
        el(
          "li",
          {},
          breakage(one, () => act(() => make(one))),
        ),
      ),
    );
  forms.replaceChildren(
    howOftenChooser(),
    el("h3", {}, "What the app asks of Slack"),
    buttons(known(CALLS), add),
    el("h3", {}, "What Slack tells the app"),
    buttons(known(DELIVERIES), add),
    ...(kinds.length ? [ownBreakage(kinds, (fault) => act(() => add({ fault })))] : []),
    el("h3", {}, "The app itself"),
    ...(store.apps.length > 1 ? [appChooser()] : []),
    buttons(APPS, (one) => send("app", { app: chosenApp, do: one.act })),
  );
}

function breakage({ words, more }, act) {
  return el(
    "button",
    { type: "button", class: "breakage", on: { click: act } },
    el("span", { class: "breakage-words" }, words),
    el("span", { class: "muted small" }, more),
  );
}

function howOftenChooser() {
  const seedBox = el("input", {
    type: "number",
    class: "text-input seed",
    min: 0,
    value: String(seed),
    "aria-label": "Seed: the same number strikes in the same places",
    title: "Seed: the same number strikes in the same places",
  });
  seedBox.addEventListener("input", () => (seed = Number(seedBox.value) || 0));
  const seedLine = el("span", { class: "seed-line", hidden: !often.seeded }, "seed", seedBox);
  const choices = OFTEN.map((one) => {
    const box = el("input", { type: "radio", name: "often", value: one.id, checked: one === often });
    box.addEventListener("change", () => {
      often = one;
      seedLine.hidden = !one.seeded;
    });
    return el("label", { class: "segment" }, box, el("span", {}, one.words));
  });
  return el(
    "div",
    { class: "often", role: "radiogroup", "aria-label": "How often" },
    el("span", { class: "segments" }, choices),
    seedLine,
  );
}

function appChooser() {
  const select = el(
    "select",
    { class: "text-input", "aria-label": "Which app" },
    store.apps.map((one) => el("option", { value: one.id, selected: one.id === chosenApp }, one.name)),
  );
  select.addEventListener("change", () => (chosenApp = select.value));
  return select;
}
