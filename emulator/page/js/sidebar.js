// The list of channels, direct messages and apps, with marks for what is unread.

import { appAvatar, avatar } from "./avatars.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { currentChannel, go, goToChannel, place } from "./place.js";
import { appChannel, on, store } from "./store.js";
import { isUnread } from "./unread.js";

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
  const channels = store.channels.filter((one) => one.kind !== "dm" && one.member);
  const others = store.channels.filter((one) => one.kind === "channel" && !one.member);
  const direct = store.channels.filter((one) => one.kind === "dm" && !one.app);
  const focused = document.activeElement?.dataset?.entry;
  bar.replaceChildren(
    section("Channels", channels.map(channelEntry)),
    others.length ? section("Other channels", others.map(channelEntry)) : "",
    direct.length ? section("Direct messages", direct.map(directEntry)) : "",
    section("Apps", store.apps.map(appEntry)),
  );
  if (focused) bar.querySelector(`[data-entry="${CSS.escape(focused)}"]`)?.focus();
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
  const who = store.people.find((each) => each.name === one.name);
  return entry(
    one.id,
    avatar(who ?? { id: one.id, name: one.name }, 20),
    who?.real_name ?? one.name,
    currentChannel() === one.id,
    isUnread(one),
    () => goToChannel(one.id),
  );
}

function appEntry(one) {
  const isHere = place()?.kind === "app" && place().id === one.id;
  const talk = appChannel(one.id);
  const tab = one.messages ? "messages" : "home";
  const state = el(
    "span",
    {
      class: `presence ${one.connected ? "on" : "off"}`,
      title: one.connected ? "Connected" : "Not connected: the app is not running",
    },
    el("span", { class: "visually-hidden" }, one.connected ? "connected" : "not connected"),
  );
  return entry(
    one.id,
    appAvatar(one, 20),
    one.name,
    isHere,
    Boolean(talk && isUnread(talk)),
    () => go({ kind: "app", id: one.id, tab }),
    state,
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
      on: { click: act },
    },
    lead,
    el("span", { class: "entry-name" }, name),
    extra,
    unread ? el("span", { class: "unread-mark" }, el("span", { class: "visually-hidden" }, "unread")) : null,
  );
}
