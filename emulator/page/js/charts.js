// The `data_visualization` block: an inline SVG with legend, and the same facts as a table for those who cannot see it.

import { plot } from "./chart_axes.js";
import { pie } from "./chart_pie.js";
import { area, bars, lines } from "./chart_shapes.js";
import { el } from "./dom.js";
import { unescapeText } from "./mrkdwn.js";
import { numberText } from "./numbers.js";

const HEIGHT = 230;
const SHAPES = { bar: bars, line: lines, area };

/** A chart block as a figure that is drawn again whenever its width changes. */
export function chart(block) {
  const data = readChart(block.chart);
  const title = unescapeText(block.title ?? "Chart");
  const canvas = el("div", { class: "chart-canvas" });
  const draw = (width) => canvas.replaceChildren(picture(data, title, Math.max(220, Math.floor(width))));
  new ResizeObserver(([entry]) => {
    if (entry.contentRect.width) draw(entry.contentRect.width);
  }).observe(canvas);
  return el(
    "figure",
    { class: `chart chart-${data.type}` },
    el("figcaption", { class: "chart-title" }, title),
    canvas,
    legend(data),
    asTable(data),
  );
}

/** Bring pies and series to one form: {type, categories, series: [{name, values}], x, y}. */
function readChart(raw) {
  if (raw.type === "pie") {
    const segments = raw.segments ?? [];
    return {
      type: "pie",
      categories: segments.map((one) => one.label),
      series: [{ name: "Value", values: segments.map((one) => one.value) }],
    };
  }
  const categories = raw.axis_config?.categories ?? raw.series[0].data.map((point) => point.label);
  const series = raw.series.map(({ name, data }) => ({
    name,
    values: categories.map((label) => data.find((point) => point.label === label)?.value ?? null),
  }));
  return {
    type: Object.hasOwn(SHAPES, raw.type) ? raw.type : "bar",
    categories,
    series,
    x: raw.axis_config?.x_label,
    y: raw.axis_config?.y_label,
  };
}

function picture(data, title, width) {
  const words = `${title}. ${describe(data)}`;
  return data.type === "pie" ? pie(data, words, width, HEIGHT) : plot(data, words, width, HEIGHT, SHAPES[data.type]);
}

/** The chart in words, for screen readers. */
function describe(data) {
  const names = { bar: "Bar chart", line: "Line chart", area: "Area chart", pie: "Pie chart" };
  const parts = data.series.map(
    ({ name, values }) =>
      `${data.type === "pie" ? "" : `${name}: `}${data.categories.map((label, at) => `${label} ${numberText(values[at])}`).join(", ")}`,
  );
  return `${names[data.type]}. ${parts.join("; ")}.`;
}

function legend(data) {
  const isPie = data.type === "pie";
  const total = data.series[0].values.reduce((sum, value) => sum + value, 0) || 1;
  const names = isPie ? data.categories : data.series.map((one) => one.name);
  if (!isPie && names.length < 2) return null;
  const share = (at) =>
    isPie
      ? el(
          "span",
          { class: "muted" },
          ` ${numberText(data.series[0].values[at])} (${Math.round((data.series[0].values[at] / total) * 100)} %)`,
        )
      : null;
  return el(
    "ul",
    { class: "chart-legend" },
    names.map((name, at) => el("li", {}, el("span", { class: `swatch series-${at % 12}` }), name, share(at))),
  );
}

function asTable(data) {
  const head = el(
    "tr",
    {},
    el("th", { scope: "col" }, data.x ?? ""),
    data.series.map((one) => el("th", { scope: "col", class: "align-right" }, one.name)),
  );
  const rows = data.categories.map((label, at) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, label),
      data.series.map((one) => el("td", { class: "align-right" }, numberText(one.values[at]))),
    ),
  );
  return el(
    "details",
    { class: "chart-data" },
    el("summary", {}, "Show the numbers"),
    el("div", { class: "table-scroll" }, el("table", { class: "table" }, el("thead", {}, head), el("tbody", {}, rows))),
  );
}
