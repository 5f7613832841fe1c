// Avatars: initials on a colour that belongs to the person or app.

import { el } from "./dom.js";
import { store } from "./store.js";

// Dark enough for white letters.
const COLOURS = [
  "#0f766e",
  "#b45309",
  "#6d28d9",
  "#be185d",
  "#1d4ed8",
  "#4d7c0f",
  "#c2410c",
  "#0e7490",
  "#9333ea",
  "#a16207",
  "#b91c1c",
  "#15803d",
];
const APP_COLOURS = ["#0369a1", "#4338ca", "#854d0e", "#86198f"];

/** The square with the initials of a person: {id, real_name or name}. */
export function avatar(person, size = 36) {
  const place = store.people.filter((one) => !one.is_bot).findIndex((one) => one.id === person.id);
  return picture("avatar", person.real_name || person.name || "?", COLOURS[Math.max(0, place) % COLOURS.length], size);
}

/** The circle with an app's initial. */
export function appAvatar(app, size = 36) {
  const place = store.apps.findIndex((one) => one.id === app.id);
  return picture("avatar of-app", app.name || "?", APP_COLOURS[Math.max(0, place) % APP_COLOURS.length], size);
}

/** The square of a conversation with several others: how many they are. */
export function groupAvatar(count, size = 36) {
  return el(
    "span",
    { class: "avatar of-group", "aria-hidden": "true", vars: { size: `${size}px`, colour: "#4b5a5c" } },
    String(count),
  );
}

function picture(names, name, colour, size) {
  return el("span", { class: names, "aria-hidden": "true", vars: { size: `${size}px`, colour } }, initials(name));
}

function initials(name) {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  const letters =
    words.length > 1 ? [words[0], words[words.length - 1]].map((word) => [...word][0]) : [...name].slice(0, 1);
  return letters.join("").toUpperCase();
}
