// Start the page: find out who looks, read the workspace, then follow what changes.

import { read } from "./api.js";
import { startBreakPanel } from "./break.js";
import { startComposer } from "./composer.js";
import { startConversation } from "./conversation.js";
import { el } from "./dom.js";
import { loadEmoji } from "./emoji.js";
import { startHome } from "./home.js";
import { startInspector } from "./inspector.js";
import { startKeys } from "./keys.js";
import { listen } from "./live.js";
import { startMessages } from "./messages.js";
import { startModals } from "./modal.js";
import { startProfiles } from "./profile.js";
import { startSidebar } from "./sidebar.js";
import { refreshState, store } from "./store.js";
import { startTopbar } from "./topbar.js";

const REMEMBERED = "as";

function whoLooks() {
  return new URLSearchParams(location.search).get("as") ?? localStorage.getItem(REMEMBERED) ?? "";
}

/** Read the state as `id`; somebody who is not there (any more) becomes the first person of the workspace. */
async function enter(id) {
  const reading = read("state", id ? { as: id } : {}).catch((error) => (id ? read("state") : Promise.reject(error)));
  const [state] = await Promise.all([reading, loadEmoji().catch(() => {})]); // without emoji there are still their names
  store.me = state.me.id;
  localStorage.setItem(REMEMBERED, store.me);
  await refreshState();
}

async function start() {
  startTopbar();
  startSidebar();
  startConversation();
  startMessages();
  startComposer();
  startHome();
  startProfiles();
  startKeys();
  startBreakPanel();
  startInspector();
  await enter(whoLooks());
  await startModals();
  listen();
}

start().catch((error) => {
  document
    .getElementById("main")
    .replaceChildren(
      el("div", { class: "empty" }, el("h2", {}, "The workspace could not be read"), el("p", {}, error.message)),
    );
});
