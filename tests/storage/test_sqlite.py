"""SQLite in the caller's thread."""

import pytest

from storage.sqlite import connect


async def test_a_closed_connection_says_so():
    connection = await connect(":memory:", check_same_thread=False)
    cursor = await connection.execute("SELECT 1")
    await connection.close()

    for closed in (connection, cursor):
        with pytest.raises(ValueError, match="no active connection"):
            await closed.execute("SELECT 1")
