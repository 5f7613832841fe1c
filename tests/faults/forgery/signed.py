"""A signed request as it goes over the wire, byte by byte: no library puts in order what a forger leaves in disorder."""

import asyncio
import hashlib
import hmac
from dataclasses import dataclass, field

PATIENCE = 20.0
"""Seconds for an answer."""


@dataclass
class Request:
    """A request as it goes over the wire; `sender` begins the names of the headers that prove who sends."""

    path: str
    sender: str
    secret: bytes
    body: bytes
    content_type: str
    timestamp: bytes
    signature: bytes = b""
    method: str = "POST"
    extra: list[tuple[bytes, bytes]] = field(default_factory=list)
    length: bytes | None = b""
    without: frozenset[str] = frozenset()
    framed: bytes | None = None
    unfinished: bool = False

    def sign(self, *, secret: bytes | None = None, timestamp: bytes | None = None, version: bytes = b"v0") -> None:
        """Sign it as it stands, or with something else than its own."""
        said = b":".join((version, self.timestamp if timestamp is None else timestamp, self.body))
        digest = hmac.new(self.secret if secret is None else secret, said, hashlib.sha256).hexdigest()
        self.signature = version + b"=" + digest.encode()

    def raw(self) -> bytes:
        """Return the bytes to send."""
        headers = [(b"Host", b"cairn"), (b"Connection", b"close"), (b"Content-Type", self.content_type.encode())]
        own = {"Request-Timestamp": self.timestamp, "Signature": self.signature}
        sent = self.framed if self.framed is not None else self.body
        headers += self.extra
        headers += [
            (f"{self.sender}-{name}".encode(), value) for name, value in own.items() if name not in self.without
        ]
        if self.length is not None:
            headers.append((b"Content-Length", self.length or b"%d" % len(sent)))
        lines = b"".join(name + b": " + value + b"\r\n" for name, value in headers)
        return f"{self.method} {self.path} HTTP/1.1\r\n".encode() + lines + b"\r\n" + sent


async def ask(port: int, raw: bytes, *, unfinished: bool = False) -> tuple[int | None, bytes]:
    """Send it over a connection of its own; return the status and the whole answer, None where there is none.

    After what is `unfinished` nothing more comes.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(PATIENCE):
            writer.write(raw)
            if unfinished:
                writer.write_eof()
            got = await reader.read()
    except ConnectionError:
        got = b""
    finally:
        writer.transport.abort()
    got = got.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n")
    words = got.split(b" ", 2)
    return (int(words[1]) if len(words) > 2 else None), got
