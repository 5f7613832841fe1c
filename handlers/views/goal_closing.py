"""How closing a goal looks: the form with a score for each key result, what its people read, and the celebration."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.goal_closing import WHOLE, Outcome, score_field
from domain.goal_scores import Band, band, mean, shown, suggested, to_a_tenth
from domain.goal_sight import Stand
from domain.goals import Goal, Kpi, Level, State
from domain.notices import GoalCelebrated, GoalEnded
from domain.numbers import show
from handlers.views.blocks import (
    Block,
    Message,
    actions,
    button,
    choice,
    context,
    date_input,
    mention,
    mentions,
    message,
    modal,
    quotes,
    section,
    shown_in_window,
    text_input,
    words,
)
from handlers.views.goals import TITLE_SHOWN, describe, on
from handlers.views.kudos import OPEN as GIVE_KUDOS

OPEN, FORM = "goal_close", "goal_closing_form"
CARRY_OVER, DROP = "goal_carry_over", "goal_drop"
CHOSEN = {OPEN: Outcome.CLOSED, CARRY_OVER: Outcome.CARRIED_OVER, DROP: Outcome.DROPPED}
"""What is chosen in the form that a button opens."""
OUTCOME, LEARNED, WHY, UNTIL = "outcome", "learned", "dropped_why", "until"
CHOICES = {
    Outcome.CLOSED: "Close it: the scores below stand",
    Outcome.CARRIED_OVER: "Carry it over: close it, and a new goal goes on from here",
    Outcome.DROPPED: "Drop it: it ends without a score",
}
SIGNS = {Band.GREEN: "🟢", Band.AMBER: "🟡", Band.RED: "🔴"}
MOST_SCORED, MOST_NAMED = 40, 10
"""So many key results have a field, and a line in a message."""


def open_button(goal: Goal) -> Any:
    """Return the button that opens the form; its value is the goal."""
    return button("Close goal", OPEN, value=goal.id, label=f"Close {goal.title}")


def form(
    goal: Goal,
    today: date,
    *,
    me: str,
    readers: str,
    suggested_end: date,
    metadata: dict[str, Any],
    outcome: Outcome = Outcome.CLOSED,
    stand: Stand | None = None,
) -> dict[str, Any]:
    """Return the form for whoever ends the goal (`me`); `readers` says who sees it, `suggested_end` is for a new goal.

    `stand` is how the goal stands by those below it, where it has no KPI.
    """
    blocks: list[Block] = [
        section(describe(goal, today, mine=goal.owner == me, stand=stand)),
        choice(
            OUTCOME,
            "What becomes of it?",
            {str(one): said for one, said in CHOICES.items()},
            chosen=str(outcome),
            radio=True,
        ),
        *(_scores(goal) if goal.kpis else [_of_the_whole(stand)]),
        text_input(
            LEARNED,
            "What did you learn?",
            long=True,
            most=1500,
            placeholder="Two more weeks with the pilot team would have shown it earlier",
        ),
        date_input(UNTIL, "If it is carried over: to be reached by when?", value=suggested_end),
        text_input(WHY, "If it is dropped: why?", long=True, most=1500, hint="A dropped goal needs it.", optional=True),
        context(readers),
    ]
    return modal(FORM, "Close goal", blocks, submit="Close goal", close="Cancel", metadata=metadata)


def _of_the_whole(stand: Stand | None) -> Block:
    """Return the field for a goal without KPIs: where those below it say how far it is, it begins with that."""
    if stand is None or stand.progress is None:
        hint = "From 0.0 (no step) to 1.0 (all of it). It has no KPI, so nothing is suggested. A dropped goal has none."
        return text_input(score_field(WHOLE), "Score", hint=hint, placeholder="0.7", optional=True, most=10)
    score = shown(to_a_tenth(stand.progress))
    hint = f"It stands where the goals below it stand, which suggests {score}. You decide; a dropped goal keeps none."
    return text_input(score_field(WHOLE), "Score", value=score, hint=hint, most=10)


def _scores(goal: Goal) -> list[Block]:
    """Return a field for each key result with what the arithmetic suggests, and what their mean would be."""
    fields = [_score(kpi) for kpi in goal.kpis[:MOST_SCORED]]
    scores = [suggested(kpi) for kpi in goal.kpis]
    said = f"By the arithmetic: {in_band(mean(scores))}"
    if len(scores) > 1:
        said += f", the mean of {_listed([shown(one) for one in scores])}"
    return [
        *fields,
        context(
            f"{said}. From 0.7 a goal reads green, from 0.4 amber, below red. It says how far the goal came, and is no mark for a person."
        ),
    ]


def _score(kpi: Kpi) -> Block:
    at = "no value yet" if kpi.value is None else f"now {show(kpi.value)}"
    way = f"From {show(kpi.baseline)} to {show(kpi.target)} {kpi.unit}".rstrip()
    score = shown(suggested(kpi))
    return text_input(
        score_field(kpi.id or WHOLE),
        f"Score: {kpi.name}",
        value=score,
        hint=f"{way}; {at}. The arithmetic suggests {score}, you decide.",
        most=10,
    )


def readers(goal: Goal, me: str, manager: str | None) -> str:
    """Return who sees how the goal ended, as a sentence that stands in the form."""
    if goal.level is not Level.INDIVIDUAL:
        return "*Who will see this:* everyone, as they see the goal."
    people = ["you", *(mention(one) for one in (goal.owner, manager) if one and one != me)]
    return f"*Who will see this:* {', '.join(people)} and those above."


def in_band(score: float) -> str:
    """Return a score with its colour in words: `0.7 🟢 green`."""
    return f"{shown(score)} {SIGNS[band(score)]} {band(score)}"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def done(
    goal: Goal, outcome: Outcome, *, told: Sequence[str], new: Goal | None, channel: bool, alone: bool
) -> dict[str, Any]:
    """Answer whoever ended the goal, in place of the form: what it is now, what goes on, and who reads it.

    `alone`: no card of the goal lies below, so closing this closes all; a form below is about a goal that is over.
    """
    title = f"“{words(goal.title, TITLE_SHOWN)}” (`{words(goal.ref, 40)}`)"
    said = [f"{_ENDS[outcome]} {title} is {outcome.in_words}{_with(goal.score, [kpi.score for kpi in goal.kpis])}."]
    if new:
        waits = "is active once your manager agrees" if new.state is State.PROPOSED else "is active"
        said.append(f"`{words(new.ref, 40)}` goes on from here until {on(new.due)}; it {waits}.")
    if told:
        said.append(f"{mentions(told)} {'gets' if len(told) == 1 else 'get'} a message.")
    if channel:
        said.append("The kudos channel hears that it was reached.")
    answer = shown_in_window("Goal", message(" ".join(said)))
    answer["view"]["clear_on_close"] = alone
    return answer


_ENDS = {Outcome.CLOSED: "🏁", Outcome.CARRIED_OVER: "➡️", Outcome.DROPPED: "🗑️"}


def _with(score: float | None, scores: Sequence[float | None]) -> str:
    """Return the score of a goal in a sentence, with the sum where there are several."""
    if score is None:
        return ""
    parts = [shown(one) for one in scores if one is not None]
    how = f", the mean of {_listed(parts)}" if len(parts) > 1 else ""
    return f" with {in_band(score)}{how}"


def ended(notice: GoalEnded) -> Message:
    """Tell the manager, or the owner, how a goal ended."""
    mine = notice.to == notice.owner
    whose = "your goal" if mine else "their goal" if notice.by == notice.owner else f"{mention(notice.owner)}'s goal"
    what = Outcome(notice.outcome)
    did = {Outcome.CLOSED: "closed", Outcome.CARRIED_OVER: "carried over", Outcome.DROPPED: "dropped"}[what]
    text = f"{mention(notice.by)} {did} {whose} “{words(notice.title, TITLE_SHOWN)}”{_with(notice.score, [one for _, one in notice.scores])}."
    blocks = [section(f"{_ENDS[what]} {text}")]
    if len(notice.scores) > 1:
        lines = [f"• {words(name, 100)}: {in_band(score)}" for name, score in notice.scores[:MOST_NAMED]]
        left = len(notice.scores) - MOST_NAMED
        blocks.append(section("\n".join([*lines, f"• and {left} more"] if left > 0 else lines)))
    if notice.why:
        blocks += [section("*Why*"), *map(section, quotes(notice.why, parts=1))]
    blocks += [section("*What was learned*"), *map(section, quotes(notice.learned, parts=1))]
    if notice.into:
        blocks.append(context(f"`{words(notice.into, 40)}` goes on from here, with the same key results."))
    return message(text, *blocks)


def celebrated(notice: GoalCelebrated) -> Message:
    """Tell the channel that a goal was reached, and whose work it was."""
    kind = "company" if notice.company else "team"
    scored = f" It closed with {in_band(notice.score)}." if notice.score is not None else ""
    text = f"🎉 Reached: the {kind} goal *{words(notice.title, TITLE_SHOWN)}*.{scored}"
    people = f"Owned by {mention(notice.owner)}"
    if notice.contributors:
        people += f", with {_crowd(notice.contributors)} contributing"
    row = actions(button("Give kudos", GIVE_KUDOS, label="Give kudos to whoever helped"), id="goal-celebrated")
    return message(text, section(f"{text}\n{people}."), row)


def _crowd(people: Sequence[str]) -> str:
    """Return contributors by name; of a crowd the first are named and the others counted."""
    left = len(people) - MOST_NAMED
    if left <= 0:
        return mentions(people)
    return f"{', '.join(mention(one) for one in people[:MOST_NAMED])} and {left} more"
