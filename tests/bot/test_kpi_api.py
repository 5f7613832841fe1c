"""`POST /api/kpi`: signed like Slack's requests, once under its key, all of a body or nothing, clear when it says no."""

import asyncio
import hashlib
import hmac
import io
import json
import logging
import time
from contextlib import asynccontextmanager
from datetime import date

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.signature import SignatureVerifier

from bot import kpi_request
from bot.health import Health
from bot.http import authentic, listen, web_app
from bot.kpi_api import kpi_requests
from company import ANA, NOW
from domain.goals import Goal, Kind, Kpi, State
from properties import PROPERTY
from storage.database import Unavailable

SECRET = "s3cret-of-the-warehouse-0123456789"
PRIVATE = "only-for-the-owner-9f2c"
DATES = {"starts": date(2026, 7, 1), "due": date(2026, 12, 31), "owner": ANA.id}
GOAL = Goal(
    ref="G-12", title="Reply soon", state=State.ACTIVE, kpis=(Kpi(name="First reply", unit="min", baseline=90, target=45),),
    **DATES,
)  # fmt: skip
OTHERS = (
    Goal(ref="G-old", title="Reply at all", state=State.CLOSED, kpis=GOAL.kpis, **DATES),
    Goal(
        ref="G-two", title="Both", state=State.ACTIVE, **DATES,
        kpis=(Kpi(name="Backlog", baseline=40, target=5), Kpi(name="Pilot", kind=Kind.YES_NO, baseline=0, target=1)),
    ),
)  # fmt: skip
READING = {"goal": "G-12", "kpi": "First reply", "value": 60, "at": "2026-11-20T08:00:00Z"}


def reading(**changed):
    return READING | changed


def signed(body: bytes, *, secret=SECRET, at=None, key: str | None = "crm-1"):
    timestamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    named = {"Idempotency-Key": key} if key is not None else {}
    return {"X-Cairn-Request-Timestamp": timestamp, "X-Cairn-Signature": f"v0={digest}"} | named


async def post(port: int, body: bytes, headers):
    url = f"http://127.0.0.1:{port}/api/kpi"
    async with aiohttp.ClientSession() as session, session.post(url, data=io.BytesIO(body), headers=headers) as answer:
        return answer.status, await answer.json()


@asynccontextmanager
async def serving(database):
    """The server of `database`, with Ana's goals in it; gives its port."""
    async with database.transaction() as store:
        for goal in (GOAL, *OTHERS):
            await store.goals.save(goal)
    runner, port = await listen(
        web_app(Health(), kpis=kpi_requests(database, lambda: NOW, SECRET)), 0, host="127.0.0.1"
    )
    yield port
    await runner.cleanup()


@pytest.fixture
async def send(company):
    """Send JSON, signed: `await send(reading(), key="crm-2")` gives the status and the answer."""
    async with serving(company) as port:

        async def send(said, *, key="crm-1", **how):
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            return await post(port, body, signed(body, key=key, **how))

        send.port = port
        yield send


@pytest.fixture
def kpis(company):
    """What the KPIs stand at: `await kpis()` gives values by name."""

    async def kpis():
        async with company.reading() as store:
            active = [goal for goal in await store.goals.all() if goal.state is State.ACTIVE]
        return {kpi.name: kpi.value for goal in active for kpi in goal.kpis}

    return kpis


async def count(company):
    async with company.reading() as store:
        return len(await store.readings.of(await store.goals.all()))


# Taken


async def test_a_reading_is_taken_and_said_so(send, kpis):
    status, answer = await send(reading(note="from the CRM"))

    assert (status, answer) == (
        200,
        {"ok": True, "taken": 1, "corrected": 0, "known": 0, "readings": [READING | {"became": "taken"}]},
    )
    assert (await kpis())["First reply"] == 60


async def test_the_same_request_again_gets_the_same_answer_and_takes_nothing(send, company):
    first = await send(reading())

    assert await send(reading()) == first
    assert await send(dict(reversed(READING.items())) | {"value": 60.0, "kpi": " First reply "}) == first
    assert await count(company) == 1


async def test_twenty_at_once_under_one_key_are_taken_once(send, company):
    answers = await asyncio.gather(*(send(reading()) for _ in range(20)))

    assert [status for status, _ in answers] == [200] * 20
    assert all(answer == answers[0][1] for _, answer in answers)
    assert await count(company) == 1


async def test_other_content_under_a_used_key_is_refused(send, kpis):
    await send(reading())

    status, answer = await send(reading(value=50))

    assert (status, answer["error"]) == (409, "key_used")
    assert "“crm-1” belongs to another reading" in answer["message"]
    assert (await kpis())["First reply"] == 60


async def test_the_key_of_a_reading_among_many_is_used_too(send, company):
    await send({"readings": [reading(key="row-1")]})

    status, answer = await send(reading(value=50, at="2026-11-19"), key="row-1")

    assert (status, answer["error"]) == (409, "key_used")


async def test_the_same_reading_under_another_key_is_known(send, company):
    await send(reading())

    status, answer = await send(reading(), key="crm-2")

    assert (status, answer["known"], answer["readings"][0]["became"]) == (200, 1, "known")
    assert await count(company) == 1


async def test_a_key_may_stand_in_the_body(send):
    assert (await send(reading(idempotency_key="crm-1"), key=None))[0] == 200
    assert (await send(reading(idempotency_key="crm-1"), key="crm-1"))[1]["taken"] == 1


async def test_another_value_is_refused_until_it_corrects(send, kpis, company):
    await send(reading(value=600))

    status, answer = await send(reading(), key="crm-2")
    assert (status, answer["error"]) == (409, "other_value_there")
    assert answer["message"] == 'At that moment it was 600 already. If that was wrong, send it with "correct": true.'

    status, answer = await send(reading(correct=True), key="crm-2")
    assert (status, answer["corrected"]) == (200, 1)
    assert (await kpis())["First reply"] == 60
    assert await count(company) == 1


async def test_a_thousand_are_taken_together_and_not_one_more(send, kpis):
    many = [
        reading(value=number, at=f"2026-11-{1 + number // 60:02}T07:{number % 60:02}:00Z") for number in range(1001)
    ]

    status, answer = await send({"readings": many})
    assert (status, answer["error"], answer["message"]) == (
        413, "too_many", "These are 1001 readings. Send at most 1000 at once.",
    )  # fmt: skip
    assert (await send({"readings": many[:1000]}))[1]["taken"] == 1000
    assert (await kpis())["First reply"] == 999


async def test_one_wrong_reading_and_none_is_taken(send, company):
    wrong = [
        reading(), reading(goal="G-9"), reading(goal="G-two", kpi="Pilot", value=True),
        reading(at="2027-01-01", value=float(10**16)),
    ]  # fmt: skip

    status, answer = await send({"readings": wrong})

    assert status == 404
    assert answer["message"].endswith("such as G-12. And 2 more: see the problems.")
    assert [(one["reading"], one["field"], one["error"]) for one in answer["problems"]] == [
        (2, "goal", "unknown_goal"),
        (4, "at", "read_in_the_future"),
        (4, "value", "not_a_number"),
    ]
    assert await count(company) == 0
    assert (await send({"readings": [wrong[0], wrong[2]]}))[1]["taken"] == 2


# Refused

LONG = "x" * 201
CASES = [
    pytest.param(reading(goal="G-9"), 404, "unknown_goal", "goal", id="no such goal"),
    pytest.param(reading(kpi="Reply"), 404, "unknown_kpi", "kpi", id="no such KPI"),
    pytest.param(reading(goal="G-old"), 409, "goal_takes_no_readings", "goal", id="a closed goal"),
    pytest.param(reading(goal="G-two", kpi=""), 422, "kpi_not_named", "kpi", id="one of two KPIs"),
    pytest.param(reading(at="2026-11-20T09:30:01Z"), 422, "read_in_the_future", "at", id="the future"),
    pytest.param(reading(at="2026-06-30"), 422, "read_before_the_goal", "at", id="before the goal"),
    pytest.param(reading(at="2026-11-20T08:00:00"), 422, "not_a_moment", "at", id="a moment without a zone"),
    pytest.param(reading(value=True), 422, "not_a_number", "value", id="yes for minutes"),
    pytest.param(reading(value=1e308), 422, "not_a_number", "value", id="a number beyond all"),
    pytest.param(b'{"goal": "G-12", "value": 1e999, "at": "2026-11-20"}', 422, "not_a_number", "value", id="infinity"),
    pytest.param(reading(goal="G-two", kpi="Pilot", value=0.5), 422, "not_yes_or_no", "value", id="half a yes"),
    pytest.param({"readings": [reading(), reading(value=1)]}, 422, "said_twice", "value", id="two values at once"),
    pytest.param({"goal": "G-12"}, 400, "wrong_shape", "value", id="no value"),
    pytest.param(reading(value="60"), 400, "wrong_shape", "value", id="a number as text"),
    pytest.param(reading(value=None), 400, "wrong_shape", "value", id="nothing as value"),
    pytest.param(reading(value=10**400), 400, "wrong_shape", "value", id="a number of 401 digits"),
    pytest.param(reading(valeu=60), 400, "wrong_shape", "valeu", id="an unknown field"),
    pytest.param(reading(goal=12), 400, "wrong_shape", "goal", id="a number for a goal"),
    pytest.param(reading(goal="  "), 400, "wrong_shape", "goal", id="an empty goal"),
    pytest.param(reading(note=LONG), 400, "wrong_shape", "note", id="a note too long"),
    pytest.param(reading(note="a\x00b"), 400, "wrong_shape", "note", id="a NUL"),
    pytest.param(reading(kpi="\ud800"), 400, "wrong_shape", "kpi", id="half a character"),
    pytest.param({"readings": []}, 400, "wrong_shape", "readings", id="no readings"),
    pytest.param({"readings": [1]}, 400, "wrong_shape", "readings", id="readings that are none"),
    pytest.param(
        {"readings": [reading(), reading(goal="")]}, 400, "wrong_shape", "goal", id="the second without a goal"
    ),
    pytest.param(b"[]", 400, "not_json", None, id="a list"),
    pytest.param(b"goal=G-12", 400, "not_json", None, id="a form"),
    pytest.param(b'{"value": NaN}', 400, "not_json", None, id="no number of JSON"),
    pytest.param(b"[" * 100_000, 400, "not_json", None, id="a very deep list"),
    pytest.param(b"", 400, "not_json", None, id="nothing"),
]


@pytest.fixture
async def told_no(company):
    """One server for the whole table; each case is asked of it in turn."""
    async with serving(company) as port:
        found = {}
        for number, case in enumerate(CASES):
            said = case.values[0]
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            found[case.id] = await post(port, body, signed(body, key=f"k-{number}"))
        yield found


async def test_what_cannot_be_taken_is_refused_with_status_word_and_field(told_no, company):
    for case in CASES:
        _, status, error, field = case.values
        got, answer = told_no[case.id]
        problem = (answer["problems"] or [{"field": None}])[0]
        assert (got, answer["ok"], answer["error"], problem["field"]) == (status, False, error, field), case.id
        assert answer["message"].endswith("."), case.id
    assert await count(company) == 0


@pytest.mark.parametrize(
    ("header", "told", "error"),
    [
        pytest.param(None, {}, "key_missing", id="none"),
        pytest.param("", {"idempotency_key": ""}, "key_missing", id="empty ones"),
        pytest.param("crm-1", {"idempotency_key": "crm-2"}, "wrong_key", id="two that differ"),
        pytest.param(LONG, {}, "wrong_key", id="too long"),
    ],
)
def test_a_key_is_needed(header, told, error):
    with pytest.raises(kpi_request.Wrong) as refused:
        kpi_request.read(json.dumps(reading(**told)).encode(), header)

    assert (refused.value.status, refused.value.body["error"]) == (400, error)


BODY = json.dumps(READING | {"note": PRIVATE}).encode()
GOOD = signed(BODY)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        pytest.param(BODY, signed(BODY, secret="x" * 32), id="another secret"),
        pytest.param(BODY + b" ", signed(BODY), id="a changed body"),
        pytest.param(BODY, signed(BODY, at=time.time() - 360), id="six minutes old"),
        pytest.param(BODY, signed(BODY, at=time.time() + 3600), id="an hour ahead"),
        pytest.param(BODY, {}, id="not signed"),
        pytest.param(BODY, {name.replace("Cairn", "Slack"): said for name, said in GOOD.items()}, id="as Slack signs"),
        pytest.param(b"\xff" + BODY, signed(b"\xff" + BODY), id="no UTF-8"),
    ],
)
def test_what_the_sender_did_not_sign_is_not_authentic(body, headers):
    assert not authentic(SignatureVerifier(SECRET), body, headers, sender="X-Cairn")


async def test_a_forged_request_is_refused_and_leaves_no_trace(send, company, caplog, capfd):
    caplog.set_level(logging.DEBUG)

    status, answer = await post(send.port, BODY, signed(BODY, secret="x" * 32))

    assert (status, answer["error"]) == (401, "not_signed")
    assert "X-Cairn-Signature" in answer["message"]
    assert await count(company) == 0
    out, err = capfd.readouterr()
    assert PRIVATE not in caplog.text + out + err


async def test_nothing_of_a_body_stands_in_a_log(send, caplog, capfd):
    caplog.set_level(logging.DEBUG)

    await send(reading(note=PRIVATE))
    await send(reading(note=PRIVATE, goal=PRIVATE), key="crm-2")

    out, err = capfd.readouterr()
    assert PRIVATE not in caplog.text + out + err


async def test_a_body_far_too_large_is_refused(send):
    status, answer = await send(b" " * (1024 * 1024 + 1))

    assert (status, answer["error"]) == (413, "too_large")


class Down:
    """A database that does not answer."""

    def transaction(self, **_):
        raise Unavailable("TimeoutError")


async def test_without_a_database_the_sender_is_asked_to_come_again():
    server = web_app(Health(), kpis=kpi_requests(Down(), lambda: NOW, SECRET))
    runner, port = await listen(server, 0, host="127.0.0.1")
    body = json.dumps(READING).encode()
    status, answer = await post(port, body, signed(body))
    await runner.cleanup()

    assert (status, answer["error"]) == (503, "unavailable")


def test_without_a_secret_nothing_listens_there():
    assert {route.resource.canonical for route in web_app(Health()).router.routes()} == {"/healthz"}


junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=9)
    | st.sampled_from(["G-12", "2026-11-20"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*READING, "readings", "key", "idempotency_key", "correct", "note"]), inner)
    ),
    max_leaves=12,
)


def refused(said) -> kpi_request.Wrong | None:
    """What is said against this body, if anything."""
    try:
        kpi_request.read(json.dumps(said).encode(), "crm-1")
    except kpi_request.Wrong as no:
        return no
    return None


@given(junk)
@settings(PROPERTY, max_examples=100)
def test_whatever_is_sent_it_is_taken_or_refused_in_words(said):
    no = refused(said)

    assert no is None or (no.status in {400, 413} and json.dumps(no.body))
