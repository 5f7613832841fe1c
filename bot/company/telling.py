"""Feedback as people give it: by the form, unasked or because somebody asked; some decline."""

from collections.abc import Iterable, Iterator
from functools import partial

from bot.company.files import Row
from bot.company.life import Deed, Life, Refused
from bot.company.thanking import option
from handlers.views import feedback as view

PARTS = {
    view.SITUATION: "situation",
    view.BEHAVIOUR: "behaviour",
    view.IMPACT: "impact",
    view.TONE: "tone",
    view.VISIBILITY: "seen_by",
}


def feedback(life: Life, rows: Iterable[Row]) -> Iterator[Deed]:
    """Yield every piece of feedback and every request with its answer; a request without one still waits."""
    for row in rows:
        at, words = life.moment(row["when"], row["from"]), f"the feedback of {row['from']} at {row['when']}"
        if "ask" not in row:
            yield Deed(at, words, partial(_give, life, row))
            continue
        yield Deed(at, words, partial(_ask, life, row))
        if "answer" in row:
            answer = row["answer"] | {"from": row["ask"], "to": row["from"]}
            yield Deed(
                life.moment(answer["when"], row["ask"]), f"the answer to {words}", partial(_answer, life, answer)
            )
        if "decline" in row:
            no = row["decline"]
            yield Deed(
                life.moment(no["when"], row["ask"]), f"the answer to {words}", partial(_decline, life, row["ask"], no)
            )


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
    await life.form_by_button(row["from"], life.card(row["from"], view.WRITE), view.WRITE)
    await life.send(row["from"], {field: row[name] for field, name in PARTS.items() if name in row})


async def _decline(life: Life, who: str, row: Row) -> None:
    await life.form_by_button(who, life.card(who, view.DECLINE), view.DECLINE)
    await life.send(who, {view.REASON: row["reason"]})
