"""The side that sends: a process of its own, so that the server's CPU is only the server's.

It reads a job (JSON) from its standard input and writes what it saw (JSON) to its standard output. Requests are signed
as Slack signs them, before the clock starts, and go over connections that are open already. Several "at once" leave at
the same moment, and the next ones when all of these are answered. It imports nothing of the bot.
"""

import asyncio
import hashlib
import hmac
import json
import sys
import time
from typing import Any

HOST = "127.0.0.1"


def signed(body: str, secret: str, path: str) -> bytes:
    """Return a whole HTTP request as Slack would send it now."""
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    head = [
        f"POST {path} HTTP/1.1",
        f"Host: {HOST}",
        "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)",
        "Accept: application/json,*/*",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body.encode())}",
        f"X-Slack-Request-Timestamp: {stamp}",
        f"X-Slack-Signature: v0={digest}",
    ]
    return "\r\n".join([*head, "", body]).encode()


class Line:
    """One open connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def send(self, request: bytes) -> tuple[float, int, bytes]:
        """Send it and wait for the whole answer; return seconds, status and body."""
        began = time.perf_counter()
        self._writer.write(request)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        body = await self._reader.readexactly(length)
        return time.perf_counter() - began, int(head.split(b" ", 2)[1]), body

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def run(job: dict[str, Any]) -> dict[str, Any]:
    """Send everything; return the seconds of each answer, how many were as expected, and the seconds in all.

    With `answers` also what each was, as status and body. `ports` are several servers to share the lines.
    """
    ports = job.get("ports") or [job["port"]]
    lines = [Line(*await asyncio.open_connection(HOST, ports[number % len(ports)])) for number in range(job["at_once"])]
    requests = [signed(body, job["secret"], job["path"]) for body in job["bodies"]]
    answers: list[tuple[float, int, bytes]] = []
    began = time.perf_counter()
    for first in range(0, len(requests), len(lines)):
        some = requests[first : first + len(lines)]
        answers += await asyncio.gather(*(line.send(one) for line, one in zip(lines, some, strict=False)))
    took = time.perf_counter() - began
    for line in lines:
        line.close()
    expected = job["expect"].encode()
    good = sum(status == 200 and expected in body for _, status, body in answers)
    told = {"answers": [(status, body.decode()) for _, status, body in answers]} if job.get("answers") else {}
    return {"seconds": [answer[0] for answer in answers], "good": good, "took": took, **told}


if __name__ == "__main__":
    json.dump(asyncio.run(run(json.load(sys.stdin))), sys.stdout)
