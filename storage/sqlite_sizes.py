"""What SQLite's planner is told about how many rows there are, since it never counts by itself.

- Without it the planner takes `workspace_id = ?` for a question that few rows answer, and reads a whole table by an index
  that begins so: seconds after some years. One workspace is all there is; what narrows a question down is the rest.
- These are guesses about an organisation of ten thousand, the same in every database, so that every database is read
  in the same way. Written with each migration (https://sqlite.org/optoverview.html#manctrl); a connection made later
  reads them.
"""

from sqlalchemy import Connection

ROWS = 1_000_000
PEOPLE, THINGS = 10_000, 500_000
NARROWED = {"workspace_id": 1, "state": 4, "period": 300}
NARROWED |= dict.fromkeys(("blocker", "check_in", "feedback", "goal", "kpi", "kudos"), THINGS)
"""Among so many values of a column the rows divide themselves; of others there are as many as people."""
SOME = 100
"""An index of some rows only holds one in so many."""
INDEXES = "SELECT tbl_name, name, sql LIKE '% WHERE %' FROM sqlite_master WHERE type = 'index'"
COLUMNS = "SELECT name FROM pragma_index_info(?) ORDER BY seqno"
UNIQUE = 'SELECT "unique" FROM pragma_index_list(?) WHERE name = ?'
TELL = "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)"


def tell_sizes(connection: Connection) -> None:
    """Write down the guesses for every index there is, in place of what stood there."""
    connection.exec_driver_sql("ANALYZE sqlite_master")  # makes the table of the guesses, and counts nothing
    connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    for table, index, partial in connection.exec_driver_sql(INDEXES).all():
        columns = [row[0] for row in connection.exec_driver_sql(COLUMNS, (index,))]
        unique = bool(connection.exec_driver_sql(UNIQUE, (table, index)).scalar())
        rows = ROWS // SOME if partial else ROWS
        connection.exec_driver_sql(TELL, (table, index, guess(columns, rows=rows, unique=unique)))


def guess(columns: list[str], *, rows: int = ROWS, unique: bool) -> str:
    """Return how many rows an index holds, and how many have the same first column, the same first two, and so on."""
    said = [rows]
    for column in columns:
        said.append(max(said[-1] // NARROWED.get(column, PEOPLE), 1))
    return " ".join(str(one) for one in [*said[:-1], 1 if unique else said[-1]])
