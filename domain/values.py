"""What every value of the domain has in common: frozen, compared by content, with no stray fields."""

from pydantic import BaseModel, ConfigDict

FROZEN = ConfigDict(frozen=True, extra="forbid")


class Value(BaseModel):
    """A fact or a decision. Two of equal content are the same; none ever changes."""

    model_config = FROZEN
