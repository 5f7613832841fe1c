// Pictures from elsewhere; one that cannot be fetched becomes its description.

import { el, safeUrl } from "./dom.js";

/** A picture object ({image_url or slack_file.url, alt_text}) as a node. */
export function image(object, name) {
  const words = object.alt_text ?? "";
  const stand = () => el("span", { class: `${name} no-image`, role: "img", "aria-label": words }, words);
  const source = object.image_url ?? object.slack_file?.url;
  const src = source ? safeUrl(source) : null;
  if (!src) return stand();
  const node = el("img", { class: name, src, alt: words });
  node.addEventListener("error", () => node.replaceWith(stand()));
  return node;
}
