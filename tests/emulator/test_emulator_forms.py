"""Filling forms in: plain values become Slack's state, and Slack checks fields itself."""

import pytest
from northwind_slack import button, home, modal, section, text_field

from emulator import Ack, Misuse


def field(block_id, kind, *, optional=False, **element):
    return {
        "type": "input",
        "block_id": block_id,
        "optional": optional,
        "label": {"type": "plain_text", "text": "Label"},
        "element": {"type": kind, "action_id": "a", **element},
    }


def options(*values):
    return [{"text": {"type": "plain_text", "text": value.upper()}, "value": value} for value in values]


@pytest.fixture
async def sent(emulator):
    """Collect what goes to the app; it answers nothing."""
    payloads = []

    async def note(sent):
        payloads.append(sent.payload)
        return Ack()

    emulator.delivery.send = note
    return payloads


@pytest.fixture
def show(client, emulator):
    async def show(*blocks, **more):
        trigger = emulator.triggers.new("UANA", "A0CAIRN").id
        return (await client.views_open(trigger_id=trigger, view=modal(*blocks, **more)))["view"]

    return show


RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]}


@pytest.mark.parametrize(
    ("kind", "element", "plain", "state"),
    [
        ("plain_text_input", {}, "x", {"value": "x"}),
        ("plain_text_input", {"initial_value": "was"}, None, {"value": None}),
        ("number_input", {"is_decimal_allowed": True}, "1.5", {"value": "1.5"}),
        ("email_text_input", {}, "a@b.example", {"value": "a@b.example"}),
        ("url_text_input", {}, "https://x", {"value": "https://x"}),
        ("static_select", {"options": options("a", "b")}, "b", {"selected_option": options("b")[0]}),
        ("radio_buttons", {"options": options("a")}, None, {"selected_option": None}),
        ("checkboxes", {"options": options("a", "b")}, ["a"], {"selected_options": options("a")}),
        ("multi_static_select", {"options": options("a", "b")}, ["a", "b"], {"selected_options": options("a", "b")}),
        (
            "multi_static_select",
            {"option_groups": [{"label": {"type": "plain_text", "text": "G"}, "options": options("a")}]},
            ["a"],
            {"selected_options": options("a")},
        ),
        ("external_select", {"initial_option": options("a")[0]}, "a", {"selected_option": options("a")[0]}),
        ("users_select", {}, "UBO", {"selected_user": "UBO"}),
        ("multi_users_select", {}, ["UBO", "UCY"], {"selected_users": ["UBO", "UCY"]}),
        ("channels_select", {}, "CKUDOS", {"selected_channel": "CKUDOS"}),
        ("conversations_select", {}, "CKUDOS", {"selected_conversation": "CKUDOS"}),
        ("multi_channels_select", {}, None, {"selected_channels": []}),
        ("datepicker", {}, "2026-03-02", {"selected_date": "2026-03-02"}),
        ("timepicker", {}, "09:30", {"selected_time": "09:30"}),
        ("datetimepicker", {}, "1772442000", {"selected_date_time": 1772442000}),
        ("rich_text_input", {}, "x", {"rich_text_value": RICH}),
        ("file_input", {}, None, {"files": []}),
    ],
)
async def test_each_kind_of_field(show, ana, sent, kind, element, plain, state):
    await show(field("f", kind, optional=True, **element))
    await ana.submit({"f": plain})
    assert sent[0]["view"]["state"]["values"] == {"f": {"a": {"type": kind, **state}}}


@pytest.mark.parametrize(
    ("kind", "element", "initial", "state"),
    [
        ("plain_text_input", {"initial_value": "was"}, "initial_value", {"value": "was"}),
        ("users_select", {"initial_user": "UBO"}, "initial_user", {"selected_user": "UBO"}),
        ("static_select", {"options": options("a"), "initial_option": options("a")[0]}, "", {"selected_option": options("a")[0]}),
        ("checkboxes", {"options": options("a"), "initial_options": options("a")}, "", {"selected_options": options("a")}),
    ],
)  # fmt: skip
async def test_fields_start_with_what_the_app_gave_them(show, ana, sent, kind, element, initial, state):
    await show(field("f", kind, **element))
    await ana.submit()
    assert sent[0]["view"]["state"]["values"]["f"]["a"] == {"type": kind, **state}


@pytest.mark.parametrize(
    ("kind", "element", "plain", "words"),
    [
        ("plain_text_input", {}, "", "Please complete this required field."),
        ("multi_users_select", {}, [], "Please complete this required field."),
        ("plain_text_input", {"max_length": 3}, "four", "Please enter no more than 3 characters."),
        ("plain_text_input", {"min_length": 3}, "no", "Please enter at least 3 characters."),
        ("number_input", {"is_decimal_allowed": False}, "1.5", "Please enter a whole number."),
        ("number_input", {"is_decimal_allowed": True}, "x", "Please enter a number."),
        ("number_input", {"is_decimal_allowed": True, "min_value": "2"}, "1", "Please enter a number of 2 or more."),
        ("number_input", {"is_decimal_allowed": True, "max_value": "2"}, "3", "Please enter a number of 2 or less."),
        ("email_text_input", {}, "nobody", "Please enter a valid email address."),
        ("url_text_input", {}, "nowhere", "Please enter a valid URL."),
    ],
)
async def test_what_slack_does_not_even_send(show, ana, sent, kind, element, plain, words):
    await show(field("f", kind, **element))
    assert (await ana.submit({"f": plain})).errors == {"f": words}
    assert sent == []


async def test_mistakes_in_a_test_are_explained(show, ana, client):
    menus = [{"type": "users_select", "action_id": "one"}, {"type": "users_select", "action_id": "two"}]
    await show(text_field("words"), {"type": "actions", "block_id": "two", "elements": menus})
    with pytest.raises(Misuse, match="no field 'other'; it has words, two"):
        await ana.submit({"other": "x"})
    with pytest.raises(Misuse, match="Give a value for each of one, two"):
        ana.fill({"two": "UBO"})
    ana.fill({"two": {"one": "UBO"}})
    with pytest.raises(Misuse, match="asks nobody for options"):
        await ana.options(ana.view, "one", "x")
    await show(section(), submit=None)
    with pytest.raises(Misuse, match="no submit button"):
        await ana.submit()
    await client.views_publish(user_id="UBO", view=home(section(accessory=button("b"))))
    with pytest.raises(Misuse, match="not open any more"):
        await ana.click({"type": "home", "id": "VNONE"}, "b")


async def test_a_view_that_clears_the_stack_when_it_closes(show, ana, client, emulator):
    root = await show()
    trigger = emulator.triggers.new("UANA", "A0CAIRN", root=root["id"]).id
    await client.views_push(trigger_id=trigger, view=modal(clear_on_close=True))
    await ana.close()
    assert ana.views == []


async def test_feedback_buttons_and_icons(sent, client, ana):
    def said(text, value):
        return {"text": {"type": "plain_text", "text": text}, "value": value}

    feedback = {
        "type": "feedback_buttons",
        "action_id": "rate",
        "positive_button": said("Good", "up"),
        "negative_button": said("Bad", "down"),
    }
    blocks = [{"type": "context_actions", "elements": [feedback]}]
    await client.chat_postMessage(channel="CKUDOS", text="x", blocks=blocks)
    await ana.click(ana.messages("CKUDOS")[-1], "rate", "down")
    assert sent[-1]["actions"][0]["value"] == "down"
    with pytest.raises(Misuse, match="has no button 'sideways'"):
        await ana.click(ana.messages("CKUDOS")[-1], "rate", "sideways")


async def test_buttons_in_cards_and_containers(sent, client, ana):
    card = {"type": "card", "title": {"type": "mrkdwn", "text": "x"}, "actions": [button("in_card")]}
    carousel = {"type": "carousel", "elements": [{**card, "actions": [button("in_carousel")]}]}
    inner = section(accessory=button("inside"))
    title = {"type": "plain_text", "text": "Inside"}
    blocks = [card, carousel, {"type": "container", "title": title, "child_blocks": [inner]}]
    await client.chat_postMessage(channel="CKUDOS", text="x", blocks=blocks)
    message = ana.messages("CKUDOS")[-1]
    for action_id in ("in_card", "in_carousel", "inside"):
        await ana.click(message, action_id)
    assert [payload["actions"][0]["action_id"] for payload in sent if payload.get("type") == "block_actions"] == [
        "in_card",
        "in_carousel",
        "inside",
    ]


async def test_answers_to_an_ephemeral_message_replace_or_remove_it(sent, client, ana, session):
    await client.chat_postEphemeral(channel="CKUDOS", user="UANA", text="x", blocks=[section(accessory=button("b"))])
    await ana.click(ana.messages("CKUDOS")[-1], "b")
    payload = sent[-1]
    assert payload["container"]["is_ephemeral"]
    assert "message" not in payload
    async with session.post(payload["response_url"], json={"replace_original": True, "text": "Done"}):
        assert [one["text"] for one in ana.messages("CKUDOS")] == ["Done"]
    async with session.post(payload["response_url"], json={"delete_original": True}):
        assert ana.messages("CKUDOS") == []


async def test_answers_to_a_message_replace_or_remove_it(sent, client, ana, session):
    posted = await client.chat_postMessage(channel="CKUDOS", text="x", blocks=[section(accessory=button("b"))])
    await ana.click(ana.messages("CKUDOS")[-1], "b")
    url = sent[-1]["response_url"]
    async with session.post(url, json={"text": "In its thread", "thread_ts": posted["ts"], "replace_original": False}):
        assert ana.messages("CKUDOS", thread=posted["ts"])[-1]["text"] == "In its thread"
    async with session.post(url, json={"delete_original": True}):
        assert ana.messages("CKUDOS") == []


async def test_what_nobody_posted_cannot_be_clicked(ana):
    message = await ana.say("CKUDOS", "Hello")
    with pytest.raises(Misuse, match="Nobody answers clicks"):
        await ana.click(message, "b")


async def test_nobody_outside_the_workspace_can_act(emulator):
    with pytest.raises(Misuse, match="Nobody has the id UNONE"):
        emulator.person("UNONE")
    with pytest.raises(Misuse, match="no app A1"):
        emulator.app("A1")
    with pytest.raises(Misuse, match="has no colour"):
        await emulator.change("UANA", colour="red")
    with pytest.raises(Misuse, match="sees no channel CSECRET"):
        emulator.person("UBO").messages("CSECRET")
