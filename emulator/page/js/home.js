// The Home tab of an app.

import { actor, attempt } from "./actions.js";
import { read, send } from "./api.js";
import { BlockList } from "./block_list.js";
import { el } from "./dom.js";
import { formOf } from "./forms.js";
import { place } from "./place.js";
import { app, on, store } from "./store.js";

const frame = el("div", { class: "home", tabindex: "0", role: "tabpanel", "aria-label": "Home" });
const surfaces = new Map();
let waits = null; // the app whose Home is open but empty
let wasConnected = false;

/** The node, for the conversation view. */
export function homePanel() {
  return frame;
}

/** Follow the place, and what the app publishes. */
export function startHome() {
  on("place", opened);
  on("state", () => {
    const isConnected = Boolean(app(shownApp())?.connected);
    if (isConnected && !wasConnected && waits === shownApp()) opened(); // it came just now: ask again
    wasConnected = isConnected;
  });
  on("home", async (change) => {
    const id = shownApp();
    if (!id || (change.app && change.app !== id)) return;
    const answer = await attempt(() => read("home", { as: store.me, app: id }));
    if (answer) show(id, answer.view);
  });
}

function shownApp() {
  return place()?.kind === "app" && place().tab === "home" ? place().id : null;
}

async function opened() {
  const id = shownApp();
  if (!id) return;
  const known = surfaces.get(id);
  frame.replaceChildren(
    known ? known.list.root : el("div", { class: "home-wait" }, el("span", { class: "spinner" }), " Opening…"),
  );
  const before = known ? null : await attempt(() => read("home", { as: store.me, app: id }));
  if (before?.view) show(id, before.view); // the app may take a moment to publish anew
  const answer = await attempt(() => send("home", { as: store.me, app: id }));
  show(id, answer?.view ?? before?.view ?? null);
}

function show(id, view) {
  if (shownApp() !== id) return;
  waits = view ? null : id;
  if (!view) {
    const words = app(id)?.connected
      ? "This app has not published its Home yet."
      : "This app is not connected. Its Home opens when it comes.";
    frame.replaceChildren(el("div", { class: "empty" }, el("h2", {}, app(id)?.name ?? ""), el("p", {}, words)));
    return;
  }
  if (surfaces.get(id)?.viewId !== view.id) surfaces.set(id, surface(id, view));
  const { list, form } = surfaces.get(id);
  form.prune(view.blocks);
  list.show(view.blocks);
  if (frame.firstChild !== list.root) frame.replaceChildren(list.root); // put anew, it would lose the focus
}

function surface(id, view) {
  const form = formOf(`home:${id}`);
  const ctx = { surface: "home", ...actor({ type: "view", view_id: view.id }, form) };
  return { viewId: view.id, form, list: new BlockList(el("div", { class: "home-body blocks" }), ctx) };
}
