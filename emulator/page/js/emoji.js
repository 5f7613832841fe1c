// Emoji by the short names that Slack gives them; the table comes from an installed package, through the workspace.

import { el } from "./dom.js";

const TONE = /^(.+?)::skin-tone-([2-6])$/;
const byName = new Map(); // short name -> {character, name, names, category, tones}

/** The names of the groups, as Slack orders them, and all emoji, one entry each. */
export const groups = [];
export const all = [];

/** What the reaction picker offers first. */
export const FAVOURITES = [
  "+1",
  "tada",
  "heart",
  "clap",
  "raised_hands",
  "fire",
  "rocket",
  "eyes",
  "pray",
  "white_check_mark",
  "100",
  "joy",
  "star",
  "sparkles",
  "muscle",
  "thinking_face",
  "seedling",
  "wave",
];

/** Read the table; until then, and without it, short names stay text. */
export async function loadEmoji() {
  const answer = await fetch("/page/emoji.json");
  if (!answer.ok) return;
  const { categories, emoji: rows } = await answer.json();
  groups.push(...categories);
  for (const [character, category, names, tones = []] of rows) {
    const entry = { character, category, name: names[0], names, tones };
    all.push(entry);
    for (const name of names) if (!byName.has(name)) byName.set(name, entry);
  }
}

/** What belongs to a short name, or undefined. */
export function known(name) {
  return byName.get(name);
}

/** The character for a short name such as "tada" or "+1::skin-tone-3", or null. */
export function character(name) {
  const [, base, tone] = name.match(TONE) ?? [null, name, null];
  const entry = byName.get(base);
  if (!entry) return null;
  return (tone && entry.tones[Number(tone) - 2]) || entry.character;
}

/** A node showing the emoji, or its short name as text when it is unknown. */
export function emoji(name) {
  const found = character(name);
  if (!found) return document.createTextNode(`:${name}:`);
  return el("span", { class: "emoji", role: "img", "aria-label": spoken(name), title: `:${name}:` }, found);
}

/** A short name as one says it: "thumbsup", "thinking face". */
export function spoken(name) {
  const [, base, tone] = name.match(TONE) ?? [null, name, null];
  const words = base === "+1" ? "thumbs up" : base === "-1" ? "thumbs down" : base.replaceAll(/[_-]/g, " ").trim();
  return tone ? `${words}, skin tone ${Number(tone) - 1}` : words;
}

/** Up to `limit` short names that contain `query`: the exact one first, then those that start with it. */
export function searchEmoji(query, limit = 8) {
  const wanted = query.toLowerCase().replaceAll(" ", "_");
  const rank = (name) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : 2);
  const names = all.flatMap((one) => one.names.filter((name) => name.includes(wanted)).slice(0, 1));
  return names.sort((a, b) => rank(a) - rank(b)).slice(0, limit);
}
