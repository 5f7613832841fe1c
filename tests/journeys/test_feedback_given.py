"""Giving feedback: who will read it stands there by name before it goes; one question; edit; take back."""

from datetime import timedelta

import pytest

from company import ANA, BO, HANA, MIA, OLU, SAM
from reviewing import page
from running import Running, running
from telling import SAID, about_feedback, dms, press, read, tell, window

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def slack(database_url):
    """Over Socket Mode on SQLite, over HTTP on PostgreSQL; all four pairs are in `test_asking_a_colleague.py`."""
    async with running(
        database_url,
        mode="socket" if database_url.startswith("sqlite") else "http",
        settings={"competencies": ("Clear writing",)},
    ) as everything:
        await everything.settle()
        yield everything


def readers(view) -> list[str]:
    """Who will see it, as the form offers it."""
    block = next(one for one in view["blocks"] if one["block_id"] == "visibility")
    return [one["text"]["text"] for one in block["element"]["options"]]


async def change_manager(slack: Running, person, manager) -> None:
    async with slack.database.transaction() as store:
        await store.people.give_managers({person.id: manager.id if manager else None}, now=slack.clock())


async def test_those_who_will_read_it_stand_there_by_name_as_soon_as_somebody_is_chosen(slack):
    bo = slack.person(BO.id)
    await bo.command("/feedback")
    await slack.bot.tasks.done()
    assert readers(bo.view) == ["Only the receiver", "The receiver and their manager", "Only their manager"]

    bo.fill(SAID | {"intent": "To spare us the evening"})
    await bo.click(bo.view, "receiver", ANA.id)
    await slack.bot.tasks.done()
    both = "Ana Ruiz and Mia Okafor, their manager"
    assert readers(bo.view) == ["Only Ana Ruiz", both, "Only Mia Okafor, their manager"]
    assert "The manager of <@UANA> is <@UMIA>" in read(bo.view)

    await bo.click(bo.view, "receiver", OLU.id)
    await slack.bot.tasks.done()
    assert readers(bo.view) == ["Only Olu Adeyemi"], "Olu has no manager"

    await bo.click(bo.view, "receiver", ANA.id)
    await slack.bot.tasks.done()
    sent = await bo.submit({"visibility": "receiver_and_manager", "competency": "Clear writing"})
    await slack.settle()
    assert "<@UANA> and <@UMIA> can read it." in read(sent.view)
    shown = read(await window(slack, ANA))
    assert all(text in shown for text in SAID.values())
    assert "To spare us the evening" in shown, "what was typed before the names came stayed"
    assert "About *Clear writing*" in shown
    assert about_feedback(slack, MIA) == ["<@UBO> wrote feedback for <@UANA>."]


async def test_a_manager_who_is_not_named_is_never_shown_it_the_form_asks_again(slack):
    bo = slack.person(BO.id)
    await bo.command("/feedback <@UANA>")
    await slack.bot.tasks.done()
    await change_manager(slack, ANA, SAM)

    sent = await bo.submit(SAID | {"visibility": "receiver_and_manager"})
    await slack.settle()
    assert "Nothing is sent yet:* the manager of <@UANA> is <@USAM>" in read(sent.view)
    assert "Ana Ruiz and Sam Cole, their manager" in readers(bo.view)
    assert about_feedback(slack, SAM) == about_feedback(slack, MIA) == about_feedback(slack, ANA) == []

    sent = await bo.submit()
    await slack.settle()
    assert "<@UANA> and <@USAM> can read it." in read(sent.view)
    assert about_feedback(slack, SAM) == ["<@UBO> wrote feedback for <@UANA>."]
    assert about_feedback(slack, MIA) == []


async def test_one_gentle_question_and_then_it_goes_as_it_is(slack):
    bo = slack.person(BO.id)
    await bo.command("/feedback <@UANA>")
    await slack.bot.tasks.done()

    asked = await bo.submit({"behaviour": "Great job!"})
    assert asked.errors == {}
    shown = read(asked.view)
    assert "One question before it goes.* Behaviour: What did they do or say that made you think so?" in shown
    assert shown.count("One question") == 1
    assert "Situation: When" not in shown, "one thing at a time"
    await slack.settle()
    assert about_feedback(slack, ANA) == []

    sent = await bo.submit()
    await slack.settle()
    assert read(sent.view).startswith("Sent. Only <@UANA> can read it.")
    assert "Great job!" in read(await window(slack, ANA))


async def test_ten_minutes_to_edit_and_the_announcement_says_that_it_was(slack):
    await tell(slack, BO, ANA, "receiver_and_manager")
    await window(slack, BO, "given")
    await press(slack, BO, "feedback_edit")
    bo = slack.person(BO.id)
    assert "<@UANA> and <@UMIA> can read it." in read(bo.view)
    assert "visibility" not in [block["block_id"] for block in bo.view["blocks"]], "who reads it cannot be changed"

    slack.clock.forward(9 * MINUTE)
    sent = await bo.submit({"behaviour": "You asked me first"})
    await slack.settle()
    assert "Saved." in read(sent.view)
    assert "You asked me first" in read(bo.views[0]), "the window below shows it, too"
    assert about_feedback(slack, ANA) == ["<@UBO> wrote feedback for you, and edited it."]
    assert about_feedback(slack, MIA) == ["<@UBO> wrote feedback for <@UANA>, and edited it."]
    assert SAID["behaviour"] not in read(await window(slack, ANA))
    assert "You asked me first" in read(slack.person(ANA.id).view)

    await window(slack, BO, "given")
    await press(slack, BO, "feedback_edit")
    slack.clock.forward(9 * MINUTE)
    late = await bo.submit({"behaviour": "Something else altogether"})
    assert "they are over. You can still take it back" in late.errors["tone"]
    assert "Something else" not in read(await window(slack, ANA))
    assert "feedback_edit" not in str(await window(slack, BO, "given"))


async def test_taken_back_the_text_is_gone_for_everybody_and_a_trace_stays(slack):
    await tell(slack, BO, ANA, "receiver_and_manager", behaviour="You were curt with Olu")
    slack.clock.forward(29 * 24 * 60 * MINUTE)
    await window(slack, BO, "given")
    await press(slack, BO, "feedback_take_back")

    gone = "you took back what you wrote on"
    assert gone in read(slack.person(BO.id).view)
    assert about_feedback(slack, ANA) == ["<@UBO> took back the feedback for you."]
    assert about_feedback(slack, MIA) == ["<@UBO> took back the feedback for <@UANA>."]
    assert "*Bo Lind* took back what they wrote on Friday 20 November" in read(await window(slack, ANA))
    for reader in (ANA, MIA, BO):
        assert "You were curt" not in await evidence(slack, reader)
    async with slack.database.engine.connect() as connection:
        stored = await connection.exec_driver_sql("SELECT situation, behaviour, impact, intent FROM feedback")
        assert [tuple(row) for row in stored] == [("", "", "", "")], "it is gone from the database, too"


async def evidence(slack: Running, reader) -> str:
    """Everything this reader can get about Ana: windows, Home tab, messages, packet."""
    person = slack.person(reader.id)
    packet = await page(slack, reader, "@ana 2026-01-01 2026-12-31")
    await person.open_home()
    pages = [await window(slack, reader), await window(slack, reader, "given")]
    return packet + read(person.home) + read(pages) + dms(slack, reader)


async def test_after_thirty_days_it_is_part_of_what_they_received(slack):
    await tell(slack, BO, ANA)
    shown = await window(slack, BO, "given")
    assert "Take it back until" in read(shown)
    slack.clock.forward(31 * 24 * 60 * MINUTE)

    await press(slack, BO, "feedback_take_back", shown)
    assert "taken back for 30 days, and they are over" in read(slack.person(BO.id).view)
    assert "feedback_take_back" not in str(await window(slack, BO, "given"))
    assert SAID["behaviour"] in read(await window(slack, ANA))


async def test_the_people_team_and_colleagues_read_nothing_of_it(slack):
    await tell(slack, BO, ANA, "receiver_and_manager")

    for stranger in (HANA, SAM, OLU):
        assert about_feedback(slack, stranger) == []
        assert SAID["behaviour"] not in read(await window(slack, stranger))
    assert SAID["behaviour"] not in str(slack.person(ANA.id).messages("CGENERAL"))
