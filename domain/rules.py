"""The house rules of a workspace: what its settings decide, passed to whoever needs it."""

from domain.calendar import Schedule
from domain.kudos import WEEKLY_ALLOWANCE
from domain.values import Value

COMMANDS = {
    "check_in": "check-in",
    "kudos": "kudos",
    "feedback": "feedback",
    "goal": "goal",
    "team_status": "team-status",
    "review": "review",
}


class Rules(Value):
    """Schedule, allowance, values, competencies, the kudos channel, and what stands before each command's name."""

    schedule: Schedule = Schedule()
    allowance: int = WEEKLY_ALLOWANCE
    values: tuple[str, ...] = ()
    competencies: tuple[str, ...] = ()
    kudos_channel: str | None = None
    prefix: str = ""

    def command(self, feature: str) -> str:
        """Return what people type for a feature of COMMANDS: `/kudos`, or `/cairn-kudos` with the prefix `cairn-`."""
        return f"/{self.prefix}{COMMANDS[feature]}"
