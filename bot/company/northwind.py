"""Northwind, eight weeks into its goals: who reports to whom, what they want, what they said and wrote.

Ages are in days before the demo starts, which is a Friday morning in Berlin; a week later everybody is asked again.
"""

from typing import NamedTuple

from domain.feedback import Tone, Visibility
from domain.goals import Level, State
from domain.people import Role

Reactions = tuple[tuple[str, tuple[str, ...]], ...]
"""Emoji, each with who chose it."""
WEEKS = 6
"""Check-ins are told of the last so many periods; the last one opens as the demo starts."""
LINE = {
    "UANA": ("UMIA", "Support", Role.EMPLOYEE),
    "UBO": ("UMIA", "Support", Role.EMPLOYEE),
    "UPRIYA": ("UMIA", "Support", Role.EMPLOYEE),
    "UTOM": ("UMIA", "Support", Role.EMPLOYEE),
    "UMIA": ("UOLU", "Support", Role.MANAGER),
    "USAM": ("UOLU", "Sales", Role.EMPLOYEE),
    "UOLU": (None, "Customer care", Role.MANAGER),
    "UHANA": (None, "People", Role.ADMIN),
}
"""Manager, team and role of everyone."""


class Planned(NamedTuple):
    """A goal; `path` are its readings, one a week, the oldest first."""

    ref: str
    title: str
    level: Level
    owner: str
    parent: str | None
    kpi: str
    unit: str
    baseline: float
    target: float
    path: tuple[float, ...]
    state: State = State.ACTIVE


class Thanks(NamedTuple):
    """Kudos."""

    giver: str
    receivers: tuple[str, ...]
    reason: str
    value: str
    days: int
    goal: str | None = None
    reactions: Reactions = ()


class Told(NamedTuple):
    """Feedback."""

    author: str
    receiver: str
    situation: str
    behaviour: str
    impact: str
    tone: Tone
    visibility: Visibility
    days: int
    goal: str | None = None


class Said(NamedTuple):
    """What somebody said in a channel, at `hour` in Berlin."""

    person: str
    channel: str
    days: int
    hour: int
    text: str


GOALS = (
    Planned("CO-1", "Customers stay because we answer well", Level.COMPANY, "UOLU", None, "Renewal rate", "%", 86, 92, (86, 87, 88, 88, 89, 89)),
    Planned("SU-1", "Support answers within a working hour", Level.TEAM, "UMIA", "CO-1", "First reply", "minutes", 180, 60, (170, 160, 150, 140, 130, 122)),
    Planned("G-1", "Halve the time to the first reply in the morning shift", Level.INDIVIDUAL, "UANA", "SU-1", "First reply", "minutes", 180, 60, (175, 160, 140, 125, 110)),
    Planned("G-2", "Write the ten articles customers ask for most", Level.INDIVIDUAL, "UANA", "SU-1", "Published", "articles", 0, 10, (0, 1, 2, 3, 4)),
    Planned("G-3", "Bring re-opened tickets under five in a hundred", Level.INDIVIDUAL, "UBO", "SU-1", "Re-opened", "%", 12, 5, (12, 11, 11, 10.5, 10)),
    Planned("G-4", "Answer the whole night queue by nine", Level.INDIVIDUAL, "UPRIYA", "SU-1", "Answered by nine", "%", 40, 95, (45, 52, 60, 66, 70, 74)),
    Planned("G-5", "Set up an on-call rota nobody dreads", Level.INDIVIDUAL, "UTOM", "SU-1", "Covered", "nights", 0, 30, (0, 4, 9, 11)),
    Planned("G-6", "Win back ten customers who left", Level.INDIVIDUAL, "USAM", "CO-1", "Won back", "customers", 0, 10, (1, 2, 3, 4, 5)),
    Planned("G-7", "Hire two people for the night shift", Level.INDIVIDUAL, "UMIA", "SU-1", "Hired", "people", 0, 2, (0, 0, 0, 1, 1)),
    Planned("G-8", "Sit with one customer a week", Level.INDIVIDUAL, "UOLU", "CO-1", "Visits", "", 0, 16, (1, 3, 4, 6, 8)),
    Planned("G-9", "Everyone has a goal of their own", Level.INDIVIDUAL, "UHANA", None, "People with a goal", "%", 30, 100, (30, 38, 46, 54, 64)),
    Planned("G-10", "Two more people can run the night queue alone", Level.INDIVIDUAL, "UPRIYA", "SU-1", "Trained", "people", 0, 2, (), State.PROPOSED),
)  # fmt: skip
WORDS = {
    "UANA": (
        ("Sorted the morning queue by customer instead of by age.", "Try it for a whole week.", ""),
        ("First replies are down to 160 minutes.", "Write the article on invoices.", ""),
        ("Two articles are out, and both were read the same day.", "Ask Bo for the refund cases.", ""),
        ("A calm week, so I helped Tom with the rota.", "The article on cancelling.", ""),
        ("110 minutes, from 180 when we began.", "Write about refunds.", "I still can't see the refund tool; access is with finance."),
    ),
    "UBO": (
        ("Found why tickets come back: we close them before the refund is booked.", "Talk to finance.", ""),
        ("Wrote a checklist for closing.", "Get everyone to use it.", ""),
        ("Half the team uses the checklist.", "Measure it.", "Finance takes three days to answer."),
        ("Down to 10.5 in a hundred.", "Show it in the team meeting.", ""),
        ("The launch went out without one page at night.", "Rest, then the numbers.", ""),
    ),
    "UPRIYA": (
        ("The night queue was empty by half past ten.", "Start an hour earlier on Mondays.", ""),
        ("Templates for the five commonest questions.", "Ten more.", ""),
        ("60 of 100 by nine.", "Look at Mondays.", ""),
        ("66 by nine; Mondays are better.", "Keep going.", ""),
        ("70 by nine, and customers in Asia noticed.", "Write down how.", ""),
        ("Wrote it down, and Tom took over one night.", "Hand over the second one.", ""),
    ),
    "UTOM": (
        ("The first rota is up.", "Ask who would rather not do nights.", ""),
        ("Four people are on it.", "Find two more.", "Two of us can't get into the paging tool."),
        ("Nine nights covered.", "Fix the paging tool.", ""),
        ("Everyone can page now; Ana found the setting.", "Swap days instead of people.", ""),
    ),
    "UMIA": (
        ("Everyone in the team has a goal they chose.", "One-to-ones with all four.", ""),
        ("Two applications for the night shift.", "First interviews.", ""),
        ("The team answers faster than in spring.", "Ask finance about the refund tool.", ""),
        ("Lena said yes; she starts next month.", "Prepare her first week.", ""),
        ("Launch week, and nobody worked late.", "Look for the second night person.", ""),
    ),
    "USAM": (
        ("One customer is back after our call.", "Call the others who left in summer.", ""),
        ("They left because of the invoices, not the price.", "Ask Ana to explain the change.", ""),
        ("Three are back.", "A visit in Boston.", ""),
        ("Ana explained the invoices to our biggest customer, and they stay.", "Write down what she said.", ""),
        ("Five are back.", "Offer the new plan.", "A discount above ten percent needs a signature; three customers wait for it."),
    ),
    "UOLU": (
        ("First visit: they liked the answers and hated the forms.", "Two more.", ""),
        ("Both said the same about refunds.", "Bring finance along.", ""),
        ("Finance came along and saw it.", "Renewals with Sam.", ""),
        ("89 % renew.", "Quarterly numbers.", ""),
        ("Showed the bad numbers first; it was a better meeting.", "Thank the launch team.", ""),
    ),
    "UHANA": (
        ("Goals are explained in every team.", "Collect the questions.", ""),
        ("Most asked what happens if one misses a goal.", "Write the answer down: we talk about it.", ""),
        ("Almost half of us have one.", "Sales next.", ""),
        ("Sales is done.", "People without a manager.", ""),
        ("64 in a hundred have a goal.", "Prepare the reviews in spring.", ""),
    ),
}  # fmt: skip
"""What went well, what is next, what is in the way: one row a week, the oldest first."""
READ = (("UMIA", "UBO", 1), ("UMIA", "UPRIYA", 1), ("UOLU", "UMIA", 1), ("UOLU", "UMIA", 2), ("UOLU", "USAM", 2))
"""Which manager has read whose check-in of so many weeks ago."""
KUDOS = (
    Thanks("UBO", ("UANA",), "pairing on the refund cases until they made sense", "care", 32),
    Thanks("UMIA", ("UPRIYA",), "the templates that gave each of us an hour back", "craft", 25, "SU-1", (("raised_hands", ("UANA", "UTOM", "UBO")),)),
    Thanks("USAM", ("UANA",), "explaining the invoice change to our biggest customer; they stay", "customer-first", 15, "CO-1", (("tada", ("UOLU", "UMIA")),)),
    Thanks("UTOM", ("UANA", "UPRIYA"), "taking two of my nights when my daughter was ill", "care", 8, None, (("heart", ("UMIA", "UBO", "UHANA")),)),
    Thanks("UANA", ("UBO",), "the closing checklist; nothing of mine has come back since", "craft", 4, "SU-1", (("tada", ("UPRIYA",)),)),
)  # fmt: skip
FEEDBACK = (
    Told("UOLU", "UMIA", "In the quarterly review", "You showed the numbers that got worse first", "We talked about the real problem", Tone.PRAISE, Visibility.RECEIVER, 22),
    Told("UANA", "UBO", "When the refund cases piled up", "You wrote a checklist instead of waiting for finance", "Half of us stopped closing too early", Tone.PRAISE, Visibility.RECEIVER_AND_MANAGER, 17, "SU-1"),
    Told("UMIA", "UANA", "In Tuesday's stand-up", "You named the refund problem without blaming finance", "They sent somebody to look at it the same day", Tone.PRAISE, Visibility.RECEIVER_AND_MANAGER, 16),
    Told("UBO", "UANA", "In the launch channel", "You answered three people in one message", "Two of them missed what was for them", Tone.SUGGESTION, Visibility.RECEIVER, 10),
)  # fmt: skip
CHATTER = (
    Said("UOLU", "CGENERAL", 8, 16, "The launch is out, and it was the calmest one so far. Thank you all."),
    Said("UHANA", "CGENERAL", 4, 9, "Whoever has no goal of their own yet: I am happy to think along. Half an hour is enough."),
    Said("USAM", "CGENERAL", 3, 16, "Customer number five is back. They say it was the invoices all along."),
    Said("UTOM", "CGENERAL", 1, 9, "My daughter is well again, and so am I. Thank you for the nights."),
    Said("UBO", "CSUPPORT", 2, 14, "The closing checklist is down to five lines now. It takes a minute."),
    Said("UPRIYA", "CSUPPORT", 1, 8, "74 of 100 answered by nine. @tom, the night is yours."),
    Said("UTOM", "CSUPPORT", 1, 10, "Got it. I write down whatever is unclear."),
)  # fmt: skip
