// The plain `table` block and the sortable, paged `data_table` block.

import { el } from "./dom.js";
import { icon } from "./icons.js";
import { unescapeText } from "./mrkdwn.js";
import { richText } from "./rich_text.js";

const PAGE = 10;

/** A table of rows as they come; the first row is the head. */
export function table(block) {
  const settings = block.column_settings ?? [];
  const row = (cells, tag) =>
    el(
      "tr",
      {},
      cells.map((cell, index) =>
        el(tag, { class: columnClass(settings[index]), scope: tag === "th" ? "col" : null }, cellNodes(cell)),
      ),
    );
  const [head = [], ...body] = block.rows ?? [];
  return scroll(
    el(
      "table",
      { class: "table" },
      el("thead", {}, row(head, "th")),
      el(
        "tbody",
        {},
        body.map((cells) => row(cells, "td")),
      ),
    ),
    "Table",
  );
}

function columnClass(setting) {
  return `align-${["left", "center", "right"].includes(setting?.align) ? setting.align : "left"}${setting?.is_wrapped ? " wrapped" : ""}`;
}

function scroll(node, label) {
  return el("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": label }, node);
}

function cellNodes(cell) {
  if (cell?.type === "rich_text") return richText(cell);
  return unescapeText(String(cell?.text ?? cell?.value ?? ""));
}

function cellKey(cell) {
  if (cell?.type === "raw_number") return Number(cell.value);
  return String(cell?.text ?? cell?.value ?? JSON.stringify(cell?.elements ?? "")).toLowerCase();
}

/** A table with a caption that can be sorted by each column and leafed through. */
export function dataTable(block) {
  const [head = [], ...rows] = block.rows ?? [];
  const state = { rows, sort: null, down: false, page: 0, size: block.page_size ?? PAGE };
  const frame = el("div", { class: "data-table" });
  const draw = () =>
    frame.replaceChildren(
      block.caption ? el("div", { class: "table-caption" }, unescapeText(block.caption)) : "",
      scroll(
        el("table", { class: "table" }, headRow(head, rows, state, draw), bodyRows(block, state)),
        block.caption ?? "Data",
      ),
      pager(state, draw),
    );
  draw();
  return frame;
}

function numeric(rows, column) {
  return rows.length > 0 && rows.every((row) => row[column]?.type === "raw_number");
}

function headRow(head, rows, state, draw) {
  return el(
    "thead",
    {},
    el(
      "tr",
      {},
      head.map((cell, column) => {
        const sorted = state.sort === column ? (state.down ? "descending" : "ascending") : "none";
        const mark = { none: "", ascending: " ↑", descending: " ↓" }[sorted];
        const button = el(
          "button",
          {
            type: "button",
            class: "sort-button",
            on: {
              click: () => {
                sortBy(state, rows, column);
                draw();
              },
            },
          },
          cellNodes(cell),
          mark,
        );
        return el(
          "th",
          { scope: "col", "aria-sort": sorted, class: numeric(rows, column) ? "align-right" : "align-left" },
          button,
        );
      }),
    ),
  );
}

function sortBy(state, rows, column) {
  state.down = state.sort === column ? !state.down : false;
  state.sort = column;
  state.page = 0;
  const sign = state.down ? -1 : 1;
  state.rows = [...rows].sort((a, b) => {
    const [left, right] = [cellKey(a[column]), cellKey(b[column])];
    return (
      sign *
      (typeof left === "number" && typeof right === "number" ? left - right : String(left).localeCompare(String(right)))
    );
  });
}

function bodyRows(block, state) {
  const start = state.page * state.size;
  return el(
    "tbody",
    {},
    state.rows.slice(start, start + state.size).map((row) =>
      el(
        "tr",
        {},
        row.map((cell, column) => {
          const isHead = column === block.row_header_column_index;
          return el(
            isHead ? "th" : "td",
            { scope: isHead ? "row" : null, class: cell?.type === "raw_number" ? "align-right" : "align-left" },
            cellNodes(cell),
          );
        }),
      ),
    ),
  );
}

function pager(state, draw) {
  const pages = Math.ceil(state.rows.length / state.size);
  if (pages < 2) return "";
  const go = (step) => () => {
    state.page += step;
    draw();
  };
  return el(
    "div",
    { class: "pager" },
    el(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": "Previous page",
        disabled: state.page === 0,
        on: { click: go(-1) },
      },
      icon("left"),
    ),
    el("span", { class: "muted" }, `${state.page + 1} of ${pages} · ${state.rows.length} rows`),
    el(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": "Next page",
        disabled: state.page === pages - 1,
        on: { click: go(1) },
      },
      icon("right"),
    ),
  );
}
