// One line of traffic: when, which way, which app, what, how it ended, how long it took.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { app, myself } from "./store.js";
import { format } from "./time.js";
import { isTooSlow } from "./traffic.js";

/** Which way something went, in words. */
export const WAYS = { to_slack: "app to Slack", to_app: "Slack to app" };

/** An entry as a row of the list. */
export function rowOf(entry) {
  const isBad = !entry.ok || isTooSlow(entry);
  return el(
    "div",
    {
      class: `traffic-row ${entry.direction}${isBad ? " bad" : ""}`,
      role: "option",
      id: `traffic-${entry.n}`,
      "data-n": entry.n,
      "aria-selected": "false",
    },
    el("time", { class: "traffic-time", datetime: entry.at }, clockText(entry.at)),
    el(
      "span",
      { class: "traffic-way", title: WAYS[entry.direction] },
      icon(entry.direction === "to_slack" ? "incoming" : "outgoing", 14),
      el("span", { class: "visually-hidden" }, WAYS[entry.direction]),
    ),
    el("span", { class: "traffic-app" }, appName(entry)),
    el("span", { class: "traffic-name" }, entry.name, attempt(entry)),
    el("span", { class: "traffic-end" }, ...endOf(entry)),
    el("span", { class: `traffic-ms${isTooSlow(entry) ? " late" : ""}` }, millisecondsText(entry)),
  );
}

/** The name of an entry's app. */
export function appName(entry) {
  return app(entry.app)?.name ?? entry.app ?? "";
}

/** "10:02:07.431", in the zone of who looks. */
export function clockText(at) {
  const date = new Date(at);
  const seconds = format(date, myself().tz, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return `${seconds}.${String(date.getUTCMilliseconds()).padStart(3, "0")}`;
}

/** "12 ms", or "-" where nothing came back. */
export function millisecondsText({ milliseconds }) {
  if (milliseconds === null || milliseconds === undefined) return "–";
  return `${milliseconds < 10 ? Math.round(milliseconds * 10) / 10 : Math.round(milliseconds)} ms`;
}

function attempt(entry) {
  return entry.attempt ? el("span", { class: "traffic-attempt" }, ` retry ${entry.attempt}`) : null;
}

function endOf(entry) {
  const fault = entry.fault ? el("span", { class: "tag warn" }, "broken on purpose") : "";
  const words = entry.ok ? (entry.note ? `ok, ${entry.note}` : "ok") : entry.note || "error";
  const slow = isTooSlow(entry) && !entry.note?.startsWith("operation_timeout") ? ", over 3 s" : "";
  return [el("span", { class: "traffic-note-words" }, words + slow), fault];
}
