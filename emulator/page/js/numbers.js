// Numbers as people read them.

const FULL = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });
const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 });

/** "12,500", or a dash for a value that is missing. */
export function numberText(value) {
  return value === null || value === undefined ? "–" : FULL.format(value);
}

/** "12.5K", for axes. */
export function shortNumber(value) {
  return SHORT.format(value);
}

/** "2.4 MB". */
export function sizeText(bytes) {
  const units = ["bytes", "KB", "MB", "GB"];
  const step = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${FULL.format(Math.round((bytes / 1024 ** step) * 10) / 10)} ${units[step]}`;
}
