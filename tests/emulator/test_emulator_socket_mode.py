"""A real Bolt app over Socket Mode: commands, clicks, forms, menus, shortcuts, connections."""

import asyncio
import json

import pytest
from northwind_slack import button, error, home, modal, section, text_field

from emulator import Misuse


async def test_a_command_is_answered_in_the_acknowledgement(bolt, connect, ana, bo):
    @bolt.command("/kudos")
    async def kudos(ack, command):
        await ack(text=f"You said {command['text']}", blocks=[section("Thanks")])

    await connect()
    reply = await ana.command("/kudos @bo and @platform for #kudos & <more>", channel="CKUDOS")
    assert reply.text == "You said <@UBO> and <!subteam^SPLATFORM|@platform> for <#CKUDOS|kudos> &amp; &lt;more&gt;"
    assert reply.blocks[0]["text"]["text"] == "Thanks"
    assert (reply.response_type, reply.error) == ("ephemeral", None)
    assert ana.messages("CKUDOS")[-1]["is_ephemeral"]
    assert bo.messages("CKUDOS") == []


async def test_a_command_may_answer_for_all(bolt, connect, ana, bo):
    @bolt.command("/plain")
    async def plain(ack, command):
        await ack(text=command["text"], response_type="in_channel")

    await connect()
    reply = await ana.command("/plain @bo", channel="CKUDOS")
    assert (reply.text, reply.response_type) == ("@bo", "in_channel")
    assert bo.messages("CKUDOS")[-1]["text"] == "@bo"


async def test_a_command_nobody_has(ana):
    reply = await ana.command("/nothing here")
    assert reply.error == "unknown_command"
    assert reply.text.startswith("/nothing is not a valid command.")


async def test_a_command_without_an_answer_in_time(connect, ana, emulator):
    emulator.delivery.ack_seconds = 0.05
    await connect()
    reply = await ana.command("/kudos x")
    assert (reply.error, reply.text) == ("operation_timeout", '/kudos failed with the error "operation_timeout"')


async def test_a_command_to_an_app_that_is_not_there(ana):
    reply = await ana.command("/kudos x")
    assert (reply.error, reply.text) == ("dispatch_failed", '/kudos failed with the error "dispatch_failed"')


async def test_blocks_in_an_acknowledgement_are_checked_too(bolt, connect, ana):
    @bolt.command("/kudos")
    async def kudos(ack):
        await ack(blocks=[section("")], text="x")

    await connect()
    assert (await ana.command("/kudos x")).error == "invalid_blocks"


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


async def test_a_button_in_a_message(bolt, connect, client, ana):
    @bolt.action("thank")
    async def thank(ack, respond, body):
        await ack()
        await respond(text=f"{body['actions'][0]['value']} from {body['user']['id']}", replace_original=True)

    await connect()
    await client.chat_postMessage(channel="UANA", text="Press", blocks=[section(accessory=button("thank", value="7"))])
    ack = await ana.click(ana.dm()[-1], "thank")
    assert ack.error is None
    assert (ana.dm()[-1]["text"], "blocks" in ana.dm()[-1]) == ("7 from UANA", False)


async def test_menus_send_what_was_chosen(bolt, connect, client, ana):
    chosen = []

    @bolt.action({"block_id": "row"})
    async def choose(ack, body):
        action = body["actions"][0]
        chosen.append(next(action[key] for key in action if key.startswith("selected")))
        assert body["state"]["values"]["row"]
        await ack()

    options = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("a", "b")]
    elements = [
        {"type": "static_select", "action_id": "one", "options": options},
        {"type": "multi_static_select", "action_id": "several", "options": options},
        {"type": "overflow", "action_id": "more", "options": options},
        {"type": "users_select", "action_id": "who"},
        {"type": "datepicker", "action_id": "day"},
        {"type": "checkboxes", "action_id": "ticks", "options": options},
    ]
    blocks = [{"type": "actions", "block_id": "row", "elements": elements}]
    await connect()
    await client.chat_postMessage(channel="UANA", text="Choose", blocks=blocks)
    message = ana.dm()[-1]
    for action_id, value in [("one", "a"), ("more", "b"), ("who", "UBO"), ("day", "2026-03-02"), ("ticks", ["a", "b"])]:
        await ana.click(message, action_id, value)
    assert chosen == [options[0], options[1], "UBO", "2026-03-02", options]
    with pytest.raises(Misuse, match="has no option 'z'; it offers a, b"):
        await ana.click(message, "one", "z")
    with pytest.raises(Misuse, match="There is no 'nothing' here"):
        await ana.click(message, "nothing")


async def test_an_external_menu_asks_the_app(bolt, connect, client, ana, emulator):
    @bolt.options("goal")
    async def goals(ack, payload):
        found = [{"text": {"type": "plain_text", "text": f"Goal {payload['value']}"}, "value": "g1"}]
        await ack(options=found)

    got = []

    @bolt.view("form")
    async def submitted(ack, view):
        got.append(view["state"]["values"]["goal"]["goal"]["selected_option"])
        await ack()

    await connect()
    menu = {"type": "external_select", "action_id": "goal", "min_query_length": 0}
    field = {"type": "input", "block_id": "goal", "label": {"type": "plain_text", "text": "Goal"}, "element": menu}
    trigger = emulator.triggers.new("UANA", "A0CAIRN").id
    await client.views_open(trigger_id=trigger, view=modal(field))
    ana.fill({"goal": None})
    offered = await ana.options(ana.view, "goal", "ship")
    assert offered[0]["text"]["text"] == "Goal ship"
    await ana.submit({"goal": "g1"})
    assert got == offered


async def test_a_click_in_a_form_carries_what_is_typed_and_may_push(bolt, connect, client, ana, emulator):
    @bolt.action("more")
    async def more(ack, body):
        assert body["view"]["state"]["values"]["words"]["text"]["value"] == "half"
        await client.views_push(trigger_id=body["trigger_id"], view=modal(text_field("second")))
        await ack()

    await connect()
    blocks = [text_field("words"), {"type": "actions", "elements": [button("more")]}]
    await client.views_open(trigger_id=emulator.triggers.new("UANA", "A0CAIRN").id, view=modal(*blocks))
    ana.fill({"words": "half"})
    await ana.click(ana.view, "more")
    assert len(ana.views) == 2


async def test_shortcuts(bolt, connect, client, ana):
    seen = []

    @bolt.shortcut("check_in")
    async def check_in(ack, shortcut):
        await ack()  # first the answer, then the form, as most apps do
        await client.views_open(trigger_id=shortcut["trigger_id"], view=modal())

    @bolt.shortcut("give_kudos")
    async def give_kudos(ack, shortcut):
        seen.append((shortcut["message"]["text"], shortcut["channel"]["name"]))
        await ack()

    await connect()

    @bolt.event("message")
    async def hears(event):
        pass

    await ana.shortcut("check_in")
    assert ana.view["callback_id"] == "form"
    message = await ana.say("CKUDOS", "Great work")
    await ana.message_shortcut("give_kudos", "CKUDOS", message["ts"])
    assert seen == [("Great work", "kudos")]
    with pytest.raises(Misuse, match="has no global shortcut 'other'; it has check_in"):
        await ana.shortcut("other")


async def test_the_home_tab(bolt, connect, client, ana):
    @bolt.event("app_home_opened")
    async def opened(event):
        await client.views_publish(user_id=event["user"], view=home(section(f"Hello {event['user']}"), *again(event)))

    def again(event):
        return [section("again")] if "view" in event else []

    await connect()
    assert (await ana.open_home())["blocks"][0]["text"]["text"] == "Hello UANA"
    assert len((await ana.open_home())["blocks"]) == 2
    assert len(ana.home["blocks"]) == 2


async def test_a_redelivered_command_is_the_same_command(bolt, connect, ana, emulator):
    seen = []

    @bolt.command("/kudos")
    async def kudos(ack, command):
        seen.append(command)
        await ack(f"Answer {len(seen)}")

    await connect()
    await ana.command("/kudos x")
    answers = await emulator.redeliver(2)
    answers += await emulator.redeliver(3, at_once=True)
    assert {answer.text for answer in answers} == {f"Answer {number}" for number in range(2, 7)}
    assert all(one == seen[0] for one in seen)


class Raw:
    """A bare Socket Mode client that shows every frame."""

    def __init__(self, session, emulator):
        self.session = session
        self.emulator = emulator

    async def connect(self):
        headers = {"Authorization": "Bearer xapp-cairn"}
        async with self.session.post(self.emulator.api_url + "apps.connections.open", headers=headers) as answer:
            url = (await answer.json())["url"]
        socket = await self.session.ws_connect(url)
        return socket, json.loads(await socket.receive_str())


@pytest.fixture
def raw(session, emulator):
    return Raw(session, emulator)


async def test_hello_counts_connections_and_ten_are_enough(raw, emulator):
    connections = [await raw.connect() for _ in range(10)]
    assert [hello["num_connections"] for _, hello in connections] == list(range(1, 11))
    emulator.workspace.settings.rate_limits = False
    _, eleventh = await raw.connect()
    assert (eleventh["type"], eleventh["reason"]) == ("disconnect", "too_many_websockets")


async def test_payloads_go_round(raw, ana):
    sockets = [(await raw.connect())[0] for _ in range(2)]

    async def serve(socket):
        frame = json.loads(await socket.receive_str())
        await socket.send_json({"envelope_id": frame["envelope_id"], "payload": {"text": frame["payload"]["text"]}})
        return frame["payload"]["text"]

    served = [asyncio.ensure_future(serve(socket)) for socket in sockets]
    assert {(await ana.command(f"/plain {word}")).text for word in ("one", "two")} == {"one", "two"}
    assert {await one for one in served} == {"one", "two"}


async def test_a_ticket_is_good_for_one_connection(session, emulator):
    url = "http" + emulator.socket_url(emulator.app()).removeprefix("ws")
    await session.ws_connect(url)
    async with session.get(url) as answer:
        assert answer.status == 404


async def test_an_app_reconnects_after_a_refresh(bolt, connect, ana, emulator):
    @bolt.command("/kudos")
    async def kudos(ack):
        await ack("Here")

    await connect()
    await emulator.disconnect(reason="warning")
    await emulator.connected("A0CAIRN")
    assert (await ana.command("/kudos x")).text == "Here"


async def test_a_cut_connection_is_gone_at_once(raw, emulator):
    socket, _ = await raw.connect()
    emulator.cut()
    assert not emulator.sockets.is_connected("A0CAIRN")
    await socket.receive()


async def test_the_answer_may_come_over_another_connection(raw, ana, emulator):
    first, _ = await raw.connect()
    waiting = asyncio.ensure_future(ana.command("/plain x"))
    frame = json.loads(await first.receive_str())
    second, _ = await raw.connect()
    await first.close()
    await second.send_str("no JSON")
    await second.send_json({"envelope_id": frame["envelope_id"], "payload": {"text": "late but there"}})
    assert (await waiting).text == "late but there"


async def test_a_click_on_what_is_gone(client, ana, bo):
    await client.chat_postMessage(channel="CKUDOS", text="x", blocks=[section(accessory=button("b"))])
    message = ana.messages("CKUDOS")[-1]
    await client.chat_delete(channel="CKUDOS", ts=message["ts"])
    with pytest.raises(Misuse, match="message is gone"):
        await ana.click(message, "b")
    with pytest.raises(Misuse, match="no form open"):
        await ana.submit({})
    assert await error(client.chat_delete(channel="CKUDOS", ts=message["ts"])) == "message_not_found"
