// What stands between < and > in Slack's text: people, channels, groups, dates and links.

import { el, link } from "./dom.js";
import { now } from "./now.js";
import { channel, displayName, myself, person, store } from "./store.js";
import { fillDateTokens } from "./time.js";

/** A node for the inside of a <...>, or null when it is nothing of Slack's and so is shown as typed. */
export function mention(inner, inline) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? "" : inner.slice(bar + 1);
  if (/^@[UW][A-Z0-9]+$/.test(target)) return userMention(target.slice(1), label);
  if (/^#[CG][A-Z0-9]+$/.test(target)) return channelMention(target.slice(1), label);
  if (target.startsWith("!")) return special(target.slice(1), label, inner);
  if (/^(https?|mailto|tel):/.test(target))
    return link(unescapeUrl(target), label ? inline(label) : unescapeUrl(target).replace(/^mailto:/, ""));
  return null;
}

function unescapeUrl(url) {
  return url.replaceAll("&amp;", "&");
}

/** "@Ana Ruiz", marked when it is the one who reads. */
export function userMention(id, label = "") {
  const known = person(id) || store.apps.some((one) => one.bot_user === id);
  const mine = id === store.me ? " mine" : "";
  return el("span", { class: `mention${mine}`, "data-user": id }, `@${known ? displayName(id) : label || id}`);
}

/** "#kudos"; a click goes there. */
export function channelMention(id, label = "") {
  const found = channel(id);
  if (!found) return el("span", { class: "mention" }, label ? `#${label}` : "#private-channel");
  return el(
    "a",
    { class: "mention", href: `?as=${encodeURIComponent(store.me)}&to=${encodeURIComponent(id)}`, "data-to": id },
    `#${found.name}`,
  );
}

function special(text, label, inner) {
  const name = text.split("^")[0];
  if (["channel", "here", "everyone"].includes(name)) return el("span", { class: "mention mine" }, `@${name}`);
  if (name === "subteam") return el("span", { class: "mention" }, label || `@${text.split("^")[1] ?? "group"}`);
  if (name === "date") return dateNode(inner);
  return el("span", { class: "mention" }, label || `@${text}`);
}

// <!date^1392734382^{date_short} at {time}^https://example.com|fallback>
function dateNode(inner) {
  const [head, ...fallback] = inner.split("|");
  const [, seconds, pattern = "{date_num}", url] = head.split("^");
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return el("span", {}, fallback.join("|"));
  const words = fillDateTokens(pattern, date, now(), myself().tz);
  const node = el("time", { datetime: date.toISOString(), title: `${words} (${myself().tz})` }, words);
  return url ? link(url, node) : node;
}
