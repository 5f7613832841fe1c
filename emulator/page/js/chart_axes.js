// The frame of a bar, line or area chart: scale, grid, labels.

import { svg } from "./dom.js";
import { shortNumber } from "./numbers.js";

const TOP = 14;
const CHAR = 6.4; // about the width of a letter at 11 px
const LONGEST = 20; // as long as Slack lets a label be

/** Draw axes and, inside them, `shape(data, scale)`. */
export function plot(data, words, width, height, shape) {
  const scale = scaleOf(data, width, height);
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": words, class: "chart-svg" },
    grid(scale),
    axisLabels(data, scale),
    shape(data, scale),
  );
}

/** Round steps that cover all values, about four of them; whole numbers get whole steps. */
export function ticks(low, high, areWhole) {
  const raw = (high - low || 1) / 4;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= raw && !(areWhole && one % 1));
  const found = [];
  for (let at = Math.floor(low / step); at <= Math.ceil(high / step); at += 1)
    found.push(Number((at * step).toPrecision(12)));
  return found;
}

function scaleOf(data, width, height) {
  const values = data.series.flatMap((one) => one.values).filter((value) => value !== null);
  const marks = ticks(Math.min(0, ...values), Math.max(0, ...values), values.every(Number.isInteger));
  const left = Math.max(...marks.map((mark) => shortNumber(mark).length)) * CHAR + 10 + (data.y ? 18 : 0);
  const bottom = height - 22 - (data.x ? 18 : 0);
  const [low, high] = [marks[0], marks[marks.length - 1]];
  const slot = (width - left - 6) / Math.max(1, data.categories.length);
  return {
    width,
    height,
    left,
    bottom,
    marks,
    slot,
    y: (value) => bottom - ((value - low) / (high - low || 1)) * (bottom - TOP),
    middle: (index) => left + slot * (index + 0.5),
  };
}

function grid(scale) {
  return scale.marks.flatMap((mark) => [
    svg("line", {
      class: mark === 0 ? "axis" : "grid",
      x1: scale.left,
      x2: scale.width - 4,
      y1: scale.y(mark),
      y2: scale.y(mark),
    }),
    svg("text", { class: "tick", x: scale.left - 8, y: scale.y(mark) + 4, "text-anchor": "end" }, shortNumber(mark)),
  ]);
}

function axisLabels(data, scale) {
  const longest = Math.max(1, ...data.categories.map((label) => Math.min(label.length, LONGEST)));
  const every = Math.ceil((longest * CHAR + 8) / scale.slot);
  const labels = data.categories.map((label, index) =>
    index % every
      ? null
      : svg(
          "text",
          { class: "tick", x: scale.middle(index), y: scale.bottom + 17, "text-anchor": "middle" },
          clip(label),
          svg("title", {}, label),
        ),
  );
  const middle = (scale.bottom + TOP) / 2;
  return [
    ...labels,
    data.x
      ? svg(
          "text",
          { class: "axis-name", x: (scale.left + scale.width) / 2, y: scale.height - 5, "text-anchor": "middle" },
          data.x,
        )
      : null,
    data.y
      ? svg(
          "text",
          { class: "axis-name", x: 12, y: middle, "text-anchor": "middle", transform: `rotate(-90 12 ${middle})` },
          data.y,
        )
      : null,
  ];
}

function clip(label) {
  return label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label;
}
