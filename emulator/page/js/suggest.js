// Completion in the message box: /commands, @people, #channels and :emoji:.

import { appAvatar, avatar } from "./avatars.js";
import { el, freshId } from "./dom.js";
import { character, searchEmoji } from "./emoji.js";
import { icon } from "./icons.js";
import { openPopover } from "./popover.js";
import { store } from "./store.js";
import { announce } from "./toasts.js";

const MOST = 10;
const COMMANDS = { pattern: /^(\/[\w-]*)$/, label: "Commands", find: commands };
const KINDS = [
  { pattern: /(?:^|[\s(])(@[\w.-]*)$/, label: "People", find: people },
  { pattern: /(?:^|[\s(])(#[\w-]*)$/, label: "Channels", find: channels },
  { pattern: /(?:^|\s)(:[a-z0-9_+-]{2,})$/, label: "Emoji", find: emojis },
];

export class Suggestions {
  /** `box` is a textarea; the list opens above `anchor`. Threads know no commands. */
  constructor(box, anchor, { withCommands = true } = {}) {
    const kinds = withCommands ? [COMMANDS, ...KINDS] : KINDS;
    Object.assign(this, { box, anchor, kinds, entries: [], active: 0, close: null });
    const id = freshId("suggestions");
    this.list = el("div", { class: "options suggestions", role: "listbox", id, "aria-label": "Suggestions" });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    box.setAttribute("aria-autocomplete", "list"); // a text of several lines may not be called a combobox
    box.addEventListener("input", () => this.look());
    box.addEventListener("click", () => this.look());
    box.addEventListener("blur", () => this.close?.());
  }

  /** Look at the word before the caret and open, change or close the list. */
  look() {
    const before = this.box.value.slice(0, this.box.selectionStart);
    for (const kind of this.kinds) {
      const match = before.match(kind.pattern);
      const found = match ? kind.find(match[1].slice(1).toLowerCase()).slice(0, MOST) : [];
      if (found.length) return this.show(kind.label, found, match[1]);
    }
    return this.close?.();
  }

  show(label, found, typed) {
    this.typed = typed;
    this.entries = found.map((entry) => {
      const node = el(
        "div",
        { class: "option", role: "option", id: freshId("suggestion") },
        entry.lead,
        el(
          "span",
          { class: "option-words" },
          el("span", {}, entry.label, entry.hint ? el("span", { class: "usage" }, ` ${entry.hint}`) : null),
          entry.description ? el("span", { class: "option-description" }, entry.description) : null,
        ),
      );
      node.addEventListener("click", () => this.take(entry));
      node.addEventListener("pointermove", () => this.move(this.entries.findIndex((one) => one.node === node)));
      return { ...entry, node };
    });
    this.list.replaceChildren(el("div", { class: "options-label" }, label), ...this.entries.map((one) => one.node));
    this.close?.();
    this.close = openPopover(this.list, this.anchor, { above: true, asWideAs: true, onClose: () => this.closed() });
    this.box.setAttribute("aria-controls", this.list.id);
    if (this.typed.length < 2 || found.length === 1) announce(countWords(found.length, label));
    this.move(0);
  }

  closed() {
    this.close = null;
    this.box.removeAttribute("aria-activedescendant");
    this.box.removeAttribute("aria-controls");
  }

  move(index) {
    this.active = (index + this.entries.length) % this.entries.length;
    this.entries.forEach((entry, at) => {
      entry.node.classList.toggle("active", at === this.active);
      entry.node.setAttribute("aria-selected", String(at === this.active));
    });
    this.entries[this.active].node.scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", this.entries[this.active].node.id);
  }

  take(entry) {
    const end = this.box.selectionStart;
    this.box.setRangeText(`${entry.insert} `, end - this.typed.length, end, "end");
    this.close?.();
    this.box.focus();
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A name that is typed in full is sent with Enter; only after a command it gets its blank first, for more will follow.
  isComplete() {
    const isWhole = this.typed === this.entries[this.active].insert;
    return isWhole && !(this.box.value.startsWith("/") && this.typed.startsWith("@"));
  }

  /** Use a key for the list; true if it was for the list. */
  onKey(event) {
    if (!this.close) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.move(this.active + steps[event.key]);
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !this.isComplete()))
      this.take(this.entries[this.active]);
    else return false;
    event.preventDefault();
    return true;
  }
}

function countWords(count, label) {
  return `${label}: ${count} ${count === 1 ? "suggestion" : "suggestions"}, arrow keys choose, Tab takes it`;
}

function commands(query) {
  const all = store.apps.flatMap((app) => app.commands.map((one) => ({ ...one, app })));
  return all
    .filter((one) => one.command.slice(1).startsWith(query))
    .map((one) => ({
      label: one.command,
      hint: one.usage_hint,
      description: one.description,
      insert: one.command,
      lead: appAvatar(one.app, 26),
    }));
}

function people(query) {
  const fits = (one) =>
    one.name.toLowerCase().startsWith(query) ||
    one.real_name
      .toLowerCase()
      .split(" ")
      .some((word) => word.startsWith(query));
  const isExact = (one) => one.name.toLowerCase() === query;
  return store.people
    .filter((one) => !one.deleted && !one.is_bot && fits(one))
    .sort((a, b) => isExact(b) - isExact(a))
    .map((one) => ({
      label: one.real_name || one.name,
      hint: `@${one.name}`,
      description: one.title,
      insert: `@${one.name}`,
      lead: avatar(one, 26),
    }));
}

function channels(query) {
  return store.channels
    .filter((one) => ["channel", "private"].includes(one.kind) && one.name.toLowerCase().includes(query))
    .map((one) => ({
      label: one.name,
      insert: `#${one.name}`,
      lead: icon(one.kind === "private" ? "lock" : "hash", 16),
    }));
}

function emojis(query) {
  return searchEmoji(query, MOST).map((name) => ({
    label: `:${name}:`,
    insert: `:${name}:`,
    lead: el("span", { class: "emoji" }, character(name)),
  }));
}
