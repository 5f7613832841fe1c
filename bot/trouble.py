"""Trouble with the database in words an operator understands."""

from storage.database import Unavailable


def why_unavailable(trouble: Unavailable) -> str:
    """Return what the database or the network said, in one sentence with what to do."""
    cause = trouble.__cause__
    said = str(getattr(cause, "orig", None) or cause or trouble).splitlines()
    reason = said[0].rpartition(">: ")[2] if said else ""
    if "locked" in reason:
        return "The database is busy: another command or the bot is writing. Try again in a moment."
    return f"The database does not answer{f' ({reason})' if reason else ''}. Check DATABASE_URL and that it runs."
