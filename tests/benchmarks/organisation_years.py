"""What an organisation said in all its weeks: check-ins, turns, readings, kudos, feedback, blockers; always the same."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from domain.calendar import WEEK
from storage.database import Database
from storage.schema import migrate
from tests.benchmarks.bulk import Rows, pour, spelling
from tests.benchmarks.organisation import GOALS, SEED, Organisation
from tests.benchmarks.payloads import TEAM

SO_FAR = 0.7
"""How many have answered the week that is open; all of the others are answered."""
EACH = {"reading": 8, "kudos": 4, "feedback": 8, "blocker": 20, "look": 4}
"""Once in so many weeks somebody has one."""
STANDS = 0.03
"""How many of the blockers of the last quarter still stand, as a share of the people."""
WORDS = (
    "The hand-over was calm",
    "Two more to go, and the third one waits for an answer",
    "The articles about refunds",
)
SURE = ((0, 0, 0),) * 6 + ((0, 0, 1), (0, 1, 1), (1, 1, 1), (0, 1, 2))
"""How sure people are of their three goals."""
CONFIDENCE = ("on_track", "at_risk", "off_track")


async def fill(url: str, people: int, weeks: int) -> Organisation:
    """Make the database, with so many people and weeks in it; return who they are."""
    database = Database.open(url)
    await migrate(database.engine)
    async with database.transaction(budget=60) as store:
        workspace = await store.workspaces.meet(TEAM, "Bench")
    await database.close()
    made = Organisation(people, weeks, workspace=workspace, spelling=spelling(url))
    await pour(url, [*made.tables(), *Years(made).tables()])
    return made


class Years:
    """All weeks of one organisation."""

    def __init__(self, of: Organisation) -> None:
        self._of, self._here = of, of.workspace
        self._ids = [of.id(number) for number in range(of.people)]
        above = [of.manager(number) for number in range(of.people)]
        self._above = [None if one is None else of.id(one) for one in above]

    def tables(self) -> Iterator[Rows]:
        """Yield everything, in the order it refers to each other."""
        yield Rows("check_ins", CHECK_IN, self._check_ins())
        yield Rows("check_in_turns", TURN, self._turns())
        yield Rows("kpi_readings", READING, self._readings())
        yield Rows("kudos", KUDOS, self._kudos(), counted=True)
        yield Rows("kudos_receivers", RECEIVER, self._receivers())
        yield Rows("feedback", FEEDBACK, self._feedback())
        yield Rows("blockers", BLOCKER, self._blockers())
        yield Rows("access_log", LOOK, self._looks())

    def _at(self, week: int) -> datetime:
        return self._of.now - (self._of.weeks - 1 - week) * WEEK - timedelta(hours=1)

    def _slots(self, what: str) -> Iterator[tuple[int, int]]:
        """Yield week and person for whatever happens to everybody once in a while, the oldest first."""
        each = EACH[what]
        return ((week, n) for week in range(self._of.weeks) for n in range(week % each, self._of.people, each))

    def _check_ins(self) -> Iterator[tuple[Any, ...]]:
        draw = Random(SEED)
        chance, choice, ids = draw.random, draw.choice, self._ids
        for week, period in enumerate(self._of.periods):
            at, day = self._of.moment(self._at(week)), self._of.day(period)
            read = at if week < self._of.weeks - 2 else None
            answered = SO_FAR if week == self._of.weeks - 1 else 1.0
            first, value = self._of.first_goal(self._of.half(week), 0), 10 + week % 26 * 3
            for n in range(self._of.people):
                if chance() < answered:
                    sure = choice(SURE)
                    goals, by = _goals(first + GOALS * n, value, sure), self._above[n] if read else None
                    counts = sure.count(0), sure.count(1), sure.count(2)
                    yield self._here, ids[n], day, goals, *WORDS, at, False, 1, read, by, *counts

    def _turns(self) -> Iterator[tuple[Any, ...]]:
        for period in self._of.periods:
            day = self._of.day(period)
            for person in self._ids:
                yield self._here, person, day, 0, 2, 0, day

    def _readings(self) -> Iterator[tuple[Any, ...]]:
        for week, n in self._slots("reading"):
            first, at = self._of.first_goal(self._of.half(week), n), self._of.moment(self._at(week))
            for goal in range(first, first + GOALS):
                yield self._here, goal, goal, 10.0 + week % 26 * 3, at, self._ids[n], ""

    def _kudos(self) -> Iterator[tuple[Any, ...]]:
        for number, (week, n) in enumerate(self._slots("kudos"), 1):
            yield number, self._here, self._ids[n - 1], f"the review of case {number}", n % 10 > 0, self._when(week)

    def _receivers(self) -> Iterator[tuple[Any, ...]]:
        for number, (week, n) in enumerate(self._slots("kudos"), 1):
            yield self._here, number, self._ids[n], self._when(week)

    def _feedback(self) -> Iterator[tuple[Any, ...]]:
        for week, n in self._slots("feedback"):
            visible = VISIBLE[n // EACH["feedback"] % 3]
            yield self._here, self._ids[n - 1], self._ids[n], WORDS[1], "praise", visible, self._when(week), "", ""

    def _blockers(self) -> Iterator[tuple[Any, ...]]:
        """Yield what was cleared within a week, but for some of the last quarter."""
        draw = Random(SEED)
        for week, n in self._slots("blocker"):
            period, at, person = self._of.day(self._of.periods[week]), self._when(week), self._ids[n]
            stands = week >= self._of.weeks - 13 and draw.random() < STANDS * EACH["blocker"] / 13
            ended = None if stands else self._when(week + 1)
            yield self._here, person, period, period, at, at, WORDS[2], 1, ended, None if stands else person

    def _looks(self) -> Iterator[tuple[Any, ...]]:
        """Yield that managers opened the page; each line is about one report."""
        for week, n in self._slots("look"):
            if above := self._above[n]:
                day, at = self._of.day(self._at(week).date()), self._when(week)
                yield self._here, self._ids[n], above, "team status", day, "manager", at, 1

    def _when(self, week: int) -> Any:
        return self._of.moment(min(self._at(week), self._of.now))


def _goals(first: int, value: int, sure: tuple[int, ...]) -> str:
    """Return what an answer says of three goals, as it is stored."""
    lines = (
        f'{{"goal":{goal},"readings":[{{"kpi":{goal},"value":{value}.0}}],"confidence":"{CONFIDENCE[how]}","note":"{WORDS[1]}"}}'
        for goal, how in enumerate(sure, first)
    )
    return f"[{','.join(lines)}]"


VISIBLE = ("receiver", "receiver_and_manager", "manager")
CHECK_IN = (
    *("workspace_id", "person", "period", "goals", "went_well", "next", "blockers", "answered_at", "late", "revision"),
    *("read_at", "read_by", "on_track", "at_risk", "off_track"),
)
TURN = ("workspace_id", "person", "period", "snoozes", "reminders", "moves", "asked_on")
READING = ("workspace_id", "goal", "kpi", "value", "at", "by", "note")
KUDOS = ("id", "workspace_id", "giver", "reason", "public", "given_at")
RECEIVER = ("workspace_id", "kudos", "receiver", "given_at")
FEEDBACK = ("workspace_id", "author", "receiver", "behaviour", "tone", "visibility", "given_at", "situation", "impact")
BLOCKER = (
    *("workspace_id", "person", "period", "named_in", "named_at", "raised_at", "text", "revision"),
    *("closed_at", "closed_by"),
)
LOOK = ("workspace_id", "subject", "reader", "what", "day", "reason", "last_at", "times")
