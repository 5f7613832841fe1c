"""Asking for feedback to its end: put off, reminded of once, expired, taken back, declined; nobody is left in the dark."""

from datetime import timedelta

import pytest

from company import ANA, BO, HANA, MIA, SAM
from running import Running, running
from telling import SAID, about_feedback, ask, card, dms, press, read, window

DAY = timedelta(days=1)
SUBJECT = "the launch meeting"


@pytest.fixture
async def slack(database_url):
    """Over Socket Mode on SQLite, over HTTP on PostgreSQL; all four pairs are in `test_asking_a_colleague.py`."""
    async with running(database_url, mode="socket" if database_url.startswith("sqlite") else "http") as everything:
        await everything.settle()
        yield everything


def todays(slack: Running, person) -> list[str]:
    """What stood of the request in each *Today* message."""
    said = [one for one in slack.person(person.id).dm() if "would like your feedback, by" in read(one["blocks"])]
    return [one["text"] for one in said]


async def test_put_off_it_comes_back_on_monday_then_once_more_then_it_ends_and_both_are_told_once(slack):
    """Asked on Friday at 10:30; Monday is the next working morning; two weeks later nobody waits any more."""
    card = await ask(slack, ANA, BO, SUBJECT)
    await press(slack, BO, "feedback_later", card)

    [put_off] = about_feedback(slack, BO)
    assert "comes back with your *Today* message on Monday 23 November, and waits until Friday 4 December" in put_off
    assert todays(slack, BO) == []
    seen = []
    for days in (1, 2, 1, 1, 1, 7, 3):
        await slack.pass_time(days * DAY)
        seen.append(len(todays(slack, BO)))

    assert seen[:-1] == [0, 1, 1, 2, 2, 2], "on Monday as said, once more after three working days, and never again"
    assert seen[-1] == 1, "in the last one it is struck out"
    assert about_feedback(slack, BO)[0].endswith("has expired: two weeks went by. You can still write.")
    [told] = about_feedback(slack, ANA)
    assert (
        told == "<@UBO> has not answered your request of Friday 20 November for feedback, so it ended after two weeks."
    )
    assert SUBJECT not in dms(slack, ANA)


async def test_after_its_end_one_can_still_write_and_reads_that_nobody_waits(slack):
    await ask(slack, ANA, BO, SUBJECT)
    bo = slack.person(BO.id)
    await press(slack, BO, "feedback_write", card(slack, BO, "feedback_write"))
    slack.clock.forward(14 * DAY)
    await slack.pass_time(DAY)

    sent = await bo.submit(SAID)  # the form was open all the time
    assert "The request had ended meanwhile" in read(sent.view)
    await bo.close(all=True)

    await press(slack, BO, "feedback_write", card(slack, BO, "feedback_write"))
    assert "The request has expired" in read(bo.view)
    sent = await bo.submit(SAID)
    await slack.settle()
    assert "Only <@UANA> can read it" in read(sent.view)
    assert about_feedback(slack, ANA).count("<@UBO> wrote feedback for you.") == 2
    assert "has expired" in about_feedback(slack, BO)[0]


async def test_whoever_asked_takes_it_back_and_the_card_says_so(slack):
    ana, bo = slack.person(ANA.id), slack.person(BO.id)
    await ana.command("/feedback ask <@UBO> <@UHANA> about the launch")
    await slack.settle()
    await window(slack, ANA, "given")
    assert read(ana.view).count("You asked") == 2

    await press(slack, ANA, "feedback_request_take_back")
    assert read(ana.view).count("You asked") == 1
    [gone] = about_feedback(slack, BO)
    assert gone == "💬 <@UANA> took the request for feedback back. Nothing more to do."
    [open_still] = about_feedback(slack, HANA)
    assert open_still == "<@UANA> would like your feedback."

    reply = await ana.command("/feedback ask <@UBO> about the rota")
    assert "Take it back" in read(reply.blocks)
    await press(slack, ANA, "feedback_request_take_back", ana.dm()[-1])
    assert "Taken back. <@UBO> sees that there is nothing to do" in ana.dm()[-1]["text"]
    assert [text for text in about_feedback(slack, BO) if "took the request" not in text] == []
    assert "Taken back" not in read(bo.dm())


async def test_the_same_person_is_not_asked_the_same_thing_twice_at_a_time(slack):
    ana = slack.person(ANA.id)
    await ask(slack, ANA, BO, SUBJECT)

    again = await ana.command(f"/feedback ask <@UBO> about {SUBJECT.upper()} ")
    both = await ana.command(f"/feedback ask <@UBO> and <@UMIA> about {SUBJECT}")
    other = await ana.command("/feedback ask <@UBO> about the rota")
    await slack.settle()

    assert "You have asked <@UBO> about this already, and it is still open." in again.text
    assert "Asked. <@UMIA> gets a message" in both.text
    assert "You had asked <@UBO> about this before" in both.text
    assert other.text.startswith("Asked.")
    assert len(about_feedback(slack, BO)) == 2
    assert SUBJECT in read(card(slack, MIA, "feedback_write"))


async def test_who_is_asked_and_leaves_ends_it_and_the_asker_hears_why(slack):
    await ask(slack, ANA, SAM, SUBJECT)
    await slack.emulator.change(SAM.id, deleted=True)
    await slack.pass_time(timedelta(minutes=1))
    await slack.pass_time(timedelta(minutes=1))

    assert about_feedback(slack, ANA) == [
        "<@USAM> takes no part in Cairn any more, so your request of Friday 20 November for feedback has ended."
    ]


async def test_a_request_of_somebody_who_left_is_over_too(slack):
    await ask(slack, SAM, BO, SUBJECT)
    await slack.emulator.change(SAM.id, deleted=True)
    await slack.pass_time(timedelta(minutes=1))

    assert about_feedback(slack, BO) == ["💬 <@USAM> took the request for feedback back. Nothing more to do."]


async def test_an_answer_goes_to_the_one_who_asked_and_strikes_it_out_in_the_today_message(slack):
    await ask(slack, ANA, BO, SUBJECT)
    await slack.pass_time(3 * DAY)
    await slack.pass_time(2 * DAY)
    today = card(slack, BO, "feedback_write")
    assert "would like your feedback, by Friday 4 December" in read(today)

    await press(slack, BO, "feedback_write", today)
    shown = read(slack.person(BO.id).view)
    assert SUBJECT in shown
    assert "Only Mia Okafor" not in shown, "who asked will read it, so the manager alone is not offered"
    await slack.person(BO.id).submit(SAID)
    await slack.settle()

    assert "You wrote: feedback for <@UANA>" in about_feedback(slack, BO)[0]
    assert about_feedback(slack, ANA) == ["<@UBO> wrote feedback for you."]
    last = next(one for one in reversed(slack.person(BO.id).dm()) if one["ts"] == today["ts"])
    assert "feedback_write" not in str(last["blocks"])
