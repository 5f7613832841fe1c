"""Pins, bookmarks, user groups, emoji, reactions: what a workspace keeps besides messages."""

import pytest
from northwind_slack import error
from wider_slack import Heard, widened


@pytest.fixture
def northwind(northwind):
    return widened(northwind)


@pytest.fixture
def heard(emulator):
    return Heard(emulator)


async def test_pinned_and_unpinned(heard, client, ana):
    ts = (await ana.say("CKUDOS", "Remember the milk"))["ts"]
    await client.pins_add(channel="CKUDOS", timestamp=ts)
    assert heard.one("pin_added")["item"]["message"]["permalink"].endswith(f"/CKUDOS/p{ts.replace('.', '')}")
    assert await error(client.pins_add(channel="CKUDOS", timestamp=ts)) == "already_pinned"
    items = (await client.pins_list(channel="CKUDOS"))["items"]
    assert [(item["message"]["text"], item["created_by"]) for item in items] == [("Remember the milk", "UCAIRN")]
    history = await client.conversations_history(channel="CKUDOS")
    assert (history["pin_count"], history["messages"][0]["pinned_to"]) == (1, ["CKUDOS"])
    await client.pins_remove(channel="CKUDOS", timestamp=ts)
    assert not heard.one("pin_removed")["has_pins"]
    assert await error(client.pins_remove(channel="CKUDOS", timestamp=ts)) == "no_pin"
    assert (await client.pins_list(channel="CKUDOS"))["items"] == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"channel": "CKUDOS"}, "no_item_specified"),
        ({"channel": "CKUDOS", "timestamp": "1.2"}, "message_not_found"),
        ({"channel": "CGENERAL", "timestamp": "1.2"}, "not_in_channel"),
    ],
)
async def test_what_cannot_be_pinned(client, given, expected):
    assert await error(client.api_call("pins.add", json=given)) == expected


async def test_a_deleted_message_is_pinned_no_more(client):
    ts = (await client.chat_postMessage(channel="CKUDOS", text="x"))["ts"]
    await client.pins_add(channel="CKUDOS", timestamp=ts)
    await client.chat_delete(channel="CKUDOS", ts=ts)
    assert (await client.pins_list(channel="CKUDOS"))["items"] == []


async def test_bookmarks(client):
    link = "https://menu.example/today"
    made = await client.bookmarks_add(channel_id="CKUDOS", title="Menu", type="link", link=link)
    name = made["bookmark"]["id"]
    edited = await client.bookmarks_edit(channel_id="CKUDOS", bookmark_id=name, title="Today's menu")
    assert (edited["bookmark"]["title"], edited["bookmark"]["link"]) == ("Today's menu", link)
    assert [row["id"] for row in (await client.bookmarks_list(channel_id="CKUDOS"))["bookmarks"]] == [name]
    await client.bookmarks_remove(channel_id="CKUDOS", bookmark_id=name)
    assert (await client.bookmarks_list(channel_id="CKUDOS"))["bookmarks"] == []
    gone = client.bookmarks_remove(channel_id="CKUDOS", bookmark_id=name)
    assert await error(gone) == "not_found"


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"type": "file"}, "invalid_bookmark_type"), ({"link": "menu"}, "invalid_link")],
)
async def test_bookmarks_that_cannot_be(client, given, expected):
    wanted = {"channel_id": "CKUDOS", "title": "Menu", "type": "link", "link": "https://menu.example", **given}
    assert await error(client.bookmarks_add(**wanted)) == expected


async def test_a_group_is_made_filled_and_put_away(heard, client, ana):
    made = (await client.usergroups_create(name="Hungry People", channels=["CKUDOS"], include_count=True))["usergroup"]
    assert (made["handle"], made["user_count"], made["prefs"]["channels"]) == ("hungry-people", 0, ["CKUDOS"])
    assert heard.one("subteam_created")["subteam"]["id"] == made["id"]
    filled = await client.usergroups_users_update(usergroup=made["id"], users=["UANA", "UBO"])
    assert filled["usergroup"]["users"] == ["UANA", "UBO"]
    await client.usergroups_users_update(usergroup=made["id"], users=["UBO", "UCY"])
    changed = heard.all("subteam_members_changed")[-1]
    assert (changed["added_users"], changed["removed_users"]) == (["UCY"], ["UANA"])
    assert "<!subteam^" in (await ana.say("CKUDOS", "@hungry-people lunch!"))["text"]
    renamed = (await client.usergroups_update(usergroup=made["id"], name="Hungry", handle="hungry"))["usergroup"]
    assert (renamed["name"], renamed["handle"]) == ("Hungry", "hungry")
    await client.usergroups_disable(usergroup=made["id"])
    assert await error(client.usergroups_disable(usergroup=made["id"])) == "already_disabled"
    assert made["id"] not in {row["id"] for row in (await client.usergroups_list())["usergroups"]}
    listed = await client.usergroups_list(include_disabled=True)
    assert next(row for row in listed["usergroups"] if row["id"] == made["id"])["date_delete"]
    await client.usergroups_enable(usergroup=made["id"])
    assert (await client.usergroups_users_list(usergroup=made["id"]))["users"] == ["UBO", "UCY"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"name": "Platform"}, "name_already_exists"),
        ({"name": "New", "handle": "platform"}, "handle_already_exists"),
        ({"name": "New", "handle": "ana"}, "handle_already_exists"),
        ({"name": "New", "channels": "CNOWHERE"}, "invalid_channel_provided"),
    ],
)
async def test_groups_that_cannot_be(client, given, expected):
    assert await error(client.usergroups_create(**given)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"usergroup": "SNOBODY", "users": "UANA"}, "no_such_subteam"),
        ({"usergroup": "SPLATFORM", "users": "UNOBODY"}, "invalid_users"),
        ({"usergroup": "SPLATFORM", "users": ","}, "no_users_provided"),
    ],
)
async def test_members_that_cannot_be(client, given, expected):
    assert await error(client.usergroups_users_update(**given)) == expected


async def test_what_a_member_reacted_to(emulator, client, ana, bo):
    stamps = [(await ana.say("CKUDOS", text))["ts"] for text in ("one", "two", "three")]
    for ts in stamps:
        await bo.react("CKUDOS", ts, "eyes")
    await bo.unreact("CKUDOS", stamps[1], "eyes")
    items = (await client.reactions_list(user="UBO"))["items"]
    assert [item["message"]["text"] for item in items] == ["three", "one"]
    paged = await client.reactions_list(user="UBO", count=1, page=2)
    assert (paged["items"][0]["message"]["text"], paged["paging"]["pages"]) == ("one", 2)
    assert (await client.reactions_list())["items"] == []


async def test_reactions_need_a_message(client):
    assert await error(client.reactions_get(channel="CKUDOS")) == "no_item_specified"
    assert await error(client.reactions_remove(name="tada", file="F1")) == "no_item_specified"


async def test_the_emoji_of_the_workspace(emulator, client):
    emulator.workspace.emoji["bento"] = "https://emoji.example/bento.png"
    answer = await client.emoji_list(include_categories=True)
    assert answer["emoji"] == {"bento": "https://emoji.example/bento.png"}
    assert "tada" in next(row for row in answer["categories"] if "tada" in row["emoji_names"])["emoji_names"]


async def test_the_token_ends_by_the_apps_own_wish(heard, emulator, client):
    assert not (await client.auth_revoke(test=True))["revoked"]
    assert (await client.auth_revoke())["revoked"]
    assert heard.one("tokens_revoked")["tokens"] == {"oauth": [], "bot": ["UCAIRN"]}
    assert await error(client.auth_test()) == "token_revoked"


async def test_where_the_app_is_installed_and_for_whom_an_event_is(emulator, client, ana):
    teams = (await client.auth_teams_list(include_icon=True))["teams"]
    assert [(team["id"], team["name"]) for team in teams] == [("T0DEMO", "Northwind")]
    contexts = []
    emulator.delivery.event = lambda _app, payload: contexts.append(payload["event_context"])
    await ana.say("CKUDOS", "Hello")
    headers = {"Authorization": "Bearer xapp-cairn"}
    asked = await client.api_call(
        "apps.event.authorizations.list", params={"event_context": contexts[0]}, headers=headers
    )
    assert asked["authorizations"][0]["user_id"] == "UCAIRN"
