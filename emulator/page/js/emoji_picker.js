// The emoji picker: favourites first, then every group; a search, skin tones, and arrow keys through the grid.

import { el } from "./dom.js";
import { all, character, FAVOURITES, groups, known, searchEmoji, spoken } from "./emoji.js";
import { closePopover, openPopover } from "./popover.js";

const COLUMNS = 8;
const MOST = 64;
const TONE_KEPT = "skin-tone";

/** Let the person pick an emoji near `anchor`; `onPick` gets its short name. */
export function pickEmoji(anchor, onPick) {
  const grid = el("div", { class: "emoji-groups" });
  const search = el("input", {
    type: "text",
    class: "text-input",
    placeholder: "Search emoji",
    "aria-label": "Search emoji",
    autocomplete: "off",
  });
  const pick = (name) => {
    anchor.focus();
    closePopover();
    onPick(toned(name));
  };
  const draw = () => grid.replaceChildren(...(search.value.trim() ? found(search.value.trim(), pick) : shelf(pick)));
  search.addEventListener("input", draw);
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") focusOn(event, grid.querySelector(".emoji-choice"));
    if (event.key !== "Enter") return;
    event.preventDefault();
    grid.querySelector(".emoji-choice")?.click();
  });
  grid.addEventListener("keydown", (event) => walk(event, grid, search));
  draw();
  const frame = el("div", { class: "emoji-picker", role: "dialog", "aria-label": "Pick an emoji" });
  frame.append(el("div", { class: "emoji-top" }, search, toneSelect(draw)), grid);
  openPopover(frame, anchor, { toRight: true });
  search.focus();
}

function found(query, pick) {
  const names = searchEmoji(query, MOST);
  return [names.length ? row("Found", names, pick) : el("p", { class: "muted small" }, "None found")];
}

// The groups further down are filled when one scrolls to them: 1,900 buttons at once would be felt.
function shelf(pick) {
  const parts = [row("Often used", FAVOURITES, pick)];
  groups.forEach((group, index) => {
    const names = all.filter((one) => one.category === index).map((one) => one.name);
    const part = row(group, [], pick);
    part.style.setProperty("--rows", Math.ceil(names.length / COLUMNS));
    new IntersectionObserver(([seen], observer) => {
      if (!seen.isIntersecting) return;
      observer.disconnect();
      part.lastChild.replaceChildren(...names.map((name) => choice(name, pick)));
    }).observe(part);
    parts.push(part);
  });
  return parts;
}

function row(title, names, pick) {
  const grid = el(
    "div",
    { class: "emoji-grid" },
    names.map((name) => choice(name, pick)),
  );
  return el(
    "section",
    { class: "emoji-group", "aria-label": title },
    el("div", { class: "menu-heading", "aria-hidden": "true" }, title),
    grid,
  );
}

function choice(name, pick) {
  return el(
    "button",
    {
      type: "button",
      class: "emoji-choice",
      title: `:${name}:`,
      "aria-label": spoken(name),
      on: { click: () => pick(name) },
    },
    character(toned(name)),
  );
}

function walk(event, grid, search) {
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
  if (!(event.key in steps)) return;
  const buttons = [...grid.querySelectorAll(".emoji-choice")];
  const next = buttons.indexOf(event.target) + steps[event.key];
  focusOn(event, next < 0 ? search : buttons[Math.min(next, buttons.length - 1)]);
}

function focusOn(event, node) {
  if (!node) return;
  event.preventDefault();
  node.focus();
}

function tone() {
  return localStorage.getItem(TONE_KEPT) ?? "";
}

function toned(name) {
  return tone() && known(name)?.tones.length ? `${name}::skin-tone-${tone()}` : name;
}

function toneSelect(draw) {
  const choices = ["", "2", "3", "4", "5", "6"].map((value) =>
    el("option", { value }, character(value ? `hand::skin-tone-${value}` : "hand") ?? (value || "-")),
  );
  const select = el("select", { class: "text-input tone", "aria-label": "Skin tone" }, choices);
  select.value = tone();
  select.addEventListener("change", () => {
    localStorage.setItem(TONE_KEPT, select.value);
    draw();
  });
  return select;
}
