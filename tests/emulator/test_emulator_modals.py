"""A real Bolt app with a form: sent, refused, changed, stacked, closed."""

import pytest
from northwind_slack import modal, text_field


@pytest.fixture
async def form(bolt, connect, client):
    """An app with a form: /plain opens it, and what is typed decides the answer."""

    @bolt.command("/plain")
    async def plain(ack, command):
        await client.views_open(trigger_id=command["trigger_id"], view=modal(notify_on_close=True))
        await ack()

    answers = {
        "wrong": {"response_action": "errors", "errors": {"words": "Say more."}},
        "next": {"response_action": "update", "view": modal(text_field("more"))},
        "above": {"response_action": "push", "view": modal(text_field("above"))},
        "clear": {"response_action": "clear"},
        "nonsense": {"ok": True},
        "elsewhere": {"response_action": "errors", "errors": {"other": "No such field."}},
        "refused": {"response_action": "update", "view": modal(title=None)},
    }
    seen = []

    @bolt.view("form")
    async def submitted(ack, view):
        seen.append(view["state"]["values"])
        typed = view["state"]["values"].get("words", {}).get("text", {}).get("value")
        await (ack(**answers[typed]) if typed in answers and typed != "nonsense" else ack())
        return answers.get(typed)

    @bolt.view_closed("form")
    async def closed(ack, body):
        seen.append(("closed", body["is_cleared"], body["view"]["id"]))
        await ack()

    await connect()
    return seen


async def test_a_form_is_opened_and_sent(form, ana):
    await ana.command("/plain")
    result = await ana.submit({"words": "fine"})
    assert (result.closed, result.errors, result.view, result.error) == (True, {}, None, None)
    assert form == [{"words": {"text": {"type": "plain_text_input", "value": "fine"}}}]
    assert ana.view is None


async def test_errors_keep_the_form_open(form, ana, emulator):
    await ana.command("/plain")
    result = await ana.submit({"words": "wrong"})
    assert (result.closed, result.errors) == (False, {"words": "Say more."})
    assert ana.view
    assert emulator.views.stack("UANA")[0].errors == {"words": "Say more."}
    assert (await ana.submit({"words": "right"})).closed


async def test_a_form_may_change_or_stack_or_end(form, ana):
    await ana.command("/plain")
    assert (await ana.submit({"words": "next"})).view["blocks"][0]["block_id"] == "more"
    await ana.command("/plain")
    await ana.submit({"words": "above"})
    assert len(ana.views) == 2
    assert (await ana.submit({"above": "x"})).view["blocks"][0]["block_id"] == "words"
    assert (await ana.submit({"words": "clear"})).closed
    assert ana.views == []


@pytest.mark.parametrize(("typed", "reason"), [("elsewhere", "invalid_response"), ("refused", "invalid_arguments")])
async def test_an_answer_slack_cannot_use(form, ana, typed, reason):
    await ana.command("/plain")
    result = await ana.submit({"words": typed})
    assert (result.error, result.text) == (reason, "We had some trouble connecting. Try again?")
    assert ana.view


async def test_slack_checks_required_fields_itself(form, ana):
    await ana.command("/plain")
    assert (await ana.submit()).errors == {"words": "Please complete this required field."}
    assert form == []


async def test_the_app_hears_of_a_closed_form_if_it_asked(form, ana):
    await ana.command("/plain")
    root = ana.view["id"]
    await ana.close()
    await ana.command("/plain")
    second = ana.view["id"]
    await ana.submit({"words": "above"})
    await ana.close(all=True)
    assert form[0] == ("closed", False, root)
    assert form[-1] == ("closed", True, second)
    assert ana.views == []


async def test_a_form_nobody_answers(form, ana, emulator, bolt):
    await ana.command("/plain")
    emulator.delivery.ack_seconds = 0.05
    emulator.views.stack("UANA")[0].view["callback_id"] = "unknown"
    result = await ana.submit({"words": "x"})
    assert (result.error, result.closed) == ("operation_timeout", False)
    assert ana.view
