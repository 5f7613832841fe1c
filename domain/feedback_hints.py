"""One gentle question before feedback is sent, by rule: it never blocks, never rewrites, and is never asked twice.

- The behaviour says what can be seen or heard. A judgement alone ("great job") leaves nothing to go on doing, and
  "always" or "never" is rarely true and hard to hear.
- Without a situation one does not know which time is meant; without an impact one does not know why it mattered.
- Only the first thing that is missing is asked for. The words are English; in other languages the judgement goes by.
"""

import re

from domain.values import Value


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


JUDGEMENTS = _words(
    "amazing awesome awful bad best better boring bravo brilliant careless clever cool excellent exceptional fantastic "
    "fine good great helpful impressive kudos lazy lovely nice outstanding perfect poor pretty professional rude sloppy "
    "smart solid strong stupid super superb talented terrible thank thanks thx top unhelpful unprofessional useless "
    "weak well wonderful worst wow wrong"
)
FILLERS = _words(
    "a all and are as at been being but completely deal did do done effort ever everything for guy has have he her him "
    "his i im in is it its job just keep kind lot lots man me more much my of on person player quite rather really s "
    "she so stuff such team that the their them they things this to too totally up very was way we were with work "
    "worker you your youre"
)
"""What stands around a judgement and says no more."""
ABSOLUTES = re.compile(r"\b(always|never|every (?:single )?time|all the time|constantly)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")


class Hint(Value):
    """What to ask, and at which field of the form."""

    field: str
    question: str


def hint(situation: str, behaviour: str, impact: str) -> Hint | None:
    """Return the one question that would help most; None where nothing is missing."""
    if is_judgement(behaviour):
        question = "What did they do or say that made you think so? A judgement alone is hard to repeat or to change."
        return Hint(field="behaviour", question=question)
    if absolute := ABSOLUTES.search(behaviour):
        word = absolute[0].capitalize()
        question = f"“{word}” is hard to hear and rarely quite true. Is there one time you can describe?"
        return Hint(field="behaviour", question=question)
    if not situation.strip():
        return Hint(
            field="situation", question="When and where was it? One line, so that they know which time you mean."
        )
    if not impact.strip():
        return Hint(
            field="impact", question="What did it lead to, for you, the team or a customer? That is why it matters."
        )
    return None


def is_judgement(text: str) -> bool:
    """Tell whether a text only judges: each of its words does, or says nothing by itself."""
    words = [word.casefold() for word in WORD.findall(text)]
    return any(word in JUDGEMENTS for word in words) and all(word in JUDGEMENTS | FILLERS for word in words)
