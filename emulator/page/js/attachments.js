// What hangs under a message: files to open or download, and the older kind of attachments.

import { fileUrl } from "./api.js";
import { BlockList } from "./block_list.js";
import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { mrkdwn } from "./mrkdwn.js";
import { sizeText } from "./numbers.js";
import { store } from "./store.js";

const OPENS = /^(text\/(html|plain|markdown)|image\/.*|application\/(pdf|json))$/; // what a browser tab can show
const SAFE_COLOUR = /^#?[0-9a-f]{6}$/i;

/** A message's files as links. */
export function filesOf(message) {
  return (message.files ?? []).map((file) => {
    const opens = OPENS.test(file.mimetype ?? "");
    const name = file.title || file.name || "File";
    const nameId = freshId("file");
    const props = {
      class: "file",
      href: fileUrl(store.me, file.id),
      ...(opens ? { target: "_blank", rel: "noopener" } : { download: file.name ?? "file" }),
    };
    const about = [file.pretty_type ?? file.filetype?.toUpperCase(), file.size ? sizeText(file.size) : null]
      .filter(Boolean)
      .join(" · ");
    const open = el(
      "a",
      props,
      el("span", { class: "file-icon" }, icon("file", 22)),
      el(
        "span",
        { class: "file-words" },
        el("span", { class: "file-name", id: nameId }, name),
        el("span", { class: "muted small" }, about),
      ),
      el("span", { class: "file-do" }, opens ? "Open" : "Download"),
    );
    if (!opens) return open;
    const download = el(
      "a",
      {
        class: "icon-button file-download",
        href: fileUrl(store.me, file.id),
        download: file.name ?? "file",
        "aria-label": "Download",
        "aria-describedby": nameId,
        title: "Download",
      },
      icon("arrow", 16),
    );
    return el("div", { class: "file-row" }, open, download);
  });
}

/** An attachment: a coloured bar beside blocks or text. */
export function attachment(one, ctx) {
  const colour = SAFE_COLOUR.test(one.color ?? "") ? `#${one.color.replace("#", "")}` : "";
  const list = new BlockList(el("div", { class: "blocks" }), ctx);
  list.show(one.blocks ?? []);
  const texts = one.blocks?.length
    ? []
    : [one.pretext, one.title && `*${one.title}*`, one.text ?? one.fallback, one.footer].filter(Boolean);
  return el(
    "div",
    { class: "attachment", vars: colour ? { bar: colour } : {} },
    texts.map((text) => el("div", { class: "text" }, mrkdwn(text))),
    list.root,
  );
}
