"""`cairn cycle`: opened once, filled with the goals that are due in it, and listed with what became of them."""

from datetime import date

from company import ANA, EVERYONE
from domain.goals import Goal, State

GOALS = (("G-1", date(2027, 3, 31), State.ACTIVE), ("G-2", date(2027, 5, 1), State.DRAFT))


def fill(northwind):
    """Store the company, two open goals and one that is over."""

    async def save(store):
        for person in EVERYONE:
            await store.people.save(person)
        for ref, due, state in (*GOALS, ("G-3", date(2027, 2, 1), State.CLOSED)):
            about = {"ref": ref, "title": ref, "owner": ANA.id, "state": state}
            await store.goals.save(Goal(**about, starts=date(2026, 7, 1), due=due))

    northwind(save)


def names(northwind):
    """Into which cycle each goal falls."""
    cycles = {one.id: one.name for one in northwind(lambda store: store.cycles.all())}
    return {goal.ref: cycles.get(goal.cycle) for goal in northwind(lambda store: store.goals.all())}


def test_open_goals_fall_into_the_cycle_that_holds_their_due_date(cairn, northwind):
    assert cairn("cycle", "list").stdout == "No cycle yet. Open one: cairn cycle open 2027Q1 --quarter 2027Q1\n"
    fill(northwind)

    told = cairn("cycle", "open", "Winter", "--quarter", "2027Q1")
    assert told.stdout == "Cycle Winter is open, from 2027-01-01 to 2027-03-31. 1 open goal falls into it.\n"
    assert cairn("cycle", "open", "2027H1", "--half", "2027H1").exit_code == 0
    assert cairn("cycle", "open", "Past", "--from", "2025-01-15", "--to", "2025-03-01").exit_code == 0

    assert names(northwind) == {"G-1": "Winter", "G-2": "2027H1", "G-3": None}
    assert cairn("cycle", "list").stdout.splitlines() == [
        "Past  2025-01-15 to 2025-03-01  0 open, 0 closed, 0 dropped",
        "Winter  2027-01-01 to 2027-03-31  1 open, 0 closed, 0 dropped",
        "2027H1  2027-01-01 to 2027-06-30  1 open, 0 closed, 0 dropped",
    ]


def test_an_ended_cycle_says_what_is_left_to_do(cairn, northwind):
    fill(northwind)
    cairn("cycle", "open", "Long over", "--from", "2020-01-01", "--to", "2020-12-31")

    async def leave(store):
        [goal, *_] = await store.goals.all()
        [cycle] = await store.cycles.all()
        await store.goals.save(goal.model_copy(update={"cycle": cycle.id}))

    northwind(leave)

    assert cairn("cycle", "list").stdout == (
        "Long over  2020-01-01 to 2020-12-31  1 open, 0 closed, 0 dropped; it is over: their owners close them or carry "
        "them over\n"
    )


def test_imported_goals_fall_into_their_cycle_and_stay_there(cairn, northwind, tmp_path):
    fill(northwind)
    cairn("cycle", "open", "2027Q1", "--quarter", "2027Q1")
    file = tmp_path / "goals.csv"
    header = "id,title,level,owner_slack_id,parent_id,kpi,unit,baseline,target,due,status"
    file.write_text(f"{header}\nNEW-1,New,individual,{ANA.id},,Count,,0,9,2027-02-01,active\n")

    assert cairn("import", "goals", file).stdout == "Goals: 1 new, 0 changed, 0 as before.\n"
    assert cairn("import", "goals", file).stdout == "Goals: 0 new, 0 changed, 1 as before.\n"

    assert names(northwind)["NEW-1"] == "2027Q1"


WRONG = {
    "Say which days: --quarter 2027Q1": ("2027Q1",),
    "Say which days": ("2027Q1", "--quarter", "2027Q1", "--half", "2027H1"),
    "with --to 2027-07-31": ("Own", "--from", "2027-02-01"),
    "A cycle ends after it starts": ("Own", "--from", "2027-02-01", "--to", "2027-01-01"),
    "“soon” names no span": ("2027Q1", "--quarter", "soon"),
    "There is a cycle “Taken” already": ("taken", "--half", "2027H1"),
}


def test_a_wrong_one_is_refused_and_nothing_is_stored(cairn, northwind):
    cairn("cycle", "open", "Taken", "--quarter", "2026Q1")
    for answer, words in WRONG.items():
        told = cairn("cycle", "open", *words)

        assert told.exit_code == 1, words
        assert answer in told.stderr
    assert [one.name for one in northwind(lambda store: store.cycles.all())] == ["Taken"]
