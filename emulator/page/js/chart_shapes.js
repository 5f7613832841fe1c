// What stands between the axes: bars, lines, areas.

import { svg } from "./dom.js";
import { numberText } from "./numbers.js";

const WIDEST_BAR = 42;

/** Bars, grouped by category when there are several series. */
export function bars(data, scale) {
  const group = Math.min(scale.slot * 0.72, WIDEST_BAR * data.series.length);
  const width = group / data.series.length;
  return data.series.flatMap((series, which) =>
    series.values.map((value, index) => {
      if (value === null) return null;
      const x = scale.middle(index) - group / 2 + which * width;
      const [top, base] = [Math.min(scale.y(value), scale.y(0)), Math.max(scale.y(value), scale.y(0))];
      const label =
        data.series.length === 1 && scale.slot > 26
          ? svg(
              "text",
              { class: "value", x: x + width / 2, y: value < 0 ? base + 12 : top - 4, "text-anchor": "middle" },
              numberText(value),
            )
          : null;
      return [
        svg(
          "rect",
          {
            class: `fill series-${which % 12}`,
            x: x + 1,
            y: top,
            width: Math.max(2, width - 2),
            height: Math.max(1, base - top),
            rx: Math.min(3, width / 4),
          },
          tip(series, data.categories[index], value),
        ),
        label,
      ];
    }),
  );
}

/** One line with dots for each series; a missing value leaves a gap. */
export function lines(data, scale) {
  return data.series.flatMap((series, which) => [
    ...runs(series.values).map((run) =>
      svg("polyline", { class: `stroke series-${which % 12}`, points: points(run, series, scale) }),
    ),
    ...dots(data, series, which, scale),
  ]);
}

/** Lines with a tinted area down to zero. */
export function area(data, scale) {
  const tints = data.series.flatMap((series, which) =>
    runs(series.values).map((run) => {
      const [first, last] = [run[0], run[run.length - 1]];
      const zero = scale.y(0);
      return svg("polygon", {
        class: `tint series-${which % 12}`,
        points: `${scale.middle(first)},${zero} ${points(run, series, scale)} ${scale.middle(last)},${zero}`,
      });
    }),
  );
  return [...tints, ...lines(data, scale)];
}

function points(run, series, scale) {
  return run.map((index) => `${scale.middle(index)},${scale.y(series.values[index])}`).join(" ");
}

function dots(data, series, which, scale) {
  return series.values.map((value, index) =>
    value === null
      ? null
      : svg(
          "circle",
          { class: `dot series-${which % 12}`, cx: scale.middle(index), cy: scale.y(value), r: 3.5 },
          tip(series, data.categories[index], value),
        ),
  );
}

function runs(values) {
  const found = [];
  values.forEach((value, index) => {
    if (value === null) return;
    if (index > 0 && values[index - 1] !== null) found[found.length - 1].push(index);
    else found.push([index]);
  });
  return found;
}

function tip(series, label, value) {
  return svg("title", {}, `${series.name}, ${label}: ${numberText(value)}`);
}
