"""Logs: one line an event, without secrets, and without what people wrote."""

import io
import json
import logging
import re
from pathlib import Path

import pytest
import structlog
from aiohttp.http_exceptions import BadStatusLine

from bot import logs

SECRET = "abcdef0123456789"
TOKENS = ("xoxb-12-34-Ab", "xoxp-12-34-Ab", "xapp-1-A1-Ab", "xoxe-1-Ab", "xoxe.xoxp-1-Ab", SECRET)


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def stream(request):
    """What was logged, as text; everything is as before afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    into = getattr(request, "param", io.StringIO)()
    logs.set_up([SECRET], stream=into)
    yield into
    root.handlers[:], root.level = before
    structlog.reset_defaults()


def fail(text):
    raise ValueError(text)


def lines(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_a_line_of_json(stream):
    structlog.get_logger().info("cairn is running", port=3000)

    (line,) = lines(stream)
    assert (line["event"], line["level"], line["port"]) == ("cairn is running", "info", 3000)
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("token", TOKENS)
def test_a_secret_is_blotted_out_wherever_it_stands(stream, token):
    log = structlog.get_logger()
    log.info(token, token=token, deep={"in": [(token,), {token}]}, key={token: 1}, raw=token.encode())
    logging.getLogger("other").error("said %s", token)
    try:
        fail(token)
    except ValueError:
        log.exception("failed")

    assert token not in stream.getvalue()
    assert stream.getvalue().count("[secret]") >= 6


@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[2J", "\x00", "\x85", "\u2028", "\x9b", "\ud800"])
def test_no_sign_makes_a_second_line(stream, sign):
    structlog.get_logger().info("a" + sign, note=f"a{sign}b")

    assert len(stream.getvalue().splitlines()) == 1
    assert len(lines(stream)) == 1


def test_a_failure_is_one_line_too(stream):
    try:
        fail("first\nsecond")
    except ValueError:
        structlog.get_logger().exception("failed")

    (line,) = lines(stream)
    assert "ValueError: first" in line["exception"]


@pytest.mark.parametrize("name", ["slack_sdk.web.async_client", "slack_bolt.AsyncApp", "apscheduler.scheduler"])
def test_the_libraries_keep_quiet_about_bodies_whatever_their_own_level(stream, name):
    logger = logging.getLogger(name)
    logger.setLevel(logging.DEBUG)
    logger.info("body: a private text")
    logger.debug("text: a private text")
    logger.warning("the socket is gone")
    logger.setLevel(logging.NOTSET)

    assert [line["event"] for line in lines(stream)] == ["the socket is gone"]


@pytest.mark.parametrize("stream", [Terminal], indirect=True)
def test_on_a_terminal_people_read_it(stream):
    structlog.get_logger().warning("careful", note="a\x1b[2J\nb")
    try:
        fail(f"first {TOKENS[0]}")
    except ValueError:
        structlog.get_logger().exception("failed")

    shown = stream.getvalue()
    assert "careful" in shown
    assert "\x1b[2J" not in shown
    assert "\n    raise ValueError(text)" in shown
    assert TOKENS[0] not in shown


def test_context_stands_in_every_line(stream):
    with structlog.contextvars.bound_contextvars(reference="ab12"):
        structlog.get_logger().info("first")
        logging.getLogger("other").warning("second")

    assert [line["reference"] for line in lines(stream)] == ["ab12", "ab12"]


@pytest.mark.parametrize("theirs", [BadStatusLine("a private text"), ConnectionResetError("a private text")])
def test_what_strangers_send_in_place_of_http_is_not_logged(stream, theirs):
    logs.server_log().error("Error handling request from %s", "127.0.0.1", exc_info=theirs)

    assert stream.getvalue() == ""


def test_a_bug_behind_the_door_is_told_by_its_place_alone(stream):
    try:
        fail("a private text")
    except ValueError:
        logs.server_log().exception("Unhandled exception")
    logs.server_log().warning("starting")

    bug, other = lines(stream)
    assert re.fullmatch(r"a request met a bug: ValueError at test_logs.py:\d+", bug["event"].replace("bot/", ""))
    assert "private" not in stream.getvalue()
    assert other["event"] == "starting"


def test_a_full_disk_under_the_log_does_not_stop_anybody(capfd):
    root = logging.getLogger()
    before = root.handlers[:], root.level
    try:
        with Path("/dev/full").open("w", buffering=1) as full:
            logs.set_up(stream=full)
            structlog.get_logger().warning("not enough room")
            logging.getLogger("other").error("not enough room")
    except OSError:  # closing the file tells of it, too
        pass
    finally:
        root.handlers[:], root.level = before
        structlog.reset_defaults()
    assert "Logging error" not in capfd.readouterr().err
