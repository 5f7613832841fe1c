// Where the person is: a channel, or an app with one of its tabs. The address bar says so too.

import { appChannel, app, channel, emit, on, store } from "./store.js";

let current = null;

/** {kind: "channel", id} or {kind: "app", id, tab: "home" | "messages"}; null until the state is known. */
export function place() {
  return current;
}

/** The channel whose messages are shown, if any: for an app without a conversation yet, its bot user. */
export function currentChannel() {
  if (!current) return null;
  if (current.kind === "channel") return current.id;
  if (current.tab !== "messages") return null;
  return appChannel(current.id)?.id ?? app(current.id)?.bot_user ?? null;
}

/** Go somewhere. A direct conversation with an app is that app's Messages tab. */
export function go(next, { replace = false } = {}) {
  const owner = next.kind === "channel" ? channel(next.id)?.app : null;
  current = owner ? { kind: "app", id: owner, tab: "messages" } : next;
  history[replace ? "replaceState" : "pushState"](null, "", addressOf(current));
  emit("place");
}

/** Go to a channel. */
export function goToChannel(id) {
  go({ kind: "channel", id });
}

/** The address of a place for whoever looks now. */
export function addressOf(where, as = store.me) {
  const query =
    where?.kind === "app" ? { as, app: where.id, tab: where.tab } : { as, ...(where ? { to: where.id } : {}) };
  return `?${new URLSearchParams(query)}`;
}

function fromAddress() {
  const query = new URLSearchParams(location.search);
  if (channel(query.get("to"))) return { kind: "channel", id: query.get("to") };
  const found = app(query.get("app"));
  if (found) return { kind: "app", id: found.id, tab: query.get("tab") === "home" && found.home ? "home" : "messages" };
  const first = store.channels.find((one) => one.kind === "channel" && one.member) ?? store.channels[0];
  return first ? { kind: "channel", id: first.id } : null;
}

on("state", () => {
  if (current) return;
  const start = fromAddress();
  if (start) go(start, { replace: true });
});

addEventListener("popstate", () => {
  const next = fromAddress();
  if (next) {
    current = next;
    emit("place");
  }
});

// Links to channels inside messages stay in the page.
document.addEventListener("click", (event) => {
  const target = event.target.closest?.("a[data-to]");
  if (!target || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  goToChannel(target.dataset.to);
});
