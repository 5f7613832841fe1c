// What the page knows: who looks, the workspace's state, and who wants to hear of changes.

import { read } from "./api.js";
import { oneAtATime } from "./tasks.js";

const NOBODY = { id: "", name: "unknown", real_name: "Unknown", tz: "UTC" };
const listeners = new Map();

export const store = { me: "", team: { name: "" }, people: [], channels: [], apps: [], loaded: false };

/** Call `listener` whenever `topic` happens: "state", "place", "clock", "messages", "views", "home". */
export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(listener);
}

/** Tell everybody who listens to `topic`. */
export function emit(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

/** Read the workspace's state again. */
export const refreshState = oneAtATime(async () => {
  const state = await read("state", { as: store.me });
  Object.assign(store, {
    team: state.team,
    people: state.people,
    channels: state.channels,
    apps: state.apps,
    loaded: true,
  });
  emit("clock", state.clock);
  emit("state");
});

export function person(id) {
  return store.people.find((one) => one.id === id) ?? null;
}

export function myself() {
  return person(store.me) ?? NOBODY;
}

export function channel(id) {
  return store.channels.find((one) => one.id === id) ?? null;
}

export function app(id) {
  return store.apps.find((one) => one.id === id) ?? null;
}

/** The others in a direct conversation, as people; of somebody unknown, at least the name. */
export function othersIn(conversation) {
  const ids = conversation.people ?? [];
  const found = ids.map((id) => person(id)).filter(Boolean);
  return found.length
    ? found
    : [{ ...NOBODY, id: conversation.id, name: conversation.name, real_name: conversation.name }];
}

/** How a conversation is called: "#kudos", or the names of the others. */
export function conversationName(conversation) {
  if (!conversation) return "";
  if (conversation.kind === "channel" || conversation.kind === "private") return `#${conversation.name}`;
  if (conversation.app) return app(conversation.app)?.name ?? conversation.name;
  return othersIn(conversation)
    .map((one) => one.real_name || one.name)
    .join(", ");
}

/** The app whose bot wrote a message. */
export function appOfBot(message) {
  return store.apps.find((one) => one.id === message.app_id || one.bot_user === message.user) ?? null;
}

/** The direct conversation with an app: its channel, or null before the first message. */
export function appChannel(appId) {
  return store.channels.find((one) => one.kind === "dm" && one.app === appId) ?? null;
}

export function displayName(id) {
  const one = person(id);
  if (id === "USLACKBOT") return "Slackbot";
  if (one) return one.real_name || one.name;
  const bot = store.apps.find((each) => each.bot_user === id);
  return bot ? bot.name : id;
}
