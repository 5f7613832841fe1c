// The `rich_text` block and its elements, as DOM nodes.

import { el, link } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelMention, mention, userMention } from "./mentions.js";

const BULLETS = ["disc", "circle", "square"];
const NUMBERS = ["decimal", "lower-alpha", "lower-roman"];

/** A rich_text block's elements as nodes. */
export function richText(block) {
  return (block?.elements ?? []).map(part);
}

function part(element) {
  const inside = () => (element.elements ?? []).map(leaf);
  switch (element.type) {
    case "rich_text_section":
      return el("div", { class: "rich-section", dir: "auto" }, inside());
    case "rich_text_quote":
      return el("blockquote", {}, inside());
    case "rich_text_preformatted":
      return el("pre", {}, el("code", {}, inside()));
    case "rich_text_list":
      return list(element);
    default:
      return leaf(element);
  }
}

function list(element) {
  const indent = Math.min(6, element.indent ?? 0);
  const ordered = element.style === "ordered";
  const shapes = ordered ? NUMBERS : BULLETS;
  const props = {
    class: `rich-list indent-${indent} mark-${shapes[indent % shapes.length]}`,
    start: ordered ? (element.offset ?? 0) + 1 : null,
  };
  return el(
    ordered ? "ol" : "ul",
    props,
    (element.elements ?? []).map((item) => el("li", {}, (item.elements ?? []).map(leaf))),
  );
}

function leaf(element) {
  return withStyle(bare(element), element.style);
}

function bare(element) {
  switch (element.type) {
    case "text":
      return document.createTextNode(element.text ?? "");
    case "link":
      return link(element.url, element.text || element.url);
    case "emoji":
      return emoji(element.name ?? "");
    case "user":
      return userMention(element.user_id);
    case "channel":
      return channelMention(element.channel_id);
    case "usergroup":
      return el("span", { class: "mention" }, `@${element.usergroup_id}`);
    case "broadcast":
      return el("span", { class: "mention mine" }, `@${element.range}`);
    case "color":
      return el("span", { class: "colour-chip", vars: { chip: element.value } }, element.value);
    case "date":
      return mention(`!date^${element.timestamp}^${element.format}|${element.fallback ?? ""}`, (text) => [text]);
    default:
      return document.createTextNode(element.text ?? "");
  }
}

function withStyle(node, style = {}) {
  let styled = node;
  for (const [name, tag] of [
    ["code", "code"],
    ["strike", "s"],
    ["italic", "em"],
    ["bold", "strong"],
    ["underline", "u"],
  ]) {
    if (style?.[name]) styled = el(tag, {}, styled);
  }
  return styled;
}
