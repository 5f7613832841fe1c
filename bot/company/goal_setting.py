"""Goals after the import: proposed with `/goal new`, agreed to or sent back by a lead, and updated between check-ins.

What becomes of them then is in `goal_keeping.py`.
"""

from collections.abc import Iterable, Iterator
from functools import partial

from bot.company.files import Row
from bot.company.goal_keeping import listed
from bot.company.life import Deed, Life, Refused
from domain.goals import Kind
from handlers.views import goal_forms
from handlers.views import goal_smart as forms
from handlers.views import goals as view

KINDS = {"%": Kind.PERCENT, "€": Kind.MONEY}
"""What a unit says of the number."""


def goals(life: Life, rows: Iterable[Row]) -> Iterator[Deed]:
    """Yield every proposal with what became of it, and every new number."""
    for row in rows:
        who = row["who"]
        at, words = life.moment(row["when"], who), f"the goal of {who} at {row['when']}"
        doing = _update if "update" in row else _from_draft if row.get("draft") else _propose
        yield Deed(at, words, partial(doing, life, row))
        for said in row.get("then", ()):
            by = said.get("by", who)
            deed = partial(_wish if "wish" in said else _again if "new" in said else _agree, life, by, said)
            yield Deed(life.moment(said["when"], by), f"the answer to {words}", deed)


async def _propose(life: Life, row: Row) -> None:
    await life.form_by_command(row["who"], f"/goal new {row['new']['title']}")
    await _fill_in(life, row["who"], row["new"])


async def _from_draft(life: Life, row: Row) -> None:
    """Make a goal one's own that somebody cascaded."""
    await _again(life, row["who"], row)


async def _again(life: Life, who: str, row: Row) -> None:
    await life.form_by_button(who, life.card(who, view.EDIT), view.EDIT)
    await _fill_in(life, who, row["new"])


async def _fill_in(life: Life, who: str, new: Row) -> None:
    """Choose first what the form is drawn anew for, then type the rest, and send it."""
    chosen = {forms.LEVEL: new.get("level"), forms.KIND: new.get("kind", KINDS.get(new.get("unit", "")))}
    for field, choice in chosen.items():
        if choice:
            await life.person(who).click(life.person(who).view or {}, field, str(choice))
            await life.bot.tasks.done()
    await life.send(who, await _typed(life, who, new, life.person(who).view or {}))


async def _typed(life: Life, who: str, new: Row, form: Row) -> Row:
    """Return what is typed into the form; what a second proposal does not name stays as it was."""
    fields = {
        forms.TITLE: "title", forms.KPI: "kpi", forms.UNIT: "unit", forms.BASELINE: "from", forms.TARGET: "to",
    }  # fmt: skip
    typed = {field: str(new[name]) for field, name in fields.items() if name in new}
    if "from" in new:
        typed[forms.DIRECTION] = forms.LESS if new["to"] < new["from"] else forms.MORE
    if "serves" in new:
        typed[forms.PARENT] = await _parent(life, who, form, new["serves"])
    if "with" in new:
        typed[forms.CONTRIBUTORS] = new["with"]
    dates = {forms.DUE: "due", forms.MILESTONES: "milestones"}
    return typed | {field: life.weeks.with_dates(new[name]) for field, name in dates.items() if name in new}


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
    form = await life.form_by_button(who, *await listed(life, who, new["goal"], view.UPDATE))
    number = next(one["block_id"] for one in form["blocks"] if one["block_id"].startswith("kpi-"))
    sure = {goal_forms.CONFIDENT: new["sure"].replace(" ", "_")} if "sure" in new else {}
    await life.send(who, {number: str(new["at"]), goal_forms.NOTE: new.get("note", ""), **sure})
