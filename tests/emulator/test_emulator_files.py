"""Files: three steps up, one down."""

import aiohttp
import pytest
from northwind_slack import error

CONTENT = "name,answered\nAna,yes\n"


@pytest.fixture
def upload(client):
    async def upload(**where):
        return (await client.files_upload_v2(filename="week.csv", content=CONTENT, title="The week", **where))["file"]

    return upload


async def test_a_file_is_shared_in_a_channel(upload, ana, bo):
    file = await upload(channel="CKUDOS", initial_comment="Here it is")
    message = ana.messages("CKUDOS")[-1]
    assert (message["text"], message["subtype"]) == ("Here it is", "file_share")
    assert message["files"][0]["id"] == file["id"]
    assert (file["title"], file["mimetype"], file["size"]) == ("The week", "text/csv", len(CONTENT))
    assert await bo.download(file["id"]) == CONTENT.encode()


async def test_a_file_in_direct_messages_is_for_one_person(upload, client, ana, bo):
    from emulator import Misuse

    channel = (await client.conversations_open(users="UANA"))["channel"]["id"]
    file = await upload(channel=channel)
    assert file["ims"] == [channel]
    assert await ana.download(file["id"]) == CONTENT.encode()
    with pytest.raises(Misuse, match="sees no file"):
        await bo.download(file["id"])


async def test_an_unshared_file_is_nobodys(upload, ana):
    from emulator import Misuse

    file = await upload()
    with pytest.raises(Misuse):
        await ana.download(file["id"])


@pytest.mark.parametrize("key", ["url_private", "url_private_download"])
async def test_the_address_needs_the_token(upload, session, key):
    file = await upload(channel="CKUDOS")
    async with session.get(file[key], headers={"Authorization": "Bearer xoxb-cairn"}) as answer:
        assert (await answer.text(), answer.content_type) == (CONTENT, "text/csv")
    async with session.get(file[key]) as answer:
        assert answer.content_type == "text/html"


async def test_where_a_file_cannot_go(client, upload, emulator):
    assert await error(upload(channel="CGENERAL")) == "not_in_channel"
    assert await error(upload(channel="CSECRET")) == "channel_not_found"
    assert await error(upload(channel="UANA")) == "invalid_channel"


async def test_steps_in_the_wrong_order(client, session):
    step = await client.files_getUploadURLExternal(filename="a.txt", length=3)
    unfinished = [{"id": step["file_id"], "title": "a"}]
    assert await error(client.files_completeUploadExternal(files=unfinished)) == "file_not_found"
    async with session.post(step["upload_url"], data=b"four") as answer:
        assert answer.status == 400
    form = aiohttp.FormData()
    form.add_field("file", b"abc", filename="a.txt")
    async with session.post(step["upload_url"], data=form) as answer:
        assert answer.status == 200
    assert (await client.files_completeUploadExternal(files=unfinished))["files"][0]["name"] == "a.txt"
    async with session.post(step["upload_url"], data=b"abc") as answer:
        assert answer.status == 404


async def test_what_an_upload_refuses(client):
    assert await error(client.api_call("files.getUploadURLExternal", params={"filename": "a"})) == "invalid_arguments"
    assert await error(client.api_call("files.completeUploadExternal", params={"files": "{}"})) == "invalid_arguments"
    assert await error(client.api_call("files.completeUploadExternal", params={"files": "[{"})) == "invalid_arguments"


async def test_deleting_a_file(client, upload):
    file = await upload(channel="CKUDOS")
    assert (await client.files_info(file=file["id"]))["file"]["channels"] == ["CKUDOS"]
    await client.files_delete(file=file["id"])
    assert await error(client.files_info(file=file["id"])) == "file_not_found"
