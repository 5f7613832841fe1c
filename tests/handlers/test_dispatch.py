"""From a payload to its handler: who is served, what is unknown, and what a bug looks like from outside."""

import json
import logging
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from domain.refusals import TextMissing
from handlers.dispatch import KINDS, Table, wire
from handlers.tasks import Tasks
from storage.database import AlreadyDone, Unavailable

TEAM = "T0NORTHWIND"
SECRET = "a-very-private-sentence"


async def authorize() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_user_id="UCAIRN", bot_id="B", bot_token="xoxb-1")


class Ears:
    """A table with one handler of each kind, which hears what it is asked for."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.table = Table()
        self.app = AsyncApp(
            client=AsyncWebClient(base_url="http://127.0.0.1:1/"),
            authorize=authorize,
            process_before_response=True,
            request_verification_enabled=False,
        )

    def on(self, kind: str, id: str, handler: Any) -> "Ears":
        self.table.on(kind, id, handler)
        wire(self.app, self.table, team=TEAM, needs={"tasks": Tasks(), "word": "beside"}, prefix="my-")
        return self

    async def tell(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        answer = await self.app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
        return answer.status, json.loads(answer.body) if answer.body.startswith("{") else {"text": answer.body}


@pytest.fixture
def ears():
    return Ears()


def command(name: str = "/my-kudos", **facts: Any) -> dict[str, Any]:
    return {"command": name, "text": SECRET, "user_id": "UANA", "team_id": TEAM, "trigger_id": "1.2"} | facts


def submission(**facts: Any) -> dict[str, Any]:
    inputs = [
        {"type": "section", "block_id": "a"},
        {"type": "input", "block_id": "b"},
        {"type": "input", "block_id": "c"},
    ]
    view = {"id": "V1", "hash": "h", "type": "modal", "callback_id": "form", "blocks": inputs, "state": {"values": {}}}
    user = {"id": "UANA", "team_id": TEAM}
    return {"type": "view_submission", "team": {"id": TEAM}, "user": user, "view": view, "trigger_id": "1.2"} | facts


def click(**facts: Any) -> dict[str, Any]:
    action = {"type": "button", "action_id": "press", "block_id": "a", "value": "1"}
    user = {"id": "UANA", "team_id": TEAM}
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": user,
        "actions": [action],
        "trigger_id": "1.2",
    } | facts


def event(**facts: Any) -> dict[str, Any]:
    inner = {"type": "user_change", "user": {"id": "UANA"}}
    return {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": inner} | facts


async def test_a_handler_gets_what_it_names_and_nothing_else(ears):
    async def kudos(ack, command, once, user_id, word):
        ears.heard.append((command["text"], once, user_id, word))
        await ack(text="fine")

    status, answer = await ears.on("command", "kudos", kudos).tell(command())

    assert (status, answer["text"]) == (200, "fine")
    assert ears.heard == [(SECRET, "trigger:1.2", "UANA", "beside")]


@pytest.mark.parametrize(
    ("body", "once"),
    [
        pytest.param(submission(), "view:V1:h", id="a form: its id and hash"),
        pytest.param(click(), "trigger:1.2", id="a click: its trigger"),
        pytest.param(event(), "event:Ev1", id="an event: its id"),
    ],
)
async def test_each_kind_of_input_has_its_natural_key(ears, body, once):
    async def note(ack, once):
        ears.heard.append(once)
        await ack()

    for kind, id in (("view", "form"), ("action", "press"), ("event", "user_change")):
        ears.table.on(kind, id, note)
    wire(ears.app, ears.table, team=TEAM, needs={"tasks": Tasks()})
    await ears.tell(body)

    assert ears.heard == [once]


async def test_another_team_is_left_alone(ears):
    async def kudos(ack):
        ears.heard.append("called")
        await ack(text="fine")

    status, answer = await ears.on("command", "kudos", kudos).tell(command(team_id="T0OTHER"))

    assert (status, answer["text"], ears.heard) == (200, "", [])


async def test_a_person_of_another_organisation_is_refused(ears):
    async def form(ack):
        ears.heard.append("called")
        await ack()

    stranger = {"user": {"id": "UXX", "team_id": "T0OTHER"}}
    _, answer = await ears.on("view", "form", form).tell(submission(**stranger))

    assert ears.heard == []
    assert "people of this workspace" in answer["errors"]["b"]


async def test_a_form_from_before_an_update_keeps_its_text_and_says_so(ears):
    ears.on("command", "kudos", lambda: None)

    status, answer = await ears.tell(submission())

    assert status == 200
    assert answer["response_action"] == "errors"
    assert "from before an update" in answer["errors"]["b"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(click(), id="a button"),
        pytest.param(event(), id="an event"),
        pytest.param(command("/my-nothing"), id="a command"),
        pytest.param(submission() | {"type": "view_closed"}, id="a closed form"),
        pytest.param(
            {"type": "shortcut", "callback_id": "x", "team": {"id": TEAM}, "user": {"id": "U"}}, id="a shortcut"
        ),
        pytest.param(
            {"type": "block_suggestion", "action_id": "x", "team": {"id": TEAM}, "user": {"id": "U"}, "value": "a"},
            id="a question for options",
        ),
    ],
)
async def test_nothing_unknown_is_ever_answered_with_an_error(ears, body):
    status, _ = await ears.on("command", "kudos", lambda: None).tell(body)

    assert status == 200


async def test_a_refusal_is_what_the_person_reads(ears):
    async def refuse(ack):
        raise TextMissing

    _, answer = await ears.on("command", "kudos", refuse).tell(command())

    assert answer == {"text": TextMissing.text, "response_type": "ephemeral"}


@pytest.mark.parametrize(
    ("field", "shown_at"),
    [
        pytest.param("c", "c", id="at its field"),
        pytest.param("gone", "b", id="at the first field where its own is gone"),
    ],
)
async def test_a_refused_form_stays_open(ears, field, shown_at):
    async def refuse(ack):
        raise TextMissing(field=field)

    _, answer = await ears.on("view", "form", refuse).tell(submission())

    assert answer == {"response_action": "errors", "errors": {shown_at: TextMissing.text}}


async def test_a_second_arrival_gets_the_remembered_reply(ears):
    async def again(ack):
        raise AlreadyDone({"text": "as before"})

    _, answer = await ears.on("command", "kudos", again).tell(command())

    assert answer["text"] == "as before"


@pytest.mark.parametrize(
    ("kind", "id", "body", "words"),
    [
        pytest.param("command", "kudos", command(), "nothing has happened", id="a command says what to do"),
        pytest.param("view", "form", submission(), "Your text is still here", id="a form stays open"),
    ],
)
async def test_a_database_that_is_away_is_told_as_it_is(ears, kind, id, body, words):
    async def away(ack):
        raise Unavailable("TimeoutError")

    status, answer = await ears.on(kind, id, away).tell(body)

    assert status == 200
    assert words in str(answer)


async def test_an_event_that_could_not_be_stored_is_delivered_again(ears):
    async def away(ack):
        raise Unavailable("TimeoutError")

    status, _ = await ears.on("event", "user_change", away).tell(event())

    assert status == 500


async def test_a_bug_gives_a_reference_and_nothing_private_in_the_log(ears, caplog, capfd):
    caplog.set_level(logging.DEBUG)

    async def broken(ack, command):
        raise ValueError(command["text"])

    _, answer = await ears.on("command", "kudos", broken).tell(command())

    reference = answer["text"].rsplit(" ", 1)[1].rstrip(".")
    logged = caplog.text + "".join(capfd.readouterr())
    assert "not your fault" in answer["text"]
    assert reference in logged
    assert SECRET not in logged


def test_an_id_can_be_taken_once():
    table = Table()
    table.on("command", "kudos", lambda: None)

    with pytest.raises(ValueError, match="taken"):
        table.on("command", "kudos", lambda: None)
    with pytest.raises(ValueError, match="unknown"):
        table.on("letter", "kudos", lambda: None)
    assert set(KINDS) > {"command"}
