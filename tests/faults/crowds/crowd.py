"""A crowd that thanks all at once, by command and by form, and what became of each thank-you: acknowledged, refused, stored."""

import itertools
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from handlers.views import kudos as view
from storage.engine import open_engine
from tests.benchmarks import payloads

CASES = itertools.count()
"""The same words to the same person would be asked about first."""
THANKED = "Thank you for saying thank you"
TOO_MUCH = "too much comes in at this moment"
OK = 200


@dataclass(frozen=True)
class Wish:
    """A thank-you, by its words, and the body Slack would send for it."""

    words: str
    by_form: bool
    body: str


@dataclass
class Told:
    """What the crowd was told, as the words of each thank-you; `otherwise` is what should not be.

    `at_the_door` is how many of those refused were told at once that they would wait in vain.
    """

    acknowledged: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    at_the_door: int = 0
    otherwise: list[str] = field(default_factory=list)

    def add(self, wishes: Iterable[Wish], answers: Iterable[tuple[int, str]]) -> "Told":
        """Take over how these were answered."""
        for wish, (status, answer) in zip(wishes, answers, strict=True):
            if status == OK and THANKED in answer:
                self.acknowledged.add(wish.words)
            elif status == OK and _keeps_its_text(wish, json.loads(answer or "{}")):
                self.refused.add(wish.words)
                self.at_the_door += TOO_MUCH in answer
            else:
                self.otherwise.append(f"{status} {answer[:200]}")
        return self

    def wrong(self, stored: Mapping[str, int]) -> list[str]:
        """Return what is not as it was told: lost, stored though refused, stored twice, or answered in another way."""
        lost = [f"lost: {words}" for words in self.acknowledged if words not in stored]
        kept = [f"refused and stored: {words}" for words in self.refused if words in stored]
        twice = [f"stored {n} times: {words}" for words, n in stored.items() if n > 1]
        return lost + kept + twice + self.otherwise


def crowd(count: int, people: Sequence[str], seed: int, *, team: str = payloads.TEAM) -> list[Wish]:
    """Return so many thank-yous, every other one by form, by each of the people in turn."""
    chosen = random.Random(f"{seed}")
    return [_wish(number, people, chosen, team) for number in range(count)]


@asynccontextmanager
async def locked(url: str) -> AsyncIterator[None]:
    """Hold what every input writes first, as another process would: on SQLite the whole file, on PostgreSQL its table."""
    engine = open_engine(url)
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            await connection.execute(text("SELECT 1"))  # BEGIN IMMEDIATE came before it
        else:
            await connection.execute(text("LOCK TABLE handled IN ACCESS EXCLUSIVE MODE"))
        yield
        await connection.rollback()
    await engine.dispose()


async def stored(url: str) -> Mapping[str, int]:
    """Return how often each thank-you is in the database, by its words."""
    engine = open_engine(url)
    async with engine.connect() as connection:
        rows = (await connection.execute(text("SELECT reason FROM kudos"))).all()
    await engine.dispose()
    return Counter(row.reason for row in rows)


def _wish(number: int, people: Sequence[str], chosen: random.Random, team: str) -> Wish:
    giver, receiver = people[number % len(people)], people[(number + chosen.randrange(1, len(people))) % len(people)]
    words = f"the calm handover of case {next(CASES)}"
    if number % 2:
        return Wish(words, by_form=True, body=payloads.form(view.FORM, giver, _fields(receiver, words), {}, team=team))
    typed = f"<@{receiver}|{receiver.lower()}> for {words}"
    return Wish(words, by_form=False, body=payloads.command("kudos", giver, typed, team=team))


def _fields(receiver: str, words: str) -> dict[str, Any]:
    audience = {"type": "radio_buttons", "selected_option": {"value": view.PUBLIC}}
    return {
        view.RECEIVERS: {"type": "multi_users_select", "selected_users": [receiver]},
        view.REASON: {"type": "plain_text_input", "value": words},
        view.AUDIENCE: audience,
    }


def _keeps_its_text(wish: Wish, answer: Mapping[str, Any]) -> bool:
    """Tell whether nothing is lost to whoever was refused: the form stays open, or their command is there to be copied."""
    if wish.by_form:
        shown = answer.get("errors") or {}
        return answer.get("response_action") == "errors" and view.RECEIVERS in shown and "still here" in str(shown)
    said = str(answer.get("text"))
    return "nothing has happened" in said and said.endswith(f"for {wish.words}")
