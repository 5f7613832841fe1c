"""Members, groups and reactions."""

from northwind_slack import error


async def test_everybody_is_listed_in_pages(client):
    members = []
    async for page in await client.users_list(limit=2):
        assert len(page["members"]) <= 2
        members += page["members"]
    assert [one["id"] for one in members] == ["USLACKBOT", "UANA", "UBO", "UCY", "UGONE", "UCAIRN"]
    known = {one["id"]: one for one in members}
    assert known["UGONE"]["deleted"]
    assert "tz" not in known["UGONE"]
    assert known["UCAIRN"]["is_bot"]
    assert not known["USLACKBOT"]["is_bot"]


async def test_one_person(client):
    user = (await client.users_info(user="UANA", include_locale=True))["user"]
    assert (user["tz"], user["tz_offset"], user["tz_label"]) == ("Europe/Berlin", 3600, "CET")
    assert (user["profile"]["email"], user["locale"]) == ("ana@northwind.example", "en-US")
    assert await error(client.users_info(user="UNONE")) == "user_not_found"


async def test_addresses_need_their_scope(client, emulator):
    emulator.app().manifest.source["oauth_config"]["scopes"]["bot"].remove("users:read.email")
    vars(emulator.app().manifest).pop("scopes", None)
    assert "email" not in (await client.users_info(user="UANA"))["user"]["profile"]
    assert await error(client.users_lookupByEmail(email="ana@northwind.example")) == "missing_scope"


async def test_finding_by_address(client):
    assert (await client.users_lookupByEmail(email="Ana@northwind.example"))["user"]["id"] == "UANA"
    assert await error(client.users_lookupByEmail(email="gone@northwind.example")) == "users_not_found"


async def test_custom_fields_are_in_the_profile(client):
    profile = (await client.users_profile_get(user="UBO", include_labels=True))["profile"]
    assert profile["fields"] == {"XBOSS": {"value": "UANA", "alt": "", "label": "Manager"}}
    assert (await client.users_profile_get())["profile"]["real_name"] == "Cairn"


async def test_presence(client):
    assert (await client.users_getPresence(user="UANA"))["presence"] == "active"


async def test_groups(client):
    assert (await client.usergroups_list(include_users=True))["usergroups"][0]["users"] == ["UANA", "UBO"]
    assert (await client.usergroups_users_list(usergroup="SPLATFORM"))["users"] == ["UANA", "UBO"]
    assert await error(client.usergroups_users_list(usergroup="SNONE")) == "no_such_subteam"


async def test_reactions(client, ana, emulator):
    emulator.workspace.settings.rate_limits = False
    ts = (await client.chat_postMessage(channel="CKUDOS", text="Well done"))["ts"]
    await ana.react("CKUDOS", ts, "tada")
    await client.reactions_add(channel="CKUDOS", timestamp=ts, name="tada")
    assert await error(client.reactions_add(channel="CKUDOS", timestamp=ts, name="tada")) == "already_reacted"
    assert await error(client.reactions_add(channel="CKUDOS", timestamp="1.2", name="tada")) == "message_not_found"
    assert await error(client.reactions_add(channel="CKUDOS", timestamp=ts, name="no such")) == "invalid_name"
    message = (await client.reactions_get(channel="CKUDOS", timestamp=ts))["message"]
    assert message["reactions"] == [{"name": "tada", "users": ["UANA", "UCAIRN"], "count": 2}]
    await client.reactions_remove(channel="CKUDOS", timestamp=ts, name="tada")
    await ana.unreact("CKUDOS", ts, "tada")
    assert "reactions" not in ana.messages("CKUDOS")[-1]
    assert await error(client.reactions_remove(channel="CKUDOS", timestamp=ts, name="tada")) == "no_reaction"
