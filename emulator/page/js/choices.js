// Radio buttons and checkboxes.

import { change } from "./changes.js";
import { el, freshId } from "./dom.js";
import { initialValue } from "./forms.js";
import { textObject } from "./mrkdwn.js";

/** radio_buttons: one of a few. */
export function radioButtons(element, block, ctx) {
  const chosen = ctx.form.value(block, element, initialValue(element));
  const name = freshId("radio");
  const group = frame("radiogroup", element, ctx, "Choose one");
  group.append(...element.options.map((option) => line("radio", name, option, option.value === chosen)));
  group.addEventListener("change", async (event) => {
    const before = ctx.form.value(block, element, chosen);
    if (await change(block, element, ctx, event.target.value)) return;
    for (const box of group.querySelectorAll("input")) box.checked = box.value === before;
  });
  return group;
}

/** checkboxes: any of a few. */
export function checkboxes(element, block, ctx) {
  const chosen = ctx.form.value(block, element, initialValue(element) ?? []) ?? [];
  const name = freshId("boxes");
  const group = frame("group", element, ctx, "Choose any");
  group.append(...element.options.map((option) => line("checkbox", name, option, chosen.includes(option.value))));
  group.addEventListener("change", async (event) => {
    const values = [...group.querySelectorAll("input:checked")].map((box) => box.value);
    if (!(await change(block, element, ctx, values))) event.target.checked = !event.target.checked;
  });
  return group;
}

function frame(role, element, ctx, fallback) {
  const names = ctx.field
    ? { id: ctx.field.id, "aria-labelledby": ctx.field.labelId, "aria-describedby": ctx.field.describedBy }
    : { "aria-label": element.accessibility_label ?? fallback };
  return el("div", { class: "choices", role, ...names });
}

function line(type, name, option, checked) {
  return el(
    "label",
    { class: "choice" },
    el("input", { type, name, value: option.value, checked }),
    el(
      "span",
      {},
      el("span", { class: "choice-text text" }, textObject(option.text)),
      option.description ? el("span", { class: "choice-description" }, textObject(option.description)) : null,
    ),
  );
}
