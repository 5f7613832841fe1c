// file_input: choose files or drop them; they go to the workspace at once, the form sends their ids.

import { naming, remember } from "./changes.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { announce } from "./toasts.js";
import { tooLargeOrEmpty, upload } from "./uploads.js";

const MOST = 10; // as many as Slack takes where an app says nothing

/** The element as a node. */
export function fileInput(element, block, ctx) {
  const most = element.max_files ?? MOST;
  const ids = () => ctx.form.value(block, element, []) ?? [];
  const kinds = (element.filetypes ?? []).map((kind) => `.${kind}`);
  const chooser = el("input", {
    type: "file",
    class: "file-chooser",
    multiple: most > 1,
    accept: kinds.join(",") || null,
    ...naming(element, ctx, "Files"),
  });
  const list = el("ul", { class: "chosen-files" });
  const note = el("p", { class: "hint" }, aboutFiles(kinds, most));
  const trouble = el("p", { class: "field-error", role: "alert", hidden: true });
  const draw = () =>
    list.replaceChildren(
      ...ids().map((id) => line(ctx.form.labels[id] ?? id, () => put(ids().filter((one) => one !== id)))),
    );
  const put = (next) => {
    remember(block, element, ctx, next);
    draw();
  };
  const say = (words) => {
    trouble.hidden = !words;
    trouble.textContent = words ?? "";
  };
  const take = async (files) => {
    say(null);
    for (const file of files) {
      const words = refusal(file, kinds, ids().length, most);
      if (words) return say(words);
      try {
        const id = await upload(file);
        ctx.form.name(id, file.name);
        put([...ids(), id]);
        announce(`${file.name} is uploaded`);
      } catch (error) {
        return say(error.message);
      }
    }
    return undefined;
  };
  chooser.addEventListener("change", async () => {
    await take([...chooser.files]);
    chooser.value = "";
  });
  const frame = el("div", { class: "file-input" }, chooser, note, list, trouble);
  frame.addEventListener("dragover", (event) => event.preventDefault());
  frame.addEventListener("drop", (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
  remember(block, element, { form: ctx.form }, ids());
  draw();
  return frame;
}

function aboutFiles(kinds, most) {
  const which = kinds.length ? ` (${kinds.join(", ")})` : "";
  return most === 1 ? `One file${which}, or drop it here.` : `Up to ${most} files${which}, or drop them here.`;
}

function refusal(file, kinds, count, most) {
  if (count >= most) return `Only ${most} ${most === 1 ? "file fits" : "files fit"} here.`;
  if (kinds.length && !kinds.some((kind) => file.name.toLowerCase().endsWith(kind.toLowerCase())))
    return `${file.name} is not one of ${kinds.join(", ")}.`;
  return tooLargeOrEmpty(file);
}

function line(name, drop) {
  return el(
    "li",
    { class: "chip" },
    icon("file", 14),
    el("span", {}, name),
    el(
      "button",
      { type: "button", class: "chip-remove", "aria-label": `Remove ${name}`, on: { click: drop } },
      icon("close", 12),
    ),
  );
}
