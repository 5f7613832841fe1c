"""Custom steps of workflows: a function of the app runs, with a token of its own, until the app is done."""

import pytest
from northwind_slack import button, error, section
from slack_sdk.web.async_client import AsyncWebClient
from wider_slack import REVERSE, Heard

from emulator import Ack, Misuse
from emulator.loading.manifest import Manifest


@pytest.fixture
def heard(emulator):
    return Heard(emulator)


@pytest.fixture
def reverse(emulator):
    """Let the app have a function that workflows may run."""
    manifest = emulator.app().manifest.source
    emulator.app().manifest = Manifest({**manifest, "functions": {"reverse": REVERSE}})
    return "reverse"


async def test_a_step_of_a_workflow_runs_until_the_app_is_done(heard, emulator, session, ana, reverse):
    step = await ana.run_step(reverse, {"word": "stop"})
    event = heard.one("function_executed")
    assert (event["inputs"], event["function"]["callback_id"]) == ({"word": "stop"}, "reverse")
    (parameter,) = event["function"]["input_parameters"]
    assert (parameter["name"], parameter["is_required"]) == ("word", True)
    own = AsyncWebClient(event["bot_access_token"], base_url=emulator.api_url, session=session)
    name = {"function_execution_id": event["function_execution_id"]}
    assert await error(own.functions_completeSuccess(**name, outputs={})) == "parameter_validation_failed"
    assert not step.done
    await own.functions_completeSuccess(**name, outputs={"word": "pots"})
    assert (step.outputs, step.error) == ({"word": "pots"}, None)
    assert await error(own.auth_test()) == "invalid_auth"


async def test_the_token_of_a_step_is_not_shown(emulator, session, connect, bolt, ana, reverse):
    @bolt.function(reverse)
    async def ran(client, complete, inputs):
        await complete({"word": inputs["word"][::-1]})

    await connect()
    step = await ana.run_step(reverse, {"word": "stop"})
    await emulator.until(lambda: step.done)
    assert step.outputs == {"word": "pots"}
    async with session.get(f"{emulator.url}/_control/traffic") as answer:
        shown = (await answer.json())["traffic"]
    done = next(one for one in shown if one["name"] == "functions.completeSuccess")
    assert (done["app"], done["ok"]) == ("A0CAIRN", True)
    assert "function_executed" in str(shown)
    assert step.token.removeprefix("xwfp-") not in str(shown)


async def test_a_step_that_fails(client, ana, reverse):
    step = await ana.run_step(reverse, {"word": "stop"})
    await client.functions_completeError(function_execution_id=step.id, error="No mirror")
    assert (step.outputs, step.error) == (None, "No mirror")
    again = client.functions_completeError(function_execution_id=step.id, error="No mirror")
    assert await error(again) == "execution_not_in_running_state"
    other = client.functions_completeError(function_execution_id="Fx1", error="No mirror")
    assert await error(other) == "function_execution_not_found"


async def test_a_click_on_what_a_step_has_posted_belongs_to_it(emulator, session, ana, reverse):
    step = await ana.run_step(reverse, {"word": "stop"})
    own = AsyncWebClient(step.token, base_url=emulator.api_url, session=session)
    await own.chat_postMessage(channel="UANA", text="Sure?", blocks=[section(accessory=button("sure"))])
    sent = []

    async def note(one):
        sent.append(one.payload)
        return Ack()

    emulator.delivery.send = note
    await ana.click(ana.dm()[-1], "sure")
    assert sent[0]["bot_access_token"] == step.token
    assert sent[0]["function_data"] == {
        "execution_id": step.id,
        "function": {"callback_id": "reverse"},
        "inputs": {"word": "stop"},
    }


async def test_a_function_nobody_has(ana, reverse):
    with pytest.raises(Misuse, match="no function 'forward'; it has reverse"):
        await ana.run_step("forward", {})
    with pytest.raises(Misuse, match="reverse needs word"):
        await ana.run_step(reverse, {})
