// Who wrote a message.

import { appAvatar, avatar } from "./avatars.js";
import { appOfBot, displayName, person } from "./store.js";

/** Who wrote a message, as {id, real_name, isApp}. */
export function authorOf(message) {
  const bot = message.bot_id || message.app_id ? appOfBot(message) : null;
  if (bot) return { ...bot, real_name: message.username ?? bot.name, isApp: true };
  const known = person(message.user);
  const name = message.username ?? message.bot_profile?.name ?? displayName(message.user ?? "somebody");
  return {
    ...(known ?? { id: message.user ?? name }),
    real_name: known ? known.real_name || known.name : name,
    isApp: Boolean(message.bot_id) || Boolean(known?.is_bot),
  };
}

/** The author's picture. */
export function face(author) {
  return author.isApp ? appAvatar({ id: author.id, name: author.real_name }) : avatar(author);
}
