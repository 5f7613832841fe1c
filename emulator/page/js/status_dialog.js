// The dialog for one's own status: an emoji, a few words, and until when.

import { changeMe } from "./actions.js";
import { openDialog } from "./dialogs.js";
import { el, freshId } from "./dom.js";
import { character, spoken } from "./emoji.js";
import { pickEmoji } from "./emoji_picker.js";
import { unescapeText } from "./mrkdwn.js";
import { now } from "./now.js";
import { myself } from "./store.js";
import { fromLocalText, instant, wallClock } from "./time.js";

const LONGEST = 100; // as many characters as Slack takes
const MINUTE = 60_000;
const IDEAS = [
  ["spiral_calendar_pad", "In a meeting", "60"],
  ["bus", "Commuting", "30"],
  ["face_with_thermometer", "Out sick", "today"],
  ["palm_tree", "Vacationing", ""],
  ["house_with_garden", "Working remotely", "today"],
];
const UNTIL = [
  ["", "Until I clear it"],
  ["30", "For 30 minutes"],
  ["60", "For an hour"],
  ["240", "For 4 hours"],
  ["today", "For today"],
  ["week", "For this week"],
  ["date", "Until…"],
];

/** Ask for a status and set it. */
export function openStatusDialog() {
  const me = myself();
  let name = (me.status_emoji ?? "").replace(/^:|:$/g, "");
  const face = el("button", { type: "button", class: "button plain status-face", "aria-haspopup": "dialog" });
  const text = el("input", {
    class: "text-input",
    maxlength: LONGEST,
    placeholder: "What is your status?",
    "aria-label": "Status",
    value: unescapeText(me.status_text ?? ""),
  });
  const until = el(
    "select",
    { class: "text-input", id: freshId("until") },
    UNTIL.map(([value, words]) => el("option", { value }, words)),
  );
  const date = el("input", { type: "datetime-local", class: "text-input", "aria-label": "Until when", hidden: true });
  const put = (next) => {
    name = next;
    face.textContent = character(name) ?? "🙂";
    face.classList.toggle("unset", !name);
    face.setAttribute("aria-label", name ? `Emoji: ${spoken(name)}` : "Choose an emoji");
  };
  put(name);
  face.addEventListener("click", () => pickEmoji(face, put));
  until.addEventListener("change", () => (date.hidden = until.value !== "date"));
  const take = ([emojiName, words, span]) => {
    put(emojiName);
    [text.value, until.value, date.hidden] = [words, span, true];
    text.focus();
  };
  const close = openDialog({
    title: "Set a status",
    submit: "Save",
    body: [
      el("div", { class: "status-fields" }, face, text),
      el("div", { class: "own-line" }, el("label", { for: until.id }, "Clear it"), until, date),
      ideas(take),
    ],
    more: [clearButton(me, () => close())],
    onSubmit: () => changeMe(status(text.value.trim(), name, endOf(until.value, date.value, me.tz))),
  });
}

function ideas(take) {
  return el(
    "div",
    { class: "status-ideas", role: "group", "aria-label": "Ideas" },
    IDEAS.map((idea) =>
      el(
        "button",
        { type: "button", class: "button plain", on: { click: () => take(idea) } },
        `${character(idea[0]) ?? ""} ${idea[1]}`,
      ),
    ),
  );
}

function clearButton(me, close) {
  if (!me.status_text && !me.status_emoji) return [];
  const clear = async () => {
    if (await changeMe(status("", "", 0))) close();
  };
  return [el("button", { type: "button", class: "button plain at-left", on: { click: clear } }, "Clear the status")];
}

function status(text, name, expiration) {
  const emoji = name || (text ? "speech_balloon" : "");
  return { status_text: text, status_emoji: emoji ? `:${emoji}:` : "", status_expiration: expiration };
}

/** The end as seconds since 1970; 0 for never. Days end at midnight in the person's zone, weeks on Sunday. */
function endOf(choice, dateText, tz) {
  if (!choice || (choice === "date" && !dateText)) return 0;
  if (choice === "date") return seconds(fromLocalText(dateText, tz));
  if (Number(choice)) return seconds(new Date(now().getTime() + Number(choice) * MINUTE));
  const { year, month, day } = wallClock(now(), tz);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const ahead = choice === "week" ? (7 - weekday) % 7 : 0;
  const last = new Date(Date.UTC(year, month - 1, day + ahead + 1));
  const midnight = { year: last.getUTCFullYear(), month: last.getUTCMonth() + 1, day: last.getUTCDate() };
  return seconds(instant(tz, midnight)) - 1;
}

function seconds(date) {
  return Math.floor(date.getTime() / 1000);
}
