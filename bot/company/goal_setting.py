"""Goals after the import: proposed with `/goal new`, agreed to or sent back by a lead, and updated between check-ins."""

from collections.abc import Iterable, Iterator
from functools import partial

from bot.company.files import Row
from bot.company.life import Deed, Life, Refused
from domain.goals import Kind
from handlers.views import goal_forms
from handlers.views import goal_smart as forms
from handlers.views import goals as view


def goals(life: Life, rows: Iterable[Row]) -> Iterator[Deed]:
    """Yield every proposal with what became of it, and every new number."""
    for row in rows:
        who = row["who"]
        at, words = life.moment(row["when"], who), f"the goal of {who} at {row['when']}"
        if "update" in row:
            yield Deed(at, words, partial(_update, life, row))
            continue
        yield Deed(at, words, partial(_propose, life, row))
        for said in row.get("then", ()):
            by = said.get("by", who)
            deed = partial(_wish if "wish" in said else _again if "new" in said else _agree, life, by, said)
            yield Deed(life.moment(said["when"], by), f"the answer to {words}", deed)


async def _propose(life: Life, row: Row) -> None:
    form = await life.form_by_command(row["who"], f"/goal new {row['new']['title']}")
    await life.send(row["who"], await _typed(life, row["who"], row["new"], form))


async def _again(life: Life, who: str, row: Row) -> None:
    form = await life.form_by_button(who, life.card(who, view.EDIT), view.EDIT)
    await life.send(who, await _typed(life, who, row["new"], form))


async def _typed(life: Life, who: str, new: Row, form: Row) -> Row:
    """Return what is typed into the form; what a second proposal does not name stays as it was."""
    fields = {
        forms.TITLE: "title", forms.KPI: "kpi", forms.UNIT: "unit", forms.BASELINE: "from", forms.TARGET: "to",
    }  # fmt: skip
    typed = {field: str(new[name]) for field, name in fields.items() if name in new}
    if "from" in new:
        typed[forms.DIRECTION] = forms.LESS if new["to"] < new["from"] else forms.MORE
        typed[forms.KIND] = Kind.PERCENT if new.get("unit") == "%" else Kind.NUMBER
    if "due" in new:
        typed[forms.DUE] = life.weeks.with_dates(new["due"])
    if "serves" in new:
        typed[forms.PARENT] = await _parent(life, who, form, new["serves"])
    return typed


async def _parent(life: Life, who: str, form: Row, title: str) -> str:
    """Type the beginning of a title into the list of goals above; return the first that is offered."""
    for option in await life.person(who).options(form, forms.PARENT, title):
        return str(option["value"])
    raise Refused(f"The form does not offer “{title}”.")


async def _agree(life: Life, who: str, _row: Row) -> None:
    await life.person(who).click(life.card(who, view.AGREE), view.AGREE)


async def _wish(life: Life, who: str, row: Row) -> None:
    await life.form_by_button(who, life.card(who, view.WISH), view.WISH)
    await life.send(who, {goal_forms.WISHED: row["wish"]})


async def _update(life: Life, row: Row) -> None:
    """Type `/goal` and press *Update* beside the goal."""
    who, new = row["who"], row["update"]
    await life.command(who, "/goal")
    page = life.whisper(who)
    beside = next((one for one in page["blocks"] if f"`{new['goal']}`" in one.get("text", {}).get("text", "")), None)
    if beside is None:
        raise Refused(f"{new['goal']} is not among the open goals.")
    acts = beside["block_id"].replace("goal-", "goal-acts-")  # the buttons stand below the words
    form = await life.form_by_button(who, page, view.UPDATE, acts)
    number = next(one["block_id"] for one in form["blocks"] if one["block_id"].startswith("kpi-"))
    sure = {goal_forms.CONFIDENT: new["sure"].replace(" ", "_")} if "sure" in new else {}
    await life.send(who, {number: str(new["at"]), goal_forms.NOTE: new.get("note", ""), **sure})
