// Editing and deleting one's own message, where it stands.

import { attempt } from "./actions.js";
import { send } from "./api.js";
import { confirmFirst } from "./confirm.js";
import { el } from "./dom.js";
import { store } from "./store.js";
import { Suggestions } from "./suggest.js";
import { announce } from "./toasts.js";
import { typedText } from "./typed.js";

const WRITTEN = [undefined, "file_share", "thread_broadcast"];

/** True for what one has typed oneself: only that can be edited and deleted. */
export function isMine(message) {
  return message.user === store.me && !message.bot_id && !message.is_ephemeral && WRITTEN.includes(message.subtype);
}

/** Ask, then delete; true when it was done. */
export async function deleteMessage(channelId, message) {
  const goesOn = await confirmFirst({
    confirm: {
      title: "Delete this message?",
      text: message.files?.length
        ? "It and its files go away for everybody. This cannot be undone."
        : "It goes away for everybody. This cannot be undone.",
      confirm: "Delete",
      deny: "Cancel",
      style: "danger",
    },
  });
  if (!goesOn) return false;
  const done = await attempt(() => send("delete", { as: store.me, channel: channelId, ts: message.ts }));
  if (done) announce("The message is deleted");
  return Boolean(done);
}

/** A box with a message's text, and buttons to save it or leave it. `onEnd(isSaved)`; `onEmpty` if nothing is left. */
export function editor(channelId, message, { onEnd, onEmpty }) {
  const box = el("textarea", { class: "text-input", rows: 1, "aria-label": "Edit the message", dir: "auto" });
  box.value = typedText(message.text ?? "");
  const suggestions = new Suggestions(box, box, { withCommands: false });
  const save = async () => {
    const text = box.value.trim();
    if (!text && !message.files?.length) return onEmpty();
    if (await attempt(() => send("edit", { as: store.me, channel: channelId, ts: message.ts, text }))) onEnd(true);
    return undefined;
  };
  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, innerHeight * 0.4)}px`;
  };
  box.addEventListener("input", fit);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || suggestions.onKey(event)) return;
    if (event.key === "Escape") onEnd(false);
    else if (event.key === "Enter" && !event.shiftKey) save();
    else return;
    event.preventDefault();
  });
  const node = el(
    "div",
    { class: "message-edit" },
    box,
    el(
      "div",
      { class: "message-edit-foot" },
      el("button", { type: "button", class: "button plain", on: { click: () => onEnd(false) } }, "Cancel"),
      el("button", { type: "button", class: "button primary", on: { click: save } }, "Save"),
    ),
  );
  const focus = () => {
    fit();
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
    node.scrollIntoView({ block: "nearest" });
  };
  return { node, focus };
}
