"""The people team's part of the Home tab: who took part, this week and the last, by team, and how goals hang together."""

from domain.organisation import SMALLEST_GROUP, Aligned, Organisation, Share, TeamShare
from handlers.views import kudos_gone
from handlers.views.blocks import Block, button, context, day, section, words

MOST_TEAMS = 12
OF_A_TEAM = 60


def blocks(everybody: Organisation) -> list[Block]:
    """Return counts, and of no team so small that they would be somebody."""
    text = f"{_of(everybody.now)} enrolled people{_percent(everybody.now)} have answered the check-in of "
    text += f"{day(everybody.period)} so far."
    if everybody.last.asked:
        text += f" Last week it was {_of(everybody.last)}{_percent(everybody.last)}."
    look = button("Look after kudos", kudos_gone.MANAGE, label="Look after kudos: take down what hurts")
    return [
        section("*Participation*"),
        section(text, accessory=look),
        *_teams(everybody),
        section("*Alignment*"),
        section(_aligned(everybody.aligned), id="organisation-goals"),
    ]


def _teams(everybody: Organisation) -> list[Block]:
    shown = everybody.teams[:MOST_TEAMS]
    left = len(everybody.teams) - len(shown)
    small = []
    if left:
        small.append(f"and {left} more teams, with a higher share")
    if everybody.small:
        count = "One team is" if everybody.small == 1 else f"{everybody.small} teams are"
        small.append(f"{count} counted above and not shown: fewer than {SMALLEST_GROUP} people could be told apart")
    told = [section("\n".join(["*By team*", *map(_team, shown)]), id="organisation-teams")] if shown else []
    return [*told, *([context(*small)] if small else [])]


def _team(one: TeamShare) -> str:
    name = words(one.team, OF_A_TEAM) if one.team else "Without a team"
    last = f" · last week {_of(one.last)}" if one.last else ""
    return f"{name}: {_of(one.now)}{_percent(one.now)}{last}"


def _aligned(aligned: Aligned) -> str:
    if not aligned.active:
        return "No goal is active yet."
    goals = "One active goal" if aligned.active == 1 else f"{aligned.active} active goals"
    return (
        f"{goals}. Without a parent: {aligned.loose}. Goals of the company and its teams with nobody below: "
        f"{aligned.childless}."
    )


def _of(share: Share) -> str:
    return f"{share.answered} of {share.asked}"


def _percent(share: Share) -> str:
    return f" ({share.answered / share.asked:.0%})".replace("%", " %") if share.asked else ""
