"""Which host names lead to this workspace, and which are a trick.

A web page of a stranger may give its own name the address of this machine, and then count as "the same origin" for a
browser (DNS rebinding). It cannot do so with a bare address, nor with the names every machine has for itself.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

LOCAL = "localhost"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine and nobody else."""
    if host.lower() == LOCAL or host.lower().endswith(f".{LOCAL}"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_own(host_header: str, bound: str) -> bool:
    """Whether a Host header names this workspace: an address, a loopback name, or what it was told to listen at."""
    try:
        name = urlsplit(f"//{host_header}").hostname or ""
    except ValueError:
        return False
    if name == bound.lower() or is_loopback(name):
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
