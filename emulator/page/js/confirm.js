// The "are you sure?" dialog that an element may ask for.

import { el, freshId } from "./dom.js";
import { textObject } from "./mrkdwn.js";

const layer = document.getElementById("layer");

/** Ask when `element` has a confirm object; true means go on. */
export function confirmFirst(element) {
  return element.confirm ? ask(element.confirm) : Promise.resolve(true);
}

function ask(confirm) {
  const before = document.activeElement;
  return new Promise((resolve) => {
    const finish = (answer) => () => {
      document.removeEventListener("keydown", onKey, true);
      backdrop.remove();
      before?.focus?.();
      resolve(answer);
    };
    const id = freshId("confirm");
    const yes = el(
      "button",
      {
        type: "button",
        class: `button ${confirm.style === "danger" ? "danger" : "primary"}`,
        on: { click: finish(true) },
      },
      textObject(confirm.confirm ?? "Yes"),
    );
    const no = el(
      "button",
      { type: "button", class: "button plain", on: { click: finish(false) } },
      textObject(confirm.deny ?? "Cancel"),
    );
    const box = el(
      "div",
      { class: "dialog small-dialog", role: "alertdialog", "aria-modal": "true", "aria-labelledby": id },
      el("h2", { class: "dialog-title", id }, textObject(confirm.title)),
      el("div", { class: "dialog-text text" }, textObject(confirm.text)),
      el("div", { class: "dialog-foot" }, no, yes),
    );
    const backdrop = el("div", { class: "backdrop over" }, box);
    const onKey = (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        event.preventDefault();
        finish(false)();
      }
      if (event.key === "Tab") {
        event.preventDefault();
        (document.activeElement === yes ? no : yes).focus();
      }
    };
    document.addEventListener("keydown", onKey, true);
    layer.append(backdrop);
    yes.focus();
  });
}
