"""Who may do what: people of other organisations, guests, people who are gone."""

import pytest
from northwind_slack import button, modal, section
from wider_slack import take_all_events

from emulator.errors import Misuse


@pytest.fixture
def northwind(northwind):
    northwind["people"] += [
        {"id": "UFAR", "name": "far", "is_stranger": True, "team_id": "T0OTHER"},
        {"id": "UGUEST", "name": "guest", "is_ultra_restricted": True},
    ]
    kudos = next(row for row in northwind["channels"] if row["id"] == "CKUDOS")
    kudos["members"] = ["UANA", "UFAR", "UGUEST"]
    general = next(row for row in northwind["channels"] if row["id"] == "CGENERAL")
    general["members"] = ["UANA", "UBO"]
    return northwind


@pytest.fixture
async def seen(bolt, connect):
    """What the app was sent."""
    seen = []
    take_all_events(bolt)

    @bolt.command("/kudos")
    async def command(ack):
        seen.append("command")
        await ack("Thanks")

    @bolt.action("b")
    async def action(ack, body):
        seen.append(body["user"])
        await ack()

    await connect()
    return seen


async def test_people_of_other_organisations_have_no_commands_but_may_click(emulator, client, seen):
    far = emulator.person("UFAR")
    reply = await far.command("/kudos @ana", channel="CKUDOS")
    assert (reply.error, seen) == ("unknown_command", [])
    await client.chat_postMessage(channel="CKUDOS", text="x", blocks=[section(accessory=button("b", value="v"))])
    await far.click(far.messages("CKUDOS")[-1], "b")
    assert (seen[0]["id"], seen[0]["team_id"]) == ("UFAR", "T0OTHER")


@pytest.mark.parametrize("who", ["UFAR", "UGUEST"])
async def test_guests_see_only_their_channels(emulator, who):
    guest = emulator.person(who)
    assert [one.id for one in emulator.workspace.visible_channels(who)] == ["CKUDOS"]
    assert await guest.say("CKUDOS", "Hello")
    with pytest.raises(Misuse, match="sees no channel"):
        await guest.say("CGENERAL", "Hello")


async def test_a_guest_has_commands_where_they_are(emulator, seen):
    assert (await emulator.person("UGUEST").command("/kudos @ana", channel="CKUDOS")).text == "Thanks"


DEEDS = {
    "a command": lambda gone, _: gone.command("/kudos @ana"),
    "a message": lambda gone, ts: gone.say("CKUDOS", "Hello"),
    "a reaction": lambda gone, ts: gone.react("CKUDOS", ts, "tada"),
    "a click": lambda gone, ts: gone.click({"ts": ts}, "b"),
    "a shortcut": lambda gone, _: gone.shortcut("check_in"),
    "a message's shortcut": lambda gone, ts: gone.message_shortcut("give_kudos", "CKUDOS", ts),
    "the Home tab": lambda gone, _: gone.open_home(),
    "a form": lambda gone, _: gone.submit({"words": "x"}),
    "closing a form": lambda gone, _: gone.close(),
    "a channel": lambda gone, _: gone.create_channel("lunch"),
    "joining": lambda gone, _: gone.join("CGENERAL"),
    "leaving": lambda gone, _: gone.leave("CKUDOS"),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
async def test_people_who_are_gone_do_nothing(emulator, client, ana, seen, deed):
    blocks = [section(accessory=button("b", value="v"))]
    ts = (await client.chat_postMessage(channel="CKUDOS", text="x", blocks=blocks))["ts"]
    await client.views_open(trigger_id=emulator.triggers.new("UANA", "A0CAIRN").id, view=modal())
    await emulator.change("UANA", deleted=True)
    with pytest.raises(Misuse, match="deactivated"):
        await deed(ana, ts)
    assert seen == []


def test_a_person_who_is_gone_opens_and_uploads_nothing(emulator):
    gone = emulator.person("UGONE")
    with pytest.raises(Misuse, match="deactivated"):
        gone.open("UANA")
    with pytest.raises(Misuse, match="deactivated"):
        gone.upload("a.txt", b"abc")


async def test_nobody_writes_in_an_archived_channel(emulator, ana):
    emulator.workspace.channels["CKUDOS"].archived = True
    with pytest.raises(Misuse, match="archived"):
        await ana.say("CKUDOS", "Hello")


async def test_a_removed_app_has_no_commands(emulator, ana, seen):
    await emulator.uninstall()
    assert (await ana.command("/kudos @bo", channel="CKUDOS")).error == "unknown_command"
