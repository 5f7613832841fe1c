"""What is wrong with a payload, in the words Slack's own validator uses."""

from dataclasses import dataclass, field
from typing import Any

from emulator.errors import JSON


@dataclass
class Report:
    """Collects what is wrong; `pointer` is a JSON pointer such as `/blocks/0/text/text`."""

    problems: list[JSON] = field(default_factory=list)

    def add(
        self, pointer: str, message: str, *, code: str = "failed_constraint", constraint: JSON | None = None
    ) -> None:
        """Note one problem."""
        problem: JSON = {"pointer": pointer, "code": code, "message": message, "field": pointer.rpartition("/")[2]}
        problem["constraint"] = constraint or {}
        self.problems.append(problem)

    def missing(self, pointer: str, name: str) -> None:
        """Note that a required field is not there."""
        self.add(pointer, f"missing required field: {name}", code="missing_required_field", constraint={"field": name})

    def unexpected(self, pointer: str, name: str) -> None:
        """Note a field that does not belong here."""
        self.add(pointer, f"invalid additional property: {name}", code="invalid_additional_property")

    def too_long(self, pointer: str, most: int) -> None:
        """Note a text with more than `most` characters."""
        self.add(pointer, f"must be less than {most + 1} characters", constraint={"type": "max_length", "max": most})

    def too_short(self, pointer: str, least: int) -> None:
        """Note a text with fewer than `least` characters."""
        words = f"must be more than {least - 1} characters"
        self.add(pointer, words, constraint={"type": "min_length", "min": least})

    def too_many(self, pointer: str, most: int) -> None:
        """Note a list with more than `most` items."""
        self.add(pointer, f"no more than {most} items allowed", constraint={"type": "max_items", "max": most})

    def too_few(self, pointer: str, least: int) -> None:
        """Note a list with fewer than `least` items."""
        self.add(pointer, f"must provide at least {least} items", constraint={"type": "min_items", "min": least})

    def not_one_of(self, pointer: str, value: Any, allowed: tuple[str, ...]) -> None:
        """Note a `type` that is not allowed here."""
        constraint = {"type": "enum", "expected": list(allowed), "got": value}
        self.add(pointer, f"unsupported type: {value}", constraint=constraint)

    def wrong_kind(self, pointer: str, kind: str) -> None:
        """Note a value that should be a `kind`, such as an array."""
        self.add(pointer, f"must be a valid {kind}", constraint={"type": "type", "expected": kind})

    @property
    def messages(self) -> list[str]:
        """The lines of `response_metadata.messages`."""
        return [f"[ERROR] {one['message']} [json-pointer:{one['pointer']}]" for one in self.problems]
