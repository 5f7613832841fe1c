"""The scenes, a module a feature: each has a TITLE and its SCENES, in the order of the album."""

from types import ModuleType

from pictures.scenes import (
    blockers,
    check_ins,
    evidence,
    feedback,
    feedback_requests,
    goal_cards,
    goal_closing,
    goal_parts,
    goal_plans,
    goal_rescoping,
    goal_warnings,
    goals,
    home,
    kudos,
    kudos_afterwards,
    packet,
    team_status,
    timing,
)

FEATURES: tuple[ModuleType, ...] = (
    home,
    check_ins,
    timing,
    blockers,
    kudos,
    kudos_afterwards,
    feedback,
    feedback_requests,
    evidence,
    goals,
    goal_plans,
    goal_parts,
    goal_cards,
    goal_warnings,
    goal_rescoping,
    goal_closing,
    team_status,
    packet,
)
