"""Methods without a token: oauth.v2.access by client id and secret, api.test by anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.errors import JSON, SlackError

if TYPE_CHECKING:
    from emulator.server import Emulator


def access(emulator: Emulator, args: JSON) -> JSON:
    """oauth.v2.access."""
    return emulator.oauth.access(args)


def api_test(_emulator: Emulator, args: JSON) -> JSON:
    """api.test: says what it was told, as an error if it was told one."""
    if args.get("error"):
        raise SlackError(str(args["error"]), args=args)
    return {"args": args} if args else {}
