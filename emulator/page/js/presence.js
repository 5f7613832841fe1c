// Small signs of how somebody is: there or away, not to be disturbed, and the emoji of their status.

import { el } from "./dom.js";
import { character, emoji } from "./emoji.js";
import { icon } from "./icons.js";
import { wordsOf } from "./mrkdwn.js";

/** "active", "away", and whether notifications are paused, in words. */
export function presenceWords(one) {
  const there = one.presence === "away" ? "away" : "active";
  return one.dnd ? `${there}, notifications paused` : there;
}

/** A dot: filled when somebody is there, hollow when away, with a moon in do-not-disturb. */
export function presenceDot(one) {
  const words = presenceWords(one);
  const name = one.presence === "away" ? "off" : "on";
  const sign = one.dnd ? icon("moon", 9) : null;
  return el(
    "span",
    { class: `presence ${name}${one.dnd ? " dnd" : ""}`, title: capital(words) },
    sign,
    el("span", { class: "visually-hidden" }, `, ${words}`),
  );
}

/** The emoji of somebody's status, its text as tooltip and name; null when there is none. */
export function statusSign(one) {
  const name = statusEmoji(one);
  if (!name) return null;
  const words = one.status_text ? wordsOf(one.status_text) : name.replaceAll("_", " ");
  return el(
    "span",
    { class: "status-sign emoji", role: "img", "aria-label": `Status: ${words}`, title: words },
    character(name) ?? `:${name}:`,
  );
}

/** The status in full, emoji and text, or null. */
export function statusLine(one) {
  if (!one.status_text && !one.status_emoji) return null;
  return el("span", { class: "status-line" }, emoji(statusEmoji(one)), ` ${wordsOf(one.status_text ?? "")}`);
}

// Slack shows a speech balloon where somebody wrote a status without an emoji.
function statusEmoji(one) {
  return (one.status_emoji || (one.status_text ? ":speech_balloon:" : "")).replace(/^:|:$/g, "");
}

/** Words with a capital at their beginning. */
export function capital(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
