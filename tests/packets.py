"""A review packet for tests of its formats: Ana's, as Mia reads it, with whatever entries a test is about."""

from datetime import UTC, date, datetime

from company import ANA, MIA, NOW
from domain.evidence import Entry, EntryKind, Part
from domain.goal_reviews import GoalInReview, KpiMove
from domain.goals import Confidence, Goal, Kpi, State
from domain.permissions import Relation
from domain.reviews import ReviewPacket, Thin

NAMES = {"UANA": "Ana Ruiz", "UBO": "Bo Lind", "UMIA": "Mia Okafor"}
AT = datetime(2026, 11, 3, 9, tzinfo=UTC)


def kudos(text: str, **fields) -> Entry:
    given = {"at": AT, "kind": EntryKind.KUDOS, "by": "UBO", "title": "Kudos #care", "parts": (Part(text=text),)}
    return Entry(**(given | fields))


def goal_in_review(**fields) -> GoalInReview:
    kpi = Kpi(id=1, name="First reply", unit="min", baseline=90, target=45, value=60)
    goal = Goal(
        id=1,
        ref="G-12",
        title="Reply within the hour",
        owner="UANA",
        state=State.ACTIVE,
        starts=date(2026, 7, 1),
        due=date(2026, 12, 31),
        kpis=(kpi,),
        confidence=Confidence.ON_TRACK,
    )
    shown = {
        "goal": goal.model_copy(update=fields.pop("goal", {})),
        "plan": 0.78,
        "status": Confidence.AT_RISK,
        "said": "60 on the way down to 45 min; the plan for 20 November is 55.1",
        "kpis": (KpiMove(name="First reply", unit="min", baseline=90, target=45, start=None, end=60),),
        "above": ("Customers stay",),
        "evidence": 1,
    }
    return GoalInReview(**(shown | fields))


def a_packet(*entries: Entry, goals=(), **fields) -> ReviewPacket:
    facts = {
        "person": ANA,
        "reader": MIA.id,
        "relation": Relation.MANAGER,
        "since": date(2026, 7, 1),
        "until": date(2026, 11, 20),
        "reads_from": date(2026, 7, 1),
        "made_at": NOW,
        "goals": tuple(goals),
        "entries": tuple(entries),
        "names": NAMES,
        "thin": Thin(months=(date(2026, 9, 1),), goals=("G-12",) if goals else ()),
        "hidden": ("private kudos", "feedback: only the receiver"),
    }
    return ReviewPacket(**(facts | fields))
