"""Do-not-disturb: asked shortly before, in fifties, within Slack's pace; a failure stops nothing."""

from datetime import timedelta

import pytest
from fake_slack import prompt

from company import ANA, BO, NOW
from scheduler.quiet import A_CALL, CALLS_A_MINUTE, QuietHours

A_MINUTE = timedelta(minutes=1)
UNTIL = NOW + timedelta(hours=1)


class Slack:
    """Remembers who was asked about; `trouble` is raised instead of an answer."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.trouble: Exception | None = None

    async def __call__(self, people):
        self.asked.append(list(people))
        if self.trouble:
            raise self.trouble
        return dict.fromkeys([*people, "USOMEBODY"], (NOW, UNTIL))


@pytest.fixture
def slack():
    return Slack()


@pytest.fixture
def quiet(company, slack):
    return QuietHours(company, slack)


async def quiet_until(company, person):
    async with company.reading() as store:
        return (await store.people.get(person.id)).quiet_until


async def test_those_are_asked_about_whose_prompt_is_due(company, quiet, slack):
    async with company.transaction() as store:
        await store.outbox.plan([(prompt(ANA.id), NOW), (prompt(BO.id), NOW + 10 * A_MINUTE)])

    await quiet.before_sending(NOW)
    assert slack.asked == [[ANA.id]]
    assert await quiet_until(company, ANA) == UNTIL
    assert await quiet_until(company, BO) is None

    await quiet.ahead(NOW)
    assert slack.asked == [[ANA.id], [BO.id]]
    await quiet.ahead(NOW + A_MINUTE)
    assert len(slack.asked) == 2, "what Slack said holds for a quarter of an hour"
    await quiet.ahead(NOW + 16 * A_MINUTE)
    assert len(slack.asked) == 3


async def test_fifties_and_no_more_than_slack_takes_in_a_minute(quiet, slack):
    people = [f"U{number}" for number in range(A_CALL * CALLS_A_MINUTE + 1)]

    await quiet.learn(people, NOW)
    assert [len(some) for some in slack.asked] == [A_CALL] * CALLS_A_MINUTE
    await quiet.learn(people, NOW + A_MINUTE)
    assert slack.asked[-1] == [people[-1]]


async def test_a_failure_is_said_once_and_slack_is_left_alone(company, quiet, slack):
    slack.trouble = RuntimeError("private words")

    await quiet.learn([ANA.id], NOW)
    await quiet.learn([BO.id], NOW + A_MINUTE)
    assert slack.asked == [[ANA.id]]

    slack.trouble = None
    await quiet.learn([BO.id], NOW + 3 * A_MINUTE)
    assert await quiet_until(company, BO) == UNTIL
    await quiet.learn([ANA.id], NOW - timedelta(days=1))
    assert slack.asked[-1] == [ANA.id], "a clock that jumps back locks nothing"


async def test_without_a_way_to_ask_nobody_is_asked(company):
    quiet = QuietHours(company, None)

    await quiet.before_sending(NOW)
    await quiet.ahead(NOW)
    await quiet.learn([ANA.id], NOW)
