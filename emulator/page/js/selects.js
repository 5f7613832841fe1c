// Select menus, single and multi: where their choices come from.

import { avatar } from "./avatars.js";
import { change, naming, remember } from "./changes.js";
import { Combo } from "./combo.js";
import { initialValue } from "./forms.js";
import { textObject, wordsOf } from "./mrkdwn.js";
import { channel, conversationName, displayName, store } from "./store.js";

const SHOWN = 100; // as many as Slack shows at once

/** Any ..._select element as a searchable field. */
export function select(element, block, ctx) {
  const multi = element.type.startsWith("multi_");
  const kind = element.type.replace("multi_", "");
  nameInitial(element, ctx.form);
  const start = ctx.form.value(block, element, initialValue(element) ?? (multi ? [] : null));
  const plain = (values) => (multi ? values : (values[0] ?? null));
  const combo = new Combo({
    multi,
    max: element.max_selected_items,
    placeholder: element.placeholder ? wordsOf(element.placeholder) : multi ? "Choose some" : "Choose one",
    naming: naming(element, ctx, "Choose"),
    clearable: block.type === "input" && block.optional === true,
    value: [start ?? []].flat(),
    label: (value) => labelOf(kind, element, ctx.form, value),
    find: (query) => FINDERS[kind](query, element, block, ctx),
    onName: (option) => ctx.form.name(option.value, option.text),
    onChange: (values) => remember(block, element, ctx, plain(values)),
    onCommit: (values) => change(block, element, ctx, plain(values)),
  });
  return combo.node;
}

function nameInitial(element, form) {
  for (const option of [element.initial_option ?? [], element.initial_options ?? []].flat())
    form.name(option.value, wordsOf(option.text));
}

function labelOf(kind, element, form, value) {
  if (kind === "users_select") return displayName(value);
  if (kind === "channels_select" || kind === "conversations_select") return conversationName(channel(value)) || value;
  const option = allOptions(element).find((one) => one.value === value);
  return option ? wordsOf(option.text) : (form.labels[value] ?? value);
}

function allOptions(element) {
  return [...(element.options ?? []), ...(element.option_groups ?? []).flatMap((group) => group.options)];
}

const FINDERS = {
  static_select: async (query, element) => groupsOf(element, query),
  external_select: async (query, element, block, ctx) => {
    const least = element.min_query_length ?? 3;
    if (query.length < least) return { hint: `Type at least ${least} ${least === 1 ? "letter" : "letters"}` };
    const answer = await ctx.options(block, element, query);
    return groupsOf(answer, "");
  },
  users_select: async (query) => [
    {
      options: store.people
        .filter((one) => !one.deleted && matches(`${one.real_name} ${one.name}`, query))
        .slice(0, SHOWN)
        .map(userOption),
    },
  ],
  channels_select: async (query) => [
    { options: store.channels.filter((one) => one.kind === "channel" && matches(one.name, query)).map(channelOption) },
  ],
  conversations_select: async (query, element) => [
    {
      options: store.channels
        .filter((one) => wanted(one, element.filter) && matches(conversationName(one), query))
        .map(channelOption),
    },
  ],
};

function wanted(one, filter = {}) {
  const kind = { channel: "public", private: "private", dm: "im", mpim: "mpim" }[one.kind];
  return (
    (!filter.include || filter.include.includes(kind)) && !(filter.exclude_bot_users && one.kind === "dm" && one.app)
  );
}

function matches(text, query) {
  return text.toLowerCase().includes(query.trim().toLowerCase());
}

function groupsOf(source, query) {
  const groups = source.option_groups?.length ? source.option_groups : [{ options: source.options ?? [] }];
  return groups.map((group) => ({
    label: group.label ? wordsOf(group.label) : null,
    options: group.options
      .filter((one) => matches(wordsOf(one.text), query))
      .slice(0, SHOWN)
      .map((one) => ({
        value: one.value,
        text: wordsOf(one.text),
        description: one.description ? textObject(one.description) : null,
      })),
  }));
}

function userOption(one) {
  return { value: one.id, text: one.real_name || one.name, description: one.title, lead: avatar(one, 24) };
}

function channelOption(one) {
  return { value: one.id, text: conversationName(one) };
}
