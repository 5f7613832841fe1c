// Blocks on a surface that changes: unchanged blocks keep their nodes, so typing is not disturbed.

import { renderBlock } from "./blocks.js";
import { arrange } from "./dom.js";

export class BlockList {
  /** `root` holds nothing but the blocks. */
  constructor(root, ctx) {
    Object.assign(this, { root, ctx, nodes: new Map() });
  }

  /** Show `blocks`; what is typed comes from the form, the caret goes back where it was. */
  show(blocks) {
    const focus = focusIn(this.root);
    const nodes = new Map();
    for (const block of blocks) {
      const key = JSON.stringify(block);
      const free = this.nodes.has(key) && !nodes.has(key) ? this.nodes.get(key) : null;
      nodes.set(nodes.has(key) ? `${key}#${nodes.size}` : key, free ?? renderBlock(block, this.ctx));
    }
    this.nodes = nodes;
    arrange(this.root, [...nodes.values()]);
    if (focus && !this.root.contains(document.activeElement)) restore(this.root, focus);
  }
}

function focusIn(root) {
  const active = document.activeElement;
  if (!active || !root.contains(active)) return null;
  const selection = "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  return {
    block: active.closest("[data-block-id]")?.dataset.blockId,
    action: active.closest("[data-action-id]")?.dataset.actionId,
    selection,
  };
}

function restore(root, focus) {
  for (const frame of root.querySelectorAll("[data-block-id]")) {
    if (frame.dataset.blockId !== focus.block) continue;
    const control = [...frame.querySelectorAll("[data-action-id]")].find(
      (one) => one.dataset.actionId === focus.action,
    );
    const target = control?.matches("input, textarea, button")
      ? control
      : control?.querySelector("input, textarea, button");
    target?.focus();
    if (focus.selection?.[0] !== null && target?.matches("textarea, input[type=text]"))
      target.setSelectionRange(...focus.selection);
    return;
  }
}
