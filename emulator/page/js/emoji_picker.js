// A small picker for reactions.

import { el } from "./dom.js";
import { character, FAVOURITES, searchEmoji } from "./emoji.js";
import { closePopover, openPopover } from "./popover.js";

const MOST = 42;

/** Let the person pick an emoji near `anchor`; `onPick` gets its short code. */
export function pickEmoji(anchor, onPick) {
  const grid = el("div", { class: "emoji-grid" });
  const search = el("input", {
    type: "text",
    class: "text-input",
    placeholder: "Search emoji",
    "aria-label": "Search emoji",
    autocomplete: "off",
  });
  const draw = () => {
    const names = search.value ? searchEmoji(search.value.trim(), MOST) : FAVOURITES;
    grid.replaceChildren(
      ...names.map((name) =>
        el(
          "button",
          {
            type: "button",
            class: "emoji-choice",
            title: `:${name}:`,
            "aria-label": name.replaceAll("_", " "),
            on: { click: () => pick(name) },
          },
          character(name),
        ),
      ),
    );
    if (!names.length) grid.replaceChildren(el("span", { class: "muted small" }, "None found"));
  };
  const pick = (name) => {
    closePopover();
    anchor.focus();
    onPick(name);
  };
  search.addEventListener("input", draw);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    grid.querySelector("button")?.click();
  });
  draw();
  openPopover(
    el("div", { class: "emoji-picker", role: "dialog", "aria-label": "Pick an emoji" }, search, grid),
    anchor,
    { toRight: true },
  );
  search.focus();
}
