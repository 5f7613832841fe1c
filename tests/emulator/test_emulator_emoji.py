"""The emoji table of the page: Slack's own short names, from an installed package."""

import json

import pytest

from emulator.serving import emoji


@pytest.fixture(scope="module")
def names():
    return {name: row for row in json.loads(emoji.table())["emoji"] for name in row[2]}


@pytest.mark.parametrize(
    ("name", "character"),
    [
        ("tada", "🎉"),
        ("thumbsup", "👍"),
        ("flag-de", "🇩🇪"),
        ("keycap_star", "*️⃣"),
        ("umbrella", "☂️"),  # other tables have ☔ here, which Slack calls umbrella_with_rain_drops
        ("pencil", "📝"),
        ("woman-raising-hand", "🙋‍♀️"),
    ],
)
def test_names_are_slack_s(names, character, name):
    assert names[name][0] == character


def test_skin_tones_are_five_and_stand_only_where_there_are_any(names):
    assert names["+1"][3] == ["👍🏻", "👍🏼", "👍🏽", "👍🏾", "👍🏿"]
    assert len(names["tada"]) == 3


def test_each_name_belongs_to_one_emoji_and_each_emoji_to_a_group():
    table = json.loads(emoji.table())
    every = [name for row in table["emoji"] for name in row[2]]
    assert len(every) > 1_900
    assert sorted(every) == sorted(set(every))
    assert {row[1] for row in table["emoji"]} == set(range(len(table["categories"])))


async def test_a_browser_that_has_the_table_is_not_sent_it_again(emulator, session):
    url = f"{emulator.url}/page/emoji.json"
    async with session.get(url) as first:
        sent = await first.json()
    async with session.get(url, headers={"If-None-Match": first.headers["ETag"]}) as second:
        assert (second.status, await second.read()) == (304, b"")
    async with session.get(url, headers={"If-None-Match": '"something else"'}) as third:
        assert third.status == 200

    assert first.headers["Content-Encoding"] in {"gzip", "deflate"}
    assert "frame-ancestors 'none'" in first.headers["Content-Security-Policy"]
    assert sent == json.loads(emoji.table())


async def test_a_file_that_is_no_base64_is_refused_in_a_sentence(emulator, session):
    for content, status in (("SGk=", 200), ("not base64!", 400)):
        body = {"as": "UANA", "name": "notes.txt", "content": content}
        async with session.post(f"{emulator.url}/_control/upload", json=body) as answer:
            said = await answer.json()
        assert answer.status == status, said
    assert said == {"error": "The argument 'content' is the file's bytes in base64."}
