// What the workspace itself tells one person under a conversation: a command on its way, or one that failed.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { now } from "./now.js";
import { emit, myself } from "./store.js";
import { timeText } from "./time.js";

const byChannel = new Map();

/** The notices under a channel. */
export function noticesOf(channelId) {
  return byChannel.get(channelId) ?? [];
}

/** Show a notice {text, isBusy}; returns a function that takes it away. */
export function notify(channelId, notice) {
  byChannel.set(channelId, [...noticesOf(channelId), notice]);
  emit("notices");
  return () => {
    byChannel.set(
      channelId,
      noticesOf(channelId).filter((one) => one !== notice),
    );
    emit("notices");
  };
}

/** Take all notices of a channel away: something newer has been said. */
export function clearNotices(channelId) {
  if (!noticesOf(channelId).length) return;
  byChannel.delete(channelId);
  emit("notices");
}

const noticeNodes = new WeakMap();

/** A notice as it stands among the messages. */
export function noticeNode(notice) {
  const time = timeText(now(), myself().tz);
  // One that is about to go is no place for the focus.
  const reachable = notice.isBusy ? {} : { tabindex: "-1", "aria-label": `Slackbot, ${time}` };
  const node =
    noticeNodes.get(notice) ??
    el(
      "article",
      { class: "message notice ephemeral", ...reachable },
      el(
        "div",
        { class: "message-side" },
        el("span", { class: "notice-mark" }, notice.isBusy ? el("span", { class: "spinner" }) : icon("alert", 18)),
      ),
      el(
        "div",
        { class: "message-main" },
        notice.isBusy ? null : el("div", { class: "only-you" }, icon("eye", 14), " Only visible to you"),
        el(
          "div",
          { class: "message-head" },
          el("span", { class: "author" }, "Slackbot"),
          el("time", { class: "time" }, time),
        ),
        el("div", { class: "message-body" }, notice.text),
      ),
    );
  noticeNodes.set(notice, node);
  return node;
}
