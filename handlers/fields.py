"""Reading a form field by field, so that everything wrong with it is said at once, each at its place."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from domain.numbers import number
from domain.refusals import Refusal
from domain.texts import clean
from handlers.refusals import FieldErrors
from handlers.views.plain import plain

T = TypeVar("T")


class Fields:
    """What a form holds, by block id, and the sentences for the fields that are wrong so far."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        self.said = said
        self.errors: dict[str, str] = {}

    def read(self, field: str, how: Callable[[Any], T]) -> T | None:
        """Return the field as `how` reads it; None where that refuses, with its sentence kept."""
        try:
            return how(self.said.get(field))
        except Refusal as refusal:
            self.errors.setdefault(field, plain(refusal))
            return None

    def text(self, field: str) -> str:
        """Return a text, cleaned."""
        return self.read(field, clean) or ""

    def number(self, field: str) -> float | None:
        """Return a number; None where nothing is written."""
        return self.read(field, lambda text: number(text) if clean(text) else None)

    def day(self, field: str) -> date | None:
        """Return a date; None where none is chosen."""
        chosen = self.said.get(field)
        return date.fromisoformat(chosen) if chosen else None

    def refuse(self, refusals: Iterable[Refusal]) -> None:
        """Keep these too; what a field was told first stays."""
        for refusal in refusals:
            self.errors.setdefault(refusal.at() or "", plain(refusal))

    def check(self) -> None:
        """Raise FieldErrors if anything was wrong."""
        if self.errors:
            raise FieldErrors(self.errors)
