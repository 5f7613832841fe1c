"""The import of people: who reports to whom, from a file of the people team.

- A person is named by Slack id or by e-mail, in either column; each stands on one line.
- Whoever is imported is enrolled. An empty name or e-mail keeps what Slack says; an empty role keeps the role.
- A country is one whose public holidays are known. A file without that column leaves countries as they are.
- A manager is in the file or known already; nobody is their own; the line never loops.
- A new manager reads from the day of the change on, so an unchanged one keeps their date.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.imports import Findings, Line, loops_in_file, one_of
from domain.people import Person, Role
from domain.public_holidays import UnknownCountry, country
from domain.values import Value

COLUMNS = ("slack_id", "email", "name", "manager_slack_id", "team", "role")
OPTIONAL = ("country",)
SLACK_ID = re.compile(r"[UW][A-Z0-9]{1,40}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
HOW_TO_NAME = "Write a Slack id such as U0123456789 (profile → ⋮ → Copy member ID) or an e-mail address."


class PeoplePlan(Value):
    """What an import of people does: whom it adds, whom it changes, and how many stay as they are."""

    new: tuple[Person, ...]
    changed: tuple[Person, ...]
    unchanged: int


class Directory:
    """Whom a cell can mean: the people known already and those of the file, by Slack id and by e-mail."""

    def __init__(self, known: Mapping[str, Person]) -> None:
        self.known = known
        self.by_email = {person.email.casefold(): person.id for person in known.values() if person.email}
        self.lines: dict[str, Line] = {}
        self.unclear: set[str] = set()

    def find(self, cell: str) -> str | None:
        """Return the Slack id that a cell means; an id is taken on trust, an e-mail must be known."""
        return cell if SLACK_ID.fullmatch(cell) else self.by_email.get(cell.casefold())

    def has(self, person: str) -> bool:
        """Tell whether this person takes part or will after the import."""
        return person in self.lines or (person in self.known and self.known[person].active)


def plan_people(lines: Sequence[Line], known: Mapping[str, Person], *, now: datetime) -> PeoplePlan:
    """Return what to store. `known` is everybody, also those who left, with the roles of earlier imports.

    Raises CannotImport with every mistake.
    """
    findings = Findings()
    directory = Directory(known)
    _read_ids(lines, directory, findings)
    _read_emails(directory, findings)
    managers = {person: _manager(person, line, directory, findings) for person, line in directory.lines.items()}
    _refuse_loops(managers, directory, findings)
    roles = {person: one_of(line, "role", Role, findings) for person, line in directory.lines.items()}
    countries = {person: _country(line, known.get(person), findings) for person, line in directory.lines.items()}
    findings.must_be_none()
    people = [
        _person(person, line, known.get(person), managers[person], roles[person], countries[person], now)
        for person, line in directory.lines.items()
    ]
    return PeoplePlan(
        new=tuple(person for person in people if person.id not in known),
        changed=tuple(person for person in people if person.id in known and person != known[person.id]),
        unchanged=sum(person == known.get(person.id) for person in people),
    )


def _read_ids(lines: Sequence[Line], directory: Directory, findings: Findings) -> None:
    """Find out whom each line is about, and refuse a second line about the same person."""
    for line in lines:
        column = "slack_id" if line["slack_id"] else "email"
        person = directory.find(line[column])
        if not line[column]:
            findings.add(line, "slack_id", f"nobody is named. {HOW_TO_NAME}")
        elif person is None and EMAIL.fullmatch(line[column]):
            findings.add(
                line, column, f"nobody in Cairn has the e-mail {line[column]} yet. Write their Slack id beside it."
            )
        elif person is None:
            findings.add(line, column, f"“{line[column]}” is nobody's id. {HOW_TO_NAME}")
        elif person in directory.lines:
            findings.add(
                line, column, f"the same person as on line {directory.lines[person].number}. Keep one of the two."
            )
        elif person in directory.known and not directory.known[person].active:
            findings.add(line, column, f"{directory.known[person].name} has left or is a guest. Take the line out.")
        else:
            directory.lines[person] = line
            continue
        directory.unclear |= {line["slack_id"].casefold(), line["email"].casefold()}


def _read_emails(directory: Directory, findings: Findings) -> None:
    """Take over the e-mails of the file; each belongs to one person."""
    changed = {person for person, line in directory.lines.items() if line["email"]}
    owners = {email: person for email, person in directory.by_email.items() if person not in changed}
    for person, line in directory.lines.items():
        email = line["email"].casefold()
        if email and not EMAIL.fullmatch(email):
            findings.add(line, "email", f"“{line['email']}” is no e-mail address. Correct it or leave it empty.")
        elif email and owners.setdefault(email, person) != person:
            findings.add(line, "email", f"{line['email']} belongs to {_name(owners[email], directory)}. Correct one.")
    directory.by_email = owners


def _manager(person: str, line: Line, directory: Directory, findings: Findings) -> str | None:
    cell = line["manager_slack_id"]
    if not cell or cell.casefold() in directory.unclear:
        return None  # what is wrong with that other line is said there
    manager = directory.find(cell)
    if manager == person:
        findings.add(line, "manager_slack_id", "nobody is their own manager. Name another, or leave it empty.")
    elif manager and directory.has(manager):
        return manager
    elif manager and manager in directory.known:
        name = directory.known[manager].name
        findings.add(line, "manager_slack_id", f"{name} has left or is a guest. Name another manager.")
    elif manager or EMAIL.fullmatch(cell):
        findings.add(line, "manager_slack_id", f"{cell} is neither in this file nor in Cairn. Add a line for them.")
    else:
        findings.add(line, "manager_slack_id", f"“{cell}” is nobody's id. {HOW_TO_NAME}")
    return None


def _country(line: Line, before: Person | None, findings: Findings) -> str | None:
    cell = line.cells.get("country")
    if cell is None:
        return before.country if before else None
    try:
        return country(cell)
    except UnknownCountry as unknown:
        findings.add(line, "country", str(unknown))
        return None


def _refuse_loops(managers: Mapping[str, str | None], directory: Directory, findings: Findings) -> None:
    stored = {person.id: person.manager for person in directory.known.values()}
    for line, loop in loops_in_file(stored | dict(managers), directory.lines):
        names = " → ".join(_name(one, directory) for one in loop)
        findings.add(line, "manager_slack_id", f"the reporting line loops: {names}. Give one another manager.")


def _name(person: str, directory: Directory) -> str:
    written = directory.lines[person]["name"] if person in directory.lines else ""
    return written or (directory.known[person].name if person in directory.known else person)


def _person(
    person: str,
    line: Line,
    before: Person | None,
    manager: str | None,
    role: Role | None,
    place: str | None,
    now: datetime,
) -> Person:
    """Return the person as they are after the import; `before` is what is stored."""
    email = line["email"] or None
    was = before or Person(id=person, name=email or person)
    same_email = email is None or email.casefold() == (was.email or "").casefold()
    kept = was.manager_since if manager == was.manager else now
    return was.model_copy(
        update={
            "name": line["name"] or was.name,
            "email": was.email if same_email else email,
            "team": line["team"] or None,
            "role": role or was.role,
            "manager": manager,
            "manager_since": kept if manager else None,
            "enrolled_at": was.enrolled_at or now,
            "country": place,
        }
    )
