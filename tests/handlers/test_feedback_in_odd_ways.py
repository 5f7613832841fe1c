"""Feedback when things go oddly: again and again, from an older version, too late, about what is gone."""

import asyncio
import copy
from datetime import date, timedelta
from typing import Any

import pytest

from company import ANA, BO, MIA, SAM
from domain.goals import Goal, State
from domain.notices import NOTICES
from handlers.feedback_inbox import AuthorLeft
from running import Running, running
from telling import SAID, about_feedback, ask, card, press, read, tell, window

DAY = timedelta(days=1)


@pytest.fixture
async def slack(sqlite_url):
    async with running(sqlite_url, settings={"competencies": ("Coaching",)}) as everything:
        await everything.settle()
        yield everything


async def form_for(slack: Running, receiver: Any = ANA) -> Any:
    """Have Bo open the form for somebody; return Bo."""
    bo = slack.person(BO.id)
    await bo.command(f"/feedback <@{receiver.id}>")
    await slack.bot.tasks.done()
    return bo


def open_view(slack: Running, person: Any) -> Any:
    """The window on top, as the workspace holds it."""
    return slack.emulator.views.stack(person.id)[-1]


@pytest.mark.parametrize("times", [1, 2, 3, 4])
async def test_delivered_again_it_is_given_once(slack, times):
    await tell(slack, BO, ANA, "receiver_and_manager")
    await slack.emulator.redeliver(times, at_once=True)
    await slack.settle()

    assert about_feedback(slack, ANA) == ["<@UBO> wrote feedback for you."]
    assert about_feedback(slack, MIA) == ["<@UBO> wrote feedback for <@UANA>."]
    assert read(await window(slack, ANA)).count(SAID["behaviour"]) == 1


async def test_a_double_click_gives_it_once(slack):
    bo = await form_for(slack)
    bo.fill(SAID)
    shown, me = open_view(slack, BO), slack.emulator.workspace.people[BO.id]

    await asyncio.gather(*(slack.emulator.forms.submit(me, shown) for _ in range(2)))
    await slack.settle()

    assert about_feedback(slack, ANA) == ["<@UBO> wrote feedback for you."]


async def test_the_question_delivered_again_is_the_same_question_and_nothing_is_given(slack):
    bo = await form_for(slack)
    await bo.submit({"behaviour": "well done"})
    await slack.emulator.redeliver(4, at_once=True)
    await slack.settle()
    assert about_feedback(slack, ANA) == []

    await bo.submit()
    await slack.settle()
    assert about_feedback(slack, ANA) == ["<@UBO> wrote feedback for you."]


@pytest.mark.parametrize("visibility", ["receiver", "receiver_and_manager"])
async def test_a_form_of_the_version_before_is_taken_and_names_who_reads_it_first(slack, visibility):
    """It had no intent, no competency, and carried along at most a request."""
    bo = await form_for(slack)
    shown = open_view(slack, BO)
    shown.view["blocks"] = [one for one in shown.view["blocks"] if one["block_id"] not in {"intent", "competency"}]
    shown.view["private_metadata"] = ""

    sent = await bo.submit(SAID | {"visibility": visibility})
    if visibility != "receiver":
        assert "Nothing is sent yet:* the manager of <@UANA> is <@UMIA>" in read(sent.view)
        assert SAID["behaviour"] in str(sent.view)
        sent = await bo.submit()
    assert "Sent." in read(sent.view)


async def test_the_ask_form_of_the_version_before_asked_one_person(slack):
    ana = slack.person(ANA.id)
    await ana.command("/feedback ask")
    await slack.bot.tasks.done()
    await ana.submit({"asked": [BO.id], "about": "the launch"})
    old = copy.deepcopy(slack.emulator.delivery.last)
    old.payload["view"]["id"] = "VOLD"
    old.payload["view"]["state"]["values"]["asked"] = {"asked": {"type": "users_select", "selected_user": MIA.id}}
    await slack.emulator.delivery.send(old)
    await slack.settle()

    assert about_feedback(slack, MIA) == ["<@UANA> would like your feedback."]


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        pytest.param('{"declined":true}', "You declined: feedback for <@UANA>", id="declined"),
        pytest.param('{"declined":false}', "You wrote: feedback for <@UANA>", id="answered"),
    ],
)
def test_a_card_waiting_since_the_version_before_is_still_sent(stored, words):
    from handlers.views.notices import render

    about = '{"kind":"feedback_request_closed","to":"UBO","request":1,"asker":"UANA",'
    assert words in render(NOTICES.validate_json(about + stored[1:]), marker="m").text


async def test_what_was_chosen_and_is_gone_by_now_is_said_at_its_field(slack):
    about = {"owner": BO.id, "starts": date(2026, 7, 1), "due": date(2026, 12, 31), "state": State.ACTIVE}
    async with slack.database.transaction() as store:
        goal = await store.goals.save(Goal(ref="G-1", title="Answer fast", **about))
    bo = await form_for(slack)
    async with slack.database.transaction() as store:
        await store.goals.save(goal.model_copy(update={"state": State.CLOSED}))

    sent = await bo.submit(SAID | {"goal": str(goal.id)})
    assert "I can't find that any more" in sent.errors["goal"]
    assert (await bo.submit({"goal": None, "competency": "Coaching"})).errors == {}


async def test_who_leaves_while_one_writes_gets_nothing_and_the_text_stays(slack):
    bo = await form_for(slack)
    await slack.emulator.change(ANA.id, deleted=True)
    await slack.settle()

    sent = await bo.submit(SAID)
    assert "Only people of this workspace take part" in sent.errors["receiver"]
    assert bo.view["callback_id"] == "feedback_form"


@pytest.mark.parametrize("receiver", ["UGIL", "UBO"], ids=["a guest", "oneself"])
async def test_choosing_somebody_who_cannot_be_told_names_nobody(slack, receiver):
    bo = await form_for(slack)
    await bo.click(bo.view, "receiver", receiver)
    await slack.bot.tasks.done()

    assert "Choose for whom it is" in read(bo.view)
    sent = await bo.submit(SAID | {"receiver": receiver})
    assert list(sent.errors) == ["receiver"]


async def test_more_than_ten_are_too_many_to_ask(slack):
    people = [f"U9{number:02}" for number in range(11)]
    async with slack.database.transaction() as store:
        await store.people.save_all([SAM.model_copy(update={"id": one}) for one in people])
    named = " ".join(f"<@{one}>" for one in people)

    reply = await slack.person(ANA.id).command(f"/feedback ask {named} about the launch")
    assert "Ask 10 people at most about one thing" in reply.text


async def test_the_form_to_ask_needs_somebody(slack):
    ana = slack.person(ANA.id)
    await ana.command("/feedback ask about the launch")
    await slack.bot.tasks.done()
    await ana.submit({"asked": [BO.id], "about": "the launch"})
    empty = copy.deepcopy(slack.emulator.delivery.last)
    empty.payload["view"]["id"] = "VEMPTY"
    empty.payload["view"]["state"]["values"]["asked"] = {"asked": {"type": "multi_users_select", "selected_users": []}}

    answer = await slack.emulator.delivery.send(empty)
    assert "Tell me who" in answer.payload["errors"]["asked"]


async def test_a_request_is_answered_declined_or_taken_back_once(slack):
    old = await ask(slack, ANA, BO)
    bo = slack.person(BO.id)
    await press(slack, BO, "feedback_decline", old)
    await window(slack, ANA, "given")
    await press(slack, ANA, "feedback_request_take_back")

    sent = await bo.submit({"reason": "no time"})
    assert "This request was taken back" in next(iter(sent.errors.values()))
    await bo.close(all=True)
    assert [text for text in about_feedback(slack, ANA) if "can't give you" in text] == []


async def test_writing_for_somebody_else_leaves_the_request_open(slack):
    await press(slack, BO, "feedback_write", await ask(slack, ANA, BO))
    bo = slack.person(BO.id)
    await bo.click(bo.view, "receiver", SAM.id)
    await slack.bot.tasks.done()
    assert "You were asked" not in read(bo.view)
    sent = await bo.submit(SAID)
    await slack.settle()

    assert "Only <@USAM> can read it" in read(sent.view)
    assert about_feedback(slack, BO) == ["<@UANA> would like your feedback."]


async def test_put_off_in_the_last_night_there_is_no_morning_left(slack):
    asked = await ask(slack, ANA, BO)
    slack.clock.forward(14 * DAY - timedelta(minutes=1))
    await press(slack, BO, "feedback_later", asked)

    assert "expired two weeks after it was sent" in slack.person(BO.id).dm()[-1]["text"]


async def test_put_off_on_the_home_tab_it_says_until_when(slack):
    await ask(slack, ANA, BO)
    bo = slack.person(BO.id)
    await bo.open_home()
    await press(slack, BO, "feedback_later", bo.home)

    assert "You put it off until Monday 23 November." in read(bo.home)


async def test_an_author_who_left_is_not_asked_and_hears_no_thanks(slack):
    await tell(slack, SAM, ANA)
    await slack.emulator.change(SAM.id, deleted=True)
    await slack.settle()
    shown = await window(slack, ANA)
    await press(slack, ANA, "feedback_ask_more", shown)
    assert AuthorLeft.text in read(slack.person(ANA.id).view)
    await slack.person(ANA.id).close()
    await press(slack, ANA, "feedback_thank", shown)

    assert "Thanked on" in read(slack.person(ANA.id).view)
    assert about_feedback(slack, SAM) == []


async def test_two_windows_give_one_answer(slack):
    ana, bo = slack.person(ANA.id), slack.person(BO.id)
    await tell(slack, BO, ANA)
    await window(slack, ANA)
    await press(slack, ANA, "feedback_ask_more")
    await ana.submit({"question": "why?"})
    await slack.settle()
    old = card(slack, BO, "feedback_answer")
    await press(slack, BO, "feedback_answer", old)
    first = copy.deepcopy(open_view(slack, BO))
    await bo.submit({"answer": "because"})
    first.typed = {"answer": {"answer": "something else"}}
    again = await slack.emulator.forms.submit(
        slack.emulator.workspace.people[BO.id],
        type(first)({**first.view, "hash": "2.2"}, first.app, first.user, first.typed),
    )
    await slack.settle()

    assert "You have answered this question already" in again.errors["answer"]
    assert "something else" not in read(await window(slack, ANA))


async def test_what_another_manager_was_told_says_that_it_is_gone_too(slack):
    """Mia was told; Sam is the manager by now and never was."""
    await tell(slack, BO, ANA, "receiver_and_manager")
    async with slack.database.transaction() as store:
        await store.people.give_managers({ANA.id: SAM.id}, now=slack.clock())
    assert "Only <@UANA> can read it." in read(await window(slack, BO, "given"))
    await press(slack, BO, "feedback_take_back")

    assert about_feedback(slack, MIA) == ["<@UBO> took back the feedback for <@UANA>."]
    assert about_feedback(slack, SAM) == []
