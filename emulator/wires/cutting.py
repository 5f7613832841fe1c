"""Ending a connection in the ways networks do."""

import socket
import struct

from aiohttp import web

# l_onoff 1, l_linger 0: closing sends RST instead of FIN.
AT_ONCE = struct.pack("ii", 1, 0)


def drop(request: web.Request) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)


def reset(request: web.Request) -> web.Response:
    """Reset the connection (RST), as a crashed machine or a middlebox does."""
    if request.transport is not None:
        wire = request.transport.get_extra_info("socket")
        if wire is not None:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    return drop(request)
