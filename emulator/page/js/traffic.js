// The traffic between the workspace and its apps, as last read: the newest 2,000 entries, oldest first.

import { read } from "./api.js";
import { oneAtATime } from "./tasks.js";

const KEPT = 2000;
const PAGE = 200; // as many as the workspace gives at once
const TIMEOUT = "operation_timeout";
const SLOW = 3000; // milliseconds: as long as Slack waits for an app

let since = 0;

/** Each is {n, at, direction, app, transport, name, ok, note, milliseconds, request, answer, fault, attempt}. */
export const entries = [];

/** Read what is new, then call `onNew(list)` once; also when a restarted workspace counts from the beginning again. */
export function follower(onNew) {
  return oneAtATime(async () => {
    const fresh = [];
    for (;;) {
      const answer = await read("traffic", { since, limit: PAGE }).catch(() => null);
      if (!answer) return;
      if (answer.next < since) {
        [since, entries.length] = [0, 0];
        continue;
      }
      since = answer.next;
      fresh.push(...answer.traffic);
      if (answer.traffic.length < PAGE) break;
    }
    entries.push(...fresh);
    entries.splice(0, Math.max(0, entries.length - KEPT));
    if (fresh.length) onNew(fresh);
  });
}

/** Whether Slack would have given up on the app: it took longer than 3 s, or never answered. */
export function isTooSlow(entry) {
  return entry.direction === "to_app" && (entry.milliseconds >= SLOW || entry.note?.startsWith(TIMEOUT));
}

/** Whether an entry fits what the person looks for: {app, direction, text, errors}. */
export function fits(entry, { app, direction, text, errors }) {
  if (app && entry.app !== app) return false;
  if (direction && entry.direction !== direction) return false;
  if (errors && entry.ok && !entry.fault && !isTooSlow(entry)) return false;
  return !text || searched(entry).includes(text);
}

const words = new WeakMap();

function searched(entry) {
  if (!words.has(entry))
    words.set(
      entry,
      [entry.name, entry.note, entry.fault, JSON.stringify(entry.request), JSON.stringify(entry.answer)]
        .join("\n")
        .toLowerCase(),
    );
  return words.get(entry);
}
