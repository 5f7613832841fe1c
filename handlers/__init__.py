"""Listen: one module per feature turns what Slack sends into decisions, stores them and answers.

A new feature is a module with COMMANDS and `register(table)`, and its name in FEATURES.
"""

from functools import cache
from types import ModuleType

from handlers import (
    blockers,
    check_ins,
    doubtful_posts,
    evidence,
    feedback,
    feedback_changes,
    feedback_inbox,
    feedback_requests,
    goal_closing,
    goals,
    home,
    kudos,
    people,
    reviews,
    status,
    team_questions,
    turn_cards,
)
from handlers.dispatch import Table

FEATURES: tuple[ModuleType, ...] = (
    check_ins,
    blockers,
    kudos,
    doubtful_posts,
    feedback,
    feedback_requests,
    feedback_inbox,
    feedback_changes,
    evidence,
    goals,
    goal_closing,
    status,
    team_questions,
    turn_cards,
    reviews,
    home,
    people,
)


@cache
def register() -> Table:
    """Return the table of everything the bot listens to. It is made once: nothing in it belongs to one bot."""
    table = Table()
    for feature in FEATURES:
        feature.register(table)
    return table
