// The panels for whoever tries an app out: one button in the top bar each, closed by Esc, kept open over a reload.

import { el } from "./dom.js";
import { icon } from "./icons.js";

const KEPT = "panel:";

/**
 * A panel in `node`, with its button for the top bar. `words` on the button, `title` above the panel;
 * `onOpen()` is called each time it opens. Returns {button, body, head, open(), close(), isOpen()}.
 */
export function makePanel(node, { name, words, title, iconName, onOpen }) {
  const button = el(
    "button",
    { type: "button", class: "tool", "aria-expanded": "false", "aria-controls": node.id },
    icon(iconName, 16),
    el("span", { class: "tool-words" }, words),
  );
  const cross = el(
    "button",
    { type: "button", class: "icon-button", "aria-label": `Close: ${title}`, on: { click: () => close() } },
    icon("close"),
  );
  const tools = el("div", { class: "panel-tools" });
  const head = el("header", { class: "panel-head" }, el("h2", {}, title), tools, cross);
  const body = el("div", { class: "panel-body" });
  node.replaceChildren(head, body);

  const show = (isShown) => {
    node.hidden = !isShown;
    button.setAttribute("aria-expanded", String(isShown));
    if (isShown) sessionStorage.setItem(KEPT + name, "open");
    else sessionStorage.removeItem(KEPT + name);
    if (isShown) onOpen();
  };
  const open = () => {
    show(true);
    cross.focus();
  };
  const close = () => {
    const hadFocus = node.contains(document.activeElement);
    show(false);
    if (hadFocus) button.focus();
  };
  button.addEventListener("click", () => (node.hidden ? open() : close()));
  node.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close();
  });
  return {
    button,
    body,
    tools,
    close,
    isOpen: () => !node.hidden,
    reopen: () => sessionStorage.getItem(KEPT + name) && show(true),
  };
}
