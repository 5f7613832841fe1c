"""The kinds of faults there are, and what each may be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

CALL, DELIVERY = "call", "delivery"
ANY = "*"
DELIVERIES = ("slash_commands", "interactive", "events_api")
LONGEST = 10_000_000  # seconds: some months
MOST_COPIES = 100
HISTORY = ("conversations.history", "conversations.replies")


class WrongFault(ValueError):
    """A fault is described that cannot be; the text says what is wrong with it."""


@dataclass(frozen=True)
class Option:
    """Something a fault may be told; without a default it may be left out. `default` shows its type too."""

    name: str
    default: Any
    words: str


@dataclass(frozen=True)
class Kind:
    """One kind of fault: of calls (app to Slack) or of deliveries (Slack to app). `only` names the methods it is for.

    `words` say what it does; `shown` says it with the options of one fault, where there are any.
    """

    name: str
    where: str
    words: str
    shown: str = ""
    options: tuple[Option, ...] = ()
    only: tuple[str, ...] = ()


FOR_SECONDS = Option("for_seconds", None, "how long the fault lasts, in seconds of the workspace's clock")
ERROR = "the error Slack names"
REFUSED = Option("error", "internal_error", ERROR)
DENIED = Option("error", "fatal_error", ERROR)
RETRY_AFTER = Option("retry_after", 30, "what the header Retry-After says, in seconds")
LATER = Option("seconds", 1.0, "how much later it is carried out, in seconds of the workspace's clock")
YOUNGER = Option("seconds", 10.0, "how old a message must be to be there")
LATE = Option("seconds", 10.0, "how much later it is sent, in seconds of the workspace's clock")
COPIES = Option("copies", 2, "how often it comes in all")

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("error", CALL, "is refused with an error", "is refused with {error}", (REFUSED,)),
        Kind(
            "ratelimited",
            CALL,
            "is answered 429: too many requests",
            "is answered 429, Retry-After {retry_after}",
            (RETRY_AFTER,),
        ),
        Kind("http_500", CALL, "is answered with status 500 and a page of HTML"),
        Kind("drop", CALL, "is not carried out, and the connection is closed"),
        Kind("reset", CALL, "is not carried out, and the connection is reset"),
        Kind("hang", CALL, "is not carried out, and never answered"),
        Kind(
            "late_accept",
            CALL,
            "is cut off, and carried out later all the same",
            "is cut off, and carried out {seconds:g} s later all the same",
            (LATER,),
        ),
        Kind(
            "lag",
            CALL,
            "does not show the newest messages yet",
            "does not show what is younger than {seconds:g} s",
            (YOUNGER,),
            HISTORY,
        ),
        Kind("accept_then_drop", CALL, "is carried out, and the connection is closed without an answer"),
        Kind(
            "accept_then_error",
            CALL,
            "is carried out, and answered with an error",
            "is carried out, and answered with {error}",
            (DENIED,),
        ),
        Kind("duplicate", DELIVERY, "comes more than once", "comes {copies} times", (COPIES,)),
        Kind("lost", DELIVERY, "never arrives"),
        Kind("late", DELIVERY, "arrives late", "arrives {seconds:g} s late", (LATE,)),
    )
}


def kind_named(name: object) -> Kind:
    """Return a kind, or say which there are."""
    if not isinstance(name, str) or name not in KINDS:
        raise WrongFault(f"There is no fault {name!r}; there are {', '.join(KINDS)}.")
    return KINDS[name]


def checked_method(kind: Kind, method: object, methods: Mapping[str, object]) -> str:
    """Return what the fault is of, if that exists."""
    there: tuple[str, ...] = DELIVERIES if kind.where == DELIVERY else (kind.only or tuple(methods))
    if method == ANY or (isinstance(method, str) and method in there):
        return str(method)
    if kind.where == DELIVERY or kind.only:
        raise WrongFault(f"A fault {kind.name} is of {', '.join(there)} or *, not of {method!r}.")
    near = get_close_matches(str(method), there, n=1)
    ending = f"did you mean {near[0]}?" if near else "name a Web API method, or * for all of them."
    raise WrongFault(f"There is no method {method!r}; {ending}")


def checked_options(kind: Kind, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options with their defaults, if the kind has them and their values can be."""
    known = {option.name: option for option in (*kind.options, FOR_SECONDS)}
    if unknown := [name for name in given if name not in known]:
        raise WrongFault(f"A fault {kind.name} has no option {unknown[0]!r}; it has {', '.join(known)}.")
    for name, value in given.items():
        _check(kind, known[name], value)
    said = {name: value for name, value in given.items() if value is not None}
    return {option.name: option.default for option in kind.options} | said


def checked_number(name: str, value: Any, least: float, most: float, *, whole: bool = False) -> Any:
    """Return a number in its bounds, or say which they are."""
    right = isinstance(value, int) if whole else isinstance(value, int | float)
    if not right or isinstance(value, bool) or not least <= value <= most:
        what = "a whole number" if whole else "a number"
        raise WrongFault(f"The {name} of a fault is {what} from {least} to {most:g}, not {value!r}.")
    return value


def _check(kind: Kind, option: Option, value: Any) -> None:
    if value is None and option is FOR_SECONDS:
        return
    if isinstance(option.default, str):
        if not isinstance(value, str) or not value:
            raise WrongFault(f"The {option.name} of a fault {kind.name} is text, not {value!r}.")
        return
    if option is COPIES:
        checked_number("copies", value, 2, MOST_COPIES, whole=True)
    elif isinstance(option.default, int):
        checked_number(option.name, value, 1, LONGEST, whole=True)
    else:
        checked_number(option.name, value, 0, LONGEST)
