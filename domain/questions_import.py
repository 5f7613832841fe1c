"""The import of the teams' own questions: a line a question, in the order they are asked.

- For each team the file names it holds all questions: those it leaves out are asked no more. Other teams stay as they are.
- A second import of the same file changes nothing.
"""

import difflib
from collections.abc import Collection, Mapping, Sequence

from domain.imports import Findings, Line
from domain.team_questions import MOST, Question, QuestionsPlan, plan_questions

COLUMNS = ("team", "question")


def plan_import(
    lines: Sequence[Line], teams: Collection[str], current: Mapping[str, Sequence[Question]]
) -> tuple[QuestionsPlan, ...]:
    """Return what to change in each team of the file. `teams` are those that people are in.

    Raises CannotImport with every mistake.
    """
    findings, found = Findings(), dict[str, dict[str, str]]()
    names = {team.casefold(): team for team in teams}
    for line in lines:
        team, question = _team(line, names, findings), _question(line, findings)
        if team and question:
            _add(found.setdefault(team, {}), line, question, findings)
    findings.must_be_none()
    return tuple(plan_questions(team, current.get(team, ()), list(texts.values())) for team, texts in found.items())


def _team(line: Line, names: Mapping[str, str], findings: Findings) -> str | None:
    name = line["team"]
    if not name:
        findings.add(line, "team", "name the team, as it is written in your file of people.")
    elif name.casefold() not in names:
        near = difflib.get_close_matches(name.casefold(), names, n=1)
        perhaps = f", perhaps {names[near[0]]}" if near else ""
        findings.add(line, "team", f"nobody is in a team “{name}”{perhaps}. Write it as in your file of people.")
    return names.get(name.casefold())


def _question(line: Line, findings: Findings) -> str:
    question = " ".join(line["question"].split())
    if not question:
        findings.add(line, "question", "write what to ask, for example What slowed you down?")
    return question


def _add(asked: dict[str, str], line: Line, question: str, findings: Findings) -> None:
    if question.casefold() in asked:
        findings.add(line, "question", "this team asks it already in a line above. Take one of them out.")
    elif len(asked) == MOST:
        findings.add(line, "team", f"a team asks {MOST} questions at most. Take one out.")
    asked.setdefault(question.casefold(), question)
