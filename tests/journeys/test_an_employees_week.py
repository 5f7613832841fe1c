"""Ana's week: she is asked, answers against her goals, her manager reads it, she changes it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from company import ANA, HANA, MIA, OLU
from domain.goals import Goal, Kpi, State
from running import Running, running

FRIDAY = date(2026, 11, 20)
BEFORE = datetime(2026, 11, 20, 8, 59, tzinfo=UTC)
"""A minute before ten in Berlin."""


@pytest.fixture(params=["socket", "http"])
async def slack(request, database_url):
    async with running(
        database_url, mode=request.param, now=BEFORE, enrolled=BEFORE - timedelta(hours=1)
    ) as everything:
        async with everything.database.transaction() as store:
            await store.goals.save(
                Goal(
                    ref="G-1",
                    title="Halve the first reply",
                    owner=ANA.id,
                    state=State.ACTIVE,
                    starts=date(2026, 10, 1),
                    due=date(2026, 12, 31),
                    kpis=(Kpi(name="First reply", unit="minutes", baseline=180, target=60),),
                )
            )
        yield everything


def texts(messages) -> str:
    return "\n".join(message["text"] + str(message.get("blocks", "")) for message in messages)


async def opened(slack: Running, ana, prompt, action="check_in_open"):
    await ana.click(prompt, action)
    await slack.settle()
    return ana.view


async def test_from_the_prompt_to_the_manager_and_back(slack):
    ana, mia = slack.person(ANA.id), slack.person(MIA.id)
    await slack.settle()
    assert ana.dm() == [], "nobody is asked before ten"

    await slack.pass_time(timedelta(minutes=2))
    [prompt] = ana.dm()
    assert "check-in of Friday 20 November" in prompt["text"]

    form = await opened(slack, ana, prompt)
    assert form["title"]["text"] == "Weekly check-in"
    assert "Who will see this" in str(form["blocks"])
    assert "<@UMIA>" in str(form["blocks"])

    sent = await ana.submit(
        {
            "goal-1-kpi-1": "110",
            "goal-1-confidence": "on_track",
            "goal-1-note": "The morning shift works.",
            "went_well": "First reply went down again & again.",
            "next": "Articles",
            "blockers": "I can't see the refund tool <!channel>",
        }
    )
    assert sent.closed
    assert sent.errors == {}
    await slack.settle()

    card = ana.dm()[0]
    assert card["ts"] == prompt["ts"], "the prompt itself becomes the card"
    assert "Your check-in is in" in card["text"]

    blocked = mia.dm()[-1]
    assert "is blocked" in blocked["text"]
    assert "I can't see the refund tool &lt;!channel&gt;" in str(blocked["blocks"])

    status = await mia.command("/team-status")
    assert "Ana Ruiz" in status.text + str(status.blocks)
    assert "1 of 2" in status.text + str(status.blocks)

    await mia.click(blocked, "check_in_read")
    await slack.settle()
    page = str(mia.view["blocks"])
    assert "First reply went down again &amp; again." in page
    assert "First reply: 110 minutes" in page

    form = await opened(slack, ana, card)
    assert "First reply went down again & again." in str(form["blocks"]), "her words are still there"
    sent = await ana.submit({"next": "Articles about refunds"})
    assert sent.closed
    await slack.settle()
    assert "with your changes" in ana.dm()[0]["text"]
    assert len(ana.dm()) == 2, "the card, and that of the blocker"

    async with slack.database.reading() as store:
        now = await store.check_ins.mine(ANA.id, FRIDAY)
        [goal] = await store.goals.of(ANA.id)
    assert (now.revision, now.next, now.went_well) == (
        2,
        "Articles about refunds",
        "First reply went down again & again.",
    )
    assert goal.kpis[0].value == 110


async def test_a_number_that_is_none_keeps_the_form_open(slack):
    ana = slack.person(ANA.id)
    await slack.pass_time(timedelta(minutes=2))
    await opened(slack, ana, ana.dm()[0])

    sent = await ana.submit({"goal-1-kpi-1": "a lot", "went_well": "Much"})

    assert not sent.closed
    assert "“a lot” is not a number I can read" in sent.errors["goal-1-kpi-1"]


async def test_an_empty_form_says_what_to_do(slack):
    ana = slack.person(ANA.id)
    await slack.pass_time(timedelta(minutes=2))
    await opened(slack, ana, ana.dm()[0])

    sent = await ana.submit({})

    assert "One sentence is enough" in sent.errors["went_well"]


async def test_the_same_form_again_changes_nothing(slack):
    ana = slack.person(ANA.id)
    await slack.pass_time(timedelta(minutes=2))
    await opened(slack, ana, ana.dm()[0])
    await ana.submit({"went_well": "Once"})

    answers = await slack.emulator.redeliver(3)

    await slack.settle()
    assert [answer.error for answer in answers] == [None] * 3
    async with slack.database.reading() as store:
        assert (await store.check_ins.mine(ANA.id, FRIDAY)).revision == 1
    assert len(ana.dm()) == 1


async def test_whoever_answers_before_the_prompt_is_not_asked(slack):
    ana = slack.person(ANA.id)
    await slack.pass_time(timedelta(days=6, hours=20))  # nothing ran all week; now it is six, the prompt waits for nine
    asked = len(ana.dm())
    await ana.command("/check-in")
    await slack.settle()
    await ana.submit({"went_well": "Early bird"})
    await slack.settle()

    assert asked == 0
    await slack.pass_time(timedelta(hours=3, minutes=30))
    card, *others = [message["text"] for message in ana.dm()]
    assert card.startswith("Your check-in is in")
    assert [one for one in others if not one.startswith("Today: your goal")] == []


async def test_nobody_is_asked_twice_whatever_the_planner_does(slack):
    await slack.pass_time(timedelta(minutes=2))
    for _ in range(3):
        await slack.pass_time(timedelta(minutes=1))

    assert len(slack.person(ANA.id).dm()) == 1


@pytest.mark.parametrize(
    ("person", "words"),
    [
        pytest.param(ANA, "you and <@UMIA>, your manager", id="with a manager"),
        pytest.param(OLU, "a blocker goes to <@UHANA>", id="without one"),
        pytest.param(HANA, "you alone", id="the people team itself"),
    ],
)
async def test_the_form_says_who_will_read_it(slack_on_sqlite, person, words):
    someone = slack_on_sqlite.person(person.id)

    await someone.command("/check-in")
    await slack_on_sqlite.settle()

    assert words in str(someone.view["blocks"])
