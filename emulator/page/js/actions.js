// Send what a person does with an element to the app, and say so when the app does not answer.

import { read, send } from "./api.js";
import { refreshState, store } from "./store.js";
import { toast } from "./toasts.js";

const WORDS = {
  operation_timeout: "The app did not respond in time.",
  dispatch_failed: "The app could not be reached.",
  not_connected: "The app is not connected.",
};

/** A sentence for an error code, with the code itself for who looks it up. */
export function errorWords(code) {
  const known = WORDS[code] ?? "That did not work.";
  return /\s/.test(code) ? code : `${known} (${code})`;
}

/** The part of a block context that talks to the app, for a message or a view. */
export function actor(container, form) {
  const of = (block, element) => ({ as: store.me, container, block_id: block.block_id, action_id: element.action_id });
  return {
    form,
    /** Tell the app; true when it took it. */
    async act(block, element, value) {
      const answer = await attempt(() => send("action", { ...of(block, element), value, state: form.plain() }));
      if (answer && !answer.ok) toast(errorWords(answer.error ?? "unknown_error"), "error");
      return Boolean(answer?.ok);
    },
    async options(block, element, query) {
      return (await send("options", { ...of(block, element), query })) ?? { options: [] };
    },
  };
}

/** Run `work`; when the workspace refuses, say why and return null. */
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message, "error");
    return null;
  }
}

/** Change one's own person in the workspace: presence, status, do-not-disturb. True when it was done. */
export async function changeMe(fields) {
  const answer = await attempt(() => send("person", { as: store.me, ...fields }));
  if (answer) await refreshState().catch(() => {});
  return Boolean(answer);
}

/** Start a global or message shortcut. */
export async function startShortcut(app, shortcut, target = {}) {
  const answer = await attempt(() =>
    send("shortcut", { as: store.me, app: app.id, callback_id: shortcut.callback_id, ...target }),
  );
  if (answer && answer.ok === false) toast(errorWords(answer.error ?? "unknown_error"), "error");
}

/** Read what the control API has under `path`, or null when it refuses. */
export function tryRead(path, query) {
  return attempt(() => read(path, { as: store.me, ...query }));
}
