// Slack's own light markup (mrkdwn) and plain text, as DOM nodes.

import { el, link } from "./dom.js";
import { character, emoji } from "./emoji.js";
import { mention } from "./mentions.js";

const EMOJI = /:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/;
const STYLES = { "*": "strong", _: "em", "~": "s" };
// A bare address ends before closing punctuation.
const BARE_URL = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)\]'"]/;

/** Undo the three escapes that Slack's texts carry. */
export function unescapeText(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** A text object of Block Kit (mrkdwn or plain_text) as nodes. */
export function textObject(object) {
  if (!object) return [];
  if (typeof object === "string") return plainText(object);
  return object.type === "mrkdwn" ? mrkdwn(object.text ?? "") : plainText(object.text ?? "", object.emoji !== false);
}

/** A text object's words only, for labels and titles. */
export function wordsOf(object) {
  const text = typeof object === "string" ? object : (object?.text ?? "");
  return unescapeText(text.replace(new RegExp(EMOJI, "g"), (whole, name) => character(name) ?? whole));
}

/** Plain text: line breaks stay, emoji codes become emoji, nothing else is special. */
export function plainText(text, withEmoji = true) {
  if (!withEmoji) return [unescapeText(text)];
  return splitBy(
    text,
    EMOJI,
    (match) => [emoji(match[1])],
    (rest) => [unescapeText(rest)],
  );
}

/** mrkdwn text as nodes: code fences first, then lines, then what is inside a line. */
export function mrkdwn(text) {
  return splitBy(
    text,
    /```\n?([\s\S]*?)\n?```\n?/,
    (match) => [el("pre", {}, el("code", {}, codeText(match[1])))],
    lines,
  );
}

function codeText(text) {
  return unescapeText(text.replace(/<([^<>|]+)\|([^<>]+)>/g, "$2").replace(/<(https?:[^<>]+)>/g, "$1"));
}

function splitBy(text, pattern, onMatch, onRest) {
  const nodes = [];
  let rest = text;
  for (let match = rest.match(pattern); match; match = rest.match(pattern)) {
    if (match.index > 0) nodes.push(...onRest(rest.slice(0, match.index)));
    nodes.push(...onMatch(match));
    rest = rest.slice(match.index + match[0].length);
  }
  if (rest) nodes.push(...onRest(rest));
  return nodes;
}

const QUOTE = /^(?:&gt;|>) ?/;
const BULLET = /^(\s*)([•◦▪‣-]|\d{1,3}\.) +(?=\S)/;

function lines(text) {
  const nodes = [];
  let quote = null;
  for (const line of text.split("\n")) {
    const isQuote = QUOTE.test(line);
    if (isQuote && !quote) nodes.push((quote = el("blockquote")));
    if (!isQuote) quote = null;
    const target = quote ? quote.childNodes : nodes;
    const before = target[target.length - 1];
    const added = lineNodes(isQuote ? line.replace(QUOTE, "") : line);
    const needsBreak = before && !isBlock(before) && !isBlock(added[0]);
    const all = needsBreak ? [el("br"), ...added] : added;
    if (quote) quote.append(...all);
    else nodes.push(...all);
  }
  return nodes;
}

function isBlock(node) {
  return node instanceof HTMLElement && ["BLOCKQUOTE", "PRE", "DIV"].includes(node.tagName);
}

function lineNodes(line) {
  const bullet = line.match(BULLET);
  if (!bullet) return line ? inline(line) : [""];
  const depth = Math.min(3, Math.floor(bullet[1].length / 2));
  const mark = bullet[2] === "-" ? "•" : bullet[2];
  return [
    el(
      "div",
      { class: `list-line depth-${depth}` },
      el("span", { class: "list-mark" }, mark),
      el("span", {}, inline(line.slice(bullet[0].length))),
    ),
  ];
}

/** The inside of one line: code, <...>, addresses, emoji, then *bold* _italic_ ~strike~. */
export function inline(text) {
  return splitBy(text, /`([^`\n]+)`/, (match) => [el("code", {}, codeText(match[1]))], angles);
}

function angles(text) {
  // A style may span a mention or a link, so those are taken out first and put back by number.
  const held = [];
  const hold = (node) => `\u0001${held.push(node) - 1}\u0002`;
  let rest = text.replace(/[\u0001\u0002]/g, "").replace(/<([^<>\n]+)>/g, (whole, inner) => {
    const node = mention(inner, inline);
    return node ? hold(node) : whole;
  });
  rest = rest.replace(new RegExp(BARE_URL, "g"), (url) => hold(link(unescapeText(url), unescapeText(url))));
  rest = rest.replace(new RegExp(EMOJI, "g"), (whole, name) => (character(name) ? hold(emoji(name)) : whole));
  return styled(rest, held);
}

// The opening mark stands before a word, the closing one after a word; so snake_case and 2*3*4 stay as they are.
const STYLED = /(^|[^\p{L}\p{N}*_~])([*_~])(?=\S)((?:(?!\2).)*?\S)\2(?![\p{L}\p{N}])/u;

function styled(text, held) {
  const match = text.match(STYLED);
  if (!match) return filled(text, held);
  const [whole, before, mark, inside] = match;
  const end = match.index + whole.length;
  return [
    ...filled(text.slice(0, match.index) + before, held),
    el(STYLES[mark], {}, styled(inside, held)),
    ...styled(text.slice(end), held),
  ];
}

function filled(text, held) {
  return splitBy(
    text,
    /\u0001(\d+)\u0002/,
    (match) => [held[Number(match[1])]],
    (rest) => [unescapeText(rest)],
  );
}
