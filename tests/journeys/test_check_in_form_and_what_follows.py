"""Two weeks of Ana's check-ins: the form in its order, what last week left in it, who reads what, and looking back."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from company import ANA, BO, MIA, OLU
from domain.goals import Goal, Kpi, State
from running import Running, running

FRIDAY, NEXT_FRIDAY = date(2026, 11, 20), date(2026, 11, 27)
BEFORE = datetime(2026, 11, 20, 8, 59, tzinfo=UTC)
"""A minute before ten in Berlin."""
PULSE_WORDS = "2 · rough"


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(
        database_url, mode=request.param, now=BEFORE, enrolled=BEFORE - timedelta(hours=1)
    ) as everything:
        await save_goals(everything, 1)
        yield everything


async def save_goals(slack: Running, count: int, *, first: int = 1) -> None:
    async with slack.database.transaction() as store:
        for number in range(first, first + count):
            kpi = Kpi(name="First reply", unit="minutes", baseline=180, target=60)
            about = {"state": State.ACTIVE, "starts": date(2026, 10, 1), "due": date(2026, 12, 31), "kpis": (kpi,)}
            await store.goals.save(Goal(ref=f"G-{number}", title=f"Goal {number}", owner=ANA.id, **about))


async def opened(slack: Running, person: Any, card: Any, action: str = "check_in_open") -> Any:
    await person.click(card, action)
    await slack.settle()
    return person.view


def card_of(person: Any, period: date, action: str) -> Any:
    """The newest message with that button for that week."""
    wanted = period.isoformat()
    for message in reversed(person.dm()):
        for block in message["blocks"]:
            if any((one.get("action_id"), one.get("value")) == (action, wanted) for one in block.get("elements", ())):
                return message
    raise AssertionError(f"no {action} of {period}")


def inputs(form: Any) -> dict[str, Any]:
    return {block["block_id"]: block for block in form["blocks"] if block["type"] == "input"}


def stands(form: Any, field: str) -> Any:
    """What stands in a field as the form comes."""
    element = inputs(form)[field]["element"]
    chosen = element.get("initial_option") or {}
    return element.get("initial_value") or element.get("initial_user") or chosen.get("value")


def read(view: Any) -> str:
    return str(view["blocks"])


async def test_two_weeks_from_the_form_to_the_look_back(slack):
    ana = slack.person(ANA.id)
    await first_week(slack, ana)
    await is_read(slack, ana)
    await is_changed(slack, ana)
    await second_week(slack, ana)
    await look_back(slack, ana)


async def first_week(slack: Running, ana: Any) -> None:
    await slack.pass_time(timedelta(minutes=2))
    form = await opened(slack, ana, card_of(ana, FRIDAY, "check_in_open"))

    fields = inputs(form)
    assert list(fields) == [
        "pulse", "goal-1-kpi-1", "goal-1-confidence", "goal-1-note", "went_well", "next", "blockers", "helper",
    ]  # fmt: skip
    assert "Only you ever read this" in fields["pulse"]["hint"]["text"]
    assert form["blocks"][-1]["elements"][0]["text"].startswith("*Who will see this:* you and <@UMIA>")
    sent = await ana.submit(
        {
            "pulse": "2",
            "goal-1-confidence": "at_risk",
            "went_well": "A calm week",
            "next": "- Ship the refunds\n2) Call finance\nSleep",
            "blockers": "No access to the refund tool",
            "helper": BO.id,
        }
    )
    assert sent.closed
    await slack.settle()
    card = card_of(ana, FRIDAY, "check_in_view")
    assert "Edit" in read(card)
    assert "read it" not in card["text"]
    assert "No access to the refund tool" in read(slack.person(BO.id).dm()[-1])


async def is_read(slack: Running, ana: Any) -> None:
    """Olu, above her manager, looks: no news for Ana. Mia opens it: it is."""
    mia, olu = slack.person(MIA.id), slack.person(OLU.id)
    async with slack.database.reading() as store:
        assert (await store.check_ins.mine(ANA.id, FRIDAY)).pulse == 2
    await olu.command("/team-status")
    status = await mia.command("/team-status")
    assert PULSE_WORDS not in str(status.blocks)
    slack.clock.set(datetime(2026, 11, 24, 9, tzinfo=UTC))
    await mia.click(mia.dm()[-1], "check_in_read")
    await slack.settle()
    page = read(mia.view)
    assert "A calm week" in page
    assert "rough" not in page.lower()
    assert "ulse" not in page
    await mia.close(all=True)
    assert "<@UMIA> read it on Tuesday 24 November" in card_of(ana, FRIDAY, "check_in_view")["text"]
    await ana.open_home()
    assert "<@UMIA> read it today" in read(ana.home)


async def is_changed(slack: Running, ana: Any) -> None:
    """What was there before stays hers, and it is unread again."""
    form = await opened(slack, ana, card_of(ana, FRIDAY, "check_in_open"))
    assert stands(form, "pulse") == "2"
    assert stands(form, "blockers") == "No access to the refund tool"
    assert stands(form, "helper") == BO.id
    assert (await ana.submit({"went_well": "A calm week, mostly"})).closed
    await slack.settle()
    card = card_of(ana, FRIDAY, "check_in_view")
    assert "with your changes" in card["text"]
    assert "read it" not in card["text"]
    own = await opened(slack, ana, card, "check_in_view")
    assert PULSE_WORDS in read(own)
    assert "Your manager has not read it yet" in read(own)
    before = await opened(slack, ana, own, "check_in_version")
    assert "A calm week<" not in read(before)
    assert "version 1 of 2" in read(before)
    assert ">A calm week'" in read(before)
    await ana.close(all=True)


async def second_week(slack: Running, ana: Any) -> None:
    """Last week's priorities, confidence and blocker stand in the form, and the old card only shows."""
    slack.clock.set(datetime(2026, 11, 27, 9, 1, tzinfo=UTC))
    await slack.pass_time(timedelta())
    old = card_of(ana, FRIDAY, "check_in_view")
    assert "This week is closed" in read(old)
    assert "check_in_open" not in read(old)
    form = await opened(slack, ana, card_of(ana, NEXT_FRIDAY, "check_in_open"))
    asked = [block for block in form["blocks"] if block["block_id"].startswith("priority-")]
    assert [block["label"]["text"] for block in asked] == ["Ship the refunds", "Call finance", "Sleep"]
    assert "Friday 20 November" in read(form)
    assert stands(form, "goal-1-confidence") == "at_risk"
    assert stands(form, "blockers") == "No access to the refund tool"
    assert stands(form, "helper") == BO.id
    assert stands(form, "pulse") is None
    assert stands(form, "next") is None

    ship, call, sleep = (block["block_id"] for block in asked)
    ana.fill({"next": "Rest"})
    await ana.click(ana.view, "check_in_typed", "carry", block_id=call)
    await slack.settle()
    assert stands(ana.view, "next") == "Rest\nCall finance"
    await ana.click(ana.view, "check_in_typed", "drop", block_id=call)
    await slack.settle()
    assert stands(ana.view, "next") == "Rest"
    assert (await ana.submit({ship: "done", sleep: "carry", "blockers": "", "pulse": "5"})).closed
    await slack.settle()
    async with slack.database.reading() as store:
        answer = await store.check_ins.mine(ANA.id, NEXT_FRIDAY)
    assert [(one.text, one.verdict) for one in answer.priorities] == [
        ("Ship the refunds", "done"),
        ("Call finance", "drop"),
        ("Sleep", "carry"),
    ]
    assert answer.next == "Rest\nSleep", "what is carried on is in, whether the form could show it or not"


async def look_back(slack: Running, ana: Any) -> None:
    """Newest first, with all of it a click away."""
    await ana.command("/check-in history")
    await slack.settle()
    history = read(ana.view)
    assert history.index("Friday 27 November") < history.index("Friday 20 November")
    assert "▅▅" in history
    assert "20 Nov 1 at risk, 27 Nov 1 at risk" in history
    assert PULSE_WORDS in history
    assert "changed once" in history
    await ana.click(ana.view, "check_in_view", block_id=f"week-{FRIDAY}")
    await slack.settle()
    assert "A calm week, mostly" in read(ana.view)
    assert "check_in_open" not in read(ana.view)


async def test_an_old_card_explains_itself_and_leads_to_this_week(slack):
    ana = slack.person(ANA.id)
    await slack.pass_time(timedelta(minutes=2))
    prompt = card_of(ana, FRIDAY, "check_in_open")
    slack.clock.set(datetime(2026, 11, 27, 9, 1, tzinfo=UTC))
    await slack.pass_time(timedelta())
    closed = next(one for one in ana.dm() if one["ts"] == prompt["ts"])
    assert "closed, without an answer" in closed["text"]
    assert "check_in_open" not in read(closed)

    window_shows_still(slack, prompt)
    await opened(slack, ana, prompt)
    assert "closed when the next one opened" in read(ana.view)
    assert "Start this week" in read(ana.view)
    form = await opened(slack, ana, ana.view)
    assert form["callback_id"] == "check_in_form"
    assert len(ana.views) == 1
    assert "27 November" in read(form)


def window_shows_still(slack: Running, message: Any) -> None:
    """Have Slack show a message of Ana's as it was before it was rewritten."""
    channel = slack.emulator.workspace.dm(ANA.id, slack.emulator.app())
    channel.messages[message["ts"]]["blocks"] = message["blocks"]
