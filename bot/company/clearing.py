"""How blockers are cleared: whoever has heard of one replies, promises a day, or says that it is done."""

from collections.abc import Iterable, Iterator
from functools import partial

from bot.company.files import Row
from bot.company.life import Deed, Life, Refused
from handlers.views import blockers as view


def answers(life: Life, rows: Iterable[Row]) -> Iterator[Deed]:
    """Yield every reply (`says`), promise (`by` a moment of the story) and end (neither) of somebody's blocker."""
    for row in rows:
        words = f"what {row['who']} does about the blocker of {row['about']} at {row['when']}"
        yield Deed(life.moment(row["when"], row["who"]), words, partial(_act, life, row))


async def _act(life: Life, row: Row) -> None:
    who = row["who"]
    if "says" in row:
        await life.form_by_button(who, _card(life, row, view.REPLY), view.REPLY)
        await life.send(who, {view.TEXT: row["says"]})
    elif "by" in row:
        await life.form_by_button(who, _card(life, row, view.PROMISE), view.PROMISE)
        day = life.moment(row["by"], who).astimezone(life.zone_of(who)).date()
        await life.send(who, {view.BY: day.isoformat()})
    else:
        await life.person(who).click(_card(life, row, view.DONE), view.DONE)


def _card(life: Life, row: Row, action: str) -> Row:
    """Return the newest open card of that person's blocker. Raises Refused."""
    title = "*In your way*" if row["who"] == row["about"] else f"*<@{row['about']}> is blocked*"
    for message in reversed(life.person(row["who"]).dm()):
        shown = str(message.get("blocks"))
        if title in shown and action in shown:
            return dict(message)
    raise Refused(f"There is no open blocker of {row['about']}.")
