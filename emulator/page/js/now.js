// The workspace's clock as last heard, running on at its own speed.

import { on } from "./store.js";

let base = Date.now();
let heardAt = performance.now();
let rate = 1;

on("clock", (clock) => {
  if (!clock) return;
  base = new Date(clock.now).getTime();
  heardAt = performance.now();
  rate = Number(clock.speed ?? rate);
});

/** What time it is in the workspace. */
export function now() {
  return new Date(base + (performance.now() - heardAt) * rate);
}

/** How many seconds of the workspace pass in one of ours. */
export function speed() {
  return rate;
}
