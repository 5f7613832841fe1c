"""Everything that anybody logs or prints while something goes on, and what a mark looks like in it."""

import base64
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout

import structlog


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """Collect whatever anybody logs or prints, every logger at DEBUG, with tracebacks and what belongs to each record."""
    said, root = io.StringIO(), logging.getLogger()
    loggers = [root, *(one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, logging.Logger))]
    before = {one: (one.level, one.disabled, one.propagate) for one in loggers}
    handler = logging.StreamHandler(said)
    handler.addFilter(lambda record: said.write(f"{record.__dict__!r}\n") >= 0)
    root.addHandler(handler)
    for one in loggers:
        one.setLevel(logging.DEBUG)
        one.disabled, one.propagate = False, True
    told = structlog.get_config()
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(said),
        wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET),
        cache_logger_on_first_use=False,
    )
    try:
        with redirect_stdout(said), redirect_stderr(said):
            yield said
    finally:
        structlog.configure(**told)
        root.removeHandler(handler)
        for one, (level, disabled, propagate) in before.items():
            one.setLevel(level)
            one.disabled, one.propagate = disabled, propagate


def encodings(mark: str) -> list[str]:
    """Return what a mark looks like in a log, however it got there."""
    plain = mark.encode()
    shifted = [base64.b64encode(b"x" * at + plain).decode()[(at * 8 + 5) // 6 :].rstrip("=")[:-1] for at in range(3)]
    wide = repr(mark.encode("utf-16-le"))[2:-1]
    return [mark, mark[::-1], plain.hex(), "".join(f"%{one:02X}" for one in plain), wide, *shifted]
