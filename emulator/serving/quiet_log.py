"""What the server logs: one line for a mistake of ours, nothing for what strangers send, never a traceback."""

import logging

from aiohttp.http_exceptions import HttpProcessingError

from emulator.serving.mistakes import place_of

# Noise instead of HTTP, and connections that break: neither is a mistake of the workspace.
THEIRS = (HttpProcessingError, ConnectionError)


class OwnMistakes(logging.Filter):
    """Lets through what is ours to mend, without what people wrote."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether the record is logged."""
        mistake = record.exc_info[1] if record.exc_info else None
        if isinstance(mistake, THEIRS):
            return False
        if mistake is not None:
            record.msg = f"A request met a mistake of the workspace itself: {type(mistake).__name__} at %s"
            record.args = (place_of(mistake),)
            record.exc_info = record.exc_text = None
        return True


def server_log() -> logging.Logger:
    """Return the log for the HTTP server."""
    log = logging.getLogger("emulator.http")
    if not any(isinstance(one, OwnMistakes) for one in log.filters):
        log.addFilter(OwnMistakes())
    return log
