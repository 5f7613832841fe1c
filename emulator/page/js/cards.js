// Cards, a row of cards, and the container that folds blocks together.

import { el } from "./dom.js";
import { element as control } from "./elements.js";
import { icon } from "./icons.js";
import { image } from "./images.js";
import { textObject } from "./mrkdwn.js";
import { richText } from "./rich_text.js";

/** A card: picture, title, subtitle, body, buttons. */
export function card(block, ctx) {
  return el(
    "article",
    { class: "card" },
    block.hero_image ? image(block.hero_image, "card-hero") : null,
    el(
      "div",
      { class: "card-inside" },
      el(
        "div",
        { class: "card-head" },
        block.icon ? image(block.icon, "card-icon") : null,
        el(
          "div",
          {},
          block.title ? el("div", { class: "card-title text" }, textObject(block.title)) : null,
          block.subtitle ? el("div", { class: "muted text" }, textObject(block.subtitle)) : null,
        ),
      ),
      block.body ? el("div", { class: "card-body text" }, textObject(block.body)) : null,
      block.subtext ? el("div", { class: "muted small text" }, textObject(block.subtext)) : null,
      block.actions?.length
        ? el(
            "div",
            { class: "block-actions" },
            block.actions.map((one) => control(one, block, ctx)),
          )
        : null,
    ),
  );
}

/** Cards side by side; the row scrolls, with buttons for those who use no touch screen. */
export function carousel(block, ctx) {
  const row = el(
    "div",
    { class: "carousel-row", tabindex: "0", role: "group", "aria-label": `${block.elements.length} cards` },
    block.elements.map((one) => card(one, ctx)),
  );
  const step = (direction) => row.scrollBy({ left: direction * row.clientWidth * 0.8, behavior: "smooth" });
  return el(
    "div",
    { class: "carousel" },
    row,
    block.elements.length > 1
      ? el(
          "div",
          { class: "carousel-steps" },
          el(
            "button",
            { type: "button", class: "icon-button", "aria-label": "Earlier cards", on: { click: () => step(-1) } },
            icon("left"),
          ),
          el(
            "button",
            { type: "button", class: "icon-button", "aria-label": "Further cards", on: { click: () => step(1) } },
            icon("right"),
          ),
        )
      : null,
  );
}

/** A titled frame around other blocks; it can be folded when it says so. */
export function container(block, ctx, renderBlocks) {
  const title = el(
    "div",
    { class: "container-title" },
    el("strong", {}, block.rich_text_title ? richText(block.rich_text_title) : textObject(block.title)),
    block.subtitle ? el("div", { class: "muted text" }, textObject(block.subtitle)) : null,
  );
  const body = el("div", { class: "container-body" }, renderBlocks(block.child_blocks, ctx));
  const names = `container width-${["narrow", "standard", "full"].includes(block.width) ? block.width : "standard"}${block.has_header_divider ? " divided" : ""}`;
  if (!block.is_collapsible) return el("section", { class: names }, title, body);
  return el(
    "details",
    { class: names, open: !block.default_collapsed },
    el("summary", {}, icon("right", 16), title),
    body,
  );
}
