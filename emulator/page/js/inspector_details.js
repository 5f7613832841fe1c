// The request and the answer of one entry, to read, fold and copy.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { appName, clockText, millisecondsText, WAYS } from "./inspector_rows.js";
import { jsonView } from "./json_view.js";
import { announce } from "./toasts.js";
import { isTooSlow } from "./traffic.js";

const TRANSPORTS = { web_api: "Web API", socket: "Socket Mode", http: "HTTP request", response_url: "response_url" };

/** The nodes; `onClose` puts them away. */
export function detailsOf(entry, onClose) {
  const cross = el(
    "button",
    { type: "button", class: "icon-button", "aria-label": "Close the details", on: { click: onClose } },
    icon("close", 16),
  );
  const facts = [
    clockText(entry.at),
    WAYS[entry.direction],
    appName(entry),
    TRANSPORTS[entry.transport] ?? entry.transport,
    millisecondsText(entry),
    entry.attempt ? `retry ${entry.attempt}` : null,
  ];
  return [
    el("div", { class: "details-head" }, el("h3", {}, entry.name), cross),
    el("p", { class: "muted small" }, facts.filter(Boolean).join(" · ")),
    ...warnings(entry).map((words) => el("p", { class: "details-warning" }, icon("alert", 15), ` ${words}`)),
    ...part(entry.direction === "to_app" ? "Payload" : "Request", entry.request),
    ...part(entry.direction === "to_app" ? "The app's answer" : "Answer", entry.answer),
  ];
}

function warnings(entry) {
  return [
    entry.fault ? `Broken on purpose: ${faultWords(entry.fault)}` : null,
    isTooSlow(entry) ? "The app took longer than the 3 seconds that Slack waits." : null,
    !entry.ok && entry.note ? `It failed: ${entry.note}` : null,
  ].filter(Boolean);
}

function faultWords(fault) {
  return typeof fault === "string" ? fault : (fault.words ?? fault.kind ?? JSON.stringify(fault));
}

function part(title, value) {
  if (value === null || value === undefined) return [el("h4", {}, title), el("p", { class: "muted" }, "Nothing.")];
  const copy = el(
    "button",
    {
      type: "button",
      class: "icon-button",
      title: "Copy as JSON",
      "aria-label": `Copy: ${title}`,
      on: { click: () => copyJson(value) },
    },
    icon("copy", 15),
  );
  return [el("div", { class: "details-part" }, el("h4", {}, title), copy), jsonView(value)];
}

async function copyJson(value) {
  await navigator.clipboard?.writeText(JSON.stringify(value, null, 2));
  announce("Copied");
}
