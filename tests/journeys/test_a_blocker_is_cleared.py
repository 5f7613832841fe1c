"""Something is in Ana's way: who hears of it, what they answer and promise, and how it ends on every card at once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from company import ANA, BO, HANA, MIA, OLU, SAM
from running import Running, running

TOOL = "I can't see the refund tool <!channel>"
NOTE = "A calm week"
FRIDAY = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(database_url, mode=request.param, now=FRIDAY) as everything:
        await everything.settle()
        yield everything


def cards(slack: Running, person) -> list[dict]:
    """What stays in somebody's messages about blockers, oldest first."""
    said = slack.person(person.id).dm()
    return [one for one in said if "check-in" not in one["text"] and not one.get("is_ephemeral")]


def shown(message: dict) -> str:
    return f"{message['text']} {message['blocks']}"


def whispered(slack: Running, person) -> str:
    """What somebody alone was told last."""
    return slack.person(person.id).dm()[-1]["text"]


async def check_in(slack: Running, person, **said) -> None:
    someone = slack.person(person.id)
    await someone.command("/check-in")
    await slack.bot.tasks.done()
    sent = await someone.submit({"went_well": NOTE} | said)
    assert sent.errors == {}, sent.errors
    await slack.settle()


async def press(slack: Running, person, message: dict, button: str, **said) -> str:
    """Press a button; fill in the form that opens, if anything is to be said; return what is read then."""
    someone = slack.person(person.id)
    await someone.click(message, f"blocker_{button}")
    await slack.settle()
    if not said:
        return ""
    sent = await someone.submit(said)
    await slack.settle()
    while someone.view:
        await someone.close()
    return str(sent.errors or sent.view)


async def test_the_manager_and_the_helper_hear_at_once_and_all_cards_change_together(slack):
    await check_in(slack, ANA, blockers=TOOL, helper=BO.id)

    [own], [managers], [helpers] = (cards(slack, one) for one in (ANA, MIA, BO))
    assert "<@UMIA> and <@UBO> have heard of it." in shown(own)
    for card in (managers, helpers):
        assert "<@UANA> is blocked" in shown(card)
        assert "I can't see the refund tool &lt;!channel&gt;" in shown(card)
        assert NOTE not in shown(card)
        assert "I'll unblock by …" in shown(card)
    assert "Read the check-in" in shown(managers)
    assert "Read the check-in" not in shown(helpers)
    assert [cards(slack, one) for one in (OLU, HANA, SAM)] == [[], [], []]

    told = await press(slack, MIA, managers, "reply", reply="Which of the two tools?")
    assert "<@UBO> and <@UANA> can read it now" in told
    [own, news], [managers], [helpers] = (cards(slack, one) for one in (ANA, MIA, BO))
    assert all("Which of the two tools?" in shown(card) for card in (own, managers, helpers))
    assert news["text"] == "💬 <@UMIA> replied about your blocker."

    await press(slack, ANA, news, "reply", reply="The new one")
    assert [len(cards(slack, one)) for one in (ANA, MIA, BO)] == [2, 2, 1], "who asked is told, who said nothing is not"
    assert "The new one" in shown(cards(slack, BO)[0])

    await press(slack, BO, helpers, "promise", by="2026-11-25")
    promise = "<@UBO> promised to clear it by *Wednesday 25 November*"
    assert all(promise in shown(cards(slack, one)[0]) for one in (ANA, MIA))
    assert "You promised to clear it by *Wednesday 25 November*" in shown(cards(slack, BO)[0])
    assert "promised to clear your blocker by Wednesday 25 November" in cards(slack, ANA)[-1]["text"]
    page = await slack.person(MIA.id).command("/team-status")
    assert promise in str(page.blocks)
    assert "Answer the blocker" not in str(page.blocks)
    for person, words in ((ANA, promise), (BO, "You promised <@UANA> to clear their way")):
        await slack.person(person.id).open_home()
        await slack.settle()
        assert words in str(slack.person(person.id).home["blocks"])

    await press(slack, BO, cards(slack, BO)[0], "promise", by="2026-11-26")
    assert all("Thursday 26 November" in shown(cards(slack, one)[0]) for one in (ANA, MIA, BO))
    assert "moved the day for your blocker: now Thursday" in cards(slack, ANA)[-1]["text"]

    both = (slack.person(one.id).click(cards(slack, one)[0], "blocker_done") for one in (BO, MIA))
    await asyncio.gather(*both)
    await slack.settle()
    first, second = (BO, MIA) if "is closed: <@UBO> said so" in whispered(slack, MIA) else (MIA, BO)
    assert f"This blocker is closed: <@{first.id}> said so" in whispered(slack, second)
    assert f"<@{first.id}> said so" in shown(cards(slack, ANA)[0])
    assert "You said so" in shown(cards(slack, first)[0])
    assert not any("blocker_done" in shown(card) for one in (ANA, MIA, BO) for card in cards(slack, one))
    assert cards(slack, ANA)[-1]["text"] == f"✅ <@{first.id}> says that your blocker is out of the way."
    assert "Nobody says so" in str((await slack.person(MIA.id).command("/team-status")).blocks)

    await press(slack, ANA, news, "reply")
    assert f"This blocker is closed: <@{first.id}> said so" in whispered(slack, ANA)
    assert [len(cards(slack, one)) for one in (ANA, MIA, BO)] == [5, 2, 1]


async def test_where_there_is_no_manager_the_people_team_hears_and_the_author_may_close_it(slack):
    await check_in(slack, OLU, blockers="Nobody signs")

    [own], [theirs] = cards(slack, OLU), cards(slack, HANA)
    assert "<@UHANA> has heard of it." in shown(own)
    assert "They have no manager in Cairn" in shown(theirs)
    assert "Read the check-in" not in shown(theirs)

    await press(slack, HANA, theirs, "promise", by="2026-11-23")
    await press(slack, OLU, cards(slack, OLU)[0], "done")
    assert "<@UOLU> said so" in shown(cards(slack, HANA)[0])
    assert "You said so" in shown(cards(slack, OLU)[0])
    assert len(cards(slack, HANA)) == 1


async def test_what_the_author_changes_carries_on_or_names_no_longer_is_the_same_on_every_card(slack):
    await check_in(slack, ANA, blockers=TOOL, helper=BO.id)
    await check_in(slack, ANA, blockers=f"{TOOL}, and neither can Tom", helper=SAM.id)
    assert "neither can Tom" in shown(cards(slack, MIA)[0])
    assert "neither can Tom" in shown(cards(slack, SAM)[0])
    assert "is with somebody else now" in shown(slack.person(BO.id).dm()[-1])
    assert "refund tool" not in str(slack.person(BO.id).dm())

    await slack.pass_time(timedelta(days=7))
    ana = slack.person(ANA.id)
    await ana.command("/check-in")
    await slack.bot.tasks.done()
    assert "In your way since Friday 20 November. No answer yet." in str(ana.view["blocks"])
    await ana.submit({"went_well": NOTE})
    await slack.settle()
    assert [len(cards(slack, one)) for one in (ANA, MIA, SAM)] == [1, 1, 1], "nobody is alarmed twice"
    assert "for 7 days" in str((await slack.person(MIA.id).command("/team-status")).blocks)

    await check_in(slack, ANA, blockers="")
    assert "names it no longer" in shown(cards(slack, MIA)[0])
    await check_in(slack, ANA, blockers="The laptop is broken")
    assert [len(cards(slack, one)) for one in (ANA, MIA, SAM)] == [2, 2, 1], "another blocker alarms anew"


async def test_a_promise_is_asked_after_once_on_the_morning_after_its_day(slack):
    await check_in(slack, ANA, blockers=TOOL)
    await press(slack, MIA, cards(slack, MIA)[0], "promise", by="2026-11-24")

    def asked() -> list[dict]:
        return [one for one in slack.person(MIA.id).dm() if "your promise to <@UANA>" in one["text"]]

    async def morning_of(november: int) -> None:
        await slack.pass_time(datetime(2026, 11, november, 8, 5, tzinfo=UTC) - slack.clock())

    await morning_of(24)
    assert asked() == [], "the day itself is still hers"
    await morning_of(25)
    [today] = asked()
    assert "You promised <@UANA> to clear their way by *Tuesday 24 November*" in shown(today)
    assert "refund" not in shown(today)
    assert len(cards(slack, ANA)) == 2, "her card and the news of the promise"

    await press(slack, MIA, today, "promise", by="2026-11-26")
    assert "~your promise to <@UANA>~ · moved" in str(slack.person(MIA.id).dm())
    await morning_of(26)
    assert asked() == [], "it is not yet over, and the old one is struck out"
    await morning_of(27)
    [again] = asked()
    assert "Thursday 26 November" in shown(again)
    await press(slack, MIA, again, "done")
    assert "~your promise to <@UANA>~ · closed" in str(slack.person(MIA.id).dm())
    assert "<@UMIA> said so" in shown(cards(slack, ANA)[0])
    await morning_of(30)
    assert asked() == []
