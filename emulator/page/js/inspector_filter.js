// What of the traffic one wants to see: by app, direction and text, errors only; and a pause.

import { el } from "./dom.js";
import { store } from "./store.js";
import { debounce } from "./tasks.js";

const PAUSE = 150; // milliseconds after the last letter

/** The bar {node, value(), showApps(), showCount(shown, all)}. */
export function filterBar({ onChange, onPause, onClear }) {
  const text = el("input", {
    type: "search",
    class: "text-input",
    placeholder: "Filter: a method, an error, any word",
    "aria-label": "Filter the traffic by text",
    on: { input: debounce(onChange, PAUSE) },
  });
  const app = el("select", { class: "text-input", "aria-label": "App", on: { change: onChange } });
  const direction = el(
    "select",
    { class: "text-input", "aria-label": "Direction", on: { change: onChange } },
    el("option", { value: "" }, "Both ways"),
    el("option", { value: "to_slack" }, "App to Slack"),
    el("option", { value: "to_app" }, "Slack to app"),
  );
  const errors = toggle("Errors only", () => onChange());
  const pause = toggle("Pause", (isOn) => onPause(isOn));
  const clear = el("button", { type: "button", class: "button plain", on: { click: onClear } }, "Clear");
  const count = el("span", { class: "muted small traffic-count" });
  return {
    node: el("div", { class: "traffic-filter" }, text, app, direction, errors, pause, clear, count),
    value: () => ({
      text: text.value.trim().toLowerCase(),
      app: app.value,
      direction: direction.value,
      errors: errors.getAttribute("aria-pressed") === "true",
    }),
    showApps: () => showApps(app),
    showCount: (shown, all) => (count.textContent = shown === all ? `${all}` : `${shown} of ${all}`),
  };
}

function showApps(select) {
  const before = select.value;
  select.replaceChildren(
    el("option", { value: "" }, "All apps"),
    ...store.apps.map((one) => el("option", { value: one.id }, one.name)),
  );
  select.value = store.apps.some((one) => one.id === before) ? before : "";
  select.hidden = store.apps.length < 2;
}

function toggle(words, act) {
  const node = el("button", { type: "button", class: "button plain toggle", "aria-pressed": "false" }, words);
  node.addEventListener("click", () => {
    const isOn = node.getAttribute("aria-pressed") !== "true";
    node.setAttribute("aria-pressed", String(isOn));
    act(isOn);
  });
  return node;
}
