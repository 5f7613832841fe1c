// Block Kit blocks as DOM nodes: one function per type.
//
// `ctx` says where the blocks stand: {surface, container, form, act(block, element, value), options(block, element, query)}.

import { card, carousel, container } from "./cards.js";
import { chart } from "./charts.js";
import { el, link } from "./dom.js";
import { element as control } from "./elements.js";
import { icon } from "./icons.js";
import { image as picture } from "./images.js";
import { inputBlock } from "./input_block.js";
import { markdown } from "./markdown.js";
import { textObject, wordsOf } from "./mrkdwn.js";
import { richText } from "./rich_text.js";
import { dataTable, table } from "./tables.js";
import { plan, taskCard } from "./task_cards.js";

const RENDERERS = {
  actions: (block, ctx) =>
    el(
      "div",
      { class: "block-actions" },
      block.elements.map((one) => control(one, block, ctx)),
    ),
  alert,
  card,
  carousel: (block, ctx) => carousel(block, ctx),
  container: (block, ctx) => container(block, ctx, renderBlocks),
  context,
  context_actions: (block, ctx) =>
    el(
      "div",
      { class: "block-actions quiet" },
      block.elements.map((one) => control(one, block, ctx)),
    ),
  data_table: (block) => dataTable(block),
  data_visualization: (block) => chart(block),
  divider: () => el("hr", { class: "block-divider" }),
  file: (block) => el("p", { class: "note" }, icon("file"), `Remote file ${block.external_id ?? ""}`),
  header: (block) => el("h2", { class: "block-header" }, textObject(block.text)),
  image,
  input: inputBlock,
  markdown: (block) => el("div", { class: "markdown" }, markdown(block.text ?? "")),
  plan: (block) => plan(block),
  rich_text: (block) => el("div", { class: "rich-text" }, richText(block)),
  section,
  table: (block) => table(block),
  task_card: (block) => taskCard(block),
  video,
};

/** All blocks as nodes. */
export function renderBlocks(blocks, ctx) {
  return (blocks ?? []).map((block) => renderBlock(block, ctx));
}

/** One block as a node; a block nobody knows, or one that cannot be drawn, is a grey note. */
export function renderBlock(block, ctx) {
  const wrap = el("div", { class: `block block-of-${block.type}`, "data-block-id": block.block_id ?? "" });
  const renderer = Object.hasOwn(RENDERERS, block.type) ? RENDERERS[block.type] : null;
  try {
    wrap.append(renderer ? renderer(block, ctx) : unknown(`This page cannot show a block of type “${block.type}”.`));
  } catch (error) {
    console.error("A block could not be drawn", block, error);
    wrap.replaceChildren(unknown(`A block of type “${block.type}” is not as expected.`));
  }
  return wrap;
}

function unknown(words) {
  return el("p", { class: "note" }, icon("info"), words);
}

function section(block, ctx) {
  const fields = (block.fields ?? []).map((field) => el("div", { class: "field text" }, textObject(field)));
  const body = el(
    "div",
    { class: "section-body" },
    block.text ? el("div", { class: "text", dir: "auto" }, textObject(block.text)) : null,
    fields.length ? el("div", { class: "fields" }, fields) : null,
  );
  const accessory = block.accessory ? el("div", { class: "accessory" }, control(block.accessory, block, ctx)) : null;
  const wide =
    block.accessory && !["button", "overflow", "image"].includes(block.accessory.type) ? " wide-accessory" : "";
  return el("div", { class: `section${wide}` }, body, accessory);
}

function context(block) {
  return el(
    "div",
    { class: "context" },
    block.elements.map((one) => {
      if (one.type === "image") return picture(one, "context-image");
      return el("span", { class: "text" }, textObject(one));
    }),
  );
}

function image(block) {
  return el(
    "figure",
    { class: "image" },
    block.title ? el("figcaption", {}, textObject(block.title)) : null,
    picture(block, "image-itself"),
  );
}

function video(block) {
  const url = block.title_url ?? block.video_url;
  return el(
    "div",
    { class: "video" },
    el("span", { class: "video-play" }, icon("play", 22)),
    el(
      "div",
      {},
      el("div", { class: "video-title" }, link(url, wordsOf(block.title) || block.alt_text)),
      block.description ? el("div", { class: "muted" }, textObject(block.description)) : null,
      el("div", { class: "muted small" }, [block.author_name, block.provider_name].filter(Boolean).join(" · ")),
    ),
  );
}

const ALERT_ICONS = { default: "info", info: "info", success: "check", warning: "alert", error: "error" };

function alert(block) {
  const level = Object.hasOwn(ALERT_ICONS, block.level) ? block.level : "default";
  return el(
    "div",
    { class: `alert level-${level}`, role: level === "error" ? "alert" : "note" },
    icon(ALERT_ICONS[level]),
    el("div", { class: "text", dir: "auto" }, textObject(block.text)),
  );
}
