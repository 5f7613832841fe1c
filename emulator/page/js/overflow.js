// The overflow menu: three dots with a few choices.

import { confirmFirst } from "./confirm.js";
import { el, safeUrl } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { wordsOf } from "./mrkdwn.js";

/** The button that opens the menu. */
export function overflow(element, block, ctx) {
  const node = el(
    "button",
    {
      type: "button",
      class: "icon-button framed",
      "aria-label": element.accessibility_label ?? "More choices",
      "aria-haspopup": "menu",
    },
    icon("more"),
  );
  const items = element.options.map((option) => ({
    label: wordsOf(option.text),
    description: option.description ? wordsOf(option.description) : null,
    act: () => choose(option, element, block, ctx),
  }));
  node.addEventListener("click", () => openMenu(node, items));
  return node;
}

async function choose(option, element, block, ctx) {
  if (!(await confirmFirst(element))) return;
  const url = option.url ? safeUrl(option.url) : null;
  if (url) window.open(url, "_blank", "noopener,noreferrer");
  ctx.act(block, element, option.value);
}
