// A breakage of one's own: any method, any kind the workspace knows, with its options.

import { el, freshId } from "./dom.js";

const METHODS = [
  "*",
  "chat.postMessage",
  "chat.update",
  "chat.postEphemeral",
  "views.open",
  "views.update",
  "views.publish",
  "conversations.open",
  "conversations.history",
  "users.info",
];
const DELIVERED = ["*", "slash_commands", "interactive", "events_api"];

/** A folded form; `add(fault)` gets what was chosen. `kinds` is the workspace's list: [{kind, where, words, options: [{name, default, words}]}]. */
export function ownBreakage(kinds, add) {
  const listId = freshId("methods");
  const methods = el("datalist", { id: listId });
  const method = el("input", {
    class: "text-input",
    value: "*",
    list: listId,
    autocomplete: "off",
    spellcheck: "false",
  });
  const kind = el(
    "select",
    { class: "text-input" },
    kinds.map((one) =>
      el("option", { value: one.kind }, `${one.where === "delivery" ? "A delivery" : "A call"} ${one.words}`),
    ),
  );
  const extra = el("div", { class: "own-options" });
  const chosen = () => kinds.find((one) => one.kind === kind.value) ?? kinds[0];
  const draw = () => {
    methods.replaceChildren(
      ...(chosen().where === "delivery" ? DELIVERED : METHODS).map((value) => el("option", { value })),
    );
    extra.replaceChildren(...(chosen().options ?? []).map(optionLine));
  };
  kind.addEventListener("change", () => {
    method.value = "*";
    draw();
  });
  const form = el(
    "form",
    { class: "own-form" },
    labelled("What happens", kind),
    labelled("To which method (* is any)", method),
    methods,
    extra,
    el("button", { type: "submit", class: "button plain" }, "Break it"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const options = [...extra.querySelectorAll("input")].filter((box) => box.value.trim());
    add({
      method: method.value.trim() || "*",
      kind: kind.value,
      ...Object.fromEntries(options.map((box) => [box.name, plain(box.value.trim())])),
    });
  });
  draw();
  return el("details", { class: "own-breakage" }, el("summary", {}, "Something else…"), form);
}

function optionLine(option) {
  const { name, default: start, words } = typeof option === "string" ? { name: option } : option;
  const box = el("input", {
    class: "text-input",
    name,
    value: start === undefined || start === null ? "" : String(start),
  });
  return labelled(words ? words.charAt(0).toUpperCase() + words.slice(1) : name.replaceAll("_", " "), box);
}

function labelled(words, control) {
  control.id ||= freshId("own");
  return el("div", { class: "own-line" }, el("label", { for: control.id }, words), control);
}

function plain(text) {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
