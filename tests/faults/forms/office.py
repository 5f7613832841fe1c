"""Where forms are sent: a local Slack, a company, a bot that is kept running, the people, and what befalls them."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from domain.people import Person, Role
from emulator import Emulator, Workspace
from faults.databases.proxy import Proxy
from faults.databases.server import Server
from faults.forms.books import Books, books
from faults.forms.keeper import Keeper
from faults.forms.people import Crowd, Ledger
from faults.forms.troubles import Troubles
from storage.database import Database
from tests.benchmarks import company
from tests.benchmarks.payloads import TEAM
from tests.benchmarks.processes import free_port

HELD_BACK = 1
"""Messages a minute where nobody looks at them: fifty thousand of them would take hours."""
BOSS = "UBOSS"


@dataclass
class Office:
    """Everything of one run on one database."""

    url: str
    emulator: Emulator
    keeper: Keeper
    crowd: Crowd
    ledger: Ledger
    troubles: Troubles
    people: list[str]
    rng: random.Random

    async def books(self) -> Books:
        """Compare what is stored with what people were told."""
        return await books(self.url, self.ledger)


@asynccontextmanager
async def office(
    url: str, folder: Path, *, seed: int, people: int, server: Server | Proxy | None = None, pace: int = HELD_BACK
) -> AsyncIterator[Office]:
    """Open it, with so many people who report to one, and a bot that says `pace` messages a minute."""
    everybody = [_person(f"U{number:04}", BOSS) for number in range(people)]
    ids, rng = [one.id for one in everybody], random.Random(seed)
    everybody.append(_person(BOSS, None))
    await _fill(url, everybody)
    async with Emulator(Workspace.from_mapping(company.workspace(everybody))) as emulator:
        facts = _facts(emulator, url, pace)
        ledger = Ledger()
        crowd = Crowd(facts["port"], facts["slack_signing_secret"], ids, ledger, rng)
        async with Keeper(facts, folder, random.Random(seed + 1)) as keeper:
            await keeper.answers()
            yield Office(url, emulator, keeper, crowd, ledger, Troubles(url, folder, server), ids, rng)


def _person(id: str, manager: str | None) -> Person:
    since = datetime.now(UTC) - timedelta(days=100)
    role = Role.EMPLOYEE if manager else Role.MANAGER
    facts: dict[str, Any] = {"tz": "Europe/Berlin", "enrolled_at": since, "manager_since": since, "manager": manager}
    return Person(id=id, name=f"Person {id}", role=role, **facts)


async def _fill(url: str, everybody: list[Person]) -> None:
    database = Database.open(url)
    async with database.transaction(budget=60) as store:
        number = await store.workspaces.meet(TEAM, "Bench")
    async with database.of(number).transaction(budget=60) as store:
        await store.people.save_all(everybody)
    await database.close()


def _facts(emulator: Emulator, url: str, pace: int) -> dict[str, Any]:
    app = emulator.app()
    return {
        "slack_bot_token": app.bot_token,
        "slack_signing_secret": app.signing_secret,
        "slack_api_url": emulator.api_url,
        "port": free_port(),
        "database_url": url,
        "kudos_channel": "CKUDOS",
        "kudos_allowance": 1000,
        "messages_per_minute": pace,
    }
