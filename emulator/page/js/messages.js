// The messages of the place where the person is, oldest first, with a line for each day.

import { attempt } from "./actions.js";
import { read } from "./api.js";
import { authorOf } from "./authors.js";
import { arrange, el } from "./dom.js";
import { isMine } from "./editing.js";
import { icon } from "./icons.js";
import { walkMessages } from "./keys.js";
import { MessageView } from "./message.js";
import { mrkdwn } from "./mrkdwn.js";
import { noticeNode, noticesOf } from "./notices.js";
import { now } from "./now.js";
import { currentChannel } from "./place.js";
import { channel, myself, on, store } from "./store.js";
import { oneAtATime } from "./tasks.js";
import { openThread } from "./thread.js";
import { dayKey, dayText, fromTs } from "./time.js";
import { announce } from "./toasts.js";
import { markRead } from "./unread.js";

const NEAR = 90; // this close to the end, new messages scroll into view by themselves
const PAGE = 100; // messages at first, and as many again each time one scrolls up to the oldest
const TOGETHER = 5 * 60; // seconds within which one author's messages stand under one head

let shownChannel = null;
let views = new Map();
let days = new Map();
let messages = [];
let follows = true;
let most = PAGE;
let waitsForOlder = false;

const list = el("div", { class: "message-list", role: "log", "aria-live": "off", "aria-label": "Messages" });
const older = el(
  "button",
  { type: "button", class: "button plain older", hidden: true, on: { click: () => loadOlder() } },
  "Show older messages",
);
const empty = el("div", { class: "empty" });
const newer = el(
  "button",
  { type: "button", class: "newer", hidden: true, on: { click: () => scrollToEnd() } },
  icon("arrow", 15),
  " Newer messages",
);
const scroller = el(
  "div",
  { class: "scroller", tabindex: "0", role: "region", "aria-label": "Messages" },
  el("div", { class: "push-down" }),
  older,
  empty,
  list,
);

/** The node with the list, for the conversation view. */
export function messageList() {
  return el("div", { class: "messages" }, scroller, newer);
}

/** Follow the place and what the workspace tells. */
export function startMessages() {
  on("place", () => {
    if (currentChannel() !== shownChannel) refreshMessages();
    else seen();
  });
  on("state", () => {
    if (currentChannel() !== shownChannel) {
      refreshMessages(); // a conversation that has just begun
      return;
    }
    draw();
    seen(); // the count of the unread may come after the message itself
  });
  on("day", draw);
  on("notices", () => {
    draw();
    scrollToEnd();
  });
  on("messages", (change) => {
    if (!change.channel || change.channel === currentChannel()) refreshMessages();
  });
  scroller.addEventListener("scroll", () => {
    follows = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
    if (follows) newer.hidden = true;
    if (scroller.scrollTop < NEAR && !older.hidden && !follows) loadOlder();
  });
  const resized = new ResizeObserver(() => follows && scrollToEnd());
  resized.observe(list);
  resized.observe(scroller);
  walkMessages(scroller, () => document.getElementById("composer")?.focus());
  addEventListener("focus", seen);
}

/** Read the messages again. */
export const refreshMessages = oneAtATime(async () => {
  const id = currentChannel();
  if (!id) return;
  const isNew = id !== shownChannel;
  if (isNew) most = PAGE;
  const answer = channel(id)
    ? await attempt(() => read("messages", { as: store.me, channel: id, limit: most + 1 }))
    : { messages: [] };
  if (!answer || id !== currentChannel()) return;
  if (isNew) restart(id);
  else tellNew(answer.messages);
  messages = answer.messages.slice(-most); // one more than needed was asked for, to know whether there are older ones
  older.hidden = answer.messages.length <= most;
  draw();
  if (isNew || follows) scrollToEnd();
  seen();
});

// What one reads stays where it is: the older ones grow above it.
async function loadOlder() {
  if (waitsForOlder) return;
  waitsForOlder = true;
  most += PAGE;
  const below = scroller.scrollHeight - scroller.scrollTop;
  await refreshMessages();
  scroller.scrollTop = scroller.scrollHeight - below;
  waitsForOlder = false;
}

/** Edit the last message one has written here; the focus goes `back` afterwards. True if there is one. */
export function editLastOfMine(back) {
  const last = messages.findLast(isMine);
  if (last) views.get(last.ts).edit(back);
  return Boolean(last);
}

function restart(id) {
  shownChannel = id;
  [views, days, follows] = [new Map(), new Map(), true];
}

function tellNew(next) {
  const known = new Set(messages.map((one) => one.ts));
  const last = Number(messages.at(-1)?.ts ?? 0);
  const fresh = next.filter((one) => !known.has(one.ts) && Number(one.ts) > last);
  if (fresh.some((one) => one.user === store.me)) follows = true;
  else if (fresh.length && !follows) newer.hidden = false;
  const foreign = fresh.filter((one) => one.user !== store.me);
  const words = foreign.map(
    (one) => `${authorOf(one).real_name}: ${el("span", {}, mrkdwn(one.text ?? "")).textContent}`,
  );
  if (words.length) announce(words.join(". "));
}

function seen() {
  if (document.hasFocus() || document.visibilityState === "visible")
    markRead(channel(shownChannel === currentChannel() ? shownChannel : null));
}

function scrollToEnd() {
  scroller.scrollTop = scroller.scrollHeight;
  newer.hidden = true;
}

function draw() {
  if (!shownChannel || shownChannel !== currentChannel()) return;
  const { tz } = myself();
  const nodes = [];
  let before = null;
  for (const message of messages) {
    const key = dayKey(fromTs(message.ts), tz);
    const newDay = !before || dayKey(fromTs(before.ts), tz) !== key;
    if (newDay) nodes.push(...dayLine(key, fromTs(message.ts), tz));
    nodes.push(showMessage(message, !newDay && goesOn(before, message)));
    before = message;
  }
  arrange(list, [...nodes, ...noticesOf(shownChannel).map(noticeNode)]);
  empty.hidden = nodes.length > 0;
  empty.replaceChildren(...emptyWords());
}

function showMessage(message, compact) {
  const view = views.get(message.ts) ?? new MessageView(message, shownChannel);
  views.set(message.ts, view);
  view.show(message, { compact, onThread: (ts) => openThread(shownChannel, ts) });
  return view.node;
}

function goesOn(before, message) {
  const same = (name) => before[name] === message[name];
  return (
    same("user") &&
    same("username") &&
    Boolean(before.is_ephemeral) === Boolean(message.is_ephemeral) &&
    Number(message.ts) - Number(before.ts) < TOGETHER
  );
}

// The rule stays where the day begins; the label sticks to the top while one scrolls through the day.
function dayLine(key, date, tz) {
  const [rule, label] = days.get(key) ?? [
    el("div", { class: "day-rule" }),
    el("div", { class: "day", role: "separator" }, el("span", {})),
  ];
  label.firstChild.textContent = dayText(date, now(), tz);
  days.set(key, [rule, label]);
  return [rule, label];
}

function emptyWords() {
  const where = channel(shownChannel);
  if (where && ["channel", "private"].includes(where.kind))
    return [
      el("h2", {}, `#${where.name}`),
      el("p", {}, "Nothing has been written here yet. Say something, or try a command: type / to see them all."),
    ];
  return [
    el("h2", {}, "A new conversation"),
    el(
      "p",
      {},
      `Only ${where?.kind === "mpim" ? "those named above" : "the two of you"} read what is written here. `,
      "Type / to see what can be done.",
    ),
  ];
}
