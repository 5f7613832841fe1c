// Inputs for text: one line, many lines, e-mail, address, number, rich text.

import { change, naming, remember } from "./changes.js";
import { el } from "./dom.js";
import { initialValue } from "./forms.js";
import { debounce } from "./tasks.js";

const KINDS = { email_text_input: "email", url_text_input: "url" };
const PAUSE = 400; // how long one stops typing before the app hears of it (on_character_entered)

/** plain_text_input, email_text_input and url_text_input. */
export function textInput(element, block, ctx) {
  const value = ctx.form.value(block, element, initialValue(element)) ?? "";
  const shared = {
    class: "text-input",
    placeholder: element.placeholder?.text,
    value,
    autocomplete: "off",
    ...naming(element, ctx, "Text"),
  };
  const box = element.multiline
    ? el("textarea", { ...shared, rows: 4 })
    : el("input", { ...shared, type: "text", inputmode: KINDS[element.type] ?? null });
  return wired(box, element, block, ctx);
}

/** number_input; its text stays as typed, so that a slip can be seen and mended. */
export function numberInput(element, block, ctx) {
  const value = ctx.form.value(block, element, initialValue(element)) ?? "";
  const box = el("input", {
    class: "text-input number",
    type: "text",
    inputmode: element.is_decimal_allowed ? "decimal" : "numeric",
    placeholder: element.placeholder?.text,
    value,
    autocomplete: "off",
    ...naming(element, ctx, "Number"),
  });
  return wired(box, element, block, ctx);
}

/** rich_text_input as plain text: no styles can be set, line breaks stay. */
export function richTextInput(element, block, ctx) {
  const start = initialValue(element);
  const value = ctx.form.value(block, element, typeof start === "string" ? start : textOf(start)) ?? "";
  const box = el("textarea", {
    class: "text-input",
    rows: 4,
    placeholder: element.placeholder?.text,
    value,
    ...naming(element, ctx, "Text"),
  });
  return wired(box, element, block, ctx);
}

function textOf(part) {
  if (!part) return null;
  if (part.text) return part.text;
  return (part.elements ?? []).map(textOf).join(part.type === "rich_text" ? "\n" : "");
}

function wired(box, element, block, ctx) {
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const valueOf = () => box.value || null;
  const tell = debounce(() => change(block, element, ctx, valueOf()), PAUSE);
  const counter = element.max_length ? el("span", { class: "counter", "aria-hidden": "true" }) : null;
  const count = () => {
    if (!counter) return;
    const left = element.max_length - box.value.length;
    counter.textContent = left < element.max_length * 0.25 ? String(left) : "";
    counter.classList.toggle("over", left < 0);
  };
  box.addEventListener("input", () => {
    remember(block, element, ctx, valueOf());
    count();
    if (block.dispatch_action && triggers.includes("on_character_entered")) tell();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || !block.dispatch_action || !triggers.includes("on_enter_pressed"))
      return;
    if (element.multiline && event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    change(block, element, ctx, valueOf());
  });
  count();
  return el("div", { class: "text-input-frame", "data-focus": element.focus_on_load }, box, counter);
}
