"""The company of the tests: Ana and Bo report to Mia, Mia to Olu; Hana is the people team; Sam works elsewhere."""

from datetime import UTC, datetime

from domain.people import Person, Role

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
"""A Friday, 10:30 in Berlin: half an hour after the prompt there."""
LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)

BERLIN = "Europe/Berlin"
ANA = Person(
    id="UANA",
    name="Ana Ruiz",
    email="ana@northwind.example",
    tz=BERLIN,
    team="Support",
    manager="UMIA",
    enrolled_at=LONG_AGO,
    manager_since=LONG_AGO,
)
BO = Person(
    id="UBO",
    name="Bo Lind",
    email="bo@northwind.example",
    tz=BERLIN,
    team="Support",
    manager="UMIA",
    enrolled_at=LONG_AGO,
    manager_since=LONG_AGO,
)
MIA = Person(
    id="UMIA",
    name="Mia Okafor",
    email="mia@northwind.example",
    tz=BERLIN,
    team="Support",
    role=Role.MANAGER,
    manager="UOLU",
    enrolled_at=LONG_AGO,
    manager_since=LONG_AGO,
)
OLU = Person(
    id="UOLU",
    name="Olu Adeyemi",
    email="olu@northwind.example",
    tz="Europe/London",
    team="Lead",
    role=Role.MANAGER,
    enrolled_at=LONG_AGO,
)
HANA = Person(
    id="UHANA",
    name="Hana Sato",
    email="hana@northwind.example",
    tz="Asia/Tokyo",
    team="People",
    role=Role.ADMIN,
    enrolled_at=LONG_AGO,
)
SAM = Person(
    id="USAM", name="Sam Cole", email="sam@northwind.example", tz="America/New_York", team="Sales", enrolled_at=LONG_AGO
)
EVERYONE = (ANA, BO, MIA, OLU, HANA, SAM)
