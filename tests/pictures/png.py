"""Small PNGs: a screen's picture with a palette of 64 colours, a third as heavy as it comes."""

import base64
import struct
import zlib
from itertools import pairwise
from typing import TypedDict

from playwright.async_api import Page

TO_A_PALETTE = """async (source) => {
  const image = await createImageBitmap(await (await fetch(source)).blob());
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const count = new Map();
  for (let i = 0; i < data.length; i += 4) {
    const colour = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
    count.set(colour, (count.get(colour) ?? 0) + 1);
  }
  const byUse = [...count.keys()].sort((one, other) => count.get(other) - count.get(one));
  // The commonest colours, then what is left by families: a red dot is small, and says what a grey one does not.
  const colours = byUse.slice(0, 24);
  const families = new Map();
  for (const colour of byUse.slice(24)) {
    const family = families.get(colour & 0xf0f0f0) ?? { colour, points: 0 };
    families.set(colour & 0xf0f0f0, { ...family, points: family.points + count.get(colour) });
  }
  const parts = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];
  const weight = ({ colour, points }) => (Math.max(...parts(colour)) - Math.min(...parts(colour)) > 60 ? 8 : 1) * points;
  const largest = [...families.values()].sort((one, other) => weight(other) - weight(one));
  colours.push(...largest.slice(0, 40).map((family) => family.colour));
  const far = (one, other) => parts(one).reduce((sum, part, i) => sum + (part - parts(other)[i]) ** 2, 0);
  const index = new Map(colours.map((colour, i) => [colour, i]));
  for (const colour of byUse.filter((one) => !index.has(one))) {
    const distances = colours.map((known) => far(known, colour));
    index.set(colour, distances.indexOf(Math.min(...distances))); // the edges of letters, mostly
  }
  const points = new Uint8Array(data.length / 4);
  for (let i = 0; i < data.length; i += 4)
    points[i / 4] = index.get((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
  let text = "";
  for (let i = 0; i < points.length; i += 8192) text += String.fromCharCode(...points.subarray(i, i + 8192));
  return { width: image.width, height: image.height, colours, points: btoa(text) };
}"""


class Drawn(TypedDict):
    """A picture as numbers: `points` are indices into `colours`, row by row, in base64."""

    width: int
    height: int
    colours: list[int]
    points: str


async def small(page: Page, picture: bytes) -> bytes:
    """Return a PNG that looks the same and is smaller; the page lends its canvas."""
    drawn: Drawn = await page.evaluate(TO_A_PALETTE, f"data:image/png;base64,{base64.b64encode(picture).decode()}")
    return encode(drawn)


def encode(drawn: Drawn) -> bytes:
    """Return the PNG of a picture with a palette."""
    points, width = base64.b64decode(drawn["points"]), drawn["width"]
    ends = range(0, len(points) + 1, width)
    rows = b"".join(b"\0" + points[start:end] for start, end in pairwise(ends))  # 0: no filter, best with a palette
    palette = b"".join(colour.to_bytes(3, "big") for colour in drawn["colours"])
    head = struct.pack(">IIBBBBB", width, drawn["height"], 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks))


def _chunk(one: tuple[bytes, bytes]) -> bytes:
    name, content = one
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
