// One message: who, when, what, files, reactions, and the small bar of things to do with it.

import { actor, attempt, startShortcut } from "./actions.js";
import { send } from "./api.js";
import { attachment, filesOf } from "./attachments.js";
import { authorOf, face } from "./authors.js";
import { appAvatar } from "./avatars.js";
import { BlockList } from "./block_list.js";
import { el } from "./dom.js";
import { deleteMessage, editor, isMine } from "./editing.js";
import { emoji, spoken } from "./emoji.js";
import { pickEmoji } from "./emoji_picker.js";
import { formOf } from "./forms.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { mrkdwn, unescapeText } from "./mrkdwn.js";
import { statusSign } from "./presence.js";
import { openProfile } from "./profile.js";
import { displayName, myself, store } from "./store.js";
import { format, fromTs, timeText } from "./time.js";
import { toast } from "./toasts.js";

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
    this.only = el("div", { class: "only-you", hidden: true }, icon("eye", 14), " Only visible to you");
    this.side = el("div", { class: "message-side" });
    this.blocks = new BlockList(el("div", { class: "blocks" }), ctx);
    this.ctx = ctx;
    this.node = el(
      "article",
      { class: "message", "data-ts": message.ts, tabindex: "-1" },
      this.side,
      el("div", { class: "message-main" }, this.only, this.head, this.body, this.tail),
    );
    this.node.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** `options`: compact (the same author goes on), onThread(ts), inThread. */
  show(message, options) {
    this.last = [message, options];
    const author = authorOf(message);
    const known = author.isApp ? null : [author.status_emoji, author.status_text, author.real_name];
    const state = JSON.stringify([
      message,
      options.compact,
      myself().tz,
      known,
      store.apps.map((one) => one.shortcuts),
    ]);
    if (state === this.shown) return;
    this.shown = state;
    const at = fromTs(message.ts);
    this.node.classList.toggle("compact", options.compact);
    this.node.classList.toggle("ephemeral", Boolean(message.is_ephemeral));
    this.only.hidden = !message.is_ephemeral || options.compact; // above several that stand together, once is enough
    const whom = message.is_ephemeral ? ", only visible to you" : "";
    this.node.setAttribute("aria-label", `${author.real_name}, ${timeText(at, myself().tz)}${whom}`);
    this.side.replaceChildren(options.compact ? timeNode(at, "side-time") : face(author));
    this.head.replaceChildren(...(options.compact ? [] : headNodes(message, author, at)));
    if (!this.editor) this.showBody(message, author);
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
        ? el("div", { class: "text", dir: "auto" }, mrkdwn(message.text), edited ? [" ", edited] : null)
        : (edited ?? "");
      this.body.replaceChildren(words);
    }
    this.body.append(...(message.attachments ?? []).map((one) => attachment(one, this.ctx)));
  }

  tailNodes(message, options) {
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
    const tools = message.is_ephemeral || message.subtype === "tombstone" ? [] : [this.toolbar(message, options)];
    return [...filesOf(message), ...this.reactions(message), ...replies, ...tools];
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
          "aria-label": `${spoken(name)}, ${count}: ${who}`,
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
    const author = authorOf(message);
    const copies = [
      {
        label: `About ${author.real_name}`,
        icon: "user",
        act: () => openProfile(this.node.querySelector(".message-main"), author.bot_user ?? author.id),
      },
      { label: "Copy link", icon: "link", act: () => copyText(permalink(this.channelId, this.ts), "The link") },
      { label: "Copy the text", icon: "copy", act: () => copyText(unescapeText(message.text ?? ""), "The text") },
    ];
    const mine = isMine(message)
      ? [
          { divider: true },
          { label: "Edit the message", icon: "pencil", act: () => this.edit() },
          { label: "Delete the message…", icon: "trash", act: () => this.remove() },
        ]
      : [];
    return [...(shortcuts.length ? [...shortcuts, { divider: true }] : []), ...copies, ...mine];
  }

  /** E edits the message that has the focus, Delete deletes it. */
  onKey(event) {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.target !== this.node || !isPlain || !isMine(this.last[0])) return;
    if (event.key === "e") this.edit();
    else if (event.key === "Delete") this.remove();
    else return;
    event.preventDefault();
  }

  /** Let the person edit the message; the focus goes `back` afterwards. */
  edit(back = this.node) {
    const onEnd = () => {
      this.editor = this.shown = null;
      this.node.classList.remove("editing");
      this.show(...this.last);
      back.focus();
    };
    const onEmpty = () => this.remove();
    this.editor ??= editor(this.channelId, this.last[0], { onEnd, onEmpty });
    this.node.classList.add("editing");
    this.body.replaceChildren(this.editor.node);
    this.editor.focus();
  }

  /** Delete the message, if the person means it. */
  async remove() {
    const box = this.node.closest("#thread")?.querySelector(".reply-box") ?? document.getElementById("composer");
    if (await deleteMessage(this.channelId, this.last[0])) box?.focus();
  }
}

/** Where a message can be found again: the address that Slack gives it, of this workspace. */
function permalink(channelId, ts) {
  return `${location.origin}/archives/${channelId}/p${ts.replace(".", "")}`;
}

async function copyText(text, what) {
  const done = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
  toast(
    done ? `${what} is copied.` : `${what} could not be copied: the browser does not allow it.`,
    done ? "info" : "error",
  );
}

function headNodes(message, author, at) {
  return [
    el(
      "button",
      { type: "button", class: "author name-button", tabindex: "-1", "data-user": author.bot_user ?? author.id },
      author.real_name,
    ),
    author.isApp ? el("span", { class: "app-tag" }, "APP") : (statusSign(author) ?? ""),
    timeNode(at, "time"),
  ];
}

function timeNode(at, name) {
  const { tz } = myself();
  const full = `${format(at, tz, { weekday: "long", month: "long", day: "numeric" })} at ${timeText(at, tz)} (${tz})`;
  return el("time", { class: name, datetime: at.toISOString(), title: full }, timeText(at, tz));
}
