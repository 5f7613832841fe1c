"""The body of `POST /api/kpi`: one reading, or up to a thousand under `readings`; and what is wrong with one, in words.

What the readings themselves are held to is in `domain/readings.py`; here is what makes them JSON of the right shape.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, NamedTuple, NoReturn

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from domain.imports import LONGEST
from domain.readings import Told
from domain.refusals import UnreadableText
from domain.texts import clean

MOST = 1000
"""Readings in a body."""
NOT_JSON, TOO_MANY, KEY = 400, 413, "Idempotency-Key"


class Wrong(Exception):
    """A request that cannot be taken: the status, a word for machines, a sentence for people, and each problem."""

    def __init__(self, status: int, error: str, message: str, problems: Iterable[Mapping[str, Any]] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"ok": False, "error": error, "message": message, "problems": list(problems)}


class Request(NamedTuple):
    """What was asked: the sender's key, the readings, and a digest that two of equal content share."""

    key: str
    told: tuple[Told, ...]
    digest: str


def _short(text: str) -> str:
    try:
        cleaned = clean(text)
    except UnreadableText as unreadable:
        raise ValueError(str(unreadable)) from None
    if len(cleaned) > LONGEST:
        raise ValueError(f"longer than {LONGEST} signs")
    return cleaned


def _number(said: object) -> float:
    """Return a number, or yes or no as it was said; JSON knows no difference between whole and other numbers."""
    if isinstance(said, bool):
        return said
    if not isinstance(said, int | float):
        raise ValueError("write a number, or true or false for a yes or no")  # noqa: TRY004, pydantic wants ValueErrors
    try:
        return float(said)
    except OverflowError:
        raise ValueError("this number is too large") from None


Text = Annotated[str, AfterValidator(_short)]
Needed = Annotated[Text, Field(min_length=1)]


class _Reading(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)

    goal: Needed
    kpi: Text = ""
    value: Annotated[bool | float, BeforeValidator(_number)]
    at: Needed
    note: Text = ""
    correct: bool = False


class _Keyed(_Reading):
    key: Text | None = None


class _One(_Reading):
    idempotency_key: Text | None = None


class _Many(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)

    idempotency_key: Text | None = None
    readings: Annotated[list[_Keyed], Field(min_length=1)]


def read(body: bytes, header: str | None) -> Request:
    """Read a body and the header that may hold its key. Raises Wrong."""
    said = _parsed(body)
    many = said.get("readings")
    if isinstance(many, list) and len(many) > MOST:
        raise Wrong(TOO_MANY, "too_many", f"These are {len(many)} readings. Send at most {MOST} at once.")
    try:
        asked = _Many.model_validate(said) if "readings" in said else _One.model_validate(said)
        key = _key(asked.idempotency_key, _short(header) if header else None)
    except ValidationError as wrong:
        _refuse(wrong)
    except ValueError as wrong:
        raise Wrong(NOT_JSON, "wrong_key", f"{KEY}: {wrong}.") from None
    if isinstance(asked, _Many):
        told = tuple(Told(**one.model_dump()) for one in asked.readings)
    else:
        told = (Told(**asked.model_dump(exclude={"idempotency_key"}), key=key),)
    return Request(key, told, _digest(told))


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Wrong(NOT_JSON, "not_json", "This is no JSON in UTF-8.") from None
    if not isinstance(said, dict):
        raise Wrong(NOT_JSON, "not_json", "The body must be a JSON object.")
    return said


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


def _key(told: str | None, header: str | None) -> str:
    if not (told or header):
        raise Wrong(
            NOT_JSON,
            "key_missing",
            f"Give each request a key of its own, as the header {KEY} or as idempotency_key: sent again under it, "
            "nothing is taken twice.",
        )
    if told and header and told != header:
        raise Wrong(
            NOT_JSON, "wrong_key", f"The header {KEY} and idempotency_key differ. Send one of them, or both alike."
        )
    return told or header or ""


def _refuse(wrong: ValidationError) -> NoReturn:
    """Say what is wrong with the shape, field by field, without repeating what was sent."""
    problems = [_problem(one["loc"], one["msg"]) for one in wrong.errors(include_input=False, include_url=False)]
    raise Wrong(NOT_JSON, "wrong_shape", "The body is not as it should be: see its problems.", problems) from None


def _problem(place: tuple[int | str, ...], said: str) -> dict[str, Any]:
    many = len(place) > 1 and place[0] == "readings"
    field = str(place[2] if many and len(place) > 2 else place[0])[:40]
    number = int(place[1]) + 1 if many else None
    return {"reading": number, "field": field, "error": "wrong_shape", "message": said.removeprefix("Value error, ")}


def _digest(told: Iterable[Told]) -> str:
    """Return the same for equal content, however it was written down."""
    content = json.dumps([one.model_dump() for one in told], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
