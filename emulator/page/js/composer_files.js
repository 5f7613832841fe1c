// Files that go with the next message: chosen, dropped or pasted; each conversation keeps its own until it is sent.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { currentChannel } from "./place.js";
import { announce, toast } from "./toasts.js";
import { tooLargeOrEmpty, upload } from "./uploads.js";

const MOST = 10; // as many as Slack takes in one message
const chosen = new Map(); // by conversation: {name, id}, without an id while it is on its way

const chooser = el("input", { type: "file", multiple: true, hidden: true, "aria-label": "Files for the message" });
const chips = el("ul", { class: "chosen-files composer-files", "aria-label": "Files for the next message" });
const button = el(
  "button",
  { type: "button", class: "icon-button", "aria-label": "Attach files", title: "Attach files" },
  icon("clip", 18),
);
let changed = () => {};

/** The parts for the composer: {button, chooser, chips}. */
export const fileParts = { button, chooser, chips };

/** Take files from the button, from what is dropped on `frame` or pasted into `box`; `onChange` after each change. */
export function startFiles(frame, box, onChange) {
  changed = onChange;
  button.addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", async () => {
    const files = [...chooser.files];
    chooser.value = "";
    await take(files);
    box.focus();
  });
  frame.addEventListener("dragover", (event) => event.preventDefault());
  frame.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
  box.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length) take([...event.clipboardData.files]);
  });
}

/** The ids for the message; null while one is still on its way. */
export function fileIds() {
  const files = here();
  return files.every((one) => one.id) ? files.map((one) => one.id) : null;
}

/** Take the files away, for they are being sent; returns a function that puts them back. */
export function clearFiles() {
  const [where, files] = [currentChannel(), here()];
  put(where, []);
  return () => put(where, files);
}

/** Show those of the conversation where one is. */
export function showFiles() {
  chips.replaceChildren(...here().map(chip));
  chips.hidden = !here().length;
}

function here() {
  return chosen.get(currentChannel()) ?? [];
}

function put(where, files) {
  if (files.length) chosen.set(where, files);
  else chosen.delete(where);
  showFiles();
  changed();
}

async function take(files) {
  const where = currentChannel();
  const inPlace = () => chosen.get(where) ?? [];
  for (const file of files) {
    const words = inPlace().length >= MOST ? `A message takes ${MOST} files.` : tooLargeOrEmpty(file);
    if (words) {
      toast(words, "error");
      continue;
    }
    const entry = { name: file.name, id: null };
    put(where, [...inPlace(), entry]);
    try {
      entry.id = await upload(file);
      put(where, inPlace());
      announce(`${file.name} is attached`);
    } catch (error) {
      put(
        where,
        inPlace().filter((one) => one !== entry),
      );
      toast(error.message, "error");
    }
  }
}

function chip(entry) {
  const where = currentChannel();
  const drop = () => {
    put(
      where,
      here().filter((one) => one !== entry),
    );
    (chips.querySelector("button") ?? button).focus();
  };
  return el(
    "li",
    { class: "chip" },
    entry.id ? icon("file", 14) : el("span", { class: "spinner", role: "img", "aria-label": "On its way" }),
    el("span", {}, entry.name),
    el(
      "button",
      { type: "button", class: "chip-remove", "aria-label": `Remove ${entry.name}`, on: { click: drop } },
      icon("close", 12),
    ),
  );
}
