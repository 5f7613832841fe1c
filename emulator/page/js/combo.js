// A field that opens a list to search and choose from: one value, or several as chips.

import { arrange, el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { openPopover, place } from "./popover.js";

/**
 * Options: multi, max, placeholder, naming (attributes), clearable, value (list), label(value) -> text,
 * find(query) -> Promise of groups [{label, options: [{value, text, description, lead}]}] or {hint: text},
 * onChange(list) at each choice, onCommit(list) -> Promise of false to take it back, when the list closes.
 */
export class Combo {
  constructor(options) {
    Object.assign(this, {
      options,
      chosen: [...options.value],
      committed: [...options.value],
      choices: [],
      active: -1,
      asked: 0,
      close: null,
    });
    const id = freshId("list");
    this.list = el("div", {
      class: "options",
      role: "listbox",
      id,
      "aria-multiselectable": options.multi ? "true" : null,
    });
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
    this.input = el("input", {
      class: "combo-input",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-expanded": "false",
      "aria-controls": id,
      "aria-autocomplete": "list",
      ...options.naming,
    });
    this.node = el("div", { class: "combo" });
    this.wire();
    this.draw();
  }

  wire() {
    this.input.addEventListener("click", () => this.open());
    this.input.addEventListener("input", () => {
      this.open();
      this.search(this.input.value);
    });
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.shut());
    this.node.addEventListener("pointerdown", (event) => {
      if (event.target.closest("button") || event.target === this.input) return;
      event.preventDefault();
      this.input.focus();
      this.open();
    });
  }

  draw() {
    const { multi, label, placeholder, clearable } = this.options;
    const chips = multi
      ? this.chosen.map((value) =>
          el(
            "span",
            { class: "chip" },
            label(value),
            this.button(`Remove ${label(value)}`, () => this.toggle(value)),
          ),
        )
      : [];
    if (!this.close) this.input.value = multi ? "" : this.chosen.map(label).join("");
    this.input.placeholder = this.chosen.length && multi ? "" : placeholder;
    const clear =
      clearable && !multi && this.chosen.length ? this.button("Clear the choice", () => this.put([])) : null;
    arrange(this.node, [...chips, this.input, ...(clear ? [clear] : []), icon("down", 16)]);
  }

  button(words, act) {
    return el(
      "button",
      {
        type: "button",
        class: "chip-remove",
        "aria-label": words,
        tabindex: "-1",
        on: {
          click: () => {
            act();
            if (!this.close) this.commit();
          },
        },
      },
      icon("close", 12),
    );
  }

  open() {
    if (this.close) return;
    this.close = openPopover(this.list, this.node, { asWideAs: true, onClose: () => this.onClosed() });
    this.input.setAttribute("aria-expanded", "true");
    if (!this.options.multi) this.input.select();
    this.search("");
  }

  shut() {
    this.close?.();
  }

  onClosed() {
    this.close = null;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.draw();
    this.commit();
  }

  async search(query) {
    const mine = (this.asked += 1);
    const waiting = setTimeout(() => {
      if (mine === this.asked) this.note("Searching…");
    }, 150);
    const answer = await this.options.find(query).catch((error) => ({ hint: error.message }));
    clearTimeout(waiting);
    if (mine !== this.asked || !this.close) return;
    if (answer.hint) this.note(answer.hint);
    else this.fill(answer);
  }

  note(words) {
    this.choices = [];
    this.list.replaceChildren(el("div", { class: "options-note" }, words));
    place();
  }

  fill(groups) {
    this.choices = [];
    const nodes = groups
      .filter((group) => group.options.length)
      .map((group) =>
        el(
          "div",
          { role: "group", "aria-label": group.label },
          group.label ? el("div", { class: "options-label", role: "presentation" }, group.label) : null,
          group.options.map((option) => this.choice(option)),
        ),
      );
    if (!nodes.length) return this.note("No results");
    this.list.replaceChildren(...nodes);
    this.move(
      Math.max(
        0,
        this.choices.findIndex(({ option }) => this.chosen.includes(option.value)),
      ),
    );
    return place();
  }

  choice(option) {
    const node = el(
      "div",
      {
        class: "option",
        role: "option",
        id: freshId("option"),
        "aria-selected": String(this.chosen.includes(option.value)),
      },
      option.lead ?? null,
      el(
        "span",
        { class: "option-words" },
        el("span", {}, option.text),
        option.description ? el("span", { class: "option-description" }, option.description) : null,
      ),
      this.chosen.includes(option.value) ? icon("check", 16) : null,
    );
    node.addEventListener("click", () => this.choose(option));
    node.addEventListener("pointermove", () => this.move(this.choices.findIndex((one) => one.node === node)));
    this.choices.push({ option, node });
    return node;
  }

  move(index) {
    if (!this.choices.length) return;
    this.active = (index + this.choices.length) % this.choices.length;
    this.choices.forEach(({ node }, at) => node.classList.toggle("active", at === this.active));
    const { node } = this.choices[this.active];
    node.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", node.id);
  }

  choose(option) {
    this.options.onName?.(option);
    if (this.options.multi) {
      this.toggle(option.value);
      this.input.value = "";
      this.search("");
    } else {
      this.put([option.value]);
      this.shut();
    }
  }

  toggle(value) {
    const has = this.chosen.includes(value);
    if (!has && this.options.max && this.chosen.length >= this.options.max) return;
    this.put(has ? this.chosen.filter((one) => one !== value) : [...this.chosen, value]);
  }

  put(values) {
    this.chosen = values;
    this.options.onChange(values);
    this.draw();
    place();
  }

  async commit() {
    if (JSON.stringify(this.chosen) === JSON.stringify(this.committed)) return;
    const before = this.committed;
    this.committed = [...this.chosen];
    if ((await this.options.onCommit(this.chosen)) !== false) return;
    this.committed = before;
    this.put([...before]);
  }

  onKey(event) {
    const isOpen = this.close !== null;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) this.move(this.active + (event.key === "ArrowDown" ? 1 : -1));
      else this.open();
    } else if (event.key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      if (isOpen && this.active >= 0) this.choose(this.choices[this.active].option);
      else this.open();
    } else if (event.key === "Backspace" && this.options.multi && !this.input.value && this.chosen.length) {
      this.toggle(this.chosen[this.chosen.length - 1]);
      if (!isOpen) this.commit();
    }
  }
}
