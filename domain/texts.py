"""What people write: cleaned the same way everywhere, before any rule looks at it.

- Stored as Unicode NFC, with line ends as one kind.
- NUL and half characters (lone surrogates) are refused: no database takes them.
- A text of only white space or invisible signs is an empty one.
"""

import unicodedata

from domain.refusals import TextMissing, UnreadableText

INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def clean(text: str | None) -> str:
    """Return the text as it is stored, `""` for nothing. Raises UnreadableText."""
    text = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise UnreadableText
    text = unicodedata.normalize("NFC", text).strip()
    return text if any(sign not in INVISIBLE and not sign.isspace() for sign in text) else ""


def required(text: str | None, *, field: str | None = None) -> str:
    """Return the cleaned text, or refuse an empty one. Raises TextMissing, UnreadableText."""
    cleaned = clean(text)
    if not cleaned:
        raise TextMissing(**({"field": field} if field else {}))
    return cleaned
