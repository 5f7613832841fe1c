"""The same payload delivered one to five times, shuffled, over several connections: it has one effect."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field

from faults.forms.delivery_effects import ABOUT, Effects, Post, effects, posts_in_the_channel
from faults.forms.office import BOSS, Office, office
from faults.forms.payloads import CHOICE, COMMAND, KUDOS_FORM, again, check_in, filled, reaction, signed
from faults.forms.people import Seat
from faults.part import Run, Seen
from handlers import refusals
from tests.benchmarks.company import this_week

CONNECTIONS = 16
MOST = 5
"""Deliveries of one payload."""
TOGETHER = 0.2
"""So many of the payloads have all their deliveries one after the other, so on several connections at one moment."""
SHARES = {"command": 0.25, "form": 0.25, "check-in": 0.1, "again": 0.1, "choice": 0.1, "event": 0.2}
TEMPLATES = {"command": COMMAND, "form": KUDOS_FORM, "check-in": check_in(this_week()), "choice": CHOICE}
POSTS = 20
"""Posts in the channel that people react to."""
EMOJIS = ("tada", "raised_hands", "heart", "rocket", "clap", "fire", "star", "eyes", "muscle", "sparkles")


SORRY = [said[:40] for name, said in vars(refusals).items() if name.startswith(("FORM_", "COMMAND_"))]
"""How answers begin that say that the database has not taken it."""
Answer = tuple[int, bytes]
"""Status and body."""


@dataclass
class Sent:
    """What goes out: bodies, and the effects they should have together."""

    bodies: list[str] = field(default_factory=list)
    wanted: Effects = field(default_factory=Effects)
    reacted: dict[tuple[int, str, str], float] = field(default_factory=dict)


@dataclass(frozen=True)
class Delivered:
    """What came of it: `wrong` are effects that are missing, or there more than once."""

    payloads: int
    deliveries: int
    bad: int
    differing: int
    wrong: tuple[str, ...]


async def delivered(run: Run, payloads: int) -> AsyncIterator[Seen]:
    """Deliver so many, and tell what came of them."""
    folder, url = run.folder / "deliveries", await run.database("deliveries")
    folder.mkdir()
    async with office(url, folder, seed=run.seed, people=200, server=run.server) as place:
        seen = await deliver(place, payloads)
    what = f"{seen.payloads:,} commands, clicks, forms and events, each delivered 1-{MOST} times, shuffled"
    told = f"{seen.deliveries:,} deliveries: {len(seen.wrong)} effects missing or there twice"
    yield Seen(what, "one effect each", told, not seen.wrong)
    answers = f"{seen.bad} not answered 200, {seen.differing} answered differently from the first time"
    yield Seen("Answers to these", "all 200, the same each time", answers, not (seen.bad or seen.differing))


async def deliver(place: Office, payloads: int) -> Delivered:
    """Make them, deliver them, and look at what is stored."""
    sent = Sent()
    posts = await _posts(place, sent.wanted)
    for number, kind in enumerate(place.rng.choices(list(SHARES), SHARES.values(), k=payloads)):
        _make(sent, place, kind, number, posts)
    order = list(_shuffled(len(sent.bodies), place.rng))
    answers = await _delivered_wholly(place, sent.bodies, order)
    bad = sum(status != 200 for each in answers for status, _ in each)
    differing = sum(len({answer for answer in each if not _refused(answer)}) > 1 for each in answers)
    wrong = sent.wanted.differs(await effects(place.url))
    return Delivered(payloads, len(order), bad, differing, tuple(wrong))


async def _delivered_wholly(place: Office, bodies: Sequence[str], order: Sequence[int]) -> list[list[Answer]]:
    """Deliver them; where a busy machine had something refused, everything once more, which must change nothing else."""
    before, answers = place.keeper.refusals(), await _deliver(place, bodies, order)
    while before != (now := place.keeper.refusals()):
        before = now
        for each, more in zip(answers, await _deliver(place, bodies, range(len(bodies))), strict=True):
            each.extend(more)
    return answers


def _refused(answer: Answer) -> bool:
    """Tell whether it says that nothing was stored, for want of time."""
    return any(sorry in answer[1].decode() for sorry in SORRY)


async def _posts(place: Office, wanted: Effects) -> list[Post]:
    """Give kudos that stand in the channel."""
    sent = Sent(wanted=wanted)
    for number in range(POSTS):
        _make(sent, place, "command", 10**6 + number, [])
    await _delivered_wholly(place, sent.bodies, range(POSTS))
    return await posts_in_the_channel(place.url)


def _make(sent: Sent, place: Office, kind: str, number: int, posts: Sequence[Post]) -> None:
    """Make one payload, and note what should come of it."""
    [person, other] = place.rng.sample(place.people, 2)
    key, words = f"D{number:07X}", f"{ABOUT} {number}"
    if kind == "event":
        sent.bodies.append(_event(sent, place, key, posts))
    elif kind == "again":
        post = place.rng.choice(posts)
        other = place.rng.choice([one for one in place.people[:40] if one != post.giver])
        sent.wanted.words[post.words] += 1
        sent.bodies.append(again(post.giver, key, like=post.kudos, receiver=other))
    else:
        person = BOSS if kind == "choice" else person
        sent.wanted.choices.update([other] if kind == "choice" else [])
        sent.wanted.words.update([words] if kind != "choice" else [])
        sent.bodies.append(filled(TEMPLATES[kind], person=person, other=other, key=key, words=words))


def _event(sent: Sent, place: Office, key: str, posts: Sequence[Post]) -> str:
    """Return an emoji that comes or goes; the last thing that happened to it is what counts, whenever it arrives."""
    post, emoji = place.rng.choice(posts), place.rng.choice(EMOJIS)
    person = place.rng.choice([one for one in place.people[:40] if one not in {post.giver, post.receiver}])
    at, added = time.time() - place.rng.random() * 1000, place.rng.random() < 0.7
    about = (post.kudos, person, emoji)
    if at > sent.reacted.get(about, 0):
        sent.reacted[about], sent.wanted.joins[about] = at, added
    return reaction(person, emoji, post.ts, added=added, at=at, key=key)


def _shuffled(payloads: int, rng: random.Random) -> Iterable[int]:
    """Return their numbers, each as often as it is delivered."""
    groups = []
    for number in range(payloads):
        times = rng.randint(1, MOST)
        groups += [[number] * times] if rng.random() < TOGETHER else [[number]] * times
    rng.shuffle(groups)
    return (number for group in groups for number in group)


async def _answer(seat: Seat, body: str, secret: str) -> Answer:
    """Send it until there is an answer: what a dying bot leaves unanswered comes again."""
    while True:
        line = await seat.line()
        try:
            _, status, answer = await line.send(signed(body, secret))
        except (OSError, EOFError):
            seat.leave()
        else:
            return status, answer


async def _deliver(place: Office, bodies: Sequence[str], order: Iterable[int]) -> list[list[Answer]]:
    """Send them in that order over several connections; return the answers to each."""
    facts, left = place.keeper.facts, iter(order)
    answers: list[list[Answer]] = [[] for _ in bodies]

    async def send() -> None:
        seat = Seat(facts["port"])
        try:
            for number in left:
                answers[number].append(await _answer(seat, bodies[number], facts["slack_signing_secret"]))
        finally:
            seat.leave()

    async with asyncio.TaskGroup() as tasks:
        for _ in range(CONNECTIONS):
            tasks.create_task(send())
    return answers
