// Buttons of every kind.

import { confirmFirst } from "./confirm.js";
import { el, safeUrl } from "./dom.js";
import { icon } from "./icons.js";
import { textObject, wordsOf } from "./mrkdwn.js";

/** A button; while its click is on the way it is busy and cannot be pressed again. */
export function button(element, block, ctx) {
  const style = ["primary", "danger"].includes(element.style) ? element.style : "plain";
  const url = element.url ? safeUrl(element.url) : null;
  const node = el(
    "button",
    { type: "button", class: `button ${style}`, "aria-label": element.accessibility_label },
    el("span", {}, textObject(element.text)),
    url ? icon("external", 14) : null,
  );
  node.addEventListener("click", () => press(node, element, block, ctx, url));
  return node;
}

async function press(node, element, block, ctx, url) {
  if (node.getAttribute("aria-busy") === "true") return;
  if (!(await confirmFirst(element))) return;
  if (url) window.open(url, "_blank", "noopener,noreferrer");
  node.setAttribute("aria-busy", "true");
  const taken = await ctx.act(block, element);
  node.removeAttribute("aria-busy");
  markFailed(node, !taken);
}

// Slack puts a warning sign beside a button whose click the app did not take.
function markFailed(node, hasFailed) {
  if (node.nextElementSibling?.matches(".click-failed")) node.nextElementSibling.remove();
  if (!hasFailed) return;
  const words = "The app did not take the last click";
  node.after(el("span", { class: "click-failed", role: "img", "aria-label": words, title: words }, icon("alert", 16)));
}

/** A small button with an icon only. */
export function iconButton(element, block, ctx) {
  const words = element.accessibility_label ?? wordsOf(element.text);
  const node = el(
    "button",
    { type: "button", class: "icon-button", "aria-label": words, title: words },
    icon(element.icon, 16),
  );
  node.addEventListener("click", () => press(node, element, block, ctx, null));
  return node;
}

/** Thumbs up and thumbs down. */
export function feedbackButtons(element, block, ctx) {
  const one = (side, name) => {
    const words = side.accessibility_label ?? wordsOf(side.text);
    const node = el(
      "button",
      { type: "button", class: "icon-button", "aria-label": words, title: wordsOf(side.text), "aria-pressed": "false" },
      icon(name, 16),
    );
    node.addEventListener("click", () => {
      for (const other of node.parentNode.children) other.setAttribute("aria-pressed", String(other === node));
      ctx.act(block, element, side.value);
    });
    return node;
  };
  return el(
    "span",
    { class: "feedback-buttons" },
    one(element.positive_button, "thumbsup"),
    one(element.negative_button, "thumbsdown"),
  );
}

/** A workflow's button: shown, but there are no workflows here. */
export function workflowButton(element) {
  return el(
    "button",
    { type: "button", class: "button plain", disabled: true, title: "Workflows do not run in the local workspace" },
    textObject(element.text),
  );
}
