// A thread in a panel beside the conversation, with a box to answer in.

import { attempt } from "./actions.js";
import { read, send } from "./api.js";
import { arrange, el } from "./dom.js";
import { isMine } from "./editing.js";
import { icon } from "./icons.js";
import { MessageView } from "./message.js";
import { on, store } from "./store.js";
import { Suggestions } from "./suggest.js";
import { oneAtATime } from "./tasks.js";

const panel = document.getElementById("thread");
let open = null;
let views = new Map();
let messages = [];
const list = el("div", { class: "message-list" });

/** Show the thread that starts at `ts`. */
export function openThread(channelId, ts) {
  open = { channelId, ts };
  views = new Map();
  const close = el(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Close the thread", on: { click: closeThread } },
    icon("close"),
  );
  const box = el("textarea", {
    class: "text-input reply-box",
    rows: 2,
    placeholder: "Reply…",
    "aria-label": "Reply in the thread",
    dir: "auto",
  });
  const suggestions = new Suggestions(box, box, { withCommands: false });
  box.addEventListener("keydown", (event) => suggestions.onKey(event) || answer(event, box));
  panel.replaceChildren(
    el("header", { class: "view-head" }, el("h2", {}, "Thread"), close),
    el("div", { class: "scroller", tabindex: "0" }, list, box),
  );
  panel.hidden = false;
  box.focus();
  refresh();
}

/** Put the panel away. */
export function closeThread() {
  open = null;
  panel.hidden = true;
}

async function answer(event, box) {
  if (event.key === "ArrowUp" && !box.value) return editLastOfMine(event, box);
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return undefined;
  event.preventDefault();
  const text = box.value.trim();
  if (!text || text.startsWith("/")) return undefined; // Slack knows no commands in threads
  const { channelId, ts } = open;
  box.value = "";
  const sent = await attempt(() => send("messages", { as: store.me, channel: channelId, text, thread: ts }));
  if (!sent && !box.value) box.value = text;
  return undefined;
}

function editLastOfMine(event, box) {
  const last = messages.findLast(isMine);
  if (!last) return;
  event.preventDefault();
  views.get(last.ts).edit(box);
}

const refresh = oneAtATime(async () => {
  if (!open) return;
  const { channelId, ts } = open;
  const answer = await attempt(() => read("messages", { as: store.me, channel: channelId, thread: ts }));
  if (!answer || open?.ts !== ts) return;
  ({ messages } = answer);
  arrange(
    list,
    messages.map((message) => {
      const view = views.get(message.ts) ?? new MessageView(message, channelId);
      views.set(message.ts, view);
      view.show(message, { compact: false, onThread: null });
      return view.node;
    }),
  );
});

on("messages", (change) => {
  if (open && (!change.channel || change.channel === open.channelId)) refresh();
});
on("place", closeThread);
panel.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) closeThread();
});
