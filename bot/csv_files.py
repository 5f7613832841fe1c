"""Reading a CSV file as people save it: with `,` or `;`, from a spreadsheet or an editor, in UTF-8. And writing one.

What the cells mean is not decided here, only what the rows are and on which line each begins.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from domain.imports import CannotImport, Mistake

SAVE_AS = "Save the file as CSV UTF-8 (in a spreadsheet: Save as → CSV UTF-8) and import it again."
Row = tuple[int, list[str]]


def read_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """Return the rows with the line each begins on, the header first. `columns` tell which sign divides them.

    Raises CannotImport where it is no text, or no CSV.
    """
    text = _decoded(path.read_bytes())
    if not text.strip():
        raise CannotImport([Mistake(line=1, text=f"the file is empty. Its first line is {','.join(columns)}.")])
    return list(_rows(text, _divider(text, columns)))


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as a file holds it (RFC 4180): UTF-8 with the mark by which spreadsheets know it as such."""
    table = io.StringIO(newline="")
    csv.writer(table).writerows([columns, *rows])
    return table.getvalue().encode("utf-8-sig")


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise CannotImport([Mistake(line=line, text=f"this is no UTF-8 text. {SAVE_AS}")]) from None


def _divider(text: str, columns: Sequence[str]) -> str:
    """Return the sign under which more of the header's names are known; Excel takes `;` in much of Europe."""
    header = text.lstrip().splitlines()[0].casefold().replace('"', "")
    found = {sign: len({name.strip() for name in header.split(sign)} & set(columns)) for sign in ",;"}
    return max(found, key=lambda sign: found[sign])


def _rows(text: str, divider: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
    begins = 1
    try:
        for row in reader:
            if row:
                yield begins, row
            begins = reader.line_num + 1
    except csv.Error as wrong:
        raise CannotImport([Mistake(line=begins, text=f"{_plainly(wrong)}. {SAVE_AS}")]) from None


def _plainly(wrong: csv.Error) -> str:
    if "end of data" in str(wrong):
        return "a double quote opens here and never closes"
    if "expected after" in str(wrong):
        return "something stands behind a closing double quote"
    return f"this is no CSV ({wrong})"
