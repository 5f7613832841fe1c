"""Feedback as people give it: by the form, unasked or because somebody asked; some put it off, some decline.

And what those do who get it: say thanks, ask its author for more, keep it for their own review.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from bot.company.files import Row
from bot.company.life import Deed, Life, Refused
from bot.company.thanking import option
from handlers.views import evidence, feedback_inbox
from handlers.views import feedback as cards
from handlers.views import feedback_forms as view

PARTS = {
    view.SITUATION: "situation",
    view.BEHAVIOUR: "behaviour",
    view.IMPACT: "impact",
    view.TONE: "tone",
    view.INTENT: "intent",
    view.COMPETENCY: "competency",
    view.VISIBILITY: "seen_by",
}


def feedback(life: Life, rows: Iterable[Row]) -> Iterator[Deed]:
    """Yield every piece of feedback and every request with its answer; a request without one still waits."""
    for row in rows:
        at, words = life.moment(row["when"], row["from"]), f"the feedback of {row['from']} at {row['when']}"
        if "ask" not in row:
            yield Deed(at, words, partial(_give, life, row))
            yield from _afterwards(life, row, words)
            continue
        yield Deed(at, words, partial(_ask, life, row))
        if "answer" in row:
            answer = row["answer"] | {"from": row["ask"], "to": row["from"]}
            yield Deed(
                life.moment(answer["when"], row["ask"]), f"the answer to {words}", partial(_answer, life, answer)
            )
            yield from _afterwards(life, answer, words)
        if "later" in row:
            yield Deed(life.moment(row["later"], row["ask"]), f"putting off {words}", partial(_later, life, row["ask"]))
        if "decline" in row:
            no = row["decline"]
            yield Deed(
                life.moment(no["when"], row["ask"]), f"the answer to {words}", partial(_decline, life, row["ask"], no)
            )


def _afterwards(life: Life, row: Row, words: str) -> Iterator[Deed]:
    """Yield what the one it is for does with it, and what its author answers."""
    who, author = row["to"], row["from"]
    if "thanked" in row:
        yield Deed(life.moment(row["thanked"], who), f"thanks for {words}", partial(_thank, life, who))
    if "kept" in row:
        kept = row["kept"]
        yield Deed(life.moment(kept["when"], who), f"keeping {words}", partial(_keep, life, who, kept["note"]))
    if "more" in row:
        more, reply = row["more"], row["more"]["answer"]
        asking = partial(_ask_more, life, who, more["question"])
        yield Deed(life.moment(more["when"], who), f"the question about {words}", asking)
        answering = partial(_tell_more, life, author, reply["text"])
        yield Deed(life.moment(reply["when"], author), f"the answer about {words}", answering)


async def _thank(life: Life, who: str) -> None:
    inbox = await life.form_by_command(who, "/feedback inbox")
    await life.person(who).click(inbox, feedback_inbox.THANK)
    await life.bot.tasks.done()
    await life.person(who).close(all=True)


async def _keep(life: Life, who: str, note: str) -> None:
    inbox = await life.form_by_command(who, "/feedback inbox")
    await life.form_by_button(who, inbox, feedback_inbox.KEEP)
    await life.send(who, {evidence.NOTE: note})


async def _ask_more(life: Life, who: str, question: str) -> None:
    inbox = await life.form_by_command(who, "/feedback inbox")
    await life.form_by_button(who, inbox, feedback_inbox.ASK_MORE)
    await life.send(who, {view.QUESTION: question})


async def _tell_more(life: Life, author: str, text: str) -> None:
    await life.form_by_button(author, life.card(author, cards.ANSWER), cards.ANSWER)
    await life.send(author, {view.ANSWER: text})


async def _later(life: Life, who: str) -> None:
    await life.person(who).click(life.card(who, cards.LATER), cards.LATER)


async def _give(life: Life, row: Row) -> None:
    form = await life.form_by_command(row["from"], f"/feedback {life.handle(row['to'])}")
    typed = {field: row[name] for field, name in PARTS.items() if name in row}
    if "goal" in row:
        typed[view.GOAL] = option(form, view.GOAL, row["goal"])
    await life.send(row["from"], typed)


async def _ask(life: Life, row: Row) -> None:
    reply = await life.command(row["from"], f"/feedback ask {life.handle(row['ask'])} about {row['about']}")
    if not reply.startswith("Asked."):
        raise Refused(reply)


async def _answer(life: Life, row: Row) -> None:
    await life.form_by_button(row["from"], life.card(row["from"], cards.WRITE), cards.WRITE)
    await life.send(row["from"], {field: row[name] for field, name in PARTS.items() if name in row})


async def _decline(life: Life, who: str, row: Row) -> None:
    await life.form_by_button(who, life.card(who, cards.DECLINE), cards.DECLINE)
    await life.send(who, {view.REASON: row["reason"]})
