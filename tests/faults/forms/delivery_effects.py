"""What payloads did to the database: words that are stored, choices that were written down, emojis that count."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import text

from faults.forms.books import stored_words
from storage.engine import open_engine

ABOUT = "Delivery"
"""How the words of all of them begin."""
SPOKEN = """
UPDATE outbox SET state = 'sent', channel = 'CKUDOS', ts = '1700000000.' || (100000 + id)
WHERE key LIKE 'kudos:%\\:post' AND state = 'planned'
"""
"""As it is once the posts stand in the channel; the bot itself is held back."""
POSTS = f"""
SELECT k.id AS kudos, k.giver, r.receiver, k.reason AS words, o.ts FROM kudos k
JOIN outbox o ON o.key = 'kudos:' || k.id || '\\:post' JOIN kudos_receivers r ON r.kudos = k.id
WHERE o.ts LIKE '1700000000.%' AND k.reason LIKE '{ABOUT} %' ORDER BY k.id
"""
CHOICES = "SELECT subject, times FROM access_log WHERE what = 'goals'"
JOINS = "SELECT kudos, person, reaction, here FROM kudos_joins"


@dataclass(frozen=True)
class Post:
    """A post of kudos in the channel."""

    kudos: int
    giver: str
    receiver: str
    words: str
    ts: str


@dataclass
class Effects:
    """How often each words are stored and each person was chosen, and which emojis are there or gone."""

    words: Counter[str] = field(default_factory=Counter)
    choices: Counter[str] = field(default_factory=Counter)
    joins: dict[tuple[int, str, str], bool] = field(default_factory=dict)

    def differs(self, found: "Effects") -> Iterator[str]:
        """Yield what is not as it should be."""
        for what, wanted, there in (("words", self.words, found.words), ("choice", self.choices, found.choices)):
            for one in wanted.keys() | there.keys():
                if wanted[one] != there[one]:
                    yield f"{what} {one}: {there[one]} times instead of {wanted[one]}"
        for emoji in self.joins.keys() | found.joins.keys():
            if self.joins.get(emoji) != found.joins.get(emoji):
                yield f"emoji {emoji}: {found.joins.get(emoji)} instead of {self.joins.get(emoji)}"


async def posts_in_the_channel(url: str) -> list[Post]:
    """Have the posts of all kudos so far stand in the channel, and return them."""
    engine = open_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.execute(text(SPOKEN))
            return [Post(**row) for row in (await connection.execute(text(POSTS))).mappings()]
    finally:
        await engine.dispose()


async def effects(url: str) -> Effects:
    """Return what is in the database."""
    engine = open_engine(url)
    try:
        async with engine.connect() as connection:
            choices = {row.subject: row.times for row in await connection.execute(text(CHOICES))}
            joins = {(row[0], row[1], row[2]): bool(row[3]) for row in await connection.execute(text(JOINS))}
            words = await stored_words(connection)
            ours = Counter({one: times for one, times in words.items() if one.startswith(ABOUT)})
            return Effects(ours, Counter(choices), joins)
    finally:
        await engine.dispose()
