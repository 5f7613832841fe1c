"""What the journeys of goals share: a tree of goals, and what people press and read in its windows."""

from datetime import date
from typing import Any

from kudos_scene import seen

from company import ANA, BO, MIA, OLU
from domain.goals import Goal, Kpi, Level, State
from running import Running
from storage.database import Database

ABOUT: dict[str, Any] = {"starts": date(2026, 7, 12), "due": date(2027, 3, 31), "state": State.ACTIVE}
TREE = (
    ("Calm winters", OLU, Level.COMPANY, None, None),
    ("Fast support", MIA, Level.TEAM, "Calm winters", None),
    ("Train the team", MIA, Level.INDIVIDUAL, "Fast support", 4.0),
    ("Answer fast", ANA, Level.INDIVIDUAL, "Fast support", 5.0),
    ("Fewer returns", BO, Level.INDIVIDUAL, "Fast support", 3.0),
)
"""Title, owner, level, parent, where its KPI stands on the way from 6 to 2 hours."""


async def grow(database: Database, *, extra: int = 0) -> dict[str, Goal]:
    """Store TREE, and so many more goals of teams below the company's; return them by title."""
    found: dict[str, Goal] = {}
    more = ((f"Team goal {number}", OLU, Level.TEAM, "Calm winters", 4.0) for number in range(1, extra + 1))
    async with database.transaction() as store:
        for number, (title, owner, level, above, value) in enumerate([*TREE, *more], start=1):
            kpis = (Kpi(name="First reply", unit="hours", baseline=6, target=2, value=value),) if value else ()
            parent = found[above].id if above else None
            goal = Goal(ref=f"G-{number}", title=title, owner=owner.id, level=level, parent=parent, kpis=kpis, **ABOUT)
            found[title] = await store.goals.save(goal)
    return found


async def open_tree(slack: Running, who: str) -> dict[str, Any]:
    """Type `/goal tree`; return the window."""
    person = slack.person(who)
    while person.view:
        await person.close(all=True)
    reply = await person.command("/goal tree")
    assert reply.error is None, reply
    await slack.settle()
    view: dict[str, Any] = person.view
    return view


async def press(slack: Running, who: str, label: str) -> dict[str, Any]:
    """Press the button that is called so, or that a screen reader calls so; return the window then shown."""
    person = slack.person(who)
    for block in person.view["blocks"]:
        for one in [*block.get("elements", ()), *filter(None, [block.get("accessory")])]:
            if one.get("type") == "button" and label in {one["text"]["text"], one.get("accessibility_label")}:
                await person.click(person.view, one["action_id"], block_id=block["block_id"])
                await slack.settle()
                view: dict[str, Any] = person.view
                return view
    raise AssertionError(f"no button {label} in {seen(person.view)}")


async def open_card(slack: Running, who: str, title: str) -> str:
    """Open a goal from the tree; return what stands on its card."""
    await open_tree(slack, who)
    return seen(await press(slack, who, f"Open {title}"))


__all__ = ["TREE", "grow", "open_card", "open_tree", "press", "seen"]
