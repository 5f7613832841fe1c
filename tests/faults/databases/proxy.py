"""A proxy in front of PostgreSQL's socket that can be slow, away, silent, or lose a COMMIT on either side of its effect."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum
from pathlib import Path

from sqlalchemy import make_url

SOCKET = ".s.PGSQL.5432"
"""How PostgreSQL names its socket in a folder."""
COMMIT, ROLLBACK = b"COMMIT;\0", b"ROLLBACK;\0"
"""What asyncpg says, as messages of their own."""
ROOM = 1 << 16


class Fate(Enum):
    """What becomes of a COMMIT. The first four cut its connection; in the others that stays open, and is silent."""

    COUNTED = "it counted, and the answer is cut off"
    LOST = "it is cut off before it arrives"
    COUNTED_BEFORE_AWAY = "it counted, and from then on nobody gets in"
    COUNTED_BEFORE_GONE = "it counted, and from then on nobody listens"
    COUNTED_IN_SILENCE = "it counted, and no answer comes"
    LOST_IN_SILENCE = "it never arrives, and no answer comes"
    COUNTED_BEFORE_SILENCE = "it counted, and from then on no connection answers"

    @property
    def counts(self) -> bool:
        """Whether the server gets to see it."""
        return self not in {Fate.LOST, Fate.LOST_IN_SILENCE}

    @property
    def silent(self) -> bool:
        """Whether the connection stays open."""
        return self not in {Fate.COUNTED, Fate.LOST, Fate.COUNTED_BEFORE_AWAY, Fate.COUNTED_BEFORE_GONE}


class Line:
    """One connection through the proxy."""

    def __init__(self, proxy: "Proxy", client: asyncio.StreamWriter, server: asyncio.StreamWriter) -> None:
        self._proxy, self._client, self._server = proxy, client, server
        self._open = proxy.open
        self._marked = False
        self._fate: Fate | None = None

    async def carry(self, said: asyncio.StreamReader, answered: asyncio.StreamReader) -> None:
        """Carry what both sides say until one of them goes."""
        ways = [asyncio.create_task(self._there(said)), asyncio.create_task(self._back(answered))]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)

    def cut(self) -> None:
        """End it without a word."""
        for side in (self._client, self._server):
            side.transport.abort()

    async def _there(self, said: asyncio.StreamReader) -> None:
        while chunk := await said.read(ROOM):
            await self._let_through()
            self._fate = self._proxy.fate_of(chunk, marked=self._marked)
            over = COMMIT in chunk or ROLLBACK in chunk  # what comes after it on this connection is somebody else's
            self._marked = (self._marked or self._proxy.marks(chunk)) and not over
            if self._fate is None or self._fate.counts:
                self._server.write(chunk)
                await self._server.drain()
            elif self._fate.silent:
                await asyncio.Event().wait()
            else:
                self.cut()
                return

    async def _back(self, answered: asyncio.StreamReader) -> None:
        while chunk := await answered.read(ROOM):
            await self._let_through()
            if self._fate is Fate.COUNTED_BEFORE_SILENCE:
                self._proxy.silence()
            if self._fate is Fate.COUNTED_BEFORE_AWAY:
                self._proxy.go_away()
            if self._fate is Fate.COUNTED_BEFORE_GONE:
                self._proxy.go()
            if self._fate is not None and self._fate.silent:
                await asyncio.Event().wait()
            elif self._fate is not None:
                self.cut()
                return
            self._client.write(chunk)
            await self._client.drain()

    async def _let_through(self) -> None:
        """Wait as long as everything takes just now."""
        if self._proxy.slow:
            await asyncio.sleep(self._proxy.slow)
        await self._open.wait()


class Proxy:
    """The proxy, and what it does to those who talk through it. `url` is the database's address through it."""

    def __init__(self, url: str, folder: Path) -> None:
        self._target = Path(str(make_url(url).query["host"])) / SOCKET
        self._door, self._taken_down = folder / SOCKET, folder / "taken-down"
        self.url = make_url(url).update_query_dict({"host": str(folder)}).render_as_string(hide_password=False)
        self.slow = 0.0
        self.away = False
        self.fates: list[tuple[bytes, Fate]] = []
        self.open = asyncio.Event()
        self.open.set()
        self._lines: set[Line] = set()
        self._carrying: set[asyncio.Task[None]] = set()

    def silence(self) -> None:
        """Take everything, answer nothing, until `speak`: what a firewall does that forgot its connections."""
        self.open.clear()

    def speak(self) -> None:
        """Have new connections work; those that were open through the silence stay dead, and nobody tells them."""
        self.open = asyncio.Event()
        self.open.set()

    def go_away(self) -> None:
        """Cut everything, and refuse whoever comes."""
        self.away = True
        self.cut()

    def go(self) -> None:
        """Cut everything, and listen no more, as a server that has ended."""
        self._door.rename(self._taken_down)
        self.cut()

    def come_back(self) -> None:
        """Let everybody in again."""
        self.away = False
        if self._taken_down.exists():
            self._taken_down.rename(self._door)

    def cut(self) -> None:
        """Cut all connections."""
        for line in list(self._lines):
            line.cut()

    def lose_commit(self, mark: str, fate: Fate) -> None:
        """Have the next COMMIT of a transaction that says `mark` meet this fate."""
        self.fates.append((mark.encode(), fate))

    def marks(self, chunk: bytes) -> bool:
        """Tell whether a transaction that says this is one whose COMMIT has a fate."""
        return any(mark in chunk for mark, _ in self.fates)

    def fate_of(self, chunk: bytes, *, marked: bool) -> Fate | None:
        """Return what becomes of what a client says."""
        if not (marked and COMMIT in chunk and self.fates):
            return None
        return self.fates.pop(0)[1]

    async def meet(self, said: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        if self.away:
            client.transport.abort()
            return
        task = asyncio.current_task()
        if task:
            self._carrying.add(task)
            task.add_done_callback(self._carrying.discard)
        try:
            answered, server = await asyncio.open_unix_connection(self._target)
        except OSError:  # the server itself is away
            client.transport.abort()
            return
        line = Line(self, client, server)
        self._lines.add(line)
        try:
            await line.carry(said, answered)
        finally:
            self._lines.discard(line)
            line.cut()

    async def end(self) -> None:
        """Break everything off."""
        for task in list(self._carrying):
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)


@asynccontextmanager
async def before(url: str) -> AsyncIterator[Proxy]:
    """Stand before the PostgreSQL of `url`, which listens on a socket in a folder of this machine."""
    with tempfile.TemporaryDirectory(prefix="cairn-proxy-") as folder:
        proxy = Proxy(url, Path(folder))
        server = await asyncio.start_unix_server(proxy.meet, Path(folder) / SOCKET)
        try:
            yield proxy
        finally:
            server.close()
            await proxy.end()
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await server.wait_closed()
