"""Breaking things: faults of calls and deliveries, and what can befall an app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.errors import JSON, Misuse
from emulator.wires.fault_kinds import FOR_SECONDS, KINDS, Kind

if TYPE_CHECKING:
    from emulator.control.answering import Endpoint, Given
    from emulator.server import Emulator
    from emulator.wires.faults import Fault

REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")


async def add_fault(emulator: Emulator, given: Given) -> JSON:
    """Add a fault; return its number."""
    said = {name: value for name, value in given.args.items() if name not in {"as", "method", "kind"}}
    if "probability" in said and said["probability"] is None:
        del said["probability"]
    number = emulator.faults.add(given.text("method"), given.text("kind"), **said)
    emulator.live.tell("state")
    return {"ok": True, "id": number}


async def faults(emulator: Emulator, _given: Given) -> JSON:
    """Return the faults that wait, and the kinds there are."""
    return {
        "faults": [_fault(one) for one in emulator.faults.there()],
        "kinds": [_kind(one) for one in KINDS.values()],
    }


async def remove_faults(emulator: Emulator, given: Given) -> JSON:
    """Take one fault away, or all."""
    if given.has("id"):
        number = given.whole("id")
        if not emulator.faults.remove(number):
            raise Misuse(f"There is no fault {number} any more.")
    else:
        emulator.faults.clear()
    emulator.live.tell("state")
    return {"ok": True}


async def app(emulator: Emulator, given: Given) -> JSON:
    """Do something to an app: its token, its sockets."""
    which, do = emulator.app(given.optional("app")).id, given.text("do")
    if do == "revoke":
        emulator.revoke(which)
    elif do == "restore":
        emulator.restore(which)
    elif do in {"silence", "unsilence"}:
        emulator.silence(which, silent=do == "silence")
    elif do == "cut":
        emulator.cut(which)
    elif do == "disconnect":
        await emulator.disconnect(which, _reason(given))
    else:
        raise Misuse(f"An app can be told revoke, restore, silence, unsilence, cut or disconnect, not {do!r}.")
    emulator.live.tell("state")
    return {"ok": True}


def _reason(given: Given) -> str:
    reason = given.text("reason", "refresh_requested")
    if reason not in REASONS:
        raise Misuse(f"Slack disconnects with one of {', '.join(REASONS)}, not {reason!r}.")
    return reason


def _fault(fault: Fault) -> JSON:
    return {
        "id": fault.id,
        "method": fault.method,
        "kind": fault.kind,
        "left": fault.times,
        "seconds_left": None if fault.countdown is None else round(fault.countdown.left, 3),
        "probability": fault.probability,
        "options": fault.options,
        "words": fault.words,
    }


def _kind(kind: Kind) -> JSON:
    options = [{"name": one.name, "default": one.default, "words": one.words} for one in (*kind.options, FOR_SECONDS)]
    return {"kind": kind.name, "where": kind.where, "words": kind.words, "options": options}


ENDPOINTS: list[Endpoint] = [
    ("POST", "faults", add_fault),
    ("GET", "faults", faults),
    ("DELETE", "faults", remove_faults),
    ("POST", "app", app),
]
