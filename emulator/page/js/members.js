// Who is in a channel: a list on the count in its head; each name opens the card of that person or app.

import { tryRead } from "./actions.js";
import { avatar } from "./avatars.js";
import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { openPopover } from "./popover.js";
import { presenceDot, statusLine } from "./presence.js";
import { openProfile } from "./profile.js";
import { store } from "./store.js";

const SHOWN = 100; // a company of thousands is found by typing a name

const button = el("button", { type: "button", id: "members", class: "head-count", "aria-haspopup": "dialog" });
let shownFor = null;
button.addEventListener("click", () => open(shownFor));

/** The button with the count, always the same node, so that what hangs on it stays. */
export function membersButton(channel) {
  shownFor = channel;
  const words = `${channel.members} ${channel.members === 1 ? "member" : "members"}`;
  button.title = `${words}: who is here`;
  button.setAttribute("aria-label", `${words}, show who`);
  button.replaceChildren(icon("user", 14), ` ${channel.members}`);
  return button;
}

async function open(channel) {
  const answer = await tryRead("members", { channel: channel.id });
  if (!answer || shownFor.id !== channel.id) return;
  const titleId = freshId("members");
  const list = el("ul", { class: "members-list" });
  const more = el("p", { class: "muted small members-more", role: "status" });
  const search = el("input", {
    type: "search",
    class: "text-input",
    placeholder: "Find somebody",
    "aria-label": "Find somebody",
  });
  const draw = () => {
    const found = answer.members.filter((one) => fits(one, search.value.trim().toLowerCase()));
    list.replaceChildren(...found.slice(0, SHOWN).map(row));
    more.textContent = found.length ? moreWords(found.length - SHOWN) : "Nobody here has such a name.";
  };
  search.addEventListener("input", draw);
  draw();
  const title = `In #${channel.name}: ${answer.members.length}`;
  openPopover(
    el(
      "div",
      { class: "members", role: "dialog", "aria-labelledby": titleId },
      el("h2", { id: titleId }, title),
      search,
      list,
      more,
    ),
    button,
    { toRight: true, onClose: () => button.setAttribute("aria-expanded", "false") },
  );
  button.setAttribute("aria-expanded", "true");
  search.focus();
}

function fits(one, query) {
  return `${one.real_name} ${one.name} ${one.title}`.toLowerCase().includes(query);
}

function moreWords(count) {
  return count > 0 ? `And ${count} more: type a name to find them.` : "";
}

function row(one) {
  const about = statusLine(one) ?? (one.is_bot ? "App" : one.title);
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", class: "member", on: { click: () => openProfile(button, one.id) } },
      el("span", { class: "face" }, avatar(one, 30), one.is_bot ? null : presenceDot(one)),
      el(
        "span",
        { class: "menu-words" },
        el("span", {}, one.real_name || one.name, one.id === store.me ? el("span", { class: "muted" }, " (you)") : null),
        about ? el("span", { class: "menu-description" }, about) : null,
      ),
    ),
  );
}
