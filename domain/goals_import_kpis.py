"""The KPIs of a goal in a file: one a line, the first beside the goal, each further one on a line of the same id.

- A line tells of the KPI of its name. A name that the goal does not have yet is the new name of a KPI that no line names,
  in their order; where there is none, it is a new KPI.
- What no line tells of stays: it has readings.
- The kind may be left out. A percentage has no other unit, money needs its currency, yes or no goes from 0 to 1.
- The direction may be left out, for baseline and target say it; where it stands, they have to agree with it.
"""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from domain.goals import Kind, Kpi, TargetIsBaseline
from domain.imports import Findings, Line, one_of
from domain.numbers import NotANumber, number, show

NUMBERS = ("baseline", "target")
YES_OR_NO = {"": None, "0": 0.0, "1": 1.0}


class Direction(StrEnum):
    """Which way is better."""

    MORE = "more"
    LESS = "less"


def direction_of(kpi: Kpi) -> Direction:
    """Return which way of this KPI is better."""
    return Direction.LESS if kpi.falls else Direction.MORE


def kpis(lines: Sequence[Line], before: tuple[Kpi, ...], findings: Findings, *, needed: bool) -> tuple[Kpi, ...]:
    """Return the KPIs of a goal after the import, those that are there already in their order."""
    first = lines[0]
    if len(lines) == 1 and not needed and not any(first[column] for column in ("kpi", *NUMBERS)):
        return before
    _refuse_twice(lines, before, findings)
    places = _places([line["kpi"] for line in lines], before)
    told = {
        place: _kpi(line, before[place] if place < len(before) else None, findings)
        for place, line in zip(places, lines, strict=True)
    }
    stored = tuple(told.get(place) or kpi for place, kpi in enumerate(before))
    return (*stored, *(kpi for place, kpi in sorted(told.items()) if kpi and place >= len(before)))


def _refuse_twice(lines: Sequence[Line], before: Sequence[Kpi], findings: Findings) -> None:
    """Refuse a KPI told of twice, unless that is how they stand in Cairn."""
    stored, seen, first = Counter(kpi.name for kpi in before), Counter[str](), dict[str, Line]()
    for line in lines:
        name = line["kpi"]
        first.setdefault(name, line)
        seen[name] += 1
        if name and seen[name] > max(stored[name], 1):
            what = f"line {first[name].number} tells of this KPI too. Give one of them another name, or take one out."
            findings.add(line, "kpi", what)


def _places(names: Sequence[str], before: Sequence[Kpi]) -> list[int]:
    """Return which KPI each line tells of, by its place; new ones come after those that are there."""
    left = list(range(len(before)))
    found: list[int | None] = []
    for name in names:
        place = next((one for one in left if before[one].name == name), None)
        found.append(place)
        left = [one for one in left if one != place]
    more = iter([*left, *range(len(before), len(before) + len(names))])
    return [next(more) if place is None else place for place in found]


def _kpi(line: Line, was: Kpi | None, findings: Findings) -> Kpi | None:
    """Return what a line tells of a KPI, None after a mistake."""
    if not line["kpi"]:
        findings.add(line, "kpi", "name the number that shows it, for example first-reply time.")
    said = one_of(line, "kind", Kind, findings) if line.cells.get("kind") else None
    kind = said or _kept(line, was)
    measure = _yes_or_no(line, findings) if kind is Kind.YES_NO else _numbers(line, findings)
    unit = _unit(line, kind, findings)
    if measure is None or not line["kpi"]:
        return None
    told = {"name": line["kpi"], "kind": kind, "unit": unit, **dict(zip(NUMBERS, measure, strict=True))}
    kpi = was.model_copy(update=told) if was else Kpi(**told)
    _check_direction(line, kpi, findings)
    return kpi


def _kept(line: Line, was: Kpi | None) -> Kind:
    """Return the kind where the file says none: as it was, as long as that fits."""
    if was is None:
        return Kind.NUMBER
    fits = {
        Kind.YES_NO: all(line[column] in YES_OR_NO for column in NUMBERS),
        Kind.PERCENT: line["unit"] in {"", "%"},
        Kind.MONEY: bool(line["unit"]),
    }
    return was.kind if fits.get(was.kind, True) else Kind.NUMBER


def _yes_or_no(line: Line, findings: Findings) -> tuple[float, float] | None:
    baseline, target = (YES_OR_NO.get(line[column], -1.0) for column in NUMBERS)
    if baseline in {None, 0.0} and target in {None, 1.0}:
        return 0.0, 1.0
    findings.add(line, "target", "yes or no goes from 0 to 1. Leave baseline and target empty, or choose another kind.")
    return None


def _numbers(line: Line, findings: Findings) -> tuple[float, float] | None:
    baseline, target = (_number(line, column, findings) for column in NUMBERS)
    if baseline is None or target is None:
        return None
    if baseline == target:
        findings.add(line, "target", str(TargetIsBaseline()))
        return None
    return baseline, target


def _number(line: Line, column: str, findings: Findings) -> float | None:
    if not line[column]:
        findings.add(line, column, "a KPI has a baseline and a target. Write a number such as 42 or 4.2.")
        return None
    try:
        return number(line[column])
    except NotANumber:
        findings.add(line, column, f"“{line[column]}” is no number. Write it like 42, 4.2 or 1200, without a unit.")
        return None


def _unit(line: Line, kind: Kind, findings: Findings) -> str:
    unit = line["unit"]
    if kind is Kind.MONEY and not unit:
        findings.add(line, "unit", "money has a currency. Write it, for example € or USD.")
    if kind is Kind.PERCENT and unit not in {"", "%"}:
        findings.add(line, "unit", f"a percentage has no unit such as {unit}. Leave it empty, or choose another kind.")
    if kind is Kind.YES_NO and unit:
        findings.add(line, "unit", "yes or no has no unit. Leave it empty, or choose another kind.")
    return "%" if kind is Kind.PERCENT else unit


def _check_direction(line: Line, kpi: Kpi, findings: Findings) -> None:
    said = one_of(line, "direction", Direction, findings) if line.cells.get("direction") else None
    if said and said is not direction_of(kpi):
        lies = "below" if kpi.falls else "above"
        what = (
            f"{said} is better here, and the target {show(kpi.target)} lies {lies} the baseline {show(kpi.baseline)}."
        )
        findings.add(line, "direction", f"{what} Correct one of the three.")
