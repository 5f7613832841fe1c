"""`/team-status` with words: one report, last week, the whole line, a file; and the goals beside the check-ins."""

import csv
import io
from datetime import date, timedelta

import pytest

from company import ANA, BO, MIA, NOW, OLU, SAM
from domain.blockers import Blocker
from domain.check_ins import CheckIn, GoalAnswer
from domain.goals import Confidence, Goal, Kpi, Level, State
from domain.refusals import NothingToShow

FRIDAY = date(2026, 11, 20)
BEFORE = FRIDAY - timedelta(days=7)
EARLIER = NOW - timedelta(days=6)


def texts(blocks):
    return "\n".join(block["text"]["text"] for block in blocks if "text" in block)


def answered(person, period=FRIDAY, *, at=NOW, **said):
    return CheckIn(person=person.id, period=period, answered_at=at, **({"went_well": "Fine."} | said))


@pytest.fixture
async def team(slack_on_sqlite):
    """Two weeks of Mia's team: Ana answered both, Bo the earlier one; a goal each, one of them in the air."""
    slack = slack_on_sqlite
    about = {"starts": FRIDAY - timedelta(days=50), "due": FRIDAY + timedelta(days=50), "state": State.ACTIVE}
    kpi = Kpi(name="Tickets", baseline=0, target=100, value=10)
    async with slack.database.transaction() as store:
        above = Goal(ref="T-1", title="Answers the same day", level=Level.TEAM, owner=MIA.id, **about)
        above = await store.goals.save(above)
        lonely = Goal(ref="T-2", title="Nobody here", level=Level.TEAM, owner=MIA.id, **about)
        await store.goals.save(lonely)
        own = Goal(ref="G-1", title="Calm mornings", owner=ANA.id, parent=above.id, kpis=(kpi,), **about)
        own = await store.goals.save(own)
        await store.goals.save(Goal(ref="G-2", title="Something else", owner=BO.id, **about))
        sure = (GoalAnswer(goal=own.id, confidence=Confidence.ON_TRACK),)
        worried = (GoalAnswer(goal=own.id, confidence=Confidence.OFF_TRACK, note="=1+1 nobody knows"),)
        await store.check_ins.save(answered(ANA, BEFORE, at=EARLIER, goals=sure))
        await store.check_ins.save(answered(BO, BEFORE, at=EARLIER, late=True))
        await store.check_ins.save(answered(ANA, goals=worried, went_well="Only for Mia"))
        stuck = {"named_in": FRIDAY, "named_at": NOW, "raised_at": NOW, "period": FRIDAY}
        await store.blockers.save(Blocker(person=ANA.id, text="The bank", **stuck))
    return slack


async def test_the_page_says_what_hangs_in_the_air_and_how_sure_the_team_was(team):
    page = await team.person(MIA.id).command("/team-status")

    said = texts(page.blocks)
    loose = "“Answers the same day” (<@UMIA>), “Nobody here” (<@UMIA>), “Something else” (<@UBO>)"
    assert f"Serve no other goal: {loose}\nNobody works under: “Nobody here” (<@UMIA>)" in said
    assert "Has no number yet: “Something else” (<@UBO>)" in said
    assert "13 Nov: 1 on track\n20 Nov: 1 off track" in said
    assert "How sure of their goals: 13 Nov 1 on track; 20 Nov 1 off track." in page.text


async def test_one_report_alone_with_their_goals(team):
    mia = team.person(MIA.id)

    page = await mia.command("/team-status <@UANA>")

    said = texts(page.blocks)
    assert page.blocks[1]["text"]["text"].startswith("Ana Ruiz ·") or "Ana Ruiz ·" in said
    assert "*Calm mornings*" in said
    assert "10 of 100" in said
    assert "<@UBO>" not in said
    async with team.database.reading() as store:
        assert [line[:3] for line in await store.access.about(ANA.id)] == [("UMIA", "team status", "manager")]
        assert await store.access.about(BO.id) == []


@pytest.mark.parametrize(
    ("reader", "named"),
    [
        pytest.param(SAM, ANA, id="a stranger"),
        pytest.param(ANA, MIA, id="the way up"),
        pytest.param(ANA, BO, id="a colleague"),
        pytest.param(MIA, MIA, id="oneself"),
        pytest.param(MIA, OLU, id="one's own manager"),
    ],
)
async def test_nobody_else_is_shown(team, reader, named):
    reply = await team.person(reader.id).command(f"/team-status <@{named.id}>")

    assert reply.text == NothingToShow.text
    async with team.database.reading() as store:
        assert await store.access.about(named.id) == []


async def test_the_line_above_sees_the_status_and_the_blocker_of_one_and_no_notes(team):
    olu = team.person(OLU.id)

    page = str((await olu.command("/team-status <@UANA>")).blocks)

    assert "The bank" in page
    assert "Calm mornings" in page
    assert "Only for Mia" not in page
    assert "nobody knows" not in page


async def test_last_week_and_back(team):
    mia = team.person(MIA.id)

    assert "2 of 2 answered" in texts((await mia.command("/team-status last  WEEK")).blocks)
    await mia.command("/team-status")
    await mia.click(mia.dm()[-1], "status_show_last")
    await team.settle()

    assert mia.view["title"]["text"] == "Your team, last week"
    assert "2 of 2 answered" in texts(mia.view["blocks"])


async def test_last_week_is_over_and_has_a_week_before_it(team):
    team.clock.forward(timedelta(days=7))
    page = await team.person(MIA.id).command("/team-status last week")

    assert "*Check-ins* · week of Friday 20 November" in texts(page.blocks)
    assert "1 of 2 answered · the week before 2 of 2" in texts(page.blocks)
    assert "No answer from <@UBO>" in str(page.blocks)
    assert "1 of 2 answered last week." in page.text
    assert "<@UBO>: check-in missing" in texts(page.blocks)


async def test_the_whole_line(team):
    olu = team.person(OLU.id)

    own, line = [texts((await olu.command(f"/team-status{word}")).blocks) for word in ("", " all")]

    assert "0 of 1 answered" in own
    assert "1 of 3 answered" in line
    assert all(f"<@{one.id}>" in line for one in (ANA, BO, MIA))
    async with team.database.reading() as store:
        assert [entry[:3] for entry in await store.access.about(ANA.id)] == [("UOLU", "team status", "line above")]


async def test_two_names_and_wrong_words_are_told_what_to_type(team):
    mia = team.person(MIA.id)

    assert "one person at a time" in (await mia.command("/team-status <@UANA> <@UBO>")).text
    assert "Did you mean `/team-status last week`?" in (await mia.command("/team-status lst week")).text


async def test_the_file_holds_a_row_a_person_and_week_and_no_words(team):
    mia = team.person(MIA.id)

    reply = await mia.command("/team-status export")
    await team.settle()

    assert reply.text.startswith("The file comes in a moment, to you alone")
    [file] = [one for message in mia.dm() for one in message.get("files", ())]
    content = (await mia.download(file["id"])).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert len(rows) == 24
    ana = {row["week"]: row for row in rows if row["person"] == ANA.name}
    assert ana["2026-11-20"] | {"off_track": "1", "blockers": "1", "check_in": "answered"} == ana["2026-11-20"]
    bo = {row["week"]: row for row in rows if row["person"] == BO.name}
    assert (bo["2026-11-13"]["late"], bo["2026-11-20"]["check_in"]) == ("yes", "missing")
    assert "Only for Mia" not in content
    assert "nobody knows" not in content
    async with team.database.reading() as store:
        assert [line[:3] for line in await store.access.about(BO.id)] == [("UMIA", "team status", "manager")]


async def test_no_file_without_a_team(team):
    sam = team.person(SAM.id)

    assert (await sam.command("/team-status export")).text == NothingToShow.text
    await team.settle()

    assert sam.dm() == [] or not any(message.get("files") for message in sam.dm())


async def test_an_order_is_made_with_the_rights_of_its_moment(team):
    mia = team.person(MIA.id)
    await mia.command("/team-status export")
    async with team.database.transaction() as store:
        await store.people.give_managers({ANA.id: SAM.id, BO.id: SAM.id}, now=NOW)
    await team.settle()

    assert not any(message.get("files") for message in mia.dm())
