// "New message": choose one or several people, and the conversation with them opens.

import { avatar } from "./avatars.js";
import { Combo } from "./combo.js";
import { openDialog } from "./dialogs.js";
import { el, freshId } from "./dom.js";
import { talkTo } from "./profile.js";
import { displayName, store } from "./store.js";

const MOST = 8; // a group conversation holds nine with oneself
const SHOWN = 100;

/** Ask with whom to talk. */
export function openNewMessage() {
  const id = freshId("with");
  const trouble = el("p", { class: "field-error", id: `${id}-error`, role: "alert", hidden: true });
  let chosen = [];
  const combo = new Combo({
    multi: true,
    max: MOST,
    placeholder: "Type a name",
    naming: { id, "aria-describedby": `${id}-error` },
    clearable: false,
    value: [],
    label: displayName,
    find: async (query) => [{ options: candidates(query) }],
    onChange: (values) => {
      chosen = values;
      trouble.hidden = true;
    },
    onCommit: async () => true,
  });
  openDialog({
    title: "New message",
    submit: "Go",
    body: [el("label", { class: "label", for: id }, "To"), combo.node, trouble],
    onSubmit: async () => {
      if (chosen.length) return talkLater(chosen);
      trouble.hidden = false;
      trouble.textContent = "Choose somebody first.";
      combo.input.focus();
      return false;
    },
  });
}

// The dialog gives the focus back when it closes; the conversation takes it after that.
function talkLater(users) {
  setTimeout(() => talkTo(users));
  return true;
}

function candidates(query) {
  const wanted = query.trim().toLowerCase();
  return store.people
    .filter((one) => one.id !== store.me && !one.deleted && !one.is_bot)
    .filter((one) => `${one.real_name} ${one.name}`.toLowerCase().includes(wanted))
    .slice(0, SHOWN)
    .map((one) => ({ value: one.id, text: one.real_name || one.name, description: one.title, lead: avatar(one, 24) }));
}
