"""Getting the review packet as people do: type the command, read the window, press its button, open the file."""

from typing import Any

from running import Running


async def opened(slack: Running, reader: Any, typed: str = "") -> Any:
    """Type `/review packet` with these words; return the answer. The window, where one opens, is the reader's view."""
    person = slack.person(reader.id)
    while person.view:
        await person.close(all=True)
    reply = await person.command(f"/review packet {typed}".strip())
    await slack.settle()
    return reply


async def page(slack: Running, reader: Any, typed: str = "") -> str:
    """Return the newest page about somebody, sent from the window, as the reader gets it; else the refusal."""
    person, reply = slack.person(reader.id), await opened(slack, reader, typed)
    if not person.view:
        return str(reply.text)
    await person.click(person.view, "review_send")
    await slack.settle()
    await person.close(all=True)
    *_, file = [file for message in person.dm() for file in message.get("files", ())]
    return str((await person.download(file["id"])).decode())
