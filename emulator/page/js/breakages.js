// Ready-made breakages in words a person understands, and what the workspace is asked to do for each.

/** How often a breakage strikes. */
export const OFTEN = [
  { id: "once", words: "Once", body: { times: 1 } },
  { id: "thrice", words: "3 times", body: { times: 3 } },
  { id: "sometimes", words: "One in four", body: { times: null, probability: 0.25 }, seeded: true },
  { id: "ever", words: "Until I stop", body: { times: null } },
];

/** {words, more, fault, lasts}: `fault` goes to /_control/faults with how often, unless it `lasts` for a while anyway. */
export const CALLS = [
  {
    words: "Slack says “too many requests” for 30 seconds",
    more: "Any call is answered 429 with Retry-After",
    fault: { method: "*", kind: "ratelimited", for_seconds: 30 },
    lasts: true,
  },
  {
    words: "Accept the next message, then cut the connection",
    more: "The message is there, but the app never hears so",
    fault: { method: "chat.postMessage", kind: "accept_then_drop" },
  },
  {
    words: "Accept the next message, then say it failed",
    more: "chat.postMessage is carried out and answered fatal_error",
    fault: { method: "chat.postMessage", kind: "accept_then_error", error: "fatal_error" },
  },
  {
    words: "Cut the connection",
    more: "Any call is cut before anything is done",
    fault: { method: "*", kind: "drop" },
  },
  {
    words: "Reset the connection",
    more: "Any call ends with a connection reset",
    fault: { method: "*", kind: "reset" },
  },
  { words: "Hang", more: "Any call is never answered", fault: { method: "*", kind: "hang" } },
  { words: "Error 500", more: "Any call is answered 500, without JSON", fault: { method: "*", kind: "http_500" } },
  {
    words: "Refuse the next message: not in the channel",
    more: "chat.postMessage is answered not_in_channel",
    fault: { method: "chat.postMessage", kind: "error", error: "not_in_channel" },
  },
  {
    words: "Late history",
    more: "conversations.history does not show the last 30 seconds yet",
    fault: { method: "conversations.history", kind: "lag", seconds: 30 },
  },
];

export const DELIVERIES = [
  {
    words: "Deliver twice",
    more: "A command, click or event reaches the app two times",
    fault: { method: "*", kind: "duplicate", copies: 2 },
  },
  {
    words: "Lose it on the way",
    more: "A command, click or event never reaches the app",
    fault: { method: "*", kind: "lost" },
  },
  {
    words: "Deliver late",
    more: "A command, click or event arrives 5 seconds later",
    fault: { method: "*", kind: "late", seconds: 5 },
  },
];

/** What can be done to an app itself; `undo` is what takes it back, where anything does. */
export const APPS = [
  {
    words: "Silent socket",
    more: "The socket stays open, but nothing comes through",
    act: "silence",
    undo: "unsilence",
  },
  { words: "Revoke the token", more: "Every call is answered token_revoked", act: "revoke", undo: "restore" },
  { words: "Cut the socket", more: "Without a word, as a broken network does", act: "cut" },
  { words: "Ask the socket to reconnect", more: "As Slack does every few hours", act: "disconnect" },
];

/** The body for /_control/faults. */
export function faultOf({ fault, lasts }, often, seed) {
  return { ...fault, ...often.body, ...(lasts ? { times: null } : {}), ...(often.seeded ? { seed } : {}) };
}
