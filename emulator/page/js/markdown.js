// The `markdown` block: the common subset of standard Markdown, as DOM nodes.

import { el, link } from "./dom.js";
import { plainText } from "./mrkdwn.js";

const INLINE = [
  [/`([^`]+)`/, (match) => el("code", {}, match[1])],
  [/!\[([^\]]*)\]\(([^()\s]+)\)/, (match) => link(match[2], match[1] || match[2])],
  [/\[([^\]]+)\]\(([^()\s]+)\)/, (match) => link(match[2], inline(match[1]))],
  [/\*\*(\S(?:.*?\S)?)\*\*/, (match) => el("strong", {}, inline(match[1]))],
  [/~~(\S(?:.*?\S)?)~~/, (match) => el("s", {}, inline(match[1]))],
  [/(?<![\p{L}\p{N}])[*_](\S(?:.*?\S)?)[*_](?![\p{L}\p{N}])/u, (match) => el("em", {}, inline(match[1]))],
  [/https?:\/\/[^\s<>]+[^\s<>.,;:!?)]/, (match) => link(match[0], match[0])],
];

/** Markdown text as block nodes. */
export function markdown(text) {
  const lines = text.split("\n");
  const nodes = [];
  while (lines.length) nodes.push(...takeBlock(lines));
  return nodes;
}

function takeBlock(lines) {
  const line = lines.shift();
  if (!line.trim()) return [];
  if (/^```/.test(line))
    return [el("pre", {}, el("code", {}, takeWhile(lines, (one) => !/^```/.test(one), true).join("\n")))];
  const heading = line.match(/^(#{1,6}) +(.*)/);
  if (heading) return [el(`h${Math.min(6, heading[1].length + 1)}`, { class: "md-heading" }, inline(heading[2]))];
  if (/^(-{3,}|\*{3,})\s*$/.test(line)) return [el("hr")];
  lines.unshift(line);
  if (/^>/.test(line))
    return [
      el(
        "blockquote",
        {},
        markdown(
          takeWhile(lines, (one) => /^>/.test(one))
            .map((one) => one.replace(/^> ?/, ""))
            .join("\n"),
        ),
      ),
    ];
  if (isRow(line) && /^\|?[\s:|-]+\|[\s:|-]*$/.test(lines[1] ?? "")) return [table(takeWhile(lines, isRow))];
  if (isItem(line)) return [list(takeWhile(lines, (one) => isItem(one) || /^ {2,}\S/.test(one)))];
  return [paragraph(takeWhile(lines, (one) => one.trim() && !/^(#{1,6} |>|```)/.test(one) && !isItem(one)))];
}

function takeWhile(lines, test, dropNext = false) {
  const taken = [];
  while (lines.length && test(lines[0])) taken.push(lines.shift());
  if (dropNext) lines.shift();
  return taken;
}

const isRow = (line) => /^\s*\|.*\|\s*$/.test(line);
const isItem = (line) => /^\s*([-*+]|\d+[.)]) +\S/.test(line);

function paragraph(lines) {
  return el(
    "p",
    {},
    lines.flatMap((line, index) => (index ? [el("br"), ...inline(line)] : inline(line))),
  );
}

function list(lines) {
  const tag = /^\s*\d/.test(lines[0]) ? "ol" : "ul";
  return el(
    tag,
    {},
    lines.map((line) => {
      const depth = Math.min(3, Math.floor(line.match(/^\s*/)[0].length / 2));
      return el(
        "li",
        { class: `depth-${depth}` },
        inline(
          line.replace(/^\s*([-*+]|\d+[.)])? */, "").replace(/^\[[ x]\] /, (box) => (box[1] === "x" ? "☑ " : "☐ ")),
        ),
      );
    }),
  );
}

function table(lines) {
  const [head, , ...body] = lines.map((line) =>
    line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => cell.trim()),
  );
  const row = (cells, tag) =>
    el(
      "tr",
      {},
      cells.map((cell) => el(tag, {}, inline(cell))),
    );
  return el(
    "div",
    { class: "table-scroll" },
    el(
      "table",
      { class: "table" },
      el("thead", {}, row(head, "th")),
      el(
        "tbody",
        {},
        body.map((cells) => row(cells, "td")),
      ),
    ),
  );
}

function inline(text) {
  let first = null;
  for (const [pattern, make] of INLINE) {
    const match = text.match(pattern);
    if (match && (!first || match.index < first.match.index)) first = { match, make };
  }
  if (!first) return plainText(text);
  const { match, make } = first;
  return [...plainText(text.slice(0, match.index)), make(match), ...inline(text.slice(match.index + match[0].length))];
}
