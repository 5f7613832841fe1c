// Block Kit elements as DOM nodes: which module draws which type.

import { button, feedbackButtons, iconButton, workflowButton } from "./buttons.js";
import { checkboxes, radioButtons } from "./choices.js";
import { datePicker, dateTimePicker, timePicker } from "./date_inputs.js";
import { el } from "./dom.js";
import { fileInput } from "./file_input.js";
import { image } from "./images.js";
import { overflow } from "./overflow.js";
import { select } from "./selects.js";
import { numberInput, richTextInput, textInput } from "./text_inputs.js";

const RENDERERS = {
  button,
  channels_select: select,
  checkboxes,
  conversations_select: select,
  datepicker: datePicker,
  datetimepicker: dateTimePicker,
  email_text_input: textInput,
  external_select: select,
  feedback_buttons: feedbackButtons,
  file_input: fileInput,
  icon_button: iconButton,
  image: (element) => image(element, "accessory-image"),
  multi_channels_select: select,
  multi_conversations_select: select,
  multi_external_select: select,
  multi_static_select: select,
  multi_users_select: select,
  number_input: numberInput,
  overflow,
  plain_text_input: textInput,
  radio_buttons: radioButtons,
  rich_text_input: richTextInput,
  static_select: select,
  timepicker: timePicker,
  url_text_input: textInput,
  users_select: select,
  workflow_button: workflowButton,
};

/** One element of `block` as a node, named by its action_id so that focus can find it again. */
export function element(one, block, ctx) {
  const renderer = Object.hasOwn(RENDERERS, one.type) ? RENDERERS[one.type] : null;
  if (!renderer) return el("span", { class: "note" }, `This page cannot show an element of type “${one.type}”.`);
  const node = renderer(one, block, ctx);
  node.setAttribute("data-action-id", one.action_id ?? "");
  return node;
}
