"""Check-ins as people do them: they press *Check in* in the message that asked, fill in the form and send it.

Whoever leads looks at the team's page on some mornings and opens what waits there.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from bot.company.files import Row
from bot.company.life import Deed, Life, Refused
from bot.company.weeks import delay
from domain.calendar import Schedule, opens_at
from handlers.views import check_in_fields as fields
from handlers.views import check_ins as view
from handlers.views import status
from handlers.views.check_ins import DONE_OR_NOT

DONE = {words.casefold(): value for value, words in DONE_OR_NOT.items()}
"""How the story says what is yes or no."""


def answers(life: Life, told: Mapping[str, Iterable[Row]]) -> Iterator[Deed]:
    """Yield every check-in of the story, `after` so long from its prompt."""
    for who, rows in told.items():
        for row in rows:
            asked = opens_at(life.weeks.friday(row["week"]), Schedule(), life.zone_of(who))
            words = f"the check-in of {who} in week {row['week']}"
            yield Deed(asked + delay(row["after"]), words, partial(_answer, life, who, row))


async def _answer(life: Life, who: str, row: Row) -> None:
    period = life.weeks.friday(row["week"]).isoformat()
    form = await life.form_by_button(who, life.card(who, view.OPEN, period), view.OPEN)
    words = {fields.WENT_WELL: "well", fields.NEXT: "next", fields.BLOCKERS: "blocked", fields.HELPER: "helper"}
    typed = {field: row[name] for field, name in words.items() if name in row}
    if "pulse" in row:
        typed[fields.PULSE] = str(row["pulse"])
    if "blocked" not in row:  # what was in the way last week stands there still
        typed |= {fields.BLOCKERS: "", fields.HELPER: None}
    typed |= _priorities(form, row.get("became", "")) | _own(form, row.get("own", ()))
    for ref, said in row.get("goals", {}).items():
        typed |= _goal(form, ref, said if isinstance(said, list) else [said])
    await life.send(who, typed)


def _priorities(form: Row, became: str) -> Row:
    """Return what is chosen for last week's priorities: `done, carry`, in their order."""
    asked = [block["block_id"] for block in form["blocks"] if block["block_id"].startswith("priority-")]
    return dict(zip(asked, filter(None, became.replace(",", " ").split()), strict=False))


def _own(form: Row, told: Iterable[str]) -> Row:
    """Return what is answered to the team's own questions, in their order."""
    asked = [block["block_id"] for block in form["blocks"] if block["block_id"].startswith("question-")]
    return dict(zip(asked, told, strict=False))


def _goal(form: Row, ref: str, said: list[Any]) -> Row:
    """Return what is typed about one goal: its number, how sure its owner is, and a note."""
    number, sure, note = [*said, None, None][:3]
    kpi = next(name for name in _fields_of(form, ref) if "-kpi-" in name)
    goal = kpi.partition("-kpi-")[0]
    typed = {kpi: DONE.get(number, str(number)), f"{goal}-confidence": (sure or "on track").replace(" ", "_")}
    return typed | ({f"{goal}-note": note} if note else {})


def _fields_of(form: Row, ref: str) -> list[str]:
    """Return the ids of the fields that stand under that goal."""
    found: list[str] = []
    heading = ""
    for block in form["blocks"]:
        if block["type"] == "section":
            heading = block["text"]["text"]
        elif block["type"] == "input" and f"\n{ref} ·" in heading:
            found.append(block["block_id"])
    if not found:
        raise Refused(f"The form does not ask about {ref}.")
    return found


def rounds(life: Life, rows: Iterable[Row]) -> Iterator[Deed]:
    """Yield every look at the Home tab and at `/team-status` of those who lead a team."""
    for row in rows:
        words = f"{row['who']} reading the team's check-ins at {row['when']}"
        yield Deed(life.moment(row["when"], row["who"]), words, partial(_read, life, row["who"]))


async def _read(life: Life, who: str) -> None:
    """Open every check-in that waits on the page, or in the window of all that waits where the page has no room.

    The Home tab comes first: what Slack takes there (charts, tables) stands on the page from then on.
    """
    person = life.person(who)
    await person.open_home()
    await life.command(who, "/team-status")
    page = life.whisper(who)
    rest = next((block["block_id"] for block in page["blocks"] if _is_all_that_waits(block)), None)
    place = await life.form_by_button(who, page, status.MORE, rest) if rest else page
    for entry in [block["block_id"] for block in place["blocks"] if block["block_id"].startswith("owed-")]:
        await life.form_by_button(who, place, view.READ, entry)
        await person.close()
    if rest:
        await person.close(all=True)


def _is_all_that_waits(block: Row) -> bool:
    button = block.get("accessory", {})
    return button.get("action_id") == status.MORE and str(button["value"]).startswith(f"{status.OWED} ")
