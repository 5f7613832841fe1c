"""The log: one JSON line an event on stderr, or lines for people where stderr is a terminal.

- Tokens and the signing secret are blotted out wherever they turn up, in tracebacks too.
- One event is one line, whatever signs are in it: nobody can forge a second one.
- The Slack libraries speak from WARNING on: below that they log what people wrote.
- The HTTP server speaks of our own mistakes only: of a request that is no HTTP it would log the first line, body or not.
"""

import logging
import re
import sys
from collections.abc import Collection, Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from structlog.typing import Processor

TOKEN = re.compile(r"xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]+|xapp-[A-Za-z0-9-]+")
BLOT = "[secret]"
UNSAFE = {sign: f"\\u{sign:04x}" for sign in (*range(0x7F, 0xA0), 0x2028, 0x2029)}
"""Signs that JSON leaves as they are and some viewer obeys: terminal commands and line breaks."""
UNSAFE_ON_TERMINALS = UNSAFE | {sign: f"\\x{sign:02x}" for sign in range(0x20)} | {0x0A: "\\n"}
TRACEBACK = "exception"
TALKATIVE = ("slack_sdk", "slack_bolt", "aiohttp.access", "alembic", "apscheduler")
"""slack_sdk logs message texts at DEBUG, Bolt whole bodies at INFO; the others a line a request, tick or look.

Held back at the handler, not by the loggers' own levels: Bolt sets those again from the root's.
"""

THEIRS = (HttpProcessingError, web.RequestPayloadError, ConnectionError)
"""Noise in place of HTTP, and connections that break: no mistakes of ours, and they quote what was sent."""


def set_up(secrets: Collection[str] = (), *, stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send every log of this process to `stream` (stderr unless given), without `secrets` and tokens."""
    stream = stream or sys.stderr
    terminal = stream.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        Redaction(secrets, unsafe=UNSAFE_ON_TERMINALS if terminal else UNSAFE),
    ]
    handler = Lines(stream)
    handler.addFilter(_worth_a_line)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _shown(terminal)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,  # set_up may be called again, by tests
    )


class Lines(logging.StreamHandler[TextIO]):
    """Writes a line, or loses it where there is no room for it: nobody stops for that.

    What the standard library says then quotes the event, secrets and all.
    """

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, the standard library's name
        """Say nothing: the place where it would be said is the one that is full."""


class Redaction:
    """A processor that blots out secrets in every text of an event, however deep."""

    def __init__(self, secrets: Collection[str] = (), *, unsafe: Mapping[int, str] = UNSAFE) -> None:
        known = sorted((re.escape(one) for one in secrets if len(one) >= 8), key=len, reverse=True)
        self._unsafe = dict(unsafe)
        self._pattern = re.compile("|".join([*known, TOKEN.pattern]))

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """Return the event without secrets and control characters."""
        traceback = event.pop(TRACEBACK, None)
        cleaned = {str(key): self.clean(value) for key, value in event.items()}
        # a traceback is many lines, and on a terminal it should be
        return cleaned | ({TRACEBACK: "\n".join(map(self.text, traceback.split("\n")))} if traceback else {})

    def clean(self, value: Any) -> Any:
        """Return a value that is safe to write down."""
        if isinstance(value, (bool, int, float)) or value is None:
            return value
        if isinstance(value, Mapping):
            return {self.text(str(key)): self.clean(one) for key, one in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self.clean(one) for one in value]
        return self.text(value if isinstance(value, str) else repr(value))

    def text(self, text: str) -> str:
        """Return the text without secrets, and without signs that a viewer would obey."""
        whole = text.encode("utf-8", "backslashreplace").decode()
        return self._pattern.sub(BLOT, whole).translate(self._unsafe)


class OwnMistakes(logging.Filter):
    """Lets through what is ours to mend: what it was and where, never its text, which may be what somebody sent."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether it is logged."""
        mistake = record.exc_info[1] if record.exc_info else None
        if isinstance(mistake, THEIRS):
            return False
        if mistake is not None:
            record.msg, record.args = "a request met a bug: %s at %s", (type(mistake).__name__, place_of(mistake))
            record.exc_info = record.exc_text = None
        return True


def server_log() -> logging.Logger:
    """Return the log for the HTTP server."""
    log = logging.getLogger("bot.http.server")
    log.filters[:] = [OwnMistakes()]
    return log


def place_of(mistake: BaseException) -> str:
    """Return the file and line where it was raised."""
    trace = mistake.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}" if trace else "?"


def _worth_a_line(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or not record.name.startswith(TALKATIVE)


def _shown(terminal: bool) -> Processor:
    if terminal:
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(ensure_ascii=False)
