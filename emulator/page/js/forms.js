// What a person has typed or chosen so far, kept by block_id and action_id.
//
// It lives beside the page's nodes, in sessionStorage too: a refresh, a pushed view or a reload never loses it.
// Values are plain: text, an option's value, an id, a list of these, or null when empty.

import { store } from "./store.js";

const PREFIX = "form:";
const forms = new Map();

export class Form {
  constructor(key) {
    this.key = `${PREFIX}${store.me}:${key}`;
    const kept = JSON.parse(sessionStorage.getItem(this.key) ?? "{}");
    this.values = kept.values ?? {};
    this.labels = kept.labels ?? {};
    this.seen = {};
  }

  /** The value of an element: as typed, or else the one it starts with. */
  value(block, element, fallback) {
    const actions = this.values[block.block_id] ?? {};
    const value = element.action_id in actions ? actions[element.action_id] : fallback;
    (this.seen[block.block_id] ??= {})[element.action_id] = value;
    return value;
  }

  set(block, element, value) {
    (this.values[block.block_id] ??= {})[element.action_id] = value;
    (this.seen[block.block_id] ??= {})[element.action_id] = value;
    this.keep();
  }

  /** Remember how an option is called, since only its value is kept. */
  name(value, text) {
    this.labels[value] = text;
  }

  /** Every element's value by block_id and action_id, as the control API takes it. */
  plain() {
    return structuredClone(this.seen);
  }

  /** Forget what belongs to elements that are no longer there. */
  prune(blocks) {
    const there = new Set(
      withInner(blocks).flatMap((block) => actionIds(block).map((id) => `${block.block_id}\n${id}`)),
    );
    for (const kind of [this.values, this.seen]) {
      for (const [block, actions] of Object.entries(kind)) {
        for (const action of Object.keys(actions)) if (!there.has(`${block}\n${action}`)) delete actions[action];
        if (!Object.keys(actions).length) delete kind[block];
      }
    }
    this.keep();
  }

  keep() {
    if (!Object.keys(this.values).length) sessionStorage.removeItem(this.key);
    else sessionStorage.setItem(this.key, JSON.stringify({ values: this.values, labels: this.labels }));
  }

  drop() {
    sessionStorage.removeItem(this.key);
    forms.delete(this.key);
  }
}

/** Blocks together with those that stand inside containers and carousels. */
function withInner(blocks) {
  return blocks.flatMap((block) => [
    block,
    ...withInner([...(block.child_blocks ?? []), ...(block.type === "carousel" ? block.elements : [])]),
  ]);
}

function actionIds(block) {
  const elements = [block.element, block.accessory, ...(block.elements ?? []), ...(block.actions ?? [])];
  return elements.filter((one) => one?.action_id).map((one) => one.action_id);
}

/** The form of a view or message, made at first use. */
export function formOf(key) {
  const form = forms.get(`${PREFIX}${store.me}:${key}`) ?? new Form(key);
  forms.set(form.key, form);
  return form;
}

/** Drop every form of this person whose key starts with `prefix` and that `isWanted(key)` does not keep. */
export function dropForms(prefix, isWanted) {
  const start = `${PREFIX}${store.me}:${prefix}`;
  for (const key of Object.keys(sessionStorage)) {
    const rest = key.slice(start.length);
    if (!key.startsWith(start) || isWanted(rest)) continue;
    sessionStorage.removeItem(key);
    forms.delete(key);
  }
}

/** The value an element starts with, from its initial_... fields. */
export function initialValue(element) {
  const single =
    element.initial_option?.value ?? element.initial_user ?? element.initial_channel ?? element.initial_conversation;
  const many =
    element.initial_options?.map((one) => one.value) ??
    element.initial_users ??
    element.initial_channels ??
    element.initial_conversations;
  const rest = element.initial_value ?? element.initial_date ?? element.initial_time ?? element.initial_date_time;
  return many ?? single ?? rest ?? null;
}
