"""Files that people upload by the control API."""

import base64

import pytest


@pytest.fixture
def control(emulator, session):
    async def control(endpoint, **args):
        async with session.post(f"{emulator.url}/_control/{endpoint}", json=args) as answer:
            return answer.status, await answer.json()

    return control


async def test_uploaded_and_put_to_a_message(control, ana, emulator):
    content = base64.b64encode(b"Soup").decode()
    status, uploaded = await control("upload", **{"as": "UANA"}, name="menu.txt", content=content)
    assert (status, uploaded["file"]["user"], uploaded["file"]["size"]) == (200, "UANA", 4)
    name = uploaded["file"]["id"]
    await control("messages", **{"as": "UANA"}, channel="CKUDOS", text="Today", files=[name])
    shown = ana.messages("CKUDOS")[-1]
    assert (shown["text"], [file["id"] for file in shown["files"]]) == ("Today", [name])
    assert await emulator.person("UBO").download(name) == b"Soup"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"as": "UANA", "name": "a.txt", "content": "?"}, "base64"),
        ({"as": "UGONE", "name": "a.txt", "content": "YQ=="}, "deactivated"),
        ({"as": "UANA", "content": "YQ=="}, "'name'"),
    ],
)
async def test_what_cannot_be_uploaded(control, given, words):
    status, answer = await control("upload", **given)
    assert (status, words in answer["error"]) == (400, True)


async def test_a_file_that_is_not_ones_own(control, bo):
    name = bo.upload("a.txt", b"x")
    status, answer = await control("messages", **{"as": "UANA"}, channel="CKUDOS", text="Mine", files=[name])
    assert (status, "uploaded no file" in answer["error"]) == (400, True)
