// The bar on top: what this is, the clock, and who one is.

import { avatar } from "./avatars.js";
import { breakButton } from "./break.js";
import { clockBar } from "./clock.js";
import { el, svg } from "./dom.js";
import { icon } from "./icons.js";
import { inspectorButton } from "./inspector.js";
import { openMyMenu } from "./my_menu.js";
import { presenceDot, presenceWords, statusSign } from "./presence.js";
import { toggleSidebar } from "./sidebar.js";
import { myself, on, store } from "./store.js";

const bar = document.getElementById("topbar");

/** Fill the bar; the person's button follows the state. */
export function startTopbar() {
  const menu = el(
    "button",
    {
      type: "button",
      class: "menu-button",
      "aria-label": "Show or hide the list of channels",
      on: { click: toggleSidebar },
    },
    icon("menu", 20),
  );
  const team = el("span", { class: "team-name" });
  const me = el("button", {
    type: "button",
    class: "me",
    "aria-haspopup": "menu",
    on: { click: () => openMyMenu(me) },
  });
  bar.replaceChildren(
    menu,
    el(
      "div",
      { class: "brand" },
      mark(),
      el("span", { class: "brand-words" }, el("strong", {}, "Local workspace"), team),
    ),
    el(
      "div",
      { class: "tools", role: "group", "aria-label": "For trying an app out" },
      breakButton(),
      inspectorButton(),
    ),
    clockBar(),
    me,
  );
  on("state", () => {
    team.textContent = store.team.name;
    me.replaceChildren(
      el("span", { class: "face" }, avatar(myself(), 26), presenceDot(myself())),
      el(
        "span",
        { class: "me-words" },
        el("span", { class: "me-as" }, "You are"),
        el("span", { class: "me-name" }, myself().real_name),
      ),
      statusSign(myself()) ?? "",
      icon("down", 14),
    );
    me.setAttribute(
      "aria-label",
      `You are ${myself().real_name}, ${presenceWords(myself())}. Status, notifications, be somebody else`,
    );
    document.title = `${store.team.name} · Local workspace`;
  });
}

function mark() {
  const bubble = svg("path", {
    d: "M3 6.500a3 3 0 0 1 3-3h12a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-6.500L7 21v-3.500H6a3 3 0 0 1-3-3z",
    fill: "currentColor",
  });
  const dots = [8, 12, 16].map((cx) => svg("circle", { cx, cy: 10.5, r: 1.4, class: "brand-dot" }));
  return svg(
    "svg",
    { viewBox: "0 0 24 24", width: 26, height: 26, class: "brand-mark", "aria-hidden": "true" },
    bubble,
    dots,
  );
}
