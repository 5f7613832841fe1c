"""A refusal where Slack formats nothing: under the field of a form.

There `*bold*`, backticks and `<@U123>` would be read as they stand. What a person wrote themselves stays as it is.
"""

import re

from domain.refusals import Refusal

CODE = re.compile("`([^`]*)`")
BOLD = re.compile(r"\*([^*]*)\*")
MENTION = re.compile(r"<@[UW]\w+(?:\|[^>]*)?>")


def plain(refusal: Refusal) -> str:
    """Return the refusal's words without Slack's marks; whom it names by a mention becomes "this person".

    What stood between backticks gets quotation marks.
    """
    facts = {
        name: MENTION.sub("this person", fact) if isinstance(fact, str) else fact
        for name, fact in refusal.facts.items()
    }
    return BOLD.sub(r"\1", CODE.sub(r"“\1”", refusal.text)).format(**facts)
