"""Whom the world of `test_nobody_reads_too_much.py` holds, and who of them may read what.

The table is written by hand from the one in `docs/privacy.md`.
"""

from company import ANA, BO, HANA, LONG_AGO, MIA, OLU, SAM
from domain.people import Person

DEE = Person(
    id="UDEE", name="Dee Gone", tz="Europe/Berlin", manager=MIA.id, manager_since=LONG_AGO, enrolled_at=LONG_AGO
)
EVA = Person(id="UEVA", name="Eva Peer", tz="Europe/Berlin", enrolled_at=LONG_AGO)
GUEST, STRANGER = "UGIL", "UEXT"
INSIDE = "ANA BO MIA OLU HANA SAM EVA"
OUTSIDE = "GIL EXT DEE"
ALL = f"{INSIDE} {OUTSIDE}"
ACTORS = [f"U{name}" for name in ALL.split()]
NOBODY = ""
CHANNEL = "CKUDOS"
POLICY = {
    # what:           (who must be able to read it; who else may; in whose messages it may stand)
    "AnaOldNote": ("ANA", NOBODY, NOBODY),
    "AnaOldNext": ("ANA", "SAM", NOBODY),  # in a priority of which she tells her new manager what became of it
    "AnaOldGoalNote": ("ANA", NOBODY, NOBODY),
    "AnaOldBlocker": ("ANA", NOBODY, "ANA MIA"),
    "MiaReply": ("ANA", NOBODY, "ANA"),
    "AnaReply": ("ANA", NOBODY, "ANA MIA"),
    "AnaNote": ("ANA SAM", NOBODY, NOBODY),
    "AnaNext": ("ANA SAM", NOBODY, NOBODY),
    "AnaGoalNote": ("ANA SAM", NOBODY, NOBODY),
    "AnaAnswer": ("ANA SAM", NOBODY, NOBODY),
    "AnaEarlier": ("ANA", NOBODY, NOBODY),
    "AnaTyped": ("ANA", NOBODY, NOBODY),
    "TeamQuestion": ("ANA BO MIA SAM OLU", NOBODY, NOBODY),
    "AnaBlocker": ("ANA SAM", "BO", "ANA SAM BO"),
    "SamReply": ("ANA", "SAM BO", "ANA SAM BO"),
    "BoNote": ("BO MIA", NOBODY, NOBODY),
    "BoNext": ("BO MIA", NOBODY, NOBODY),
    "BoGoalNote": ("BO MIA", NOBODY, NOBODY),
    "BoNumberNote": ("BO MIA", NOBODY, NOBODY),
    "BoBlocker": ("BO MIA OLU", "EVA", "BO MIA EVA"),
    "EvaReply": ("BO", "MIA EVA", "BO MIA EVA"),
    "DeeNote": ("MIA", NOBODY, NOBODY),
    "DeeNext": ("MIA", NOBODY, NOBODY),
    "DeeBlocker": ("MIA OLU", NOBODY, "DEE MIA"),
    "SamNote": ("SAM", NOBODY, NOBODY),
    "SamNext": ("SAM", NOBODY, NOBODY),
    "SamBlocker": ("SAM", "HANA", "SAM HANA"),
    "HanaReply": ("SAM", "HANA", "SAM HANA"),
    "AnaGoal": ("ANA SAM", NOBODY, "ANA MIA SAM"),  # her new manager hears of it once it falls behind
    "AnaKpi": ("ANA SAM", NOBODY, "MIA"),
    "AnaStep": ("ANA SAM", NOBODY, "MIA"),
    "AnaDraft": ("ANA", NOBODY, NOBODY),
    "BoGoal": ("BO MIA OLU", NOBODY, "BO MIA"),
    "BoKpi": ("BO MIA OLU", NOBODY, "MIA"),
    "BoStep": ("BO MIA OLU", NOBODY, "BO MIA"),
    "BoProposal": ("BO MIA OLU", NOBODY, "BO MIA"),
    "BoEnded": (NOBODY, "BO MIA OLU", "BO MIA"),
    "BoLearned": (NOBODY, "BO MIA OLU", "MIA"),
    "BoWish": (NOBODY, "BO MIA", "BO"),
    "BoDropped": (NOBODY, "BO MIA OLU", "BO MIA"),
    "BoLearnedLess": (NOBODY, "BO MIA OLU", "MIA"),
    "BoWhyDropped": (NOBODY, "BO MIA OLU", "MIA"),
    "AnaOldExplains": ("ANA", NOBODY, NOBODY),
    "BoExplains": ("BO MIA OLU", NOBODY, "MIA"),
    "BoHindered": ("BO", "MIA OLU", "BO MIA"),
    "BoRescopes": (NOBODY, "BO MIA OLU", "MIA"),
    "MiaWishes": (NOBODY, "BO MIA", "BO"),
    "BoRescopesAgain": ("BO MIA OLU", NOBODY, "MIA"),
    "DeeGoal": ("BO MIA OLU", NOBODY, "BO MIA"),  # Bo takes it over
    "DeeGoalNote": ("MIA", NOBODY, NOBODY),
    "DeeExplains": ("BO MIA OLU", NOBODY, NOBODY),
    "CompanyGoal": (INSIDE, NOBODY, f"{INSIDE} CKUDOS"),  # everybody may see it, so it may stand in their messages
    "TeamGoal": (INSIDE, NOBODY, f"{INSIDE} CKUDOS"),
    "PublicKudos": ("ANA", ALL, "ANA CKUDOS"),
    "PrivateKudos": ("ANA", "BO", "ANA"),
    "OldToAna": ("ANA", "BO", NOBODY),
    "OldToBoth": ("ANA", "BO", NOBODY),
    "OldToManager": (NOBODY, "BO", NOBODY),
    "NewToAna": ("ANA", "BO", NOBODY),
    "NewToBoth": ("ANA SAM", "BO", NOBODY),
    "NewToManager": ("SAM", "BO", NOBODY),
    "ToDee": (NOBODY, "BO", NOBODY),
    "OldToAnaIntent": ("ANA", "BO", NOBODY),
    "OldToBothIntent": ("ANA", "BO", NOBODY),
    "OldToManagerIntent": (NOBODY, "BO", NOBODY),
    "NewToAnaIntent": ("ANA BO", NOBODY, NOBODY),
    "NewToBothIntent": ("ANA SAM BO", NOBODY, NOBODY),
    "NewToManagerIntent": ("SAM BO", NOBODY, NOBODY),
    "ToDeeIntent": (NOBODY, "BO", NOBODY),
    "TakenBack": (NOBODY, NOBODY, NOBODY),
    "TakenBackIntent": (NOBODY, NOBODY, NOBODY),
    "AnaQuestion": ("ANA SAM BO", NOBODY, NOBODY),
    "BoAnswer": ("ANA SAM BO", NOBODY, NOBODY),
    "AnaEvidence": ("ANA", NOBODY, NOBODY),
    "AnaKeepsFeedback": ("ANA", NOBODY, NOBODY),
    "AskBo": ("BO", "ANA", "BO"),
    "AskHana": (NOBODY, "ANA HANA", "HANA"),
    "WhyNot": (NOBODY, "ANA HANA", "ANA"),
}


def named(people: str) -> set[str]:
    """Return the ids of these people, and the channel by its own name."""
    return {one if one == CHANNEL else f"U{one}" for one in people.split()}


__all__ = ["ACTORS", "ANA", "BO", "CHANNEL", "DEE", "EVA", "HANA", "MIA", "OLU", "POLICY", "SAM", "STRANGER", "named"]
