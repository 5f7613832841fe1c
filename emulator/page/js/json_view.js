// JSON to read: objects and lists fold, what is long is folded at first.

import { el } from "./dom.js";

const OPEN_TO = 2; // levels that are open at first
const FEW = 12; // an object with more entries than this starts folded, below the top

/** A value as a tree. */
export function jsonView(value) {
  return el("div", { class: "json" }, node(value, 0));
}

function node(value, depth) {
  if (value === null || typeof value !== "object") return leaf(value);
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  const [open, shut] = isList ? ["[", "]"] : ["{", "}"];
  if (!entries.length) return el("span", { class: "json-mark" }, open + shut);
  const count = `${entries.length} ${isList ? (entries.length === 1 ? "item" : "items") : entries.length === 1 ? "key" : "keys"}`;
  return el(
    "details",
    { class: "json-fold", open: depth === 0 || (depth < OPEN_TO && entries.length <= FEW) },
    el(
      "summary",
      {},
      el("span", { class: "json-mark" }, open),
      el("span", { class: "json-count" }, ` ${count} `),
      el("span", { class: "json-mark json-shut" }, shut),
    ),
    el(
      "ul",
      {},
      entries.map(([key, one]) =>
        el(
          "li",
          {},
          isList ? null : el("span", { class: "json-key" }, key, el("span", { class: "json-mark" }, ": ")),
          node(one, depth + 1),
        ),
      ),
    ),
    el("span", { class: "json-mark" }, shut),
  );
}

function leaf(value) {
  const kind = value === null ? "null" : typeof value;
  return el("span", { class: `json-${kind}` }, typeof value === "string" ? JSON.stringify(value) : String(value));
}
