"""The form for a team's own questions: for whoever has a report in it, one team at a time, and nobody else."""

import json

import pytest

from company import ANA, BO, HANA, MIA
from running import Running


@pytest.fixture
async def slack(slack_on_sqlite) -> Running:
    await slack_on_sqlite.settle()
    return slack_on_sqlite


async def in_team(slack: Running, person, team: str | None) -> None:
    async with slack.database.transaction() as store:
        found = await store.people.get(person.id)
        await store.people.save(found.model_copy(update={"team": team}))


async def opened(slack: Running, person):
    await person.open_home()
    await person.click(person.home, "team_questions_open")
    await slack.settle()
    return person.view


def stands(form, place: int) -> str | None:
    return next(one["element"] for one in form["blocks"] if one["block_id"] == f"own-question-{place}").get(
        "initial_value"
    )


async def test_with_reports_in_two_teams_one_chooses(slack):
    await in_team(slack, BO, "Sales")
    mia = slack.person(MIA.id)
    form = await opened(slack, mia)
    assert "*Sales*" in str(form["blocks"][0]), "of two teams of one size, the first by name"
    await mia.submit({"own-question-0": "Who bought?"})
    await mia.close(all=True)

    await opened(slack, mia)
    mia.fill({"own-question-1": "for sales, not sent"})
    await mia.click(mia.view, "team_questions_choose", "1", block_id="team")
    await slack.settle()
    assert "*Support*" in str(mia.view["blocks"][0])
    assert stands(mia.view, 0) is None
    assert (await mia.submit({"own-question-0": "Who asked?"})).errors == {}
    await mia.close(all=True)
    await opened(slack, mia)
    await mia.click(mia.view, "team_questions_choose", "1", block_id="team")
    await slack.settle()
    assert stands(mia.view, 0) == "Who asked?"
    await mia.click(mia.view, "team_questions_choose", "0", block_id="team")
    await slack.settle()
    assert stands(mia.view, 0) == "Who bought?"

    async with slack.database.reading() as store:
        asked = await store.questions.current(["Sales", "Support"])
    assert {team: [one.text for one in questions] for team, questions in asked.items()} == {
        "Sales": ["Who bought?"],
        "Support": ["Who asked?"],
    }


async def test_reports_without_a_team_have_no_questions_yet(slack):
    for person in (ANA, BO):
        await in_team(slack, person, None)
    mia = slack.person(MIA.id)
    form = await opened(slack, mia)

    assert "None of your reports has a team in Cairn" in str(form["blocks"])


@pytest.mark.parametrize("team", ["Sales", "", 7, None], ids=["not mine", "empty", "a number", "none"])
async def test_another_teams_questions_are_not_changed_by_forging_the_form(slack, team):
    mia = slack.person(MIA.id)
    await opened(slack, mia)
    [shown] = slack.emulator.views.stack(MIA.id)
    shown.view["private_metadata"] = json.dumps({"team": team, "asked": []})

    sent = await mia.submit({"own-question-0": "Forged?"})

    assert "There is nothing to show here" in str(sent.errors)
    async with slack.database.reading() as store:
        assert await store.questions.current(["Sales", "Support", ""]) == {}


async def test_who_leads_nobody_gets_no_form(slack):
    mia, hana = slack.person(MIA.id), slack.person(HANA.id)
    await mia.open_home()
    await hana.open_home()
    home = slack.emulator.views.home(HANA.id, slack.emulator.app())
    home.view["blocks"] = [one for one in mia.home["blocks"] if one["block_id"] == "team-questions"]

    await hana.click(hana.home, "team_questions_open")
    await slack.settle()

    assert "There is nothing to show here" in str(hana.view)
