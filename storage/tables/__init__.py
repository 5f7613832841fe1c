"""The tables, the same on SQLite and PostgreSQL. `workspace_id` stands in every one of them.

Promises that must hold under concurrency are constraints here: one answer a person and week, one notice a reason,
one effect an input. These classes stay inside `storage/`; what goes in and out are domain values.
"""

from storage.tables.access import AccessRow
from storage.tables.base import Row
from storage.tables.check_ins import (
    BlockerCardRow,
    BlockerReplyRow,
    BlockerRow,
    CheckInDraftRow,
    CheckInRevisionRow,
    CheckInRow,
    CheckInTurnRow,
    TeamQuestionRow,
)
from storage.tables.feedback import EvidenceRow, FeedbackQuestionRow, FeedbackRequestRow, FeedbackRow
from storage.tables.goals import (
    CycleRow,
    GoalContributorRow,
    GoalEventRow,
    GoalRescopeRow,
    GoalRow,
    GoalWarningRow,
    KpiReadingRow,
    KpiRow,
    MilestoneRow,
)
from storage.tables.kudos import KudosJoinRow, KudosReceiverRow, KudosRow
from storage.tables.outbox import HandledRow, OutboxRow, PaceRow
from storage.tables.people import AbsenceRow, HomeRow, NewBlockRow, PersonRow, WorkspaceRow

__all__ = [
    "AbsenceRow",
    "AccessRow",
    "BlockerCardRow",
    "BlockerReplyRow",
    "BlockerRow",
    "CheckInDraftRow",
    "CheckInRevisionRow",
    "CheckInRow",
    "CheckInTurnRow",
    "CycleRow",
    "EvidenceRow",
    "FeedbackQuestionRow",
    "FeedbackRequestRow",
    "FeedbackRow",
    "GoalContributorRow",
    "GoalEventRow",
    "GoalRescopeRow",
    "GoalRow",
    "GoalWarningRow",
    "HandledRow",
    "HomeRow",
    "KpiReadingRow",
    "KpiRow",
    "KudosJoinRow",
    "KudosReceiverRow",
    "KudosRow",
    "MilestoneRow",
    "NewBlockRow",
    "OutboxRow",
    "PaceRow",
    "PersonRow",
    "Row",
    "TeamQuestionRow",
    "WorkspaceRow",
]
