"""Anything in any order: rules for everything that may happen to a small team; `machine_watched.py` says what must be true."""

import asyncio
from datetime import time, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from domain.calendar import Schedule
from faults.years.machine_watched import TEAM, ZONES, Watched
from faults.years.plan import period_of
from faults.years.pretended import BAD
from faults.years.workplace import NEVER, SECOND

WHO = st.sampled_from([one.id for one in TEAM])
SPANS = st.one_of(
    st.integers(0, 120).map(lambda n: timedelta(minutes=n)),
    st.integers(1, 30).map(lambda n: timedelta(hours=n)),
    st.integers(1, 12).map(lambda n: timedelta(days=n)),
    st.sampled_from([timedelta(seconds=n) for n in (1, 5, 19, 21, 40, 61, 75)]),
)
KINDS_OF_TROUBLE = st.lists(st.sampled_from(BAD), min_size=1, max_size=6)


class Machine(Watched):
    """What may happen."""

    # --- time, and who runs -------------------------------------------------------------------------------------------

    @rule(span=SPANS)
    def tick(self, span: timedelta) -> None:
        """Let time pass; whatever is due meanwhile is done at its time."""
        slack = self.place.slack
        if slack.revoked or not slack.readable:  # what is in doubt is then looked for each half minute
            span = min(span, timedelta(hours=1))
        self._run(self.place.until(self.place.clock() + span))

    @rule(span=st.sampled_from([timedelta(seconds=n) for n in (0, 1, 45, 600)]))
    def tick_until_somebody_is_asked(self, span: timedelta) -> None:
        """Let time pass until the next hour at which people of some place are asked, and a while more."""
        self.tick(self._next_asking() - self.place.clock() + span)

    @rule(kinds=KINDS_OF_TROUBLE, span=st.sampled_from([timedelta(seconds=n) for n in (0, 30, 200)]))
    def be_asked_in_bad_weather(self, kinds: list[str], span: timedelta) -> None:
        """The next ones are asked while Slack answers badly."""
        self.place.slack.coming.extend(kinds)
        self._note_trouble()
        self.tick_until_somebody_is_asked(span)

    @precondition(lambda self: self.place.instances)
    @rule(places=st.none() | st.integers(0, 15), kinds=KINDS_OF_TROUBLE)
    def be_asked_while_one_stands_still(self, places: int | None, kinds: list[str]) -> None:
        """The next ones are asked while one instance stands still in the midst of it, and goes on minutes later.

        `places` None: just when it has an answer from Slack that it has not written down yet.
        """
        if self.several and len(self.place.instances) < 2:
            self.place.start()
        self.place.slack.coming.extend(kinds)
        fate = self.place.instances[0].fate
        fate.freezes_after, fate.freezes_with_an_answer = places, places is None
        self._note_trouble()
        self.tick_until_somebody_is_asked(timedelta(minutes=3))
        self.thaw()
        self.tick(timedelta(minutes=3))

    @precondition(lambda self: self.place.instances)
    @rule(places=st.integers(0, 25))
    def crash(self, places: int) -> None:
        """Let the first instance die after so many places; with what it has claimed."""
        self.place.instances[0].fate.dies_after = places

    @precondition(lambda self: self.place.instances)
    @rule()
    def crash_now(self) -> None:
        """Kill the first instance at once."""
        self._run(self.place.crash(self.place.instances[0]))

    @precondition(lambda self: self.place.instances)
    @rule(places=st.integers(0, 15))
    def freeze(self, places: int) -> None:
        """Have the first instance stand still after so many places."""
        self.place.instances[0].fate.freezes_after = places

    @rule()
    def thaw(self) -> None:
        """Have all go on that stand still."""
        for instance in self.place.instances:
            instance.fate.thaw()

    @precondition(lambda self: not self.place.instances)
    @rule()
    def restart(self) -> None:
        """Start one where none runs."""
        self.place.start()

    @precondition(lambda self: self.several and len(self.place.instances) < 3)
    @rule()
    def add_an_instance(self) -> None:
        """Start one beside the others."""
        self.place.start()

    @precondition(lambda self: len(self.place.instances) > 1)
    @rule()
    def remove_an_instance(self) -> None:
        """Stop one as a deploy does."""
        self._run(self.place.stop(self.place.instances[-1]))

    @rule(weekday=st.integers(0, 4), hour=st.sampled_from([9, 10, 15]))
    def change_the_schedule(self, weekday: int, hour: int) -> None:
        """Ask at another time from now on: as ever, by a new start of all."""
        running = len(self.place.instances)
        for instance in list(self.place.instances):
            self._run(self.place.stop(instance))
        self.place.reschedule(Schedule(weekday=weekday, at=time(hour)))
        self.happened.reschedule(weekday, time(hour), self.place.clock(), NEVER)
        for _ in range(running):
            self.place.start()

    # --- Slack and the database ---------------------------------------------------------------------------------------

    @rule(kinds=KINDS_OF_TROUBLE)
    def slack_answers_badly(self, kinds: list[str]) -> None:
        """The next calls are answered so."""
        self.place.slack.coming.extend(kinds)

    @rule(readable=st.booleans())
    def history(self, readable: bool) -> None:
        """The history can be read, or not."""
        self.place.slack.readable = readable

    @rule(seconds=st.integers(0, 19))
    def lag(self, seconds: int) -> None:
        """The history shows a post so much later."""
        self.place.slack.lag = seconds * SECOND

    @rule(revoked=st.booleans())
    def token(self, revoked: bool) -> None:
        """The token is revoked, or there again."""
        self.place.slack.revoked = revoked

    @precondition(lambda self: not self.place.away)
    @rule()
    def database_goes(self) -> None:
        """The database takes no work."""
        self._run(self.place.database_down())

    @precondition(lambda self: self.place.away)
    @rule()
    def database_comes(self) -> None:
        """It takes work again."""
        self._run(self.place.database_up())

    @rule()
    def connections_are_cut(self) -> None:
        """All connections to the database are lost."""
        self._run(self.place.trouble.cut())

    @rule()
    def all_is_well(self) -> None:
        """All trouble ends, and an instance runs."""
        self._heal()

    # --- people -------------------------------------------------------------------------------------------------------

    @rule(who=WHO, zone=st.sampled_from(ZONES))
    def move(self, who: str, zone: str) -> None:
        """Somebody moves."""
        self._give(self.place.inputs.account(who, tz=zone))

    @rule(who=WHO, active=st.booleans())
    def deactivate(self, who: str, active: bool) -> None:
        """Somebody leaves, or comes back."""
        self._give(self.place.inputs.account(who, active=active))

    @rule(who=WHO, manager=st.sampled_from([None, "U0", "U1"]), team=st.sampled_from(["Lead", "Sales"]))
    def reorganise(self, who: str, manager: str | None, team: str) -> None:
        """Somebody gets another manager and team."""
        self._give(self.place.inputs.reorganise(who, None if manager == who else manager, team))

    @rule(who=WHO, ahead=st.integers(0, 6), days=st.integers(0, 9))
    def leave(self, who: str, ahead: int, days: int) -> None:
        """Somebody will be away."""
        first = self.place.clock().date() + timedelta(days=ahead + 1)
        self._give(self.place.inputs.away(who, first, first + timedelta(days=days)))

    @rule(who=WHO, text=st.sampled_from(["done", "more", "else"]), dies_after=st.none() | st.integers(0, 2))
    def submit(self, who: str, text: str, dies_after: int | None) -> None:
        """Somebody sends the form of the open week; the process that takes it may die over it."""
        period = period_of(self.place.clock(), self.place.schedule, self._zone(who))
        self._give(self.place.inputs.answer(who, period, text), dies_after)

    @rule(who=WHO)
    def skip(self, who: str) -> None:
        """Somebody leaves the open week out."""
        self._give(self.place.inputs.skip(who, period_of(self.place.clock(), self.place.schedule, self._zone(who))))

    @precondition(lambda self: self.last)
    @rule()
    def replay(self) -> None:
        """Slack sends the last input again."""
        self._give(self.last)

    @precondition(lambda self: self.place.inputs.given)
    @rule(data=st.data())
    def replay_an_earlier_one(self, data: st.DataObject) -> None:
        """Slack sends an earlier input again, after newer ones."""
        given = [one for one in self.place.inputs.given if one.done]
        if given:
            self._give(data.draw(st.sampled_from(given)))


def run_machine(url: str, *, examples: int, steps: int) -> None:
    """Run it on this database, always the same examples. Raises what one of them finds wrong."""
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=True,
        phases=[Phase.generate],  # a failing example is told as it is: to make it smaller may take an hour
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    with asyncio.Runner() as runner:
        facts = {"url": url, "runner": runner, "several": not url.startswith("sqlite")}
        run_state_machine_as_test(type("Machine", (Machine,), facts), settings=chosen)
