"""How a manager changes the questions that a team asks its own people in each check-in."""

from collections.abc import Sequence
from typing import Any

from domain.team_questions import LONGEST, MOST, Question
from handlers.views.blocks import Block, button, choice, context, modal, section, text_input, words
from handlers.views.check_in_fields import telling

OPEN, CHOOSE, FORM = "team_questions_open", "team_questions_choose", "team_questions_form"
TEAM = "team"
MOST_TEAMS = 100
"""Slack's limit for a menu; nobody's direct reports are in more teams."""
FIELDS = tuple(f"own-question-{place}" for place in range(MOST))
EXAMPLES = ("What slowed you down?", "Which customer taught you something?", "What should we stop doing?")


def form(team: str, teams: Sequence[str], asked: Sequence[Question], *, drawn: int = 0) -> dict[str, Any]:
    """Return the form for one team; `teams` are all that its reader leads, `drawn` counts the redraws."""
    intro = f"What *{words(team, 100)}* is asked at the end of each check-in, in this order. Leave a field empty to ask less."
    blocks: list[Block] = [section(intro)]
    if len(teams) > 1:
        options = {str(place): name for place, name in enumerate(teams[:MOST_TEAMS])}
        chosen = str(teams.index(team))
        blocks.append(telling(choice(TEAM, "Team", options, chosen=chosen), CHOOSE))
    blocks += [_question(place, asked, drawn) for place in range(MOST)]
    blocks.append(
        context(
            "*Who will see the answers:* whoever answers, and their manager. A question you take out is asked no more; "
            "what was answered stays readable."
        )
    )
    about = {"team": team, "asked": [one.id for one in asked], "drawn": drawn}
    return modal(FORM, "Questions of the team", blocks, submit="Save", metadata=about)


def _question(place: int, asked: Sequence[Question], drawn: int) -> Block:
    value = asked[place].text if place < len(asked) else ""
    field = text_input(
        FIELDS[place],
        f"Question {place + 1}",
        value=value,
        placeholder=EXAMPLES[place % len(EXAMPLES)],
        optional=True,
        most=LONGEST,
    )
    field.element.action_id = f"{FIELDS[place]}-{drawn % 2}"  # type: ignore[attr-defined]  # slackblocks types every block alike
    return field


def saved(team: str, new: int, retired: int, kept: int) -> str:
    """Say what was changed."""
    asked = new + kept
    count = "no question" if not asked else "one question" if asked == 1 else f"{asked} questions"
    changed = f"{new} new, {retired} taken out" if new or retired else "nothing has changed"
    return f"*{words(team, 100)}* is asked {count} of its own from the next form on: {changed}."


def way_in() -> Any:
    """Return the button that opens the form."""
    return button("Questions for my team", OPEN)
