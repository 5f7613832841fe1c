"""What people write: cleaned the same way everywhere, before any rule looks at it.

- Stored as Unicode NFC, with line ends as one kind.
- NUL and half characters (lone surrogates) are refused: no database takes them.
- A text of only white space or invisible signs is an empty one.
"""

import unicodedata

from domain.refusals import TextMissing, UnreadableText

INVISIBLE = frozenset({"Cc", "Cf"})
"""Categories of Unicode: controls, joiners, marks of direction, soft hyphens."""
BLANK = frozenset("\u034f\u115f\u1160\u2800\u3164\ufe0e\ufe0f\uffa0")
"""Letters and marks without a picture, which Unicode counts among the visible ones."""


def clean(text: str | None, *, field: str | None = None) -> str:
    """Return the text as it is stored, `""` for nothing. Raises UnreadableText, at the form's `field`."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise UnreadableText(**({"field": field} if field else {}))
    text = unicodedata.normalize("NFC", text).strip()
    return text if any(map(_visible, text)) else ""


def _visible(sign: str) -> bool:
    return not sign.isspace() and sign not in BLANK and unicodedata.category(sign) not in INVISIBLE


def required(text: str | None, *, field: str | None = None) -> str:
    """Return the cleaned text, or refuse an empty one. Raises TextMissing, UnreadableText."""
    cleaned = clean(text, field=field)
    if not cleaned:
        raise TextMissing(**({"field": field} if field else {}))
    return cleaned
