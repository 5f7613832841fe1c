"""What every value of the domain has in common: frozen, compared by content, with no stray fields."""

from pydantic import BaseModel, ConfigDict

# an error's text may reach a log, and the input is what people wrote
FROZEN = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Value(BaseModel):
    """A fact or a decision. Two of equal content are the same; none ever changes."""

    model_config = FROZEN
