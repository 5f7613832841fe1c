"""`POST /api/kpi`: other systems tell how KPIs stand.

- Signed exactly as Slack signs its requests, under names of our own and with a secret of our own.
- A request has a key: sent again under it, the answer is the same and nothing is taken twice. Other content under a key
  that was used is refused.
- All readings of a body are taken, or none; what is wrong is said for each, as JSON with a status that fits.
- Nothing of a body stands in a log.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot import kpi_request
from bot.http import Handler, authentic, body_of
from bot.kpi_request import KEY, Request, Wrong
from bot.readings import plan_readings
from domain.readings import CannotTake, GoalTakesNoReadings, Problem, Told, UnknownGoal, UnknownKpi
from domain.readings_again import Became, KeyUsed, OtherValueThere
from domain.refusals import Refusal
from storage.database import AlreadyDone, Database, Unavailable
from storage.store import Store

log = structlog.get_logger(__name__)

SENDER = "X-Cairn"
"""Before the names of the headers that prove who sends."""
HOW = 'send it with "correct": true'
"""How a body says that it corrects."""
NOT_THERE, CONFLICT, UNFIT, NOT_SIGNED, TOO_LARGE, LATER = 404, 409, 422, 401, 413, 503
STATUS: Mapping[type[Refusal], int] = {
    UnknownGoal: NOT_THERE,
    UnknownKpi: NOT_THERE,
    GoalTakesNoReadings: CONFLICT,
    OtherValueThere: CONFLICT,
    KeyUsed: CONFLICT,
}
"""Of a refusal; any other says that the reading itself is unfit."""


def kpi_requests(database: Database, clock: Callable[[], datetime], secret: str) -> Handler:
    """Return the handler of the requests that are signed with `secret`."""
    verifier = SignatureVerifier(secret)

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            answer = await _answer(request, verifier, database, clock())
        except Wrong as no:
            log.info("readings refused", status=no.status, error=no.body["error"])
            return web.json_response(no.body, status=no.status)
        except Unavailable:
            later = Wrong(LATER, "unavailable", "The database does not answer. Send the same request again later.")
            return web.json_response(later.body, status=later.status, headers={"Retry-After": "10"})
        log.info("readings taken", taken=answer["taken"], corrected=answer["corrected"], known=answer["known"])
        return web.json_response(answer)

    return handle


async def _answer(
    request: web.Request, verifier: SignatureVerifier, database: Database, now: datetime
) -> dict[str, Any]:
    try:
        body = await body_of(request)
    except web.HTTPRequestEntityTooLarge:
        raise Wrong(
            TOO_LARGE, "too_large", "The body is larger than a mebibyte. Send fewer readings at once."
        ) from None
    if not authentic(verifier, body, request.headers, sender=SENDER):
        raise Wrong(
            NOT_SIGNED,
            "not_signed",
            f"{SENDER}-Signature must be v0= and the HMAC-SHA256 of v0:TIMESTAMP:BODY under CAIRN_API_SECRET, and "
            f"{SENDER}-Request-Timestamp within five minutes of now.",
        )
    asked = kpi_request.read(body, request.headers.get(KEY))
    try:
        async with database.transaction(once=f"kpi:{asked.key}") as store:
            return await _take(store, asked, now)
    except AlreadyDone as done:
        if done.reply["digest"] != asked.digest:
            raise Wrong(CONFLICT, "key_used", str(KeyUsed(key=asked.key))) from None
        answer: dict[str, Any] = done.reply["answer"]
        return answer
    except CannotTake as found:
        raise _refused(found) from None


async def _take(store: Store, asked: Request, now: datetime) -> dict[str, Any]:
    plan = await plan_readings(store, asked.told, how=HOW, now=now)
    await store.readings.add(*plan.new)
    store.homes.news(goals={one.goal for one in plan.new}, now=now)
    count = Counter(plan.became)
    said = [_said(one, what) for one, what in zip(asked.told, plan.became, strict=True)]
    answer = {"ok": True} | {str(what): count[what] for what in Became} | {"readings": said}
    await store.remember_reply({"digest": asked.digest, "answer": answer})
    return answer


def _said(told: Told, became: Became) -> dict[str, Any]:
    return {"goal": told.goal, "kpi": told.kpi, "value": told.value, "at": told.at, "became": str(became)}


def _refused(found: CannotTake) -> Wrong:
    """Return the answer for readings that were not taken: its status and word are those of the first problem."""
    problems = [_problem(one) for one in found.problems]
    first = found.problems[0].refusal
    others = f" And {len(problems) - 1} more: see the problems." if len(problems) > 1 else ""
    return Wrong(STATUS.get(type(first), UNFIT), problems[0]["error"], f"{first}{others}", problems)


def _problem(one: Problem) -> dict[str, Any]:
    word = word_of(type(one.refusal))
    return {"reading": one.place + 1, "field": one.refusal.at(), "error": word, "message": str(one.refusal)}


def word_of(refusal: type[Refusal]) -> str:
    """Return the word for machines: `unknown_goal`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", refusal.__name__).lower()
