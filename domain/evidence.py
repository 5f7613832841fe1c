"""Evidence: check-ins, kudos, feedback, own notes and KPI readings as entries of one page, in the order they happened.

- Each entry says what it is, by whom, and which goals it is about, as far as its reader may know those goals.
- A KPI reading that came with a check-in stands in that check-in, not beside it.
- The pulse of a check-in is no evidence: it stands on nobody's page, not even its author's.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from domain.check_ins import CheckIn, GoalAnswer
from domain.feedback import Feedback
from domain.goals import Goal, Kpi, KpiReading
from domain.kudos import Kudos
from domain.numbers import show
from domain.own_evidence import Kept
from domain.priorities import Verdict
from domain.values import Value

WHAT_BECAME = {Verdict.DONE: "Done", Verdict.CARRY: "Carried on", Verdict.DROP: "Dropped"}


class EntryKind(StrEnum):
    """What kind of evidence it is."""

    CHECK_IN = "check-in"
    KUDOS = "kudos"
    FEEDBACK = "feedback"
    READING = "KPI reading"
    OWN_EVIDENCE = "own evidence"


class Part(Value):
    """A piece of an entry's text: what a person wrote, and under which heading of ours ("" for none)."""

    label: str = ""
    text: str


class Entry(Value):
    """One piece of evidence. `at` is UTC, `by` a Slack id, `goals` the refs it is about.

    `link` opens it in Slack, `about` the message it is about.
    """

    at: datetime
    kind: EntryKind
    by: str
    title: str
    parts: tuple[Part, ...]
    goals: tuple[str, ...] = ()
    link: str | None = None
    about: str | None = None

    @property
    def text(self) -> str:
        """The whole of it as plain text, a line a part."""
        return "\n".join(f"{part.label}: {part.text}" if part.label else part.text for part in self.parts)


Source = CheckIn | Kudos | Feedback | Kept
"""What people wrote, each of which makes one entry."""


class Evidence(Value):
    """What storage handed out for one grant and period.

    `goals` are the person's own, `around` the others their reader may see (they give names, no more). `readings` go
    back to the start of each goal. `kept` is there for the person themselves alone. `links` maps the keys of `keys_of` to permalinks.
    """

    goals: tuple[Goal, ...] = ()
    around: tuple[Goal, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()
    kudos: tuple[Kudos, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    kept: tuple[Kept, ...] = ()
    readings: tuple[KpiReading, ...] = ()
    links: Mapping[str, str] = {}

    @property
    def sources(self) -> tuple[Source, ...]:
        """Everything that people wrote."""
        return (*self.check_ins, *self.kudos, *self.feedback, *self.kept)


def keys_of(one: Source, reader: str) -> tuple[str, ...]:
    """Return the keys of the notices whose messages `reader` can open in Slack for this, the best one first."""
    if isinstance(one, Kudos):
        return (f"kudos:{one.id}:post",) if one.public else (f"kudos:{one.id}:to:{reader}",)
    if isinstance(one, Feedback):
        return (f"feedback:{one.id}:to:{reader}",)
    if isinstance(one, Kept):
        return (f"feedback:{one.feedback}:to:{reader}",) if one.feedback else ()
    if one.person != reader:
        return ()
    return f"check-in:{one.person}:{one.period}:prompt:1", f"check-in:{one.person}:{one.period}:done:1"


def entries_of(evidence: Evidence, reader: str, *, readings: Iterable[KpiReading]) -> tuple[Entry, ...]:
    """Return the evidence in the order it happened; `readings` are those of the period."""
    goals = (*evidence.goals, *evidence.around)
    refs = {goal.id: goal.ref for goal in goals}
    kpis = {kpi.id: kpi for goal in goals for kpi in goal.kpis}
    written = [_entry(one, refs, kpis, _link(keys_of(one, reader), evidence.links)) for one in evidence.sources]
    alone = [_reading(one, refs, kpis) for one in readings if one.check_in is None and one.kpi in kpis]
    return tuple(sorted([*written, *alone], key=lambda entry: (entry.at, entry.kind, entry.text)))


Refs = Mapping[int | None, str]
Kpis = Mapping[int | None, Kpi]


def _link(keys: Sequence[str], links: Mapping[str, str]) -> str | None:
    return next((links[key] for key in keys if key in links), None)


def _parts(*labelled: tuple[str, str]) -> tuple[Part, ...]:
    return tuple(Part(label=label, text=text) for label, text in labelled if text)


def _named(refs: Refs, *goals: int | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(refs[goal] for goal in goals if goal is not None and goal in refs))


def _entry(one: Source, refs: Refs, kpis: Kpis, link: str | None) -> Entry:
    if isinstance(one, CheckIn):
        return _check_in(one, refs, kpis, link)
    if isinstance(one, Kept):
        return _kept(one, refs, link)
    return _kudos(one, refs, link) if isinstance(one, Kudos) else _feedback(one, refs, link)


def _check_in(one: CheckIn, refs: Refs, kpis: Kpis, link: str | None) -> Entry:
    lines = [(refs.get(line.goal, "A goal"), _said(line, kpis)) for line in one.goals]
    return Entry(
        at=one.answered_at,
        kind=EntryKind.CHECK_IN,
        by=one.person,
        title=f"Check-in of {one.period:%-d %B %Y}" + (", late" if one.late else ""),
        parts=_parts(*lines, *_priorities(one), *_in_words(one)),
        goals=_named(refs, *(line.goal for line in one.goals)),
        link=link,
    )


def _priorities(one: CheckIn) -> list[tuple[str, str]]:
    """Return what became of last week's priorities, a part for each that was named."""
    return [(WHAT_BECAME[priority.verdict], priority.text) for priority in one.priorities]


def _in_words(one: CheckIn) -> list[tuple[str, str]]:
    texts = [("Went well", one.went_well), ("Next", one.next), ("Blockers", one.blockers)]
    return texts + [(answer.text, answer.answer) for answer in one.answers]


def _said(line: GoalAnswer, kpis: Kpis) -> str:
    """Return what a check-in says of one goal: `First reply 45 min · on track · the macros help`."""
    readings = [_value(kpis[one.kpi], one.value) for one in line.readings if one.kpi in kpis]
    return " · ".join(filter(None, [*readings, line.confidence and line.confidence.in_words, line.note]))


def _kudos(one: Kudos, refs: Refs, link: str | None) -> Entry:
    return Entry(
        at=one.given_at,
        kind=EntryKind.KUDOS,
        by=one.giver,
        title="Kudos"
        + (f" #{one.value}" if one.value else "")
        + ("" if one.public else ", private")
        + (f", {one.joined} joined in" if one.joined else ""),
        parts=_parts(("", one.reason)),
        goals=_named(refs, one.goal),
        link=link,
        about=one.link,
    )


def _feedback(one: Feedback, refs: Refs, link: str | None) -> Entry:
    return Entry(
        at=one.given_at,
        kind=EntryKind.FEEDBACK,
        by=one.author,
        title=f"Feedback, {one.tone}" + (", thanked for" if one.thanked_at else ""),
        parts=_parts(
            ("Situation", one.situation),
            ("Behaviour", one.behaviour),
            ("Impact", one.impact),
            ("Intent", one.intent),
            ("Competency", one.competency or ""),
            *(part for asked in one.questions for part in (("Question", asked.question), ("Answer", asked.answer))),
        ),
        goals=_named(refs, one.goal),
        link=link,
    )


def _kept(one: Kept, refs: Refs, link: str | None) -> Entry:
    return Entry(
        at=one.saved_at,
        kind=EntryKind.OWN_EVIDENCE,
        by=one.person,
        title="Own evidence" + (", from feedback" if one.feedback else ""),
        parts=_parts(("", one.note)),
        goals=_named(refs, one.goal),
        link=link,
        about=one.link,
    )


def _reading(one: KpiReading, refs: Refs, kpis: Kpis) -> Entry:
    return Entry(
        at=one.at,
        kind=EntryKind.READING,
        by=one.by,
        title="New number" if one.by else "New number, from another system",
        parts=_parts(("", _value(kpis[one.kpi], one.value)), ("Note", one.note)),
        goals=_named(refs, one.goal),
    )


def _value(kpi: Kpi, value: float) -> str:
    return f"{kpi.name} {show(value)} {kpi.unit}".rstrip()
