"""Reading what was typed after `/kudos`: whom it thanks, what for, and which value it names."""

from collections.abc import Sequence

from domain.people import Person
from handlers.payloads import CHANNEL, GROUP, MENTION, written


def reason_in(text: str, people: dict[str, Person], company_values: Sequence[str]) -> tuple[str, str | None]:
    """Split what was typed into the reason and the company value it names (`#value`, anywhere)."""
    known = {value.casefold(): value for value in company_values}
    named = None
    for channel in CHANNEL.finditer(text):  # a value that is also a channel's name arrives as a link to it
        if (channel[2] or "").casefold() in known:
            named, text = known[channel[2].casefold()], text.replace(channel[0], "")
    kept = []
    for word in _in_one_word(text).split(" "):
        bare = word.strip(".,;:!").removeprefix("#").casefold()
        if word.startswith("#") and bare in known:
            named = known[bare]
        else:
            kept.append(word)
    return _without_receivers(" ".join(kept), people), named


def _in_one_word(text: str) -> str:
    """Take the spaces out of names, so that none is torn."""
    for name in (MENTION, GROUP):
        text = name.sub(lambda found: found[0].replace(" ", ""), text)
    return text


def _without_receivers(text: str, people: dict[str, Person]) -> str:
    """Take the leading names and the word *for* away; a name within the sentence stays one."""
    rest = text.strip()
    while found := MENTION.match(rest) or GROUP.match(rest):
        rest = rest[found.end() :].lstrip(" ,")
        if rest.startswith(("and <@", "and <!subteam")):
            rest = rest.removeprefix("and ")
    if rest.casefold() == "for" or rest.casefold().startswith("for "):
        rest = rest[3:]
    return written(rest.strip(), people)
