// What has not been read yet, as the workspace counts it.

import { send } from "./api.js";
import { emit, store } from "./store.js";

/** True if the channel holds something newer than what the person has seen. */
export function isUnread(channel) {
  return channel.unread > 0;
}

/** Note that the person has seen all of the channel. */
export function markRead(channel) {
  if (!channel || !isUnread(channel)) return;
  channel.unread = 0;
  emit("read");
  send("read", { as: store.me, channel: channel.id }).catch(() => {}); // only a mark: the next visit clears it
}
