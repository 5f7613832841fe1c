// file_input: it shows what may be chosen and says that files are not taken here.

import { remember } from "./changes.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";

/** A note in place of the upload; the form is sent without files. */
export function fileInput(element, block, ctx) {
  remember(block, element, { form: ctx.form }, ctx.form.value(block, element, []) ?? []);
  const kinds = element.filetypes?.length ? ` (${element.filetypes.join(", ")})` : "";
  return el(
    "p",
    { class: "note", id: ctx.field?.id },
    icon("file", 16),
    `Files${kinds} cannot be uploaded in the local workspace.`,
  );
}
