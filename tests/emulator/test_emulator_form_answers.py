"""What becomes of a form after it is sent or closed: every answer an app may give, files, response URLs."""

import json

import pytest
from northwind_slack import error, modal, text_field
from slack_sdk.webhook.async_client import AsyncWebhookClient

from emulator.errors import Misuse


@pytest.fixture
async def open_form(emulator, client):
    """Open a modal for Ana."""

    async def open_form(view, channel=None):
        trigger = emulator.triggers.new("UANA", "A0CAIRN", channel=channel)
        return (await client.views_open(trigger_id=trigger.id, view=view))["view"]

    return open_form


@pytest.fixture
async def answers(bolt, connect):
    """Give the app an answer to the next form; note what it was sent."""
    given, got = [], []

    @bolt.view("form")
    async def form(ack, body):
        got.append(body)
        await ack(**given.pop(0)) if given else await ack()

    @bolt.view_closed("form")
    async def closed(ack, body):
        got.append(body)
        await ack()

    await connect()
    return given, got


def menu(kind="conversations_select", **more):
    element = {"type": kind, "action_id": "where", **more}
    return {"type": "input", "block_id": "place", "label": {"type": "plain_text", "text": "Where"}, "element": element}


def files(**more):
    element = {"type": "file_input", "action_id": "files", **more}
    label = {"type": "plain_text", "text": "Menu"}
    return {"type": "input", "block_id": "menu", "label": label, "element": element, "optional": True}


async def test_update_changes_the_view_and_its_hash(open_form, answers, ana, client):
    before = await open_form(modal())
    answers[0].append({"response_action": "update", "view": modal(text_field("more"), external_id="second")})
    result = await ana.submit({"words": "x"})
    assert (result.view["id"], result.view["blocks"][0]["block_id"]) == (before["id"], "more")
    assert result.view["hash"] != before["hash"]
    stale = client.views_update(view_id=before["id"], view=modal(), hash=before["hash"])
    assert await error(stale) == "hash_conflict"
    fresh = await client.views_update(external_id="second", view=modal(text_field("last")), hash=result.view["hash"])
    assert fresh["view"]["id"] == before["id"]
    assert ana.view["blocks"][0]["block_id"] == "last"


async def test_push_three_deep_and_no_deeper(open_form, answers, ana):
    root = await open_form(modal())
    for name in ("second", "third"):
        answers[0].append({"response_action": "push", "view": modal(text_field(name))})
        await ana.submit({ana.view["blocks"][0]["block_id"]: "x"})
    assert [view["root_view_id"] for view in ana.views] == [root["id"]] * 3
    assert ana.views[2]["previous_view_id"] == ana.views[1]["id"]
    answers[0].append({"response_action": "push", "view": modal(text_field("fourth"))})
    result = await ana.submit({"third": "x"})
    assert (result.error, result.text, len(ana.views)) == (
        "push_limit_reached",
        "We had some trouble connecting. Try again?",
        3,
    )


async def test_clear_closes_all(open_form, answers, ana):
    await open_form(modal())
    answers[0].append({"response_action": "push", "view": modal(notify_on_close=True)})
    await ana.submit({"words": "x"})
    answers[0].append({"response_action": "clear"})
    assert (await ana.submit({"words": "x"})).closed
    assert ana.views == []
    assert [body["type"] for body in answers[1]] == ["view_submission"] * 2


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"response_action": "errors", "errors": {"nowhere": "No"}}, "invalid_response"),
        ({"response_action": "errors", "errors": {"note": "No"}}, "invalid_response"),
        ({"response_action": "dance"}, "invalid_response"),
        ({"response_action": "update", "view": {**modal(), "blocks": [{"type": "nothing"}]}}, "invalid_arguments"),
        ({"response_action": "push", "view": {**modal(), "title": {"type": "plain_text", "text": "x" * 25}}}, None),
    ],
)
async def test_an_answer_that_cannot_be_leaves_the_form_as_it_is(open_form, answers, ana, answer, expected):
    note = {"type": "section", "block_id": "note", "text": {"type": "mrkdwn", "text": "No input"}}
    before = await open_form(modal(text_field("words"), note))
    answers[0].append(answer)
    result = await ana.submit({"words": "typed"})
    assert result.error == (expected or "invalid_arguments")
    assert result.text == "We had some trouble connecting. Try again?"
    assert (ana.view["hash"], result.errors, len(ana.views)) == (before["hash"], {}, 1)


@pytest.mark.parametrize(
    ("all_of_them", "clear_on_close", "left", "cleared"),
    [(False, False, 1, False), (False, True, 0, True), (True, False, 0, True)],
    ids=["cancel", "cancel that clears", "the x"],
)
async def test_closed_in_each_way(open_form, answers, ana, emulator, all_of_them, clear_on_close, left, cleared):
    root = await open_form(modal(notify_on_close=True))
    on_top = modal(text_field("top"), notify_on_close=True, clear_on_close=clear_on_close)
    answers[0].append({"response_action": "push", "view": on_top})
    top = (await ana.submit({"words": "x"})).view
    await ana.close(all=all_of_them)
    await emulator.settled()
    told = answers[1][-1]
    assert (told["type"], told["is_cleared"], len(ana.views)) == ("view_closed", cleared, left)
    assert told["view"]["id"] == (root["id"] if all_of_them else top["id"])


async def test_nobody_is_told_who_did_not_ask(open_form, answers, ana, emulator):
    await open_form(modal())
    await ana.close()
    await emulator.settled()
    assert answers[1] == []


async def test_an_external_id_is_taken_once(open_form, client, emulator):
    await open_form(modal(external_id="lunch"))
    other = emulator.triggers.new("UBO", "A0CAIRN")
    twice = client.views_open(trigger_id=other.id, view=modal(external_id="lunch"))
    assert await error(twice) == "duplicate_external_id"
    assert (await client.views_update(external_id="lunch", view=modal(external_id="lunch")))["ok"]
    assert await error(client.views_update(external_id="dinner", view=modal())) == "not_found"


async def test_a_chosen_conversation_gives_a_working_response_url(open_form, answers, ana, session):
    await open_form(modal(menu(response_url_enabled=True)))
    await ana.submit({"place": "CKUDOS"})
    (row,) = answers[1][0]["response_urls"]
    assert (row["block_id"], row["action_id"], row["channel_id"]) == ("place", "where", "CKUDOS")
    webhook = AsyncWebhookClient(row["response_url"], session=session)
    await webhook.send(text="Ordered", response_type="in_channel")
    assert ana.messages("CKUDOS")[-1]["text"] == "Ordered"
    for _ in range(4):
        assert (await webhook.send(text="Again")).status_code == 200
    assert json.loads((await webhook.send(text="Too often")).body)["error"] == "used_url"


async def test_no_response_url_without_asking_for_it(open_form, answers, ana):
    await open_form(modal(menu()))
    await ana.submit({"place": "CKUDOS"})
    assert answers[1][0]["response_urls"] == []


async def test_a_menu_starts_with_the_conversation_the_person_is_in(open_form, answers, ana):
    await open_form(modal(menu(default_to_current_conversation=True, response_url_enabled=True)), channel="CKUDOS")
    await ana.submit()
    chosen = answers[1][0]["view"]["state"]["values"]["place"]["where"]
    assert chosen == {"type": "conversations_select", "selected_conversation": "CKUDOS"}
    assert answers[1][0]["response_urls"][0]["channel_id"] == "CKUDOS"


async def test_files_go_with_a_form(open_form, answers, ana, client):
    await open_form(modal(files(filetypes=["pdf"], max_files=2)))
    name = ana.upload("menu.pdf", b"%PDF-soup")
    await ana.submit({"menu": [name]})
    sent = answers[1][0]["view"]["state"]["values"]["menu"]["files"]["files"]
    assert [(file["id"], file["name"], file["size"], file["user"]) for file in sent] == [(name, "menu.pdf", 9, "UANA")]
    known = (await client.files_info(file=name))["file"]
    assert known["mimetype"] == "application/pdf"
    async with client.session.get(sent[0]["url_private"], headers={"Authorization": "Bearer xoxb-cairn"}) as answer:
        assert await answer.read() == b"%PDF-soup"


@pytest.mark.parametrize(
    ("names", "expected"),
    [(["a.pdf", "b.pdf", "c.pdf"], "no more than 2"), (["a.exe"], "types: pdf"), (["noending"], "types: pdf")],
)
async def test_files_a_form_does_not_take(open_form, answers, ana, names, expected):
    await open_form(modal(files(filetypes=["pdf"], max_files=2)))
    result = await ana.submit({"menu": [ana.upload(name, b"x") for name in names]})
    assert expected in result.errors["menu"]
    assert answers[1] == []


async def test_a_form_takes_only_ones_own_files(open_form, answers, ana, bo):
    await open_form(modal(files()))
    with pytest.raises(Misuse, match="this person uploaded"):
        await ana.submit({"menu": [bo.upload("a.pdf", b"x")]})


async def test_a_file_in_no_form_is_not_the_apps(ana, client):
    name = ana.upload("diary.txt", b"secret")
    assert await error(client.files_info(file=name)) == "file_not_found"
    await ana.say("CKUDOS", "Look", files=[name])
    assert (await client.files_info(file=name))["file"]["channels"] == ["CKUDOS"]
