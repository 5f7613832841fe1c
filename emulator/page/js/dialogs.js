// The page's own dialogs, such as the one for a status: a title, a form, and buttons; the focus stays inside.

import { el, freshId } from "./dom.js";
import { popoverIsOpen } from "./popover.js";

const layer = document.getElementById("layer");
const FOCUSABLE = "button:not(:disabled), input:not(:disabled), select, textarea, a[href], [tabindex='0']";

/**
 * Show a dialog; returns a function that closes it. `onSubmit()` may return a promise of false to keep it open.
 * `more` are further buttons, left of "Cancel".
 */
export function openDialog({ title, body, submit, onSubmit, more = [] }) {
  const before = document.activeElement;
  const titleId = freshId("dialog");
  const close = () => {
    document.removeEventListener("keydown", onKey, true);
    backdrop.remove();
    before?.focus?.();
  };
  const form = el(
    "form",
    { class: "dialog-form", novalidate: true },
    el("h2", { class: "dialog-title", id: titleId }, title),
    el("div", { class: "dialog-body" }, body),
    el(
      "div",
      { class: "dialog-foot" },
      more,
      el("button", { type: "button", class: "button plain", on: { click: close } }, "Cancel"),
      el("button", { type: "submit", class: "button primary" }, submit),
    ),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if ((await onSubmit()) !== false) close();
  });
  const dialog = el(
    "div",
    { class: "dialog small-dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": titleId },
    form,
  );
  const backdrop = el("div", { class: "backdrop over" }, dialog);
  const onKey = (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.stopPropagation();
      event.preventDefault();
      close();
    } else if (event.key === "Tab") keepInside(event, form);
  };
  document.addEventListener("keydown", onKey, true);
  layer.append(backdrop);
  form.querySelector("input, textarea, select")?.focus();
  return close;
}

function keepInside(event, form) {
  const all = [...form.querySelectorAll(FOCUSABLE)].filter(
    (node) => node.getClientRects().length && node.tabIndex >= 0,
  );
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (document.activeElement !== edge && form.contains(document.activeElement)) return;
  if (popoverIsOpen() && !form.contains(document.activeElement)) return; // a picker of this dialog has the focus
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0]).focus();
}
