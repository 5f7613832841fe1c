"""A team's own questions: Mia asks them, Ana answers, and what was answered stays when they change."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.progress import Progress

from bot.commands.import_questions import import_questions
from company import ANA, BO, MIA, OLU, SAM
from running import Running, running

FRIDAY = date(2026, 11, 20)
ELEVEN = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HELPED = "What helped you <most>?"


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param, now=ELEVEN) as everything:
        await everything.settle()
        yield everything


async def questions_form(slack: Running, person: Any) -> Any:
    await person.open_home()
    await person.click(person.home, "team_questions_open")
    await slack.settle()
    return person.view


async def check_in_form(slack: Running, person: Any) -> Any:
    assert (await person.command("/check-in")).error is None
    await slack.settle()
    return person.view


def asked(form: Any) -> dict[str, str]:
    """The questions of a check-in form with their fields."""
    return {
        block["label"]["text"]: block["block_id"]
        for block in form["blocks"]
        if block["block_id"].startswith("question-")
    }


async def test_a_manager_asks_and_what_was_answered_stays_readable(slack):
    ana, mia, olu = (slack.person(one.id) for one in (ANA, MIA, OLU))
    form = await questions_form(slack, mia)
    assert "Support" in str(form["blocks"][0])
    assert "Who will see the answers" in str(form["blocks"][-1])
    twice = await mia.submit({"own-question-0": HELPED, "own-question-1": HELPED.upper()})
    assert "stands there already" in twice.errors["own-question-1"]
    done = await mia.submit({"own-question-0": HELPED, "own-question-1": "  What  slowed you\tdown? "})
    assert "asked 2 questions" in str(done.view["blocks"])
    await mia.close(all=True)

    form = await check_in_form(slack, ana)
    fields = asked(form)
    assert list(fields) == [HELPED, "What slowed you down?"]
    assert "A question of Support" in str(form["blocks"])
    assert (await ana.submit({fields[HELPED]: "Bo's <!channel> list", fields["What slowed you down?"]: " "})).closed
    await slack.settle()
    assert asked(await check_in_form(slack, slack.person(SAM.id))) == {}, "another team is asked nothing"

    await mia.command("/team-status")
    whisper = mia.dm()[-1]
    await mia.click(whisper, "check_in_read", block_id=f"owed-{ANA.id}-{FRIDAY}")
    await slack.settle()
    assert "What helped you &lt;most&gt;?*\\n>Bo's &lt;!channel&gt; list" in str(mia.view["blocks"])
    assert "slowed" not in str(mia.view["blocks"])
    await mia.close(all=True)

    # Taken out: nobody is asked any more, and what was answered can still be read, and kept over an edit.
    form = await questions_form(slack, mia)
    await mia.submit({"own-question-0": "", "own-question-1": "What slowed you down?"})
    await mia.close(all=True)
    form = await check_in_form(slack, ana)
    assert list(asked(form)) == ["What slowed you down?"]
    assert (await ana.submit({asked(form)["What slowed you down?"]: "Nothing"})).closed
    await slack.settle()
    async with slack.database.reading() as store:
        answer = await store.check_ins.mine(ANA.id, FRIDAY)
    assert [(one.text, one.answer) for one in answer.answers] == [
        (HELPED, "Bo's <!channel> list"),
        ("What slowed you down?", "Nothing"),
    ]
    assert "team_questions_open" not in str((await ana.open_home())["blocks"]), "Ana leads nobody"
    assert "Support" in str((await questions_form(slack, olu))["blocks"][0]), "Olu's report Mia is in Support"


async def test_a_form_from_before_a_change_still_takes_its_answers_and_never_undoes_the_change(slack):
    mia, olu, bo = (slack.person(one.id) for one in (MIA, OLU, BO))
    await questions_form(slack, mia)
    await mia.submit({"own-question-0": "First?"})
    await mia.close(all=True)
    await questions_form(slack, mia)
    old = asked(await check_in_form(slack, bo))
    await questions_form(slack, olu)
    await olu.submit({"own-question-0": "Second?"})
    await olu.close(all=True)

    late = await mia.submit({"own-question-0": "Third?"})
    assert "Somebody changed the questions of Support meanwhile" in late.errors["own-question-0"]
    assert (await bo.submit({old["First?"]: "Yes"})).closed
    async with slack.database.reading() as store:
        answer = await store.check_ins.mine(BO.id, FRIDAY)
        assert [one.text for one in await store.questions.of("Support")] == ["Second?"]
    assert [(one.text, one.answer) for one in answer.answers] == [("First?", "Yes")]


async def test_an_imported_question_stands_in_the_next_form(slack, database_url, tmp_path: Path):
    file = tmp_path / "questions.csv"
    file.write_text("team;question\nsales;What did a customer teach you?\n", encoding="utf-8")

    counts = await import_questions(
        database_url, file, now=ELEVEN + timedelta(minutes=1), progress=Progress(disable=True)
    )

    assert counts == (1, 0, 0)
    assert list(asked(await check_in_form(slack, slack.person(SAM.id)))) == ["What did a customer teach you?"]
