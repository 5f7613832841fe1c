"""Words of people, made safe to stand in a document, whatever its format.

- What turns the direction of a line (bidi overrides, embeddings, isolates) is taken out: it could disguise other
  words. Right-to-left letters and their marks stay.
- Control characters are taken out, but for the line feed and the tab.
"""

import re

BIDI = "\u202a-\u202e\u2066-\u2069"
CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029"
UNSAFE = re.compile(f"[{BIDI}{CONTROLS}]")
NEW_LINES = re.compile("\r\n|[\r\u2028\u2029\x85]")


def plain(text: str) -> str:
    """Return the text with its lines apart and without signs that no reader should meet."""
    return UNSAFE.sub("", NEW_LINES.sub("\n", text))


def one_line(text: str) -> str:
    """Return the text on one line, white space made single."""
    return " ".join(plain(text).split())
