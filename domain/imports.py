"""Imports: what every file of people or goals is held to before a line of it is stored.

- All or nothing: every mistake is found and named in one go, by line and column, with what to write instead.
- The header names each column once, in any order. An empty cell is not the same as a missing column.
- An apostrophe before what a spreadsheet would take for a formula is no part of the text: exports put it there.
- Reading the file is not done here, nor is storing what it says.
"""

import difflib
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from domain.refusals import UnreadableText
from domain.texts import INVISIBLE, clean
from domain.values import Value

Choice = TypeVar("Choice", bound=StrEnum)
ACTS = frozenset("=+-@＝＋－＠")
"""What a spreadsheet may take for the start of a formula, the wide forms of Chinese and Japanese keyboards too."""
LONGEST = 200
"""Signs in a cell; a name or title longer than this fits on no card."""
LONGEST_LIST = 8_000
"""Signs in a cell that holds several of something."""


class Line(Value):
    """A line of a file: its number as an editor shows it, and its cells by column, cleaned."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return a cell."""
        return self.cells[column]


class Mistake(Value):
    """What is wrong, where, and what to write. `column` is None where it is about the whole line or file."""

    line: int
    column: str | None = None
    text: str

    def __str__(self) -> str:
        """The sentence for the operator."""
        return f"line {self.line}, {self.column}: {self.text}" if self.column else f"line {self.line}: {self.text}"


class CannotImport(Exception):
    """Nothing was imported. `mistakes` are in the order of the file."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda one: one.line))
        super().__init__("; ".join(map(str, self.mistakes)))


class Findings:
    """The mistakes of one file, collected while reading on."""

    def __init__(self) -> None:
        self._mistakes: list[Mistake] = []

    def add(self, line: Line | int, column: str | None, text: str) -> None:
        """Note a mistake."""
        number = line if isinstance(line, int) else line.number
        self._mistakes.append(Mistake(line=number, column=column, text=text))

    def must_be_none(self) -> None:
        """Raise CannotImport with all mistakes, if there are any."""
        if self._mistakes:
            raise CannotImport(self._mistakes)


def lines_of(
    rows: Iterable[tuple[int, Sequence[str]]],
    columns: Sequence[str],
    *,
    optional: Sequence[str] = (),
    long: Collection[str] = (),
) -> list[Line]:
    """Return the lines of a table whose first row is the header. Empty lines are left out. Raises CannotImport.

    `optional` columns may be missing; then no line has a cell of that name. `long` ones hold several of something.
    """
    rows = iter(rows)
    number, header = next(rows, (1, []))
    names = [name.strip().casefold() for name in header]
    _check_header(number, names, columns, optional)
    findings = Findings()
    lines = [
        _line(number, names, cells, findings, long)
        for number, cells in rows
        if any(cell and cell.strip() for cell in cells)
    ]
    if not lines:
        findings.add(number, None, "there is nothing under the header. Write a line for each entry.")
    findings.must_be_none()
    return lines


def _check_header(number: int, names: Sequence[str], columns: Sequence[str], optional: Sequence[str]) -> None:
    findings = Findings()
    if_wanted = f", and {','.join(optional)} if you like" if optional else ""
    whole = f"The first line must be {','.join(columns)}{if_wanted} (in any order)."
    for name in columns:
        if name not in names:
            findings.add(number, name, f"this column is missing. {whole}")
    for name in dict.fromkeys(names):
        if name not in (*columns, *optional):
            near = _nearest(name, (*columns, *optional))
            findings.add(number, name or "(no name)", f"this column is unknown{near}. {whole}")
        elif names.count(name) > 1:
            findings.add(number, name, "this column is there twice. Take one of them out.")
    findings.must_be_none()


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1)
    return f", perhaps {near[0]}" if near else ""


def _line(number: int, names: Sequence[str], cells: Sequence[str], findings: Findings, long: Collection[str]) -> Line:
    if len(cells) != len(names):
        findings.add(
            number,
            None,
            f"{len(cells)} cells where the header has {len(names)}. Put a text with a comma in double quotes.",
        )
    texts = {
        name: _cell(number, name, cell, findings, LONGEST_LIST if name in long else LONGEST)
        for name, cell in zip(names, cells, strict=False)
    }
    return Line(number=number, cells=dict.fromkeys(names, "") | texts)


def _cell(number: int, name: str, cell: str, findings: Findings, most: int) -> str:
    try:
        text = clean(as_typed(clean(cell))) if cell else ""
    except UnreadableText as unreadable:
        findings.add(number, name, str(unreadable))
        return ""
    if len(text) > most:
        findings.add(number, name, f"longer than {most:,} signs. Shorten it.")
    return text


def defused(text: str) -> str:
    """Return the text as a cell that no spreadsheet works out; `as_typed` gives the text back."""
    return f"'{text}" if _acts(text) else text


def as_typed(cell: str) -> str:
    """Return the text of a cell without the apostrophe that `defused` put before it."""
    return cell[1:] if cell.startswith("'") and _acts(cell) else cell


def _acts(text: str) -> bool:
    """Tell whether the first sign that shows, apostrophes aside, may start a formula."""
    signs = (sign for sign in text.lstrip("'") if not sign.isspace() and unicodedata.category(sign) not in INVISIBLE)
    return next(signs, "") in ACTS


def one_of(line: Line, column: str, kind: type[Choice], findings: Findings) -> Choice | None:
    """Return the choice that a cell names; None for an empty cell, and after a mistake was noted."""
    word = line[column].casefold()
    if not word or word in list(kind):
        return kind(word) if word else None
    findings.add(line, column, f"“{line[column]}” is none of them{_nearest(word, kind)}. Write {_or(kind)}.")
    return None


def _or(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}"


def loops_of(above: Mapping[str, str | None]) -> list[tuple[str, ...]]:
    """Return every loop of a line or tree as `(a, b, a)`: one for each, however long the file is."""
    seen: dict[str, int] = {}
    loops = []
    for turn, start in enumerate(above):
        path: list[str] = []
        at: str | None = start
        while at and at not in seen:
            seen[at] = turn
            path.append(at)
            at = above.get(at)
        if at and seen[at] == turn and at in path:
            loops.append((*path[path.index(at) :], at))
    return loops


def loops_in_file(above: Mapping[str, str | None], lines: Mapping[str, Line]) -> list[tuple[Line, tuple[str, ...]]]:
    """Return every loop that touches the file, with its first line there, told from that one on: `(a, b, a)`.

    A loop that was stored before is not this file's mistake.
    """
    found = []
    for loop in loops_of(above):
        here = [one for one in loop if one in lines]
        if here:
            first = min(here, key=lambda one: lines[one].number)
            start = loop.index(first)
            found.append((lines[first], (*loop[start:-1], *loop[:start], first)))
    return found
