// Pickers for a day, a time, or both; the browser's own, which keyboards and screen readers know.

import { change, naming } from "./changes.js";
import { el } from "./dom.js";
import { initialValue } from "./forms.js";
import { myself } from "./store.js";
import { fromLocalText, localText } from "./time.js";

/** datepicker: "2025-11-14". */
export function datePicker(element, block, ctx) {
  return picker(
    "date",
    element,
    block,
    ctx,
    (value) => value,
    (text) => text,
    "Date",
  );
}

/** timepicker: "10:00", in the zone that it names. */
export function timePicker(element, block, ctx) {
  const node = picker(
    "time",
    element,
    block,
    ctx,
    (value) => value,
    (text) => text,
    "Time",
  );
  if (element.timezone) node.append(el("span", { class: "muted small" }, element.timezone));
  return node;
}

/** datetimepicker: seconds since 1970, shown in the person's zone. */
export function dateTimePicker(element, block, ctx) {
  const { tz } = myself();
  const show = (seconds) => localText(new Date(Number(seconds) * 1000), tz);
  const readBack = (text) => Math.floor(fromLocalText(text, tz).getTime() / 1000);
  return picker("datetime-local", element, block, ctx, show, readBack, "Date and time");
}

function picker(type, element, block, ctx, show, readBack, name) {
  const value = ctx.form.value(block, element, initialValue(element));
  const box = el("input", {
    class: "text-input picker",
    type,
    value: value === null ? "" : show(value),
    ...naming(element, ctx, name),
  });
  box.addEventListener("change", async () => {
    const before = ctx.form.value(block, element, value);
    const accepted = await change(block, element, ctx, box.value ? readBack(box.value) : null);
    if (!accepted) box.value = before === null ? "" : show(before);
  });
  return el("span", { class: "picker-frame" }, box);
}
