// The menu on one's own name: be away, set a status, pause notifications, or be somebody else.

import { changeMe } from "./actions.js";
import { avatar } from "./avatars.js";
import { openMenu } from "./menu.js";
import { now } from "./now.js";
import { addressOf, place } from "./place.js";
import { presenceWords } from "./presence.js";
import { openStatusDialog } from "./status_dialog.js";
import { myself, store } from "./store.js";
import { nextHour } from "./time.js";

const HOUR = 3600;

/** Open the menu at `button`. */
export function openMyMenu(button) {
  openMenu(button, [...ownItems(), { divider: true }, { heading: "Be somebody else" }, ...others()], { toRight: true });
}

function ownItems() {
  const me = myself();
  const away = me.presence === "away";
  const hasStatus = Boolean(me.status_text || me.status_emoji);
  return [
    { label: hasStatus ? "Change or clear the status…" : "Set a status…", icon: "smile", act: openStatusDialog },
    {
      label: away ? "Set yourself as active" : "Set yourself as away",
      icon: "user",
      act: () => changeMe({ presence: away ? "active" : "away" }),
    },
    ...pauseItems(me),
  ];
}

function pauseItems(me) {
  const seconds = () => Math.floor(now().getTime() / 1000);
  if (me.dnd) {
    const resume = { snooze_until: 0, dnd_from: "", dnd_to: "" };
    return [{ label: "Resume notifications", icon: "moon", act: () => changeMe(resume) }];
  }
  const morning = () => Math.floor(nextHour(now(), me.tz, 9, (_, ahead) => ahead > 0).getTime() / 1000);
  return [
    ["Pause notifications for an hour", () => seconds() + HOUR],
    ["Pause notifications until tomorrow 09:00", morning],
  ].map(([label, until]) => ({ label, icon: "moon", act: () => changeMe({ snooze_until: until() }) }));
}

function others() {
  return store.people
    .filter((one) => !one.deleted && !one.is_bot)
    .map((one) => ({
      label: one.real_name || one.name,
      description: [one.title, one.tz, one.presence === "away" || one.dnd ? presenceWords(one) : null]
        .filter(Boolean)
        .join(" · "),
      lead: avatar(one, 28),
      checked: one.id === store.me,
      act: () => bePerson(one.id),
    }));
}

// A fresh start is the surest way to show nothing that the other person may not see.
function bePerson(id) {
  if (id === store.me) return;
  location.assign(addressOf(place()?.kind === "app" ? place() : null, id));
}
