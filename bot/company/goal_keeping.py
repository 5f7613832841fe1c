"""What becomes of goals that are agreed: warned about, explained, blocked, rescoped, cascaded and closed.

Everything begins as people begin it: with a button of a warning, or on the goal's card, which `/goal` opens.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from functools import partial

from bot.company.files import Row
from bot.company.life import Deed, Life, Refused
from domain.goal_closing import Outcome
from handlers.views import goal_cascade as cascade
from handlers.views import goal_closing as closing
from handlers.views import goal_rescoping as rescoping
from handlers.views import goal_warnings as warning
from handlers.views import goals as view

Doing = Callable[[Life, Row], Awaitable[None]]


def deeds(life: Life, rows: Iterable[Row]) -> Iterator[Deed]:
    """Yield all of it, each with what its manager then says to it."""
    for row in rows:
        who, what = row["who"], next(name for name in DOINGS if name in row)
        words = f"what {who} does ({what}) with {row['goal']} at {row['when']}"
        yield Deed(life.moment(row["when"], who), words, partial(DOINGS[what], life, row))
        for said in row.get("then", ()):
            agreed = partial(_agree, life, said["by"], rescoping.AGREE if what == "rescope" else view.AGREE)
            yield Deed(life.moment(said["when"], said["by"]), f"the answer to {words}", agreed)


async def _agree(life: Life, who: str, button: str) -> None:
    await life.person(who).click(life.card(who, button), button)


async def _explain(life: Life, row: Row) -> None:
    """Answer the warning in the *Today* message, and have the manager hear it at once."""
    await life.form_by_button(row["who"], life.card(row["who"], warning.EXPLAIN), warning.EXPLAIN)
    await life.send(row["who"], {warning.WHY: row["explain"], warning.TELL: warning.NOW})


async def _blocked(life: Life, row: Row) -> None:
    await _on_card(life, row, warning.BLOCKED)
    await life.send(row["who"], {warning.IN_THE_WAY: row["blocked"]})


async def _rescope(life: Life, row: Row) -> None:
    form = await _on_card(life, row, warning.RESCOPE)
    wish = row["rescope"]
    typed = {rescoping.WHY: wish["why"]}
    if "to" in wish:
        typed[_first(form, "target-")] = str(wish["to"])
    if "due" in wish:
        typed[rescoping.DUE] = life.weeks.with_dates(wish["due"])
    await life.send(row["who"], typed)


async def _cascade(life: Life, row: Row) -> None:
    await _on_card(life, row, cascade.OPEN)
    await life.send(row["who"], {cascade.PEOPLE: row["cascade"]})


async def _close(life: Life, row: Row) -> None:
    """Take the scores that the arithmetic suggests."""
    await _on_card(life, row, closing.OPEN)
    said = row["close"]
    typed = {closing.OUTCOME: str(Outcome.CARRIED_OVER if "until" in said else Outcome.CLOSED)}
    typed[closing.LEARNED] = said["learned"]
    if "until" in said:
        typed[closing.UNTIL] = life.weeks.with_dates(said["until"])
    await life.send(row["who"], typed)


DOINGS: Mapping[str, Doing] = {
    "explain": _explain,
    "blocked": _blocked,
    "rescope": _rescope,
    "cascade": _cascade,
    "close": _close,
}


async def _on_card(life: Life, row: Row, button: str) -> Row:
    """Press a button of the goal's card; return the form that opens."""
    card = await life.form_by_button(row["who"], *await listed(life, row["who"], row["goal"], view.OPEN))
    return await life.form_by_button(row["who"], card, button)


async def listed(life: Life, who: str, ref: str, button: str) -> tuple[Row, str, str]:
    """Type `/goal`; return the list, that button, and where it stands beside the goal. Raises Refused."""
    await life.command(who, "/goal")
    page = life.whisper(who)
    for block in page["blocks"]:
        if f"`{ref}`" in block.get("text", {}).get("text", ""):
            return page, button, block["block_id"].replace("goal-", "goal-acts-")  # they stand below the words
    raise Refused(f"{ref} is not among the open goals.")


def _first(form: Row, prefix: str) -> str:
    return next(str(block["block_id"]) for block in form["blocks"] if block["block_id"].startswith(prefix))
