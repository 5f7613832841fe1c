"""Permalinks lead to Slack, or to the local page where the workspace says so."""


async def test_a_permalink_leads_to_slack_unless_the_workspace_has_an_address_here(emulator, client, session):
    ts = (await client.chat_postMessage(channel="CKUDOS", text="well done"))["ts"]
    links = [(await client.chat_getPermalink(channel="CKUDOS", message_ts=ts))["permalink"]]
    emulator.workspace.team.address = f"{emulator.url}/"
    links.append((await client.chat_getPermalink(channel="CKUDOS", message_ts=ts))["permalink"])

    assert links[0].startswith("https://northwind.slack.com/archives/CKUDOS/p")
    assert links[1].startswith(f"{emulator.url}/archives/CKUDOS/p")
    async with session.get(links[1], allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (302, "/?to=CKUDOS")
