// A menu of actions on a button, for mouse and arrow keys.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { closePopover, openPopover } from "./popover.js";

/** Open a menu at `anchor`. Items: {label, description, icon, act, checked} or {heading} or {divider: true}. */
export function openMenu(anchor, items, options = {}) {
  const menu = el(
    "div",
    { class: "menu", role: "menu" },
    items.map((item) => entry(item, anchor)),
  );
  menu.addEventListener("keydown", (event) => walk(menu, event));
  openPopover(menu, anchor, { ...options, onClose: () => anchor.setAttribute("aria-expanded", "false") });
  anchor.setAttribute("aria-expanded", "true");
  menu.querySelector("[role^=menuitem]")?.focus();
}

function entry(item, anchor) {
  if (item.heading) return el("div", { class: "menu-heading", role: "presentation" }, item.heading);
  if (item.divider) return el("hr", { class: "menu-divider" });
  const role = item.checked === undefined ? "menuitem" : "menuitemradio";
  return el(
    "button",
    {
      type: "button",
      class: "menu-item",
      role,
      tabindex: "-1",
      "aria-checked": item.checked === undefined ? null : String(item.checked),
      on: {
        click: () => {
          anchor.focus();
          closePopover();
          item.act();
        },
      },
    },
    item.lead ?? (item.icon ? icon(item.icon, 17) : null),
    el(
      "span",
      { class: "menu-words" },
      el("span", {}, item.label),
      item.description ? el("span", { class: "menu-description" }, item.description) : null,
    ),
    item.checked ? icon("check", 16) : null,
  );
}

function walk(menu, event) {
  const entries = [...menu.querySelectorAll("[role^=menuitem]")];
  const at = entries.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1 + entries.length, Home: 0, End: entries.length - 1 };
  if (event.key === "Tab") return closePopover();
  if (/^\S$/.test(event.key) && !event.ctrlKey && !event.metaKey)
    return entries[startingWith(entries, at, event.key)]?.focus();
  if (!(event.key in steps) || !entries.length) return undefined;
  event.preventDefault();
  return entries[steps[event.key] % entries.length].focus();
}

// A letter goes to the next entry that begins with it, as in every menu.
function startingWith(entries, at, letter) {
  const begins = (index) =>
    entries[index].querySelector(".menu-words").textContent.toLowerCase().startsWith(letter.toLowerCase());
  return entries.map((_, step) => (at + 1 + step) % entries.length).find(begins) ?? -1;
}
