"""The highlights of a review packet: how much there is of each month, of what kind, and in a sentence what is thin.

They are counted from the packet itself, so they hold what its reader may see and nothing else, and tell the same as it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from domain.evidence import Entry, EntryKind
from domain.reviews import ReviewPacket
from domain.values import Value

COUNTED: Mapping[EntryKind, tuple[str, str]] = {
    EntryKind.CHECK_IN: ("check-in", "check-ins"),
    EntryKind.KUDOS: ("kudos", "kudos"),
    EntryKind.FEEDBACK: ("piece of feedback", "pieces of feedback"),
    EntryKind.READING: ("new number", "new numbers"),
    EntryKind.OWN_EVIDENCE: ("note of one's own", "notes of one's own"),
}
SELDOM = frozenset({EntryKind.READING, EntryKind.OWN_EVIDENCE})
"""Kinds that are counted only where there are some."""
MOST_MONTHS = 24
"""Of a longer period a year is a row: the page has each of its months."""
NAMED = 4
"""So many months and goals are named in the sentence about what is thin; the page names all."""


class Month(Value):
    """A month of the period with its entries, in order; there may be none."""

    first: date
    entries: tuple[Entry, ...]


class Stretch(Value):
    """A month, or a year of a long period: how many entries of each kind, only kinds of which there are some.

    `open` is False where all of it lies before the reader's right began, so that an empty one says nothing.
    """

    name: str
    counts: Mapping[EntryKind, int] = {}
    open: bool = True

    @property
    def total(self) -> int:
        """How many entries in all."""
        return sum(self.counts.values())


def by_month(packet: ReviewPacket) -> tuple[Month, ...]:
    """Return every month of the period, and those of answers that came after it, with what happened in it."""
    groups: dict[date, list[Entry]] = {}
    day = packet.since.replace(day=1)
    while day <= min(packet.until, packet.made_at.astimezone(packet.tz).date()):
        groups[day] = []
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    for entry in packet.entries:
        groups.setdefault(entry.at.astimezone(packet.tz).date().replace(day=1), []).append(entry)
    return tuple(Month(first=first, entries=tuple(groups[first])) for first in sorted(groups))


def stretches(packet: ReviewPacket) -> tuple[Stretch, ...]:
    """Return the months of the period with their counts; of a long period its years."""
    months = by_month(packet)
    first_open = packet.reads_from.replace(day=1)
    if len(months) <= MOST_MONTHS:
        return tuple(_stretch(f"{one.first:%B %Y}", [one], one.first >= first_open) for one in months)
    years = dict.fromkeys(one.first.year for one in months)
    return tuple(
        _stretch(str(year), [one for one in months if one.first.year == year], year >= first_open.year)
        for year in years
    )


def _stretch(name: str, months: Iterable[Month], may_read: bool) -> Stretch:
    counts = Counter(entry.kind for month in months for entry in month.entries)
    return Stretch(name=name, counts={kind: counts[kind] for kind in EntryKind if counts[kind]}, open=may_read)


def tallies(packet: ReviewPacket) -> tuple[tuple[int, str], ...]:
    """Return how many there are of each kind of evidence, each with its word.

    Readings are counted only where some stand alone: most come with a check-in, and "0" would say there were none. Own
    evidence is for the person alone, so that "0" would mean nothing to anybody else.
    """
    counts = {kind: sum(entry.kind is kind for entry in packet.entries) for kind in EntryKind}
    shown = {kind: count for kind, count in counts.items() if count or kind not in SELDOM}
    return tuple((count, COUNTED[kind][count != 1]) for kind, count in shown.items())


def in_words(counts: Mapping[EntryKind, int]) -> str:
    """Return `3 check-ins, 1 piece of feedback`."""
    return ", ".join(f"{count} {COUNTED[kind][count != 1]}" for kind, count in counts.items())


def thin_in_words(packet: ReviewPacket) -> str:
    """Return what is thin as a sentence: `There is no evidence of September 2026, and none names G-12`."""
    months = _some([f"{month:%B %Y}" for month in packet.thin.months], "month")
    goals = _some(packet.thin.goals, "goal")
    if not packet.entries and not packet.goals:
        return "All of it: there is neither a goal nor any evidence in this period."
    if not months and not goals:
        return "Nothing: there is evidence of every month and for every goal."
    if not months:
        return f"No evidence names {goals}."
    return f"There is no evidence of {months}" + (f", and none names {goals}." if goals else ".")


def _some(names: Sequence[str], what: str) -> str:
    """Return `a, b and c`; of many the first, and how many more there are."""
    left = len(names) - NAMED
    listed = [*names[:NAMED], f"{left} more {what}{'s' if left > 1 else ''}"] if left > 0 else [*names]
    *most, last = listed or [""]
    return f"{', '.join(most)} and {last}" if most else last
