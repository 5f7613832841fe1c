// The `input` block: label, element, hint and the error of the last try.

import { el, freshId } from "./dom.js";
import { element as control } from "./elements.js";
import { icon } from "./icons.js";
import { textObject } from "./mrkdwn.js";

const GROUPS = ["checkboxes", "radio_buttons"];

/** An input block as a node; `showErrors` later fills its error line. */
export function inputBlock(block, ctx) {
  const id = freshId("field");
  const field = { id, labelId: `${id}-label`, describedBy: `${id}-error ${id}-hint`, required: !block.optional };
  const isGroup = GROUPS.includes(block.element.type);
  const words = [textObject(block.label), block.optional ? el("span", { class: "optional" }, " (optional)") : null];
  return el(
    "div",
    { class: "input" },
    isGroup
      ? el("div", { class: "label", id: field.labelId }, words)
      : el("label", { class: "label", id: field.labelId, for: id }, words),
    control(block.element, block, { ...ctx, field }),
    el("p", { class: "field-error", id: `${id}-error`, hidden: true }),
    block.hint ? el("p", { class: "hint", id: `${id}-hint` }, textObject(block.hint)) : null,
  );
}

/** Show each error at its block, clear the others; returns the first faulty block's node. */
export function showErrors(root, errors) {
  let first = null;
  for (const node of root.querySelectorAll(".block-of-input")) {
    const words = errors[node.dataset.blockId];
    setError(node, words ?? null);
    if (words && !first) first = node;
  }
  return first;
}

/** Set or clear (null) the error of one input block. */
export function setError(node, words) {
  const line = node.querySelector(".field-error");
  line.replaceChildren(...(words ? [icon("alert", 15), ` ${words}`] : []));
  line.hidden = !words;
  node.classList.toggle("faulty", Boolean(words));
  for (const one of node.querySelectorAll("input, textarea, [role=combobox], [role=radiogroup], [role=group]")) {
    if (words) one.setAttribute("aria-invalid", "true");
    else one.removeAttribute("aria-invalid");
  }
}
