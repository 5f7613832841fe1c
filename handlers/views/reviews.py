"""How the review packet is announced: the packet itself is a file."""

from datetime import date

from domain.permissions import Grant, Relation
from handlers.views.blocks import Message, context, mention, message, section


def ordered(grant: Grant, *, since: date, until: date) -> Message:
    """Say that the packet comes, about what, and who will be able to read it."""
    mine = grant.relation is Relation.SELF
    whose = "you" if mine else mention(grant.subject)
    period = f"{since.day} {since:%B %Y} to {until.day} {until:%B %Y}"
    text = f"The review packet about {whose}, {period}, comes as a file in a moment, readable by you alone."
    where = "You will find it in our direct messages. Open it in a browser, or print it."
    noted = "" if mine else f" It holds what you may read, and Cairn writes down for {whose} that you opened it."
    return message(text, section(f"📄 {text}"), context(where + noted))
