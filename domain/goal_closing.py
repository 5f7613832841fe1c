"""How a goal ends: closed with a score, carried over into a new one, or dropped.

- Each key result has its score, the goal their mean (`goal_scores.py`). What was learned takes a sentence, whatever came
  of the goal; one that is dropped has no score, and says why.
- Carried over: a new goal has the same owner, parent, contributors and key results, from where they stand today to the
  same targets; what is at its target stays behind. Open milestones move along, their shares counted from here.
- Its owner ends a goal, or the owner's manager; company and team goals the people team, too. It ends once.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from domain.goal_history import Change, GoalEvent, Happened
from domain.goal_scores import mean, shown
from domain.goals import Goal, Kpi, Level, Milestone, State
from domain.people import Person
from domain.permissions import Relation, is_people_team
from domain.refusals import NotThere, Refusal
from domain.texts import clean
from domain.values import Value

WHOLE = 0
"""Under this id stands the score of a goal that has no KPIs, which is scored as a whole."""


class Outcome(StrEnum):
    """What becomes of a goal that ends."""

    CLOSED = "closed"
    CARRIED_OVER = "carried_over"
    DROPPED = "dropped"

    @property
    def in_words(self) -> str:
        """As people read it: `carried over`."""
        return self.value.replace("_", " ")


HAPPENED: Mapping[Outcome, Happened] = {
    Outcome.CLOSED: Happened.CLOSED,
    Outcome.CARRIED_OVER: Happened.CARRIED_OVER,
    Outcome.DROPPED: Happened.DROPPED,
}


class Verdict(Value):
    """What somebody wrote to end a goal: `scores` by KPI id (WHOLE where there is none), None where nothing stands.

    `why` is for a goal that is dropped, `until` the day by which one that is carried over should be reached.
    """

    outcome: Outcome | None
    scores: Mapping[int, float | None] = {}
    learned: str = ""
    why: str = ""
    until: date | None = None


class OutcomeMissing(Refusal):
    """Nothing was chosen."""

    text = "Choose what becomes of the goal: close it, carry it over, or drop it."
    field = "outcome"


class ScoreMissing(Refusal):
    """A key result without a score."""

    text = "Give it a score from 0.0 (no step) to 1.0 (all of it), for example 0.7. Only a dropped goal has none."


class NoScore(Refusal):
    """A number that is none of a score."""

    text = "A score lies between 0.0 (no step) and 1.0 (all of it). Write for example 0.7."


class LearnedMissing(Refusal):
    """No word of what was learned."""

    text = "Say in a sentence what was learned, so that the next goal begins with it."
    field = "learned"


class WhyMissing(Refusal):
    """Dropped without a reason."""

    text = "Say why it is dropped, or choose to close it or carry it over."
    field = "dropped_why"


class UntilMissing(Refusal):
    """Carried over without an end."""

    text = "Choose the day by which the new goal should be reached."
    field = "until"


class UntilInThePast(Refusal):
    """Carried over to a day that has gone."""

    text = "The new goal needs a day to come: choose one after {today}."
    field = "until"


class NothingToCarry(Refusal):
    """Everything is at its target."""

    text = "Every key result is at its target, so nothing is left to carry over. Close the goal: it is reached."
    field = "outcome"


class EndedAlready(Refusal):
    """Somebody else, or another window, was faster."""

    text = "“{title}” has ended already: {what}. Nothing was changed by you; `{command}` shows your open goals."


class NotActiveYet(Refusal):
    """A draft, or a proposal."""

    text = "“{title}” is not active yet, so there is nothing to close. `{command}` shows where it stands."


class KpisChanged(Refusal):
    """The key results are others than when the form was opened."""

    text = "The key results of this goal have changed since the form was opened. Copy your text and open it again."
    field = "learned"


def score_field(kpi: int) -> str:
    """Return the name of the form's field for the score of that KPI."""
    return f"score-{kpi}"


def may_end(goal: Goal, person: Person, relation: Relation | None) -> bool:
    """Tell whether this person may end the goal; `relation` is what they are to its owner."""
    shared = goal.level is not Level.INDIVIDUAL
    return relation in {Relation.SELF, Relation.MANAGER} or (shared and is_people_team(person))


def must_end(goal: Goal | None, person: Person, relation: Relation | None, *, what: str, command: str) -> Goal:
    """Return the goal if this person may end it now; `what` tells how it ended before.

    Raises NotThere alike for none, one that is not theirs to end and somebody else's draft; EndedAlready, NotActiveYet.
    """
    hidden = goal is not None and goal.state is State.DRAFT and relation is not Relation.SELF
    if goal is None or hidden or not may_end(goal, person, relation):
        raise NotThere
    if goal.state in {State.CLOSED, State.DROPPED}:
        raise EndedAlready(title=goal.title, what=what, command=command)
    if goal.state is not State.ACTIVE:
        raise NotActiveYet(title=goal.title, command=command)
    return goal


def scored(goal: Goal) -> tuple[int, ...]:
    """Return the ids under which this goal is scored."""
    return tuple(kpi.id or WHOLE for kpi in goal.kpis) or (WHOLE,)


def mistakes(goal: Goal, said: Verdict, today: date) -> tuple[Refusal, ...]:
    """Return everything that is wrong with a verdict, in the order of the form."""
    found: list[Refusal] = [] if said.outcome else [OutcomeMissing()]
    if said.outcome is not Outcome.DROPPED:
        found += _scores_wrong(goal, said)
    if not clean(said.learned):
        found.append(LearnedMissing())
    if said.outcome is Outcome.CARRIED_OVER:
        found += _next_wrong(goal, said.until, today)
    if said.outcome is Outcome.DROPPED and not clean(said.why):
        found.append(WhyMissing())
    return tuple(found)


def _scores_wrong(goal: Goal, said: Verdict) -> list[Refusal]:
    if set(scored(goal)) - set(said.scores):
        return [KpisChanged()]
    found: list[Refusal] = []
    for kpi in scored(goal):
        score = said.scores[kpi]
        if score is None:
            found.append(ScoreMissing(field=score_field(kpi)))
        elif not 0 <= score <= 1:
            found.append(NoScore(field=score_field(kpi)))
    return found


def _next_wrong(goal: Goal, until: date | None, today: date) -> list[Refusal]:
    if goal.kpis and not _left(goal):
        return [NothingToCarry()]
    if until is None:
        return [UntilMissing()]
    return [] if until > today else [UntilInThePast(today=f"{today:%-d %B %Y}")]


def end(goal: Goal, said: Verdict, today: date) -> Goal:
    """Return the goal as it has ended. Raises the first mistake."""
    for refusal in mistakes(goal, said, today):
        raise refusal
    over = {"learned": clean(said.learned), "ended_on": today}
    if said.outcome is Outcome.DROPPED:
        return goal.model_copy(update=over | {"state": State.DROPPED})
    scores = {kpi: round(said.scores[kpi] or 0.0, 2) for kpi in scored(goal)}
    kpis = tuple(kpi.model_copy(update={"score": scores[kpi.id or WHOLE]}) for kpi in goal.kpis)
    return goal.model_copy(
        update=over | {"state": State.CLOSED, "score": mean(list(scores.values())), "kpis": kpis},
    )


def carry_over(goal: Goal, until: date, *, ref: str, state: State, today: date, open_parent: bool) -> Goal:
    """Return the new goal that goes on from where this one stands today, until that day."""
    kpis = tuple(
        Kpi(name=kpi.name, kind=kpi.kind, unit=kpi.unit, baseline=_at(kpi), target=kpi.target) for kpi in _left(goal)
    )
    return Goal(
        ref=ref,
        title=goal.title,
        level=goal.level,
        owner=goal.owner,
        parent=goal.parent if open_parent else None,
        state=state,
        starts=today,
        due=until,
        kpis=kpis,
        contributors=goal.contributors,
        milestones=_still_to_come(goal, today, until),
    )


def _left(goal: Goal) -> list[Kpi]:
    return [kpi for kpi in goal.kpis if kpi.progress < 1]


def _at(kpi: Kpi) -> float:
    return kpi.baseline if kpi.value is None else kpi.value


def _still_to_come(goal: Goal, today: date, until: date) -> tuple[Milestone, ...]:
    """Return the milestones that lie ahead, their shares of the way that is left."""
    behind = goal.progress
    return tuple(
        Milestone(title=one.title, due=one.due, share=round((one.share - behind) / (1 - behind), 2))
        for one in goal.milestones
        if one.done_on is None and today < one.due < until and behind < one.share
    )


def history(ended: Goal, said: Verdict, *, by: str, now: datetime, new: Goal | None = None) -> tuple[GoalEvent, ...]:
    """Return what to write down: how the goal ended, and where the new one, which is stored already, comes from."""
    changes = {f"kpi {kpi.id} score": Change(after=shown(kpi.score)) for kpi in ended.kpis if kpi.score is not None}
    if ended.score is not None:
        changes = {"score": Change(after=shown(ended.score))} | changes
    if new:
        changes["carried over into"] = Change(after=new.ref)
    what = HAPPENED[said.outcome or Outcome.CLOSED]
    dropped = said.outcome is Outcome.DROPPED
    over = GoalEvent(
        goal=ended.id or 0, at=now, by=by, what=what, why=clean(said.why) if dropped else ended.learned, changes=changes
    )
    if new is None:
        return (over,)
    came = {"carried over from": Change(after=ended.ref)}
    return over, GoalEvent(goal=new.id or 0, at=now, by=by, what=Happened.CARRIED_OVER, changes=came)
