"""`GET /metrics`: what an operator's Prometheus reads, true after what really happened, and nothing private in it."""

import asyncio
import time as stopwatch
from datetime import timedelta

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics, catch_up, metrics_page
from company import ANA, NOW
from scheduler.outcomes import Delivered, NotAccepted, Uncertain
from storage.database import Database
from storage.outbox_care import Backlog

SECRET = "the calm handover"


@pytest.fixture
def read(slack):
    """The numbers by name and labels, and the page as it came."""

    async def read():
        url = f"http://127.0.0.1:{slack.bot.port}/metrics"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            page = await answer.text()
            assert answer.status == 200
            assert answer.content_type == "text/plain"
        families = text_string_to_metric_families(page)
        return {(s.name, *sorted(s.labels.values())): s.value for one in families for s in one.samples}, page

    return read


async def test_what_people_did_is_counted_and_not_quoted(slack, read):
    await slack.settle()
    said, _ = await read()
    await slack.person(ANA.id).command(f"/kudos @bo for {SECRET}")
    await slack.settle()

    numbers, page = await read()

    assert numbers["cairn_ack_seconds_count", "command"] == 1
    assert numbers["cairn_posts_total", "Delivered"] == said["cairn_posts_total", "Delivered"] + 2
    assert numbers["cairn_database_up",] == 1
    assert SECRET not in page
    assert ANA.id not in page


async def test_what_waits_is_told_with_how_long_it_takes(slack, read):
    await slack.settle()
    slack.emulator.faults.add("chat.postMessage", "ratelimited", times=1, retry_after=3000)
    for what in ("the review", "the handover"):  # what the first one meets, the second one's messages wait for
        await slack.person(ANA.id).command(f"/kudos @bo for {what}")
        await slack.emulator.settled()
        await slack.bot.idle()
    slack.clock.forward(timedelta(minutes=10))

    numbers, _ = await read()

    waiting = numbers["cairn_outbox_due",]
    assert waiting >= 2
    assert numbers["cairn_outbox_late",] == waiting
    assert numbers["cairn_outbox_oldest_due_seconds",] >= 600
    assert numbers["cairn_outbox_catch_up_seconds",] == waiting * 60 / 300
    assert numbers["cairn_slack_rate_limited_total",] == 1


async def test_a_database_that_is_down_is_a_number_too():
    metrics = Metrics()
    nowhere = Database.open("postgresql://nobody@127.0.0.1:1/nothing")
    nowhere.fails(metrics.failed)

    await metrics_page(metrics, nowhere, lambda: NOW, a_minute=300)(None)

    assert numbers_of(metrics)["cairn_database_up",] == 0
    assert numbers_of(metrics)["cairn_database_errors_total",] == 1


def numbers_of(metrics):
    return {(s.name, *s.labels.values()): s.value for one in metrics.registry.collect() for s in one.samples}


def test_calls_are_counted_by_what_came_of_them():
    metrics = Metrics()
    for outcome in (Delivered("D1", "1.1"), NotAccepted(None, "ratelimited"), NotAccepted(), Uncertain("reset")):
        metrics.posted(outcome, timedelta(seconds=7))

    numbers = numbers_of(metrics)

    assert numbers["cairn_posts_total", "NotAccepted"] == 2
    assert numbers["cairn_posts_total", "Uncertain"] == 1
    assert numbers["cairn_slack_rate_limited_total",] == 1
    assert numbers["cairn_said_late_seconds_sum",] == 7, "only what was said counts"


async def test_a_loop_that_is_kept_waiting_is_felt():
    metrics = Metrics()
    feeling = asyncio.create_task(metrics.feel_the_loop(every=0.001))
    await asyncio.sleep(0)
    stopwatch.sleep(0.06)  # noqa: ASYNC251, whatever blocks the loop
    await asyncio.sleep(0.01)
    feeling.cancel()

    numbers = numbers_of(metrics)
    assert numbers["cairn_loop_lag_seconds_bucket", "+Inf"] > numbers["cairn_loop_lag_seconds_bucket", "0.05"]


def test_the_time_to_catch_up_is_the_backlog_at_the_allowed_rate():
    backlog = Backlog({}, due=5000, late=0, oldest_due=None, doubles=0)

    assert catch_up(backlog, 300) == 1000
