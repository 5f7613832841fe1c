"""The SMART form: letter by letter what a goal says, for a new one, a draft, and a goal of a team or the company."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.goals import Goal, Kind, Level
from domain.milestones import written
from domain.notices import GoalDecided
from domain.people import Person
from handlers.views.blocks import (
    OPTION_TEXT,
    Block,
    Message,
    choice,
    context,
    cut,
    date_input,
    mention,
    message,
    modal,
    option,
    people_input,
    person_input,
    plain,
    quotes,
    searched,
    section,
    text_input,
    words,
)
from handlers.views.goals import TITLE_SHOWN

FORM = "goal_form"
TITLE, PARENT, KPI, KIND, DIRECTION, UNIT = "title", "parent", "kpi", "kind", "direction", "unit"
BASELINE, TARGET, MILESTONES, DUE, CONTRIBUTORS = "baseline", "target", "milestones", "due", "contributors"
LEVEL, OWNER = "level", "owner"
LEVELS = {Level.COMPANY: "company", Level.TEAM: "team", Level.INDIVIDUAL: "yours"}
WHOSE = {Level.INDIVIDUAL: "Mine", Level.TEAM: "A team's", Level.COMPANY: "The company's"}
KINDS = {
    Kind.NUMBER: "A number",
    Kind.PERCENT: "A percentage",
    Kind.MONEY: "Money (name the currency as the unit)",
    Kind.YES_NO: "Yes or no (needs no numbers)",
}
MORE, LESS = "more", "less"
DIRECTIONS = {MORE: "More is better", LESS: "Less is better"}
LETTERS = "A SMART goal: *specific*, *measurable*, *achievable*, *relevant*, *time-bound*. "
AT_ONCE = "A goal of a team or the company is active at once; nobody has to agree to it."
EVERYONE = "*Who will see this:* everyone, as soon as it is set."
STEPS = "2026-12-15 40% Pilot with two teams\n2027-02-01 Everyone trained"
MOST_DEPTH = 6
"""A step of the tree is shown by a sign in front of the title; deeper ones would leave no room for it."""


def form(
    said: Mapping[str, Any],
    *,
    manager: Person | None,
    parent: Goal | None = None,
    levels: Sequence[Level] = (Level.INDIVIDUAL,),
    above: Sequence[Block] = (),
    edits: bool = False,
    metadata: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the SMART form. `said` is what stands in its fields, by their ids; `parent` the goal chosen there.

    `levels` are the ones the reader sets, `above` is said over the fields. Whose goal it is and what kind of number
    decide which fields there are: choosing another draws the form anew.
    """
    chosen = said.get(LEVEL)
    shared = chosen in levels and chosen != Level.INDIVIDUAL
    blocks = [
        context(LETTERS + (AT_ONCE if shared else _asked(manager))),
        *above,
        *(_whose(said, levels, shared=shared) if len(levels) > 1 else ()),
        *_specific(said, parent),
        *_measure(said, shared=shared),
        *_time(said),
        context(EVERYONE if shared else _readers(manager)),
    ]
    submit = "Propose" if manager and not shared else "Set goal"
    return modal(FORM, "Edit goal" if edits else "New goal", blocks, submit=submit, metadata=metadata)


def change_form(
    callback: str, goal: Goal, said: Mapping[str, Any], *, parent: Goal | None, above: Sequence[Block], metadata: Any
) -> dict[str, Any]:
    """Return the form of a goal that everybody shares, to change it."""
    blocks = [
        section(f"*{words(goal.title, TITLE_SHOWN)}* · `{words(goal.ref, 40)}` · owned by {mention(goal.owner)}"),
        *above,
        *_specific(said, parent),
        *_measure(said, shared=True, redrawn=False),
        *_time(said),
        context("*Who will see this:* everyone, and what it was before stands in its history."),
    ]
    return modal(callback, "Change goal", blocks, submit="Save", metadata=metadata)


def wished_for(wish: GoalDecided) -> list[Block]:
    """Return what the manager asked for, above the form."""
    return [section(f"*{mention(wish.by)} asked for a change*"), *map(section, quotes(wish.wish))]


def filled(goal: Goal) -> dict[str, Any]:
    """Return what stands in the fields of the form of a goal that is stored."""
    kpi = goal.kpis[0] if goal.kpis else None
    said: dict[str, Any] = {TITLE: goal.title, DUE: goal.due.isoformat(), PARENT: str(goal.parent or "")}
    said |= {MILESTONES: written(goal.milestones), CONTRIBUTORS: list(goal.contributors)}
    if kpi:
        said |= {KPI: kpi.name, KIND: str(kpi.kind), UNIT: kpi.unit, DIRECTION: LESS if kpi.falls else MORE}
    if kpi and kpi.kind is not Kind.YES_NO:
        said |= {BASELINE: typed(kpi.baseline), TARGET: typed(kpi.target)}
    return said


def as_sent(goal: Goal) -> dict[str, Any]:
    """Return what the form of a stored goal holds where nobody changes anything: choices are never empty."""
    return {KIND: str(Kind.NUMBER), DIRECTION: MORE, KPI: "", UNIT: "", BASELINE: "", TARGET: ""} | filled(goal)


def _asked(manager: Person | None) -> str:
    if manager is None:
        return "You have no manager in Cairn who could say whether it is realistic, so it is active at once."
    return (
        f"Whether it is realistic is for {mention(manager.id)} to say: your manager gets it with *Agree* and "
        "*Ask for a change*."
    )


def _readers(manager: Person | None) -> str:
    who = f"you, {mention(manager.id)} and those above" if manager else "you, and your line above once there is one"
    return f"*Who will see this:* {who}."


def _whose(said: Mapping[str, Any], levels: Sequence[Level], *, shared: bool) -> list[Block]:
    options = {str(level): WHOSE[level] for level in levels}
    level = choice(LEVEL, "Whose goal is it?", options, chosen=said.get(LEVEL) or str(Level.INDIVIDUAL), radio=True)
    hint = "Brings its numbers. Leave it empty for yourself."
    owner = person_input(OWNER, "Who owns it?", chosen=said.get(OWNER), hint=hint, optional=True)
    return [_redraws(level), owner] if shared else [_redraws(level)]


def _redraws(field: Block) -> Block:
    """Return a field whose choice is sent at once, since it decides about the others."""
    field.dispatch_action = True  # type: ignore[attr-defined]  # slackblocks types every block alike
    return field


def _specific(said: Mapping[str, Any], parent: Goal | None) -> list[Block]:
    example = "New customers have their first answer within two hours"
    hint = "Type a word of its title. The goals of the company and its teams are there, and your own open ones."
    chosen = option(str(parent.id), _in_tree(parent)) if parent else None
    return [
        text_input(TITLE, "Specific: what will be true?", value=said.get(TITLE) or "", placeholder=example, most=200),
        searched(PARENT, "Relevant: which goal does it serve?", chosen=chosen, hint=hint),
    ]


def options(found: Sequence[tuple[int, Goal]]) -> list[dict[str, Any]]:
    """Return the goals found, each with its depth in the tree, as Slack takes them in answer to what somebody typed."""
    texts = ((goal, plain(_in_tree(goal, depth), OPTION_TEXT)) for depth, goal in found)
    return [
        {"text": {"type": "plain_text", "text": text, "emoji": True}, "value": str(goal.id)} for goal, text in texts
    ]


def _in_tree(goal: Goal, depth: int = 0) -> str:
    """Return a goal in the list of those above: its depth, its title, whose it is."""
    steps, whose = "› " * min(depth, MOST_DEPTH), f" ({LEVELS[goal.level]})"
    return f"{steps}{cut(goal.title, OPTION_TEXT - len(steps) - len(whose))}{whose}"


def _measure(said: Mapping[str, Any], *, shared: bool, redrawn: bool = True) -> list[Block]:
    """Return the fields of the KPI; a goal that is `shared` may go without. Yes or no takes no numbers."""
    none = "A goal of a team or the company may go without: then those below say how far it is." if shared else None
    name = text_input(
        KPI,
        "Measurable: which number shows it?",
        value=said.get(KPI) or "",
        placeholder="First-reply time",
        hint=none,
        optional=shared,
        most=100,
    )
    chosen = said.get(KIND) or str(Kind.NUMBER)
    kind = choice(KIND, "What kind of number?", {str(one): text for one, text in KINDS.items()}, chosen=chosen)
    if not redrawn:
        return [name, kind, *_numbers(said, shared=shared), _milestones(said)]
    numbers = [] if chosen == Kind.YES_NO else _numbers(said, shared=shared)
    return [name, _redraws(kind), *numbers, _milestones(said)]


def _numbers(said: Mapping[str, Any], *, shared: bool) -> list[Block]:
    which = "For money the currency, as € or USD; a percentage needs none."
    unit, example = said.get(UNIT) or "", "hours, people, €"
    return [
        choice(DIRECTION, "Which way is better?", DIRECTIONS, chosen=said.get(DIRECTION) or MORE, radio=True),
        text_input(UNIT, "In which unit?", value=unit, placeholder=example, hint=which, optional=True, most=20),
        _number(BASELINE, "Where does it stand today?", said, "6", optional=shared),
        _number(TARGET, "Where should it be?", said, "2", optional=shared),
    ]


def _milestones(said: Mapping[str, Any]) -> Block:
    steps = "One a line: the day, how far the goal is then, what will be there. Without a share the steps are even."
    return text_input(
        MILESTONES,
        "Achievable: which milestones lie on the way?",
        value=said.get(MILESTONES) or "",
        placeholder=STEPS,
        hint=steps,
        long=True,
        optional=True,
    )


def _number(field: str, label: str, said: Mapping[str, Any], example: str, *, optional: bool) -> Block:
    return text_input(field, label, value=said.get(field) or "", placeholder=example, optional=optional, most=40)


def _time(said: Mapping[str, Any]) -> list[Block]:
    hint = "They work on it with its owner. They hear its title and that you named them, once it is active."
    who, due = said.get(CONTRIBUTORS) or (), said.get(DUE)
    return [
        date_input(DUE, "Time-bound: by when?", value=date.fromisoformat(due) if due else None),
        people_input(CONTRIBUTORS, "Who contributes?", chosen=who, hint=hint, optional=True),
    ]


def typed(value: float) -> str:
    """Return a number as one would type it, with nothing rounded away."""
    return f"{value:.15g}" if abs(value) < 1e15 else f"{value:.0f}"


def recorded(goal: Goal, manager: Person | None) -> Message:
    """Answer the one who set it: what happens with the goal now."""
    title = f"“{words(goal.title, TITLE_SHOWN)}” (`{goal.ref}`)"
    if goal.level is not Level.INDIVIDUAL:
        return message(
            f"🎯 {title} is active, and everyone sees it. {mention(goal.owner)} brings its numbers with `/goal`."
        )
    if manager:
        return message(
            f"⏳ {title} is proposed. {mention(manager.id)} gets a message with *Agree* and "
            "*Ask for a change*; you hear either way. It is active once they agree."
        )
    return message(
        f"🎯 {title} is active. You have no manager in Cairn, so nobody has to agree. Your next check-in asks about it."
    )
