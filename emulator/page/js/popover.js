// Small windows that hang on a button or a field: one at a time, closed by Esc or a click elsewhere.

const layer = document.getElementById("layer");
const GAP = 4;
let current = null;

/** Show `node` near `anchor`; returns a function that closes it. `options`: asWideAs (anchor), above, onClose. */
export function openPopover(node, anchor, options = {}) {
  closePopover();
  node.classList.add("popover");
  anchor.classList.add("has-popover"); // what shows on hover only stays in sight, so that it can take the focus back
  layer.append(node);
  current = { node, anchor, options };
  place();
  const mine = current;
  return () => {
    if (current === mine) closePopover();
  };
}

/** Close what is open. */
export function closePopover() {
  if (!current) return;
  const { node, anchor, options } = current;
  current = null;
  node.remove();
  anchor.classList.remove("has-popover");
  options.onClose?.();
}

/** True while something is open: Esc then belongs to it. */
export function popoverIsOpen() {
  return current !== null;
}

/** Put the open window where it fits: under its anchor, or above when there is more room. */
export function place() {
  if (!current) return;
  const { node, anchor, options } = current;
  if (!anchor.isConnected) return closePopover();
  const box = anchor.getBoundingClientRect();
  node.style.maxHeight = "";
  node.style.width = options.asWideAs ? `${Math.max(box.width, 220)}px` : "";
  const [below, above] = [innerHeight - box.bottom - 2 * GAP, box.top - 2 * GAP];
  const goesUp = options.above ? above > 160 : node.offsetHeight > below && above > below;
  node.style.maxHeight = `${Math.min(goesUp ? above : below, 420)}px`;
  const top = goesUp ? box.top - GAP - node.offsetHeight : box.bottom + GAP;
  const left = options.toRight ? box.right - node.offsetWidth : box.left;
  node.style.top = `${Math.max(GAP, top)}px`;
  node.style.left = `${Math.max(GAP, Math.min(left, innerWidth - node.offsetWidth - GAP))}px`;
}

document.addEventListener(
  "pointerdown",
  (event) => {
    if (current && !current.node.contains(event.target) && !current.anchor.contains(event.target)) closePopover();
  },
  true,
);
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || !current) return;
    event.stopPropagation();
    event.preventDefault();
    const { anchor } = current;
    if (!anchor.contains(document.activeElement))
      (anchor.matches("button, input, textarea") ? anchor : anchor.querySelector("button, input"))?.focus();
    closePopover();
  },
  true,
);
addEventListener("resize", place);
document.addEventListener(
  "scroll",
  (event) => {
    if (current && !current.node.contains(event.target)) place();
  },
  true,
);
