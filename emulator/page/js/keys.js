// Getting about by keyboard: F6 goes from one part of the page to the next, arrow keys from message to message.

const PARTS = [
  ["#topbar", "button"],
  ["#sidebar", ".entry.here, .entry"],
  ["#main", ".view-head button, .scroller, .home"],
  [".composer-frame", "#composer"],
  ["#thread", ".reply-box"],
  ["#break", ".panel-head .icon-button"],
  ["#inspector", ".traffic-rows"],
  [".modal", "input, textarea, button"],
];

/** Listen for F6. */
export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F6") return;
    event.preventDefault();
    const parts = PARTS.map(([part, target]) => [part, visible(`${part} :is(${target})`)]).filter(([, node]) => node);
    const at = parts.findLastIndex(([part]) => document.activeElement?.closest(part));
    const next = event.shiftKey ? (at < 0 ? 0 : at) - 1 + parts.length : at + 1;
    parts[next % parts.length][1].focus();
  });
}

function visible(selector) {
  return [...document.querySelectorAll(selector)].find((node) => node.getClientRects().length && !node.closest("[inert]")) ?? null;
}

/** Let arrow keys go through the messages of `scroller`; from its last one, down goes on to `after()`. */
export function walkMessages(scroller, after) {
  scroller.addEventListener("keydown", (event) => {
    const inMessage = event.target.closest(".message");
    if (event.target !== scroller && event.target !== inMessage) return;
    const all = [...scroller.querySelectorAll(".message[tabindex]")];
    const at = inMessage ? all.indexOf(inMessage) : all.length;
    const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined || !all.length) return;
    event.preventDefault();
    if (next >= all.length) after();
    else all[Math.max(0, next)].focus();
  });
}
