// The box where one writes: Enter sends, a text that starts with "/" is a command. What is typed is kept per conversation.

import { startShortcut } from "./actions.js";
import { send } from "./api.js";
import { appAvatar } from "./avatars.js";
import { clearFiles, fileIds, fileParts, showFiles, startFiles } from "./composer_files.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { editLastOfMine, refreshMessages } from "./messages.js";
import { clearNotices, notify } from "./notices.js";
import { currentChannel, place } from "./place.js";
import { app, channel, conversationName, on, refreshState, store } from "./store.js";
import { Suggestions } from "./suggest.js";

const box = el("textarea", {
  id: "composer",
  class: "composer-box",
  rows: 1,
  "aria-label": "Message",
  spellcheck: "true",
  dir: "auto",
});
const sendButton = el(
  "button",
  { type: "button", class: "send", "aria-label": "Send", title: "Send (Enter)", on: { click: () => submit() } },
  icon("send", 18),
);
const shortcutButton = el(
  "button",
  {
    type: "button",
    class: "icon-button",
    "aria-label": "Shortcuts",
    title: "Shortcuts and commands",
    "aria-haspopup": "menu",
    on: { click: () => openShortcuts() },
  },
  icon("bolt", 18),
);
const hint = el("div", { class: "composer-hint", hidden: true });
const line = el("div", { class: "composer-line" }, shortcutButton, fileParts.button, box, sendButton);
const frame = el("div", { class: "composer-frame" }, fileParts.chips, line, fileParts.chooser);
const off = el("p", { class: "composer-off", hidden: true }, "Sending messages to this app has been turned off.");
const suggestions = new Suggestions(box, frame);

/** The node, for the conversation view. */
export function composer() {
  return el(
    "div",
    { class: "composer" },
    hint,
    frame,
    off,
    el(
      "p",
      { class: "composer-keys" },
      el("kbd", {}, "Enter"),
      " sends · ",
      el("kbd", {}, "Shift Enter"),
      " new line · ",
      el("kbd", {}, "/"),
      " commands",
    ),
  );
}

/** Follow the place: each conversation has its own draft. */
export function startComposer() {
  on("place", show);
  on("state", show);
  box.addEventListener("input", () => {
    keepDraft();
    fit();
    showHint();
  });
  box.addEventListener("keydown", onKey);
  startFiles(frame, box, fit);
  addEventListener("resize", fit);
}

let shownFor = null;

function show() {
  const id = currentChannel();
  const one = place()?.kind === "app" ? app(place().id) : null;
  const isOff = one !== null && !one.takes_messages;
  [frame.hidden, off.hidden] = [isOff, !isOff];
  box.placeholder = `Message ${one?.name ?? conversationName(channel(id))}`;
  box.setAttribute("aria-label", box.placeholder);
  if (id === shownFor) return;
  shownFor = id;
  box.value = sessionStorage.getItem(draftKey()) ?? "";
  showFiles();
  fit();
  showHint();
}

function draftKey() {
  return `draft:${store.me}:${shownFor}`;
}

function keepDraft() {
  if (box.value) sessionStorage.setItem(draftKey(), box.value);
  else sessionStorage.removeItem(draftKey());
}

function fit() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, innerHeight * 0.35)}px`;
  sendButton.disabled = !canSend();
}

// A command takes no files along; a message waits until its files are there.
function canSend() {
  const [text, files] = [box.value.trim(), fileIds()];
  return text.startsWith("/") || (files !== null && Boolean(text || files.length));
}

function showHint() {
  const word = box.value.match(/^(\/[\w-]+)\s/)?.[1];
  const known =
    word &&
    store.apps
      .flatMap((one) => one.commands.map((each) => ({ ...each, app: one.name })))
      .find((one) => one.command === word);
  hint.hidden = !known;
  if (known)
    hint.replaceChildren(
      el("strong", {}, known.command),
      known.usage_hint ? el("span", { class: "usage" }, ` ${known.usage_hint}`) : "",
      el("span", { class: "hint-words" }, `${known.description ?? ""} · ${known.app}`),
    );
}

function onKey(event) {
  if (event.isComposing || suggestions.onKey(event)) return;
  if (event.key === "ArrowUp" && !box.value && editLastOfMine(box)) event.preventDefault();
  if (event.key !== "Enter" || event.shiftKey) return;
  event.preventDefault();
  submit();
}

async function submit() {
  const text = box.value.trim();
  const channelId = currentChannel();
  if (!canSend() || !channelId) return;
  const files = text.startsWith("/") ? [] : fileIds();
  const filesBack = files.length ? clearFiles() : () => {};
  const back = setText("");
  clearNotices(channelId);
  const isCommand = text.startsWith("/");
  const remove = isCommand
    ? notify(channelId, { isBusy: true, text: `${text.split(/\s/)[0]} is on its way…` })
    : () => {};
  const problem = await post(channelId, text, files);
  if (!channel(channelId)) await refreshState().catch(() => {}); // the first words to an app open its conversation
  await refreshMessages();
  remove();
  if (!problem) return;
  notify(channelId, { text: problem });
  filesBack();
  back(text);
}

/** Send; returns null, or why it failed in the workspace's words. */
async function post(channelId, text, files) {
  try {
    const { reply, ok, error } = await send("messages", { as: store.me, channel: channelId, text, files });
    if (reply?.error) return reply.text || reply.error;
    return ok === false ? (error ?? "This could not be sent.") : null;
  } catch (error) {
    return error.message;
  }
}

// Returns a function that puts a text back, unless something else has been typed meanwhile or one has gone elsewhere.
function setText(text) {
  const was = shownFor;
  box.value = text;
  box.dispatchEvent(new Event("input"));
  return (old) => {
    if (shownFor === was && !box.value) {
      box.value = old;
      box.dispatchEvent(new Event("input"));
      box.focus();
    }
  };
}

function openShortcuts() {
  const items = store.apps.flatMap((one) => [
    ...one.shortcuts
      .filter((each) => each.type === "global")
      .map((each) => ({
        label: each.name,
        description: each.description ?? one.name,
        lead: appAvatar(one, 24),
        act: () => startShortcut(one, each),
      })),
    ...one.commands.map((each) => ({
      label: each.command,
      description: each.description,
      lead: el("span", { class: "slash" }, "/"),
      act: () => begin(each.command),
    })),
  ]);
  openMenu(
    shortcutButton,
    [{ heading: items.length ? "Shortcuts and commands" : "No app offers a shortcut here" }, ...items],
    { above: true },
  );
}

function begin(command) {
  box.value = `${command} ${box.value}`;
  box.dispatchEvent(new Event("input"));
  box.focus();
}
