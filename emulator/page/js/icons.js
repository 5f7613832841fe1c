// The page's few line icons, drawn on a 24 x 24 grid.

import { svg } from "./dom.js";

const PATHS = {
  alert: "M12 4 2.8 19.5h18.4L12 4zM12 10v4.5M12 17.2v.1",
  arrow: "M12 5v14M6 13l6 6 6-6",
  bolt: "M13 3 5 13.5h6L10.5 21 19 10.5h-6.2L13 3z",
  break: "M4 12h4l2.500-6 3.500 12 2.500-6h3.500",
  clip: "M20 11.5l-8 8a5 5 0 0 1-7-7l8.500-8.500a3.400 3.400 0 0 1 4.800 4.800l-8.500 8.500a1.700 1.700 0 0 1-2.400-2.400l7.600-7.600",
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.5V12l3 2",
  close: "M6 6l12 12M18 6 6 18",
  down: "M6 9.5l6 6 6-6",
  error: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9l6 6M15 9l-6 6",
  external: "M14 4h6v6M20 4l-9 9M18 14v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h5",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6z",
  file: "M6 3h8l5 5v12a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM14 3v5h5",
  hash: "M9 4 7 20M17 4l-2 16M4.5 9h16M3.5 15h16",
  home: "M4 11.5 12 4l8 7.5V20a1 1 0 0 1-1 1h-4.5v-6h-5v6H5a1 1 0 0 1-1-1z",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.5M12 7.8v.1",
  inspect: "M4 8h13M13 4l4 4-4 4M20 16H7M11 12l-4 4 4 4",
  left: "M15 6l-6 6 6 6",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  menu: "M4 7h16M4 12h16M4 17h16",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  copy: "M8 8h11v12H8zM5 16V4h11",
  pause: "M8 5v14M16 5v14",
  pencil: "M4 20l1-4L16 5l3 3L8 19l-4 1zM14 7l3 3",
  pending: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  play: "M8 5l11 7-11 7z",
  plus: "M12 5v14M5 12h14",
  right: "M9 6l6 6-6 6",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
  send: "M4 4.5 21 12 4 19.5 6.5 12zM6.5 12H13",
  smile: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 14s1.3 2.2 4 2.2 4-2.2 4-2.2M9 9.5v.1M15 9.5v.1",
  thread: "M5 5h14v10H11l-4 4v-4H5z",
  thumbsdown: "M17 4v9M7 4h10v9l-4.5 7.5a2 2 0 0 1-2-2V14H5.5a2 2 0 0 1-2-2.4L5 5.6A2 2 0 0 1 7 4zM17 4h3v9h-3",
  thumbsup: "M7 20v-9M17 20H7v-9l4.5-7.5a2 2 0 0 1 2 2V10h5a2 2 0 0 1 2 2.4L19 18.4a2 2 0 0 1-2 1.6zM7 20H4v-9h3",
  incoming: "M19 12H5M11 6l-6 6 6 6",
  outgoing: "M5 12h14M13 6l6 6-6 6",
  trash: "M5 7h14M9.5 7V4.5h5V7M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-4 3.8-6 7.5-6s6.700 2 7.500 6",
};

/** Draw the icon called `name`; it is decoration, so its button carries the words. */
export function icon(name, size = 18) {
  const path = svg("path", { d: PATHS[name] ?? PATHS.info });
  return svg(
    "svg",
    { viewBox: "0 0 24 24", width: size, height: size, class: `icon icon-${name}`, "aria-hidden": "true" },
    path,
  );
}
