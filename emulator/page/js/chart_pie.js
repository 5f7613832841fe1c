// A pie, drawn as a ring so that its middle can name the total.

import { svg } from "./dom.js";
import { numberText } from "./numbers.js";

/** The segments of a pie, clockwise from the top. */
export function pie(data, words, width, height) {
  const [values] = data.series.map((one) => one.values);
  const total = values.reduce((sum, value) => sum + value, 0);
  const size = Math.min(width, height) - 16;
  const [x, y, radius] = [width / 2, height / 2, size / 2];
  let from = 0;
  const segments = values.map((value, index) => {
    const to = from + (total ? value / total : 0);
    const node = segment(x, y, radius, from, to, index);
    node.append(svg("title", {}, `${data.categories[index]}: ${numberText(value)}`));
    from = to;
    return node;
  });
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": words, class: "chart-svg" },
    segments,
    svg("text", { class: "pie-total", x, y: y + 2, "text-anchor": "middle" }, numberText(total)),
    svg("text", { class: "tick", x, y: y + 18, "text-anchor": "middle" }, "total"),
  );
}

function segment(x, y, radius, from, to, index) {
  const names = `fill slice series-${index % 12}`;
  const inner = radius * 0.58;
  if (to - from > 0.9999) {
    const width = radius - inner;
    return svg("circle", {
      class: `ring series-${index % 12}`,
      cx: x,
      cy: y,
      r: inner + width / 2,
      "stroke-width": width,
    });
  }
  const at = (share, r) => {
    const angle = share * 2 * Math.PI - Math.PI / 2;
    return `${(x + r * Math.cos(angle)).toFixed(2)} ${(y + r * Math.sin(angle)).toFixed(2)}`;
  };
  const big = to - from > 0.5 ? 1 : 0;
  const path = `M ${at(from, radius)} A ${radius} ${radius} 0 ${big} 1 ${at(to, radius)} L ${at(to, inner)} A ${inner} ${inner} 0 ${big} 0 ${at(from, inner)} Z`;
  return svg("path", { class: names, d: path });
}
