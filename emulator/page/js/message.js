// One message: who, when, what, files, reactions, and the small bar of things to do with it.

import { actor, attempt, startShortcut } from "./actions.js";
import { send } from "./api.js";
import { attachment, filesOf } from "./attachments.js";
import { authorOf, face } from "./authors.js";
import { appAvatar } from "./avatars.js";
import { BlockList } from "./block_list.js";
import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { pickEmoji } from "./emoji_picker.js";
import { formOf } from "./forms.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { mrkdwn, unescapeText } from "./mrkdwn.js";
import { displayName, myself, store } from "./store.js";
import { format, fromTs, timeText } from "./time.js";

/** A message on the page; `show` draws it anew but leaves unchanged parts alone. */
export class MessageView {
  constructor(message, channelId) {
    this.channelId = channelId;
    this.ts = message.ts;
    const form = formOf(`message:${channelId}:${message.ts}`);
    const ctx = { surface: "message", ...actor({ type: "message", channel: channelId, ts: message.ts }, form) };
    this.head = el("div", { class: "message-head" });
    this.body = el("div", { class: "message-body" });
    this.tail = el("div", { class: "message-tail" });
    this.side = el("div", { class: "message-side" });
    this.blocks = new BlockList(el("div", { class: "blocks" }), ctx);
    this.ctx = ctx;
    this.node = el(
      "article",
      { class: "message", "data-ts": message.ts },
      this.side,
      el("div", { class: "message-main" }, this.head, this.body, this.tail),
    );
  }

  /** `options`: compact (the same author goes on), onThread(ts), inThread. */
  show(message, options) {
    const state = JSON.stringify([message, options.compact, myself().tz, store.apps.map((one) => one.shortcuts)]);
    if (state === this.shown) return;
    this.shown = state;
    const author = authorOf(message);
    const at = fromTs(message.ts);
    this.node.classList.toggle("compact", options.compact);
    this.node.classList.toggle("ephemeral", Boolean(message.is_ephemeral));
    this.node.setAttribute("aria-label", `${author.real_name}, ${timeText(at, myself().tz)}`);
    this.side.replaceChildren(options.compact ? timeNode(at, "side-time") : face(author));
    this.head.replaceChildren(...(options.compact ? [] : headNodes(message, author, at)));
    this.showBody(message, author);
    this.tail.replaceChildren(...this.tailNodes(message, options));
  }

  showBody(message, author) {
    const edited = message.edited
      ? el("span", { class: "edited", title: `Edited ${timeText(fromTs(message.edited.ts), myself().tz)}` }, "(edited)")
      : null;
    // What a person typed comes with rich text that holds no styles; the text itself does.
    if (message.blocks?.length && author.isApp) {
      this.ctx.form.prune(message.blocks);
      this.blocks.show(message.blocks);
      this.body.replaceChildren(this.blocks.root, ...(edited ? [edited] : []));
    } else {
      const words = message.text
        ? el("div", { class: "text" }, mrkdwn(message.text), edited ? [" ", edited] : null)
        : (edited ?? "");
      this.body.replaceChildren(words);
    }
    this.body.append(...(message.attachments ?? []).map((one) => attachment(one, this.ctx)));
  }

  tailNodes(message, options) {
    const ephemeral = message.is_ephemeral
      ? [el("div", { class: "only-you" }, icon("eye", 14), " Only visible to you")]
      : [];
    const replies =
      message.reply_count && options.onThread
        ? [
            el(
              "button",
              { type: "button", class: "replies", on: { click: () => options.onThread(message.ts) } },
              icon("thread", 14),
              ` ${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`,
            ),
          ]
        : [];
    const tools = message.is_ephemeral ? [] : [this.toolbar(message, options)];
    return [...ephemeral, ...filesOf(message), ...this.reactions(message), ...replies, ...tools];
  }

  reactions(message) {
    if (!message.reactions?.length) return [];
    const chips = message.reactions.map(({ name, users, count }) => {
      const mine = users.includes(store.me);
      const who = users.map((id) => (id === store.me ? "You" : displayName(id))).join(", ");
      return el(
        "button",
        {
          type: "button",
          class: `reaction${mine ? " mine" : ""}`,
          "aria-pressed": String(mine),
          title: `${who}: :${name}:`,
          "aria-label": `${name}, ${count}: ${who}`,
          on: { click: () => this.react(name, mine) },
        },
        emoji(name),
        el("span", {}, String(count)),
      );
    });
    const add = el(
      "button",
      { type: "button", class: "reaction add", "aria-label": "Add a reaction" },
      icon("smile", 16),
    );
    add.addEventListener("click", () => pickEmoji(add, (name) => this.react(name, false)));
    return [el("div", { class: "reactions" }, chips, add)];
  }

  react(name, remove) {
    return attempt(() => send("reaction", { as: store.me, channel: this.channelId, ts: this.ts, name, remove }));
  }

  toolbar(message, options) {
    const react = el(
      "button",
      { type: "button", class: "icon-button", "aria-label": "Add a reaction", title: "Add a reaction" },
      icon("smile", 17),
    );
    react.addEventListener("click", () => pickEmoji(react, (name) => this.react(name, false)));
    const thread = options.onThread
      ? el(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": "Open the thread",
            title: "Open the thread",
            on: { click: () => options.onThread(message.thread_ts ?? message.ts) },
          },
          icon("thread", 17),
        )
      : null;
    const more = el(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": "More actions",
        title: "More actions",
        "aria-haspopup": "menu",
      },
      icon("more", 17),
    );
    more.addEventListener("click", () => openMenu(more, this.menuItems(message), { toRight: true }));
    return el("div", { class: "toolbar" }, react, thread, more);
  }

  menuItems(message) {
    const shortcuts = store.apps.flatMap((app) =>
      app.shortcuts
        .filter((one) => one.type === "message")
        .map((one) => ({
          label: one.name,
          description: app.name,
          lead: appAvatar(app, 22),
          act: () => startShortcut(app, one, { channel: this.channelId, ts: this.ts }),
        })),
    );
    const copy = {
      label: "Copy the text",
      icon: "file",
      act: () => navigator.clipboard?.writeText(unescapeText(message.text ?? "")),
    };
    return shortcuts.length ? [...shortcuts, { divider: true }, copy] : [copy];
  }
}

function headNodes(message, author, at) {
  return [
    el("span", { class: "author" }, author.real_name),
    author.isApp ? el("span", { class: "app-tag" }, "APP") : "",
    timeNode(at, "time"),
  ];
}

function timeNode(at, name) {
  const { tz } = myself();
  const full = `${format(at, tz, { weekday: "long", month: "long", day: "numeric" })} at ${timeText(at, tz)} (${tz})`;
  return el("time", { class: name, datetime: at.toISOString(), title: full }, timeText(at, tz));
}
