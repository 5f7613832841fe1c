// Make DOM nodes. Text always becomes a text node: nothing in this page ever parses a string as markup.

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: `el("button", {class: "x", on: {click: f}}, "text", node, null)`. */
export function el(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** Make an SVG element. */
export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
  } else if (name === "value" || name === "checked" || name === "selected") {
    node[name] = value;
  } else if (name === "vars") {
    for (const [key, text] of Object.entries(value)) node.style.setProperty(`--${key}`, text);
  } else {
    node.setAttribute(name, value === true ? "" : String(value));
  }
}

/** Make `parent` hold exactly `nodes`, in this order, leaving untouched what is already in place. */
export function arrange(parent, nodes) {
  for (const child of [...parent.childNodes]) if (!nodes.includes(child)) child.remove();
  nodes.forEach((node, index) => {
    if (parent.childNodes[index] !== node) parent.insertBefore(node, parent.childNodes[index] ?? null);
  });
}

let count = 0;

/** Return an id that no other node of the page has. */
export function freshId(prefix) {
  count += 1;
  return `${prefix}-${count}`;
}

/** Return `url` if it is safe to follow, else null: `javascript:` and friends are not. */
export function safeUrl(url) {
  try {
    const parsed = new URL(url, location.href);
    return ["http:", "https:", "mailto:", "tel:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** A link that opens in a new tab, or plain text when its address is not safe. */
export function link(url, ...children) {
  const href = safeUrl(url);
  if (!href) return el("span", {}, ...children);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}
