// The middle of the page: a head with the name, an app's tabs, and the messages or the Home tab below.

import { appAvatar, avatar, groupAvatar } from "./avatars.js";
import { composer } from "./composer.js";
import { el } from "./dom.js";
import { homePanel } from "./home.js";
import { icon } from "./icons.js";
import { membersButton } from "./members.js";
import { messageList } from "./messages.js";
import { currentChannel, go, place } from "./place.js";
import { presenceDot, statusLine } from "./presence.js";
import { app, channel, conversationName, on, othersIn } from "./store.js";

const main = document.getElementById("main");
const head = el("header", { class: "view-head" });
const talk = el("div", { class: "talk" }, messageList(), composer());
const home = homePanel();

/** Build the middle and follow the place. */
export function startConversation() {
  main.replaceChildren(head, talk, home);
  on("place", draw);
  on("state", draw);
}

function draw() {
  const where = place();
  if (!where) return;
  const isHome = where.kind === "app" && where.tab === "home";
  [talk.hidden, home.hidden] = [isHome, !isHome];
  const focused = document.activeElement?.id;
  head.replaceChildren(
    ...(where.kind === "app" ? appHead(app(where.id), where.tab) : channelHead(channel(currentChannel()))),
  );
  if (focused && document.activeElement?.id !== focused && head.querySelector(`#${CSS.escape(focused)}`))
    document.getElementById(focused)?.focus();
}

function channelHead(one) {
  if (!one) return [];
  const about = one.topic || one.purpose || (one.kind === "private" ? "Private: only its members read it" : "");
  if (one.kind === "dm" || one.kind === "mpim") return directHead(one);
  return [
    el("h1", {}, icon(one.kind === "private" ? "lock" : "hash", 18), one.name),
    about ? el("span", { class: "head-about" }, about) : "",
    one.member ? "" : el("span", { class: "tag" }, "You are not a member"),
    one.members ? membersButton(one) : "",
  ];
}

function directHead(one) {
  const people = othersIn(one);
  if (people.length > 1) return [groupAvatar(people.length, 26), el("h1", {}, conversationName(one))];
  const [who] = people;
  return [
    el("span", { class: "face" }, avatar(who, 26), presenceDot(who)),
    el(
      "h1",
      {},
      el("button", { type: "button", class: "name-button", "data-user": who.id }, who.real_name || who.name),
    ),
    el("span", { class: "head-about" }, statusLine(who) ?? who.title ?? ""),
  ];
}

function appHead(one, tab) {
  if (!one) return [];
  const tabs = [one.home ? ["home", "Home"] : null, ["messages", "Messages"]].filter(Boolean);
  const list = el(
    "div",
    { class: "tabs", role: "tablist", "aria-label": one.name },
    tabs.map(([name, words]) =>
      el(
        "button",
        {
          type: "button",
          class: "tab",
          role: "tab",
          id: `tab-${name}`,
          "aria-selected": String(name === tab),
          tabindex: name === tab ? "0" : "-1",
          on: { click: () => go({ kind: "app", id: one.id, tab: name }), keydown: (event) => step(event, list) },
        },
        words,
      ),
    ),
  );
  const state = one.connected ? "" : el("span", { class: "tag warn" }, "Not connected");
  return [appAvatar(one, 26), el("h1", {}, one.name), el("span", { class: "app-tag" }, "APP"), state, list];
}

function step(event, list) {
  if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  const tabs = [...list.children];
  const next = tabs[(tabs.indexOf(event.target) + 1) % tabs.length];
  next.click();
  document.getElementById(next.id)?.focus();
}
