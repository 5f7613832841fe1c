// A message's text as one would type it again: @names, #channels, bare addresses, no escapes.

import { unescapeText } from "./mrkdwn.js";
import { channel, person } from "./store.js";

const TYPABLE = /^[A-Za-z0-9][\w.-]*$/; // other names stay in Slack's form, which the workspace takes back as it is

/** The words for a box in which the message is edited. */
export function typedText(text) {
  return unescapeText(text.replace(/<([^<>\n]+)>/g, (whole, inner) => typed(inner) ?? whole));
}

function typed(inner) {
  const [target, label] = inner.split("|");
  if (target.startsWith("@")) return named("@", person(target.slice(1))?.name);
  if (target.startsWith("#")) return named("#", label || channel(target.slice(1))?.name);
  if (target.startsWith("!subteam^")) return label ?? null;
  if (/^!(here|channel|everyone)$/.test(target)) return `@${target.slice(1)}`;
  return /^https?:/.test(target) ? target : null;
}

function named(sign, name) {
  return name && TYPABLE.test(name) ? sign + name : null;
}
