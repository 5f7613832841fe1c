"""A real Bolt app over Socket Mode: commands, clicks, forms, menus, shortcuts."""

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


async def test_a_click_on_what_is_gone(client, ana, bo):
    await client.chat_postMessage(channel="CKUDOS", text="x", blocks=[section(accessory=button("b"))])
    message = ana.messages("CKUDOS")[-1]
    await client.chat_delete(channel="CKUDOS", ts=message["ts"])
    with pytest.raises(Misuse, match="message is gone"):
        await ana.click(message, "b")
    with pytest.raises(Misuse, match="no form open"):
        await ana.submit({})
    assert await error(client.chat_delete(channel="CKUDOS", ts=message["ts"])) == "message_not_found"
