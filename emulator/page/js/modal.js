// Modals: a stack of views of which the top one shows. What is typed stays while block_id and action_id stay.
//
// What lies behind a modal is inert; the top bar, "Break something" and the traffic stay at hand, to see what an app
// does with a form that is sent while something is broken. So the dialog does not claim to be all there is (aria-modal).

import { actor, attempt, errorWords } from "./actions.js";
import { read, send } from "./api.js";
import { BlockList } from "./block_list.js";
import { el, freshId } from "./dom.js";
import { dropForms, formOf } from "./forms.js";
import { icon } from "./icons.js";
import { setError, showErrors } from "./input_block.js";
import { wordsOf } from "./mrkdwn.js";
import { popoverIsOpen } from "./popover.js";
import { app as appById, on, store } from "./store.js";
import { oneAtATime } from "./tasks.js";
import { problems } from "./validate.js";

const host = document.getElementById("modals");
const behind = [".skip-link", "#sidebar", "#main", "#thread"].map((one) => document.querySelector(one));
let stack = [];
let before = null;

/** Follow the workspace's views. */
export function startModals() {
  on("views", refresh);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !stack.length || popoverIsOpen()) return;
    if (!isElsewhere()) stack.at(-1).close(false);
  });
  return refresh();
}

/** Read the stack again: known views change in place, so what is typed stays. */
const refresh = oneAtATime(async () => {
  const answer = await attempt(() => read("views", { as: store.me }));
  if (!answer) return;
  if (!stack.length && answer.views.length) before = document.activeElement;
  stack = answer.views.map((view) => {
    const known = stack.find((one) => one.id === view.id) ?? new Modal(view);
    known.update(view);
    return known;
  });
  dropForms("view:", (id) => stack.some((one) => one.id === id));
  showTop();
});

// Who works in a panel meanwhile keeps the focus there, and Esc is for the panel.
function isElsewhere() {
  const focused = document.activeElement;
  return Boolean(focused?.closest("#topbar, .panel"));
}

function showTop() {
  const top = stack.at(-1);
  for (const part of behind) part.inert = Boolean(top);
  document.body.classList.toggle("has-modal", Boolean(top));
  if (host.firstChild === (top?.node ?? null)) return;
  const stays = isElsewhere();
  host.replaceChildren(...(top ? [top.node] : []));
  if (stays) return;
  if (top) top.focus();
  else before?.focus?.();
}

class Modal {
  constructor(view) {
    this.id = view.id;
    this.form = formOf(`view:${view.id}`);
    const ctx = {
      surface: "modal",
      ...actor({ type: "view", view_id: view.id }, this.form),
      touched: (block) => this.touched(block),
    };
    this.body = el("div", { class: "modal-body" });
    this.list = new BlockList(this.body, ctx);
    this.build();
  }

  build() {
    const titleId = freshId("modal");
    this.title = el("h2", { class: "modal-title", id: titleId });
    this.owner = el("span", { class: "muted small" });
    this.trouble = el("p", { class: "modal-trouble", role: "alert", hidden: true });
    this.submitButton = el("button", { type: "submit", class: "button primary" }, el("span", {}));
    this.closeButton = el("button", { type: "button", class: "button plain", on: { click: () => this.close(false) } });
    const cross = el(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Close", on: { click: () => this.close(true) } },
      icon("close"),
    );
    const form = el(
      "form",
      {
        class: "dialog-form",
        novalidate: true,
        on: {
          submit: (event) => {
            event.preventDefault();
            this.submit();
          },
        },
      },
      el("div", { class: "modal-head" }, el("div", {}, this.title, this.owner), cross),
      this.body,
      this.trouble,
      el("div", { class: "dialog-foot" }, this.closeButton, this.submitButton),
    );
    this.dialog = el(
      "div",
      { class: "dialog modal", role: "dialog", "aria-labelledby": titleId, tabindex: "-1" },
      form,
    );
    this.node = el("div", { class: "backdrop" }, this.dialog);
  }

  update(view) {
    const state = JSON.stringify(view);
    if (state === this.state) return;
    this.state = state;
    // As in Slack, an update does not change a field that stays, even if its initial value is another one now.
    for (const [block, actions] of Object.entries(this.view ? this.form.seen : {}))
      this.form.values[block] = { ...actions, ...this.form.values[block] };
    for (const [block, actions] of Object.entries(view.values ?? {}))
      this.form.values[block] = { ...actions, ...this.form.values[block] };
    this.view = view;
    this.form.prune(view.blocks);
    this.title.textContent = wordsOf(view.title) || "Untitled";
    this.owner.textContent = appById(view.app_id)?.name ?? "";
    this.submitButton.firstChild.textContent = wordsOf(view.submit) || "Submit";
    this.submitButton.hidden = !view.submit && !view.blocks.some((block) => block.type === "input");
    this.closeButton.textContent = wordsOf(view.close) || (this.submitButton.hidden ? "Close" : "Cancel");
    this.list.show(view.blocks);
    if (view.errors && Object.keys(view.errors).length) showErrors(this.body, view.errors);
  }

  touched(block) {
    const node = [...this.body.children].find(
      (one) => one.dataset.blockId === block.block_id && one.classList.contains("faulty"),
    );
    if (node) setError(node, null);
  }

  focus() {
    const wanted =
      this.body.querySelector('[data-focus="true"] :is(input, textarea)') ??
      this.body.querySelector("input:not([type=radio]):not([type=checkbox]), textarea");
    (wanted ?? this.dialog).focus({ preventScroll: wanted === null });
  }

  async submit() {
    if (this.busy || this.submitButton.hidden) return;
    const values = this.form.plain();
    const wrong = problems(this.view.blocks, values);
    if (this.point(wrong)) return;
    this.setBusy(true);
    const answer = await this.ask("submit", { values });
    this.setBusy(false);
    if (!answer || this.point(answer.errors ?? {})) return;
    if (answer.closed) this.form.drop();
    await refresh();
  }

  /** Show the errors at their fields; true if there are any. */
  point(errors) {
    const first = showErrors(this.body, errors);
    first?.scrollIntoView({ block: "center" });
    first?.querySelector("input, textarea")?.focus();
    const unplaced = Object.keys(errors).length && !first ? Object.values(errors).join(" ") : null;
    this.say(unplaced);
    return Object.keys(errors).length > 0;
  }

  async ask(path, body) {
    try {
      const answer = await send(path, { as: store.me, view_id: this.id, ...body });
      if (answer.error)
        throw new Error(`${answer.text ?? "We had some trouble connecting. Try again?"} ${errorWords(answer.error)}`);
      return answer;
    } catch (error) {
      this.say(error.message);
      return null;
    }
  }

  say(words) {
    this.trouble.hidden = !words;
    this.trouble.textContent = words ?? "";
  }

  setBusy(isBusy) {
    this.busy = isBusy;
    this.dialog.classList.toggle("busy", isBusy);
    this.submitButton.setAttribute("aria-busy", String(isBusy));
  }

  async close(all) {
    if (this.busy) return;
    await attempt(() => send("close", { as: store.me, view_id: this.id, all }));
    await refresh();
  }
}
