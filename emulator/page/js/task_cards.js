// Plans and task cards: what an app is doing, step by step.

import { el, link } from "./dom.js";
import { icon } from "./icons.js";
import { richText } from "./rich_text.js";

const STATES = { pending: "pending", in_progress: "clock", complete: "check", error: "error" };

/** A plan: its title and its tasks. */
export function plan(block) {
  const tasks = block.tasks ?? [];
  const done = tasks.filter((task) => task.status === "complete").length;
  return el(
    "section",
    { class: "plan" },
    el(
      "div",
      { class: "plan-title" },
      el("strong", {}, block.title),
      el("span", { class: "muted" }, `${done} of ${tasks.length} done`),
    ),
    tasks.map(taskCard),
  );
}

/** One task with its state, what came out of it and where from. */
export function taskCard(task) {
  const status = Object.hasOwn(STATES, task.status) ? task.status : "pending";
  return el(
    "div",
    { class: `task task-${status}` },
    icon(STATES[status]),
    el(
      "div",
      {},
      el(
        "div",
        { class: "task-title" },
        task.title,
        el("span", { class: "visually-hidden" }, ` (${status.replace("_", " ")})`),
      ),
      task.details ? el("div", { class: "rich-text" }, richText(task.details)) : null,
      task.output ? el("div", { class: "rich-text muted" }, richText(task.output)) : null,
      task.sources?.length
        ? el(
            "div",
            { class: "task-sources" },
            task.sources.map((one) => link(one.url, one.text ?? one.url)),
          )
        : null,
    ),
  );
}
