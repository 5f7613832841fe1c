"""Kudos as people give them: typed in a channel, or by the form where a goal is named or only the two shall know."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.company.files import Row
from bot.company.life import Deed, Life, Refused
from bot.company.weeks import WEEKS
from handlers.views import kudos as view

CHANNEL = "CKUDOS"
A_WHILE = timedelta(minutes=20)
"""Colleagues see the post, and put their emoji under it, so much later."""


def thanks(life: Life, rows: Iterable[Row]) -> Iterator[Deed]:
    """Yield every thank-you, and what others put under its post."""
    for row in rows:
        at, words = life.moment(row["when"], row["from"]), f"the kudos of {row['from']} at {row['when']}"
        by_form = "goal" in row or row.get("private")
        yield Deed(at, words, partial(_by_form if by_form else _by_text, life, row))
        if not row.get("private"):
            yield Deed(at + A_WHILE, f"the reactions to {words}", partial(_react, life, row))


def recaps(life: Life, tz: ZoneInfo) -> Iterator[Deed]:
    """Yield the Mondays at nine on which the channel is told of the week before."""
    for week in range(2, WEEKS + 2):
        at = life.weeks.moment(f"{week} Mon 09:00", tz)
        yield Deed(at, f"the recap of week {week - 1}", life.plan)


async def _by_text(life: Life, row: Row) -> None:
    value = f" #{row['value']}" if "value" in row else ""
    whom = f"@{row['group']}" if "group" in row else life.names(row["to"])
    typed = f"/kudos {whom} for {row['for']}{value}"
    reply = await life.command(row["from"], typed, row.get("in", "CGENERAL"))
    if "Thank you" not in reply:
        raise Refused(reply)


async def _by_form(life: Life, row: Row) -> None:
    form = await life.form_by_command(row["from"], "/kudos")
    typed = {view.RECEIVERS: row["to"], view.REASON: row["for"]}
    if "value" in row:
        typed[view.VALUE] = row["value"]
    if "goal" in row:
        typed[view.GOAL] = option(form, view.GOAL, row["goal"])
    if row.get("private"):
        typed[view.AUDIENCE] = view.PRIVATE
    await life.send(row["from"], typed)


async def _react(life: Life, row: Row) -> None:
    """Put emoji under the post, and answer in its thread."""
    for emoji, people in row.get("reactions", {}).items():
        for who in people:
            await life.person(who).react(CHANNEL, _post(life, row)["ts"], emoji)
    for who, text in row.get("replies", {}).items():
        await life.person(who).say(CHANNEL, text, thread=_post(life, row)["ts"])


def _post(life: Life, row: Row) -> Row:
    for message in reversed(life.person(row["from"]).messages(CHANNEL)):
        if row["for"] in message["text"] and f"<@{row['from']}>" in message["text"]:
            return message
    raise Refused("The post does not stand in the channel.")


def option(form: Row, block_id: str, ref: str) -> str:
    """Return the value of the option that names the goal `ref`, in a form's choice of goals. Raises Refused."""
    for block in form["blocks"]:
        if block["block_id"] == block_id:
            groups = block["element"].get("option_groups") or [block["element"]]
            for one in (option for some in groups for option in some["options"]):
                if one["text"]["text"].startswith(f"{ref} "):
                    return str(one["value"])
    raise Refused(f"The form does not offer {ref}.")
