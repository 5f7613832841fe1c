"""When the workspace itself errs: Slack's own `internal_error` for the caller, one line and no traceback for the log."""

import logging

from emulator.errors import SlackError

log = logging.getLogger("emulator")


def internal_error(what: str, mistake: Exception) -> SlackError:
    """Note where it happened; return what the caller is answered. What people wrote is in neither."""
    log.error("%s met a mistake of the workspace itself: %s at %s", what, type(mistake).__name__, place_of(mistake))
    return SlackError("internal_error")


def place_of(mistake: BaseException) -> str:
    """Return the file and line where it was raised."""
    place = mistake.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    return f"{place.tb_frame.f_code.co_filename}, line {place.tb_lineno}" if place else "an unknown place"
