"""What is in the database in the end, held against what people were told."""

import json
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from faults.forms.people import Fate, Ledger
from storage.engine import open_engine

KUDOS = "SELECT reason FROM kudos"
CHECK_INS = "SELECT went_well FROM check_ins"
EARLIER = "SELECT content FROM check_in_revisions"
UNTOLD = """
SELECT count(*) FROM kudos_receivers r WHERE NOT EXISTS
    (SELECT 1 FROM outbox o WHERE o.workspace_id = r.workspace_id AND o.key = 'kudos:' || r.kudos || ':to:' || r.receiver)
"""


@dataclass(frozen=True)
class Books:
    """What was found: words that were acknowledged and are not there, that are there twice, that were refused and are.

    `maybe` is how many were left without an answer, `stored` how many of them are there all the same.
    """

    acknowledged: int
    refused: int
    lost: tuple[str, ...]
    twice: tuple[str, ...]
    stored_though_refused: tuple[str, ...]
    maybe: int
    stored: int
    untold: int

    @property
    def balance(self) -> bool:
        """Whether everything is as people were told."""
        return not (self.lost or self.twice or self.stored_though_refused or self.untold)


async def books(url: str, ledger: Ledger) -> Books:
    """Compare the database at `url` with what people were told."""
    there, untold = await _there(url)
    fates = {words: fate for kind in ledger.fates.values() for words, fate in kind.items()}
    of = {fate: [words for words, one in fates.items() if one is fate] for fate in Fate}
    return Books(
        acknowledged=len(of[Fate.ACKNOWLEDGED]),
        refused=len(of[Fate.REFUSED]),
        lost=tuple(words for words in of[Fate.ACKNOWLEDGED] if not there[words]),
        twice=tuple(words for words, times in there.items() if times > 1),
        stored_though_refused=tuple(words for words in of[Fate.REFUSED] if there[words]),
        maybe=len(of[Fate.UNANSWERED]),
        stored=sum(bool(there[words]) for words in of[Fate.UNANSWERED]),
        untold=untold,
    )


async def _there(url: str) -> tuple[Counter[str], int]:
    """Return how often each words are stored, and how many who were thanked are not to be told."""
    engine = open_engine(url)
    try:
        async with engine.connect() as connection:
            return await stored_words(connection), int((await connection.execute(text(UNTOLD))).scalar_one())
    finally:
        await engine.dispose()


async def stored_words(connection: AsyncConnection) -> Counter[str]:
    """Return how often each words are stored, as kudos or in a check-in, now or before it was changed."""
    columns = [list((await connection.execute(text(one))).scalars()) for one in (KUDOS, CHECK_INS, EARLIER)]
    kudos, now, earlier = columns
    return Counter([*kudos, *now, *(json.loads(one)["went_well"] for one in earlier)])
