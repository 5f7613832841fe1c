"""Receiving feedback: page through it, say thanks once, ask its author for more, and nobody reads along."""

from datetime import timedelta

import pytest

from company import ANA, BO, MIA, SAM
from running import running
from telling import SAID, about_feedback, card, dms, press, read, tell, window

QUESTION, ANSWER = "What should I have said to Olu?", "That you needed an hour more"


@pytest.fixture
async def slack(database_url):
    """Over Socket Mode on SQLite, over HTTP on PostgreSQL; all four pairs are in `test_asking_a_colleague.py`."""
    async with running(database_url, mode="socket" if database_url.startswith("sqlite") else "http") as everything:
        await everything.settle()
        yield everything


async def test_thanks_reach_the_author_once(slack):
    await tell(slack, BO, ANA)
    await window(slack, ANA)
    for _ in range(2):
        await press(slack, ANA, "feedback_thank", slack.person(ANA.id).view)
        await slack.emulator.redeliver(4, at_once=True)
        await slack.settle()
        if "feedback_thank'" not in str(slack.person(ANA.id).view):
            break

    assert about_feedback(slack, BO) == ["<@UANA> thanks you for your feedback."]
    assert "Thanked on Friday 20 November" in read(slack.person(ANA.id).view)
    assert "Thanked on Friday 20 November" in read(await window(slack, BO, "given"))


async def test_a_question_and_its_answer_stand_under_the_piece_for_its_readers_alone(slack):
    ana, bo = slack.person(ANA.id), slack.person(BO.id)
    await tell(slack, BO, ANA, "receiver_and_manager")
    await window(slack, ANA)
    await press(slack, ANA, "feedback_ask_more")
    assert "<@UANA>, <@UMIA> and <@UBO> can read it." in read(ana.view)
    sent = await ana.submit({"question": QUESTION})
    await slack.settle()
    assert "Asked. The author gets a message" in read(sent.view)
    assert QUESTION in read(ana.views[0]), "the window below shows it already"

    assert about_feedback(slack, BO) == ["<@UANA> would like to know more about feedback you gave."]
    await press(slack, BO, "feedback_answer", card(slack, BO, "feedback_answer"))
    assert QUESTION in read(bo.view)
    sent = await bo.submit({"answer": ANSWER})
    await slack.settle()
    assert "it stands under your feedback. <@UANA>, <@UMIA> and <@UBO> can read it." in read(sent.view)

    assert about_feedback(slack, ANA)[-1] == "<@UBO> answered your question about their feedback."
    assert bo.dm()[-1]["text"] == "💬 You answered the question of <@UANA>. Nothing more to do."
    await press(slack, ANA, "feedback_inbox", ana.dm()[-1])
    assert f"<@UANA> asked*\n>{QUESTION}" in read(ana.view)
    assert f"<@UBO> answered*\n>{ANSWER}" in read(ana.view)
    await press(slack, MIA, "feedback_about_report", card(slack, MIA, "feedback_about_report"))
    assert ANSWER in read(slack.person(MIA.id).view)
    for person in (ANA, BO, MIA, SAM):
        assert QUESTION not in dms(slack, person)
        assert ANSWER not in dms(slack, person)
    assert ANSWER not in read(await window(slack, SAM))


async def test_one_question_at_a_time_and_none_about_what_was_taken_back(slack):
    ana = slack.person(ANA.id)
    await tell(slack, BO, ANA)
    shown = await window(slack, ANA)
    await press(slack, ANA, "feedback_ask_more", shown)
    await ana.submit({"question": QUESTION})
    await slack.settle()
    await press(slack, ANA, "feedback_ask_more", shown)
    assert "Your last question has not been answered yet" in read(ana.view)

    shown = await window(slack, ANA)
    await window(slack, BO, "given")
    await press(slack, BO, "feedback_take_back")
    assert "You took the feedback back, so nobody waits for your answer" in slack.person(BO.id).dm()[-1]["text"]
    for action in ("feedback_ask_more", "feedback_thank"):
        await press(slack, ANA, action, shown)
        assert "was taken back by its author" in read(ana.view)
        await ana.close()
    assert QUESTION not in read(await window(slack, ANA))
    assert "thanks you" not in str(about_feedback(slack, BO))


async def test_what_only_the_manager_reads_the_manager_can_ask_about(slack):
    mia, bo = slack.person(MIA.id), slack.person(BO.id)
    await tell(slack, BO, ANA, "manager")
    await press(slack, MIA, "feedback_about_report", card(slack, MIA, "feedback_about_report"))
    await press(slack, MIA, "feedback_ask_more")
    await mia.submit({"question": QUESTION})
    await slack.settle()
    await press(slack, BO, "feedback_answer", card(slack, BO, "feedback_answer"))
    await bo.submit({"answer": ANSWER})
    await slack.settle()

    await press(slack, MIA, "feedback_about_report", mia.dm()[-1])
    assert ANSWER in read(mia.view)
    assert "feedback_keep" not in str(mia.view), "it is not about Mia, so it is no evidence of hers"
    assert about_feedback(slack, ANA) == []
    assert ANSWER not in read(await window(slack, ANA))


async def test_long_lists_are_paged_newest_first_and_nothing_is_cut(slack_on_sqlite):
    slack = slack_on_sqlite
    ana = slack.person(ANA.id)
    long = "& <so on>\n" * 290
    for number in range(13):
        slack.clock.forward(timedelta(minutes=1))
        await tell(slack, BO, ANA, behaviour=f"Piece {number:02}. {long}", impact=long)

    seen, pages = "", 0
    await window(slack, ANA)
    while True:
        seen, pages = seen + read(ana.view), pages + 1
        if "Older" not in read(ana.view):
            break
        older = next(
            button["value"] for block in ana.view["blocks"] for button in block.get("elements", ())
            if button.get("action_id") == "feedback_turn_page" and "Older" in button["text"]["text"]
        )  # fmt: skip
        await press(slack, ANA, "feedback_turn_page", value=older)

    places = [seen.index(f"Piece {number:02}") for number in range(13)]
    assert places == sorted(places, reverse=True)
    assert pages > 1
    assert seen.count("&amp;") == 2 * 13 * 290
    await press(slack, ANA, "feedback_turn_page")
    assert "Piece 12" in read(ana.view), "Newest leads back"
    assert SAID["behaviour"] not in seen


async def test_whoever_has_nothing_reads_what_to_do(slack_on_sqlite):
    assert "Ask for some" in read(await window(slack_on_sqlite, SAM))
    assert "You have not given feedback yet" in read(await window(slack_on_sqlite, SAM, "given"))
