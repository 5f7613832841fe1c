// The list of channels, direct messages and apps, with marks for what is unread.

import { appAvatar, avatar, groupAvatar } from "./avatars.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { openNewMessage } from "./new_message.js";
import { currentChannel, go, goToChannel, place } from "./place.js";
import { presenceDot, statusSign } from "./presence.js";
import { appChannel, on, othersIn, store } from "./store.js";
import { isUnread } from "./unread.js";

const NARROW = 820; // pixels: below, the list covers the page
const bar = document.getElementById("sidebar");

/** Draw the list whenever it may have changed. */
export function startSidebar() {
  for (const topic of ["state", "place", "read"]) on(topic, draw);
  on("place", () => showSidebar(false));
}

/** On narrow screens the list covers the page; elsewhere it is always there. */
export function toggleSidebar() {
  showSidebar(!document.body.classList.contains("with-sidebar"));
}

function showSidebar(isShown) {
  document.body.classList.toggle("with-sidebar", isShown);
}

document.addEventListener("pointerdown", (event) => {
  if (
    document.body.classList.contains("with-sidebar") &&
    !bar.contains(event.target) &&
    !event.target.closest(".menu-button")
  )
    showSidebar(false);
});

function draw() {
  const channels = store.channels.filter((one) => ["channel", "private"].includes(one.kind) && one.member);
  const others = store.channels.filter((one) => one.kind === "channel" && !one.member);
  const direct = store.channels.filter((one) => one.kind === "mpim" || (one.kind === "dm" && !one.app));
  const focused = document.activeElement?.dataset?.entry;
  bar.replaceChildren(
    section("Channels", channels.map(channelEntry)),
    others.length ? section("Other channels", others.map(channelEntry)) : "",
    section("Direct messages", [...direct.map(directEntry), newMessage()]),
    section("Apps", store.apps.map(appEntry)),
  );
  if (focused) bar.querySelector(`[data-entry="${CSS.escape(focused)}"]`)?.focus();
}

// As in Slack, whoever goes to a conversation can write at once; on a phone that would open the keyboard unasked.
function focusWriting() {
  if (innerWidth <= NARROW) return;
  const box = document.getElementById("composer");
  if (box?.getClientRects().length) box.focus();
  else document.querySelector("#main .home")?.focus();
}

function section(title, entries) {
  return el(
    "section",
    { class: "sidebar-section" },
    el("h2", {}, title),
    el(
      "ul",
      {},
      entries.map((entry) => el("li", {}, entry)),
    ),
  );
}

function channelEntry(one) {
  return entry(
    one.id,
    icon(one.kind === "private" ? "lock" : "hash", 16),
    one.name,
    currentChannel() === one.id && place()?.kind === "channel",
    isUnread(one),
    () => goToChannel(one.id),
  );
}

function directEntry(one) {
  const people = othersIn(one);
  const isGroup = people.length > 1;
  return entry(
    one.id,
    isGroup
      ? groupAvatar(people.length, 20)
      : el("span", { class: "face" }, avatar(people[0], 20), presenceDot(people[0])),
    people.map((each) => each.real_name || each.name).join(", "),
    currentChannel() === one.id,
    one.unread,
    () => goToChannel(one.id),
    isGroup ? null : statusSign(people[0]),
  );
}

function newMessage() {
  return el(
    "button",
    { type: "button", class: "entry quiet", "data-entry": "new message", on: { click: openNewMessage } },
    icon("plus", 16),
    el("span", { class: "entry-name" }, "New message"),
  );
}

function appEntry(one) {
  const isHere = place()?.kind === "app" && place().id === one.id;
  const talk = appChannel(one.id);
  const tab = one.messages ? "messages" : "home";
  const state = el(
    "span",
    {
      class: `connected ${one.connected ? "on" : "off"}`,
      title: one.connected ? "Connected" : "Not connected: the app is not running",
    },
    el("span", { class: "visually-hidden" }, one.connected ? "connected" : "not connected"),
  );
  return entry(
    one.id,
    appAvatar(one, 20),
    one.name,
    isHere,
    talk?.unread,
    () => go({ kind: "app", id: one.id, tab }),
    state,
  );
}

// A dot for a channel; where one is written to in person, how many messages wait.
function unreadMark(count) {
  const isCounted = typeof count === "number";
  return el(
    "span",
    { class: `unread-mark${isCounted ? " counted" : ""}` },
    isCounted ? String(Math.min(count, 99)) : "",
    el("span", { class: "visually-hidden" }, " unread"),
  );
}

function entry(id, lead, name, isHere, unread, act, extra = null) {
  return el(
    "button",
    {
      type: "button",
      class: `entry${isHere ? " here" : ""}${unread ? " unread" : ""}`,
      "data-entry": id,
      "aria-current": isHere ? "page" : null,
      on: {
        click: () => {
          act();
          focusWriting();
        },
      },
    },
    lead,
    el("span", { class: "entry-name" }, name),
    extra,
    unread ? unreadMark(unread) : null,
  );
}
