// The card with what one knows of somebody: opened by a click on a name.

import { appAvatar, avatar } from "./avatars.js";
import { attempt } from "./actions.js";
import { send } from "./api.js";
import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { now } from "./now.js";
import { go, goToChannel } from "./place.js";
import { closePopover, openPopover } from "./popover.js";
import { capital, presenceDot, presenceWords, statusLine } from "./presence.js";
import { person, refreshState, store } from "./store.js";
import { cityOf, format, timeText } from "./time.js";

/** Open cards for names: whatever carries data-user, in messages, lists and heads. */
export function startProfiles() {
  document.addEventListener("click", (event) => {
    const name = event.target.closest?.("[data-user]");
    if (!name) return;
    event.preventDefault();
    openProfile(name, name.dataset.user);
  });
}

/** Show the card of a person or app near `anchor`. */
export function openProfile(anchor, id) {
  const app = store.apps.find((one) => one.bot_user === id || one.id === id);
  const one = person(id);
  if (!app && !one) return;
  const titleId = freshId("profile");
  const card = el(
    "div",
    { class: "profile", role: "dialog", "aria-labelledby": titleId, tabindex: "-1" },
    app ? appCard(app, titleId) : personCard(one, titleId),
  );
  openPopover(card, anchor, {});
  (card.querySelector("button") ?? card).focus();
}

function personCard(one, titleId) {
  const kind = one.is_stranger ? "From another organisation" : one.is_restricted ? "Guest" : null;
  return [
    el(
      "div",
      { class: "profile-head" },
      avatar(one, 64),
      el(
        "div",
        {},
        el(
          "h2",
          { id: titleId },
          one.real_name || one.name,
          one.id === store.me ? el("span", { class: "muted" }, " (you)") : null,
        ),
        one.title ? el("p", {}, one.title) : null,
        kind ? el("span", { class: "tag warn" }, kind) : null,
        one.deleted ? el("span", { class: "tag" }, "Deactivated") : null,
      ),
    ),
    el(
      "ul",
      { class: "profile-facts" },
      fact(presenceDot(one), capital(presenceWords(one))),
      statusLine(one) ? el("li", {}, statusLine(one)) : null,
      fact(icon("clock", 15), `${timeText(now(), one.tz)} local time, ${format(now(), one.tz, { weekday: "long" })}`),
      fact(icon("user", 15), `@${one.name} · ${cityOf(one.tz)} (${one.tz})`),
    ),
    one.id === store.me || one.deleted
      ? null
      : el("button", { type: "button", class: "button plain", on: { click: () => talkTo([one.id]) } }, "Message"),
  ];
}

function fact(sign, words) {
  return el("li", {}, el("span", { class: "fact-sign", "aria-hidden": "true" }, sign), words);
}

function appCard(app, titleId) {
  return [
    el(
      "div",
      { class: "profile-head" },
      appAvatar(app, 64),
      el("div", {}, el("h2", { id: titleId }, app.name), el("p", { class: "muted" }, "App")),
    ),
    el(
      "button",
      {
        type: "button",
        class: "button plain",
        on: {
          click: () => {
            closePopover();
            go({ kind: "app", id: app.id, tab: app.messages ? "messages" : "home" });
          },
        },
      },
      `Open ${app.name}`,
    ),
  ];
}

/** Open the conversation with these people and go there; true when it worked. */
export async function talkTo(users) {
  closePopover();
  const answer = await attempt(() => send("open", { as: store.me, users }));
  if (!answer) return false;
  await refreshState().catch(() => {});
  goToChannel(answer.channel);
  document.getElementById("composer")?.focus();
  return true;
}
