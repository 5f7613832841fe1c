// Short notes in the corner: what went wrong, what was done.

import { el } from "./dom.js";
import { icon } from "./icons.js";

const box = document.getElementById("toasts");
const announcer = document.getElementById("announcer");
const STAYS = 7000;

/** Show a note; kind is "info" or "error". */
export function toast(words, kind = "info") {
  const close = el("button", { type: "button", class: "icon-button", "aria-label": "Dismiss" }, icon("close", 14));
  const node = el(
    "div",
    { class: `toast ${kind}` },
    icon(kind === "error" ? "alert" : "info"),
    el("span", {}, words),
    close,
  );
  const remove = () => node.remove();
  close.addEventListener("click", remove);
  setTimeout(remove, STAYS);
  box.append(node);
}

/** Say something to screen readers only. */
export function announce(words) {
  announcer.textContent = words;
}
