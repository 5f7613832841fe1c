// Hear from the workspace what changed; when the line is cut, say so and try again, less and less often.

import { emit, refreshState, store } from "./store.js";
import { toast } from "./toasts.js";

const LONGEST_WAIT = 10_000;
const line = document.getElementById("connection");
let failures = 0;

/** Connect now and stay connected. */
export function listen() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}/_control/live?${new URLSearchParams({ as: store.me })}`);
  socket.addEventListener("open", connected);
  socket.addEventListener("message", (event) => hear(JSON.parse(event.data)));
  socket.addEventListener("close", disconnected);
}

function connected() {
  failures = 0;
  line.hidden = true;
  readEverything(); // what happened while nobody listened, at the very start too
}

function disconnected() {
  failures += 1;
  line.hidden = false;
  line.textContent = "Reconnecting to the workspace… What you typed is kept.";
  setTimeout(listen, Math.min(LONGEST_WAIT, 250 * 2 ** failures));
}

function readEverything() {
  readState();
  for (const topic of ["messages", "views", "home"]) emit(topic, {});
}

function readState() {
  refreshState().catch((error) => toast(error.message, "error"));
}

function hear(change) {
  if (change.type !== "state") emit(change.type, change);
  if (["state", "messages"].includes(change.type)) readState(); // a message changes what is unread
}
