"""A team's own questions: asked of its people at the end of each check-in, a few of them, always the same.

- A team has five at most. Each is asked once.
- A question is never changed: it is retired and another one asked, so that an answer stays with what was asked.
- An answer keeps the words of its question; retiring that leaves what was answered readable.
- Who has a direct report in a team may change its questions. Answers are read like notes: by author and manager.
"""

from collections.abc import Iterable, Sequence

from domain.people import Person
from domain.refusals import NothingToShow, Refusal
from domain.texts import clean
from domain.values import Value

MOST = 5
LONGEST = 200
"""Signs: a question is read in one go."""


class Question(Value):
    """A question of a team, at its place (from 0)."""

    id: int
    team: str
    place: int
    text: str


class Answer(Value):
    """What somebody answered, beside the words it was asked in."""

    question: int
    text: str
    answer: str


class QuestionsPlan(Value):
    """What to change so that a team asks just these: `keep` are the ids that stay, by place; None is a new one."""

    team: str
    keep: tuple[tuple[int | None, str], ...]
    retire: tuple[int, ...]

    @property
    def new(self) -> tuple[str, ...]:
        """The questions nobody asked so far."""
        return tuple(text for number, text in self.keep if number is None)

    @property
    def kept(self) -> int:
        """How many stay."""
        return len(self.keep) - len(self.new)


class TooManyQuestions(Refusal):
    """More than five."""

    text = "A team asks five questions at most, so that a check-in stays short. Take one out."


class AskedTwice(Refusal):
    """The same question again."""

    text = "This question stands there already. Change one of the two."


class TooLong(Refusal):
    """A question nobody reads to its end."""

    text = "A question has 200 signs at most. Shorten it."


class ChangedMeanwhile(Refusal):
    """Somebody else changed the questions while this form was open."""

    text = "Somebody changed the questions of {team} meanwhile. Close this form and open it again: it shows them as they are now."


def teams_of(reports: Iterable[Person]) -> tuple[str, ...]:
    """Return the teams whose questions the manager of these people may change, the largest first."""
    teams = [person.team for person in reports if person.team]
    return tuple(sorted(dict.fromkeys(teams), key=lambda team: (-teams.count(team), team)))


def must_lead(team: str, reports: Iterable[Person]) -> None:
    """Refuse whoever has no direct report in that team. Raises NothingToShow."""
    if team not in teams_of(reports):
        raise NothingToShow


def wanted(texts: Sequence[tuple[str, str | None]]) -> tuple[str, ...]:
    """Return the questions of a form, cleaned; empty fields are left out. `texts` holds (field, text).

    Raises AskedTwice, TooLong and UnreadableText at the field.
    """
    found: dict[str, str] = {}
    for field, text in texts:
        question = one_question(text, field=field)
        if question.casefold() in found:
            raise AskedTwice(field=field)
        if question:
            found[question.casefold()] = question
    return tuple(found.values())


def one_question(text: str | None, *, field: str | None = None) -> str:
    """Return a question in one line. Raises TooLong, UnreadableText."""
    question = " ".join(clean(text, field=field).split())
    if len(question) > LONGEST:
        raise TooLong(**({"field": field} if field else {}))
    return question


def plan_questions(team: str, current: Sequence[Question], texts: Sequence[str]) -> QuestionsPlan:
    """Return what to keep, to ask anew and to retire so that the team asks these, in this order.

    Raises TooManyQuestions.
    """
    if len(texts) > MOST:
        raise TooManyQuestions
    known = {one.text: one.id for one in current}
    keep = tuple((known.get(text), text) for text in texts)
    stays = {number for number, _ in keep}
    return QuestionsPlan(team=team, keep=keep, retire=tuple(one.id for one in current if one.id not in stays))
