// Dates and times in a person's zone, whatever the zone of the machine.

const DAY = 86_400_000;
const formats = new Map();

/** Format `date` in zone `tz` with Intl options. */
export function format(date, tz, options) {
  const key = tz + JSON.stringify(options);
  if (!formats.has(key))
    formats.set(key, new Intl.DateTimeFormat("en-US", { timeZone: tz, hourCycle: "h23", ...options }));
  return formats.get(key).format(date);
}

/** The wall clock of `tz` at `date`, as numbers. */
export function wallClock(date, tz) {
  const text = format(date, tz, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const [month, day, year, hour, minute, second] = text.match(/\d+/g).map(Number);
  return { year, month, day, hour, minute, second };
}

/** The instant at which the wall clock of `tz` shows these numbers; a skipped hour counts from before the jump. */
export function instant(tz, { year, month, day, hour = 0, minute = 0 }) {
  const wanted = Date.UTC(year, month - 1, day, hour, minute);
  const offsetAt = (ms) => {
    const wall = wallClock(new Date(ms), tz);
    return (
      Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second) - Math.floor(ms / 1000) * 1000
    );
  };
  const first = wanted - offsetAt(wanted);
  return new Date(wanted - offsetAt(first));
}

const two = (number) => String(number).padStart(2, "0");

/** "2025-11-14" in zone `tz`. */
export function dayKey(date, tz) {
  const { year, month, day } = wallClock(date, tz);
  return `${year}-${two(month)}-${two(day)}`;
}

/** "10:02" in zone `tz`. */
export function timeText(date, tz) {
  const { hour, minute } = wallClock(date, tz);
  return `${two(hour)}:${two(minute)}`;
}

/** "2025-11-14T10:02" in zone `tz`, as a datetime-local input holds it. */
export function localText(date, tz) {
  return `${dayKey(date, tz)}T${timeText(date, tz)}`;
}

/** The instant that a datetime-local input's text means in zone `tz`. */
export function fromLocalText(text, tz) {
  const [year, month, day, hour, minute] = text.match(/\d+/g).map(Number);
  return instant(tz, { year, month, day, hour, minute });
}

/** "Today", "Yesterday" or "Friday, November 14th". */
export function dayText(date, now, tz) {
  return relativeDay(date, now, tz, ["Today", "Yesterday", "Tomorrow"]) ?? longDay(date, tz, now);
}

function relativeDay(date, now, tz, [today, yesterday, tomorrow]) {
  const key = dayKey(date, tz);
  if (key === dayKey(now, tz)) return today;
  if (key === dayKey(new Date(now.getTime() - DAY), tz)) return yesterday;
  return key === dayKey(new Date(now.getTime() + DAY), tz) ? tomorrow : null;
}

function longDay(date, tz, now) {
  const year = wallClock(date, tz).year;
  const suffix = year === wallClock(now, tz).year ? "" : `, ${year}`;
  return `${format(date, tz, { weekday: "long" })}, ${ordinalDay(date, tz, "long")}${suffix}`;
}

function ordinalDay(date, tz, month) {
  const { day } = wallClock(date, tz);
  const ending = day % 100 > 10 && day % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${format(date, tz, { month })} ${day}${ending}`;
}

/** Fill Slack's date tokens, such as "{date_short} at {time}", for an instant in zone `tz`. */
export function fillDateTokens(pattern, date, now, tz) {
  const { year } = wallClock(date, tz);
  const texts = {
    date_num: () => dayKey(date, tz),
    date: () => `${ordinalDay(date, tz, "long")}, ${year}`,
    date_short: () => format(date, tz, { month: "short", day: "numeric", year: "numeric" }),
    date_long: () => `${format(date, tz, { weekday: "long" })}, ${ordinalDay(date, tz, "long")}, ${year}`,
    time: () => timeText(date, tz),
    time_secs: () => `${timeText(date, tz)}:${two(wallClock(date, tz).second)}`,
    ago: () => agoText(date, now),
    day_divider_pretty: () => dayText(date, now, tz),
  };
  return pattern.replace(/\{(\w+?)(_pretty)?\}/g, (whole, name, pretty) => {
    const key = texts[whole.slice(1, -1)] ? whole.slice(1, -1) : name;
    if (!texts[key]) return whole;
    return (pretty && relativeDay(date, now, tz, ["today", "yesterday", "tomorrow"])) || texts[key]();
  });
}

function agoText(date, now) {
  const minutes = Math.round((now.getTime() - date.getTime()) / 60_000);
  const [amount, unit] =
    Math.abs(minutes) < 60
      ? [minutes, "minute"]
      : Math.abs(minutes) < 1440
        ? [Math.round(minutes / 60), "hour"]
        : [Math.round(minutes / 1440), "day"];
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-amount, unit);
}

/** The next instant after `now` that is `hour`:00 in `tz` on a day that `isWanted(weekday, daysAhead)`; weekday 0 is Sunday. */
export function nextHour(now, tz, hour, isWanted) {
  for (let ahead = 0; ahead < 9; ahead += 1) {
    const { year, month, day } = wallClock(now, tz);
    const noon = new Date(Date.UTC(year, month - 1, day + ahead, 12));
    const date = { year: noon.getUTCFullYear(), month: noon.getUTCMonth() + 1, day: noon.getUTCDate(), hour };
    const at = instant(tz, date);
    if (at > now && isWanted(noon.getUTCDay(), ahead)) return at;
  }
  return now;
}

/** "New York" for "America/New_York". */
export function cityOf(tz) {
  return tz.split("/").pop().replaceAll("_", " ");
}

/** A Slack timestamp such as "1700000000.000100" as a Date. */
export function fromTs(ts) {
  return new Date(Number(ts) * 1000);
}
