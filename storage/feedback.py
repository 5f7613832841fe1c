"""Feedback and the questions about it. Nothing is handed out without a grant, or beyond the visibility chosen.

A grant for oneself opens what one wrote, too. What was taken back is handed out only as the trace it left.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select, update

from domain.feedback import TOPICS, Feedback, Question, Tone, Visibility
from domain.permissions import Grant, Relation
from storage.feedback_requests import FeedbackRequests
from storage.sql import table
from storage.tables import FeedbackQuestionRow, FeedbackRow, OutboxRow

F, A, O = table(FeedbackRow), table(FeedbackQuestionRow), table(OutboxRow)  # noqa: E741, one letter a table
NOT_STORED = {"id", "questions"}


class Feedbacks(FeedbackRequests):
    """What people told each other."""

    async def add(self, feedback: Feedback) -> Feedback:
        """Store it and return it with its id."""
        return feedback.model_copy(
            update={"id": await self._add(FeedbackRow, **feedback.model_dump(exclude=NOT_STORED))}
        )

    async def received(self, grant: Grant, *, since: datetime, until: datetime, traces: bool = False) -> list[Feedback]:
        """Return what the subject received in [since, until) and the reader may see, oldest first.

        With `traces` also what is left of those that were taken back.
        """
        query = self._open_to(grant).where(F.c.given_at >= since, F.c.given_at < until)
        if not traces:
            query = query.where(F.c.taken_back_at.is_(None))
        return await self._whole(await self._rows(query.order_by(F.c.given_at, F.c.id)))

    async def count_received(self, grants: Collection[Grant], *, since: datetime, goal: int | None = None) -> int:
        """Count what these grants let their reader see from `since` on; not what was taken back. `goal`: what names it."""
        granted = {grant.subject: grant for grant in grants}
        query = select(F.c.receiver, F.c.visibility, F.c.given_at).where(self._here(FeedbackRow))
        query = query.where(F.c.receiver.in_(list(granted)), F.c.given_at >= since, F.c.taken_back_at.is_(None))
        query = query if goal is None else query.where(F.c.goal == goal)
        return sum(1 for row in await self._rows(query) if _covers(granted[row.receiver], row))

    async def receiver_of(self, number: int) -> str | None:
        """Return whom a piece is about, for whoever then has to show a right to read it."""
        query = select(F.c.receiver).where(self._here(FeedbackRow), F.c.id == number)
        return (await self._connection.execute(query)).scalar()

    async def piece(self, grant: Grant, number: int, *, lock: bool = False) -> Feedback | None:
        """Return one piece if this reader may see it; with `lock` nobody else changes it until this commits."""
        return await self._one(self._open_to(grant).where(F.c.id == number), lock=lock)

    async def written(self, mine: Grant) -> list[Feedback]:
        """Return what the reader wrote themselves, oldest first, and the traces of what they took back."""
        return await self._whole(await self._rows(self._by(mine).order_by(F.c.given_at, F.c.id)))

    async def own(self, mine: Grant, number: int, *, lock: bool = False) -> Feedback | None:
        """Return one piece if the reader wrote it; `lock` as for `piece`."""
        return await self._one(self._by(mine).where(F.c.id == number), lock=lock)

    async def change(self, piece: Feedback) -> None:
        """Store what became of a piece. Of one that was taken back no question stays either."""
        values = piece.model_dump(exclude=NOT_STORED)
        await self._connection.execute(update(F).where(self._here(FeedbackRow), F.c.id == piece.id).values(values))
        if piece.taken_back_at:
            gone = A.delete().where(self._here(FeedbackQuestionRow), A.c.feedback == piece.id)
            await self._connection.execute(gone)

    async def add_question(self, question: Question) -> Question:
        """Store a question and return it with its id."""
        number = await self._add(FeedbackQuestionRow, **question.model_dump(exclude={"id"}))
        return question.model_copy(update={"id": number})

    async def question_to(self, mine: Grant, number: int) -> tuple[Feedback, Question] | None:
        """Return a question to the reader as an author, with the piece it is about, locked; None for anybody else's."""
        query = select(A.c.feedback).where(self._here(FeedbackQuestionRow), A.c.id == number)
        about = (await self._connection.execute(query)).scalar()
        piece = await self.own(mine, about, lock=True) if about else None
        found = [one for one in piece.questions if one.id == number] if piece else []
        return (piece, found[0]) if piece and found else None

    async def change_question(self, question: Question) -> None:
        """Store the answer to a question."""
        query = update(A).where(self._here(FeedbackQuestionRow), A.c.id == question.id)
        await self._connection.execute(query.values(answer=question.answer, answered_at=question.answered_at))

    async def told(self, number: int) -> list[str]:
        """Return to whom a piece was announced."""
        start = f"feedback:{number}:to:"
        query = select(O.c.recipient).where(self._here(OutboxRow), O.c.key.startswith(start, autoescape=True))
        return sorted({row.recipient for row in await self._rows(query)})

    def _open_to(self, grant: Grant) -> Select[Any]:
        visible = [str(visibility) for visibility, topic in TOPICS.items() if grant.covers(topic)]
        query = select(F).where(self._here(FeedbackRow), F.c.receiver == grant.subject, F.c.visibility.in_(visible))
        return query.where(F.c.given_at >= grant.since) if grant.since else query

    def _by(self, mine: Grant) -> Select[Any]:
        own: ColumnElement[bool] = F.c.author == (mine.reader if mine.relation is Relation.SELF else None)
        return select(F).where(self._here(FeedbackRow), own)

    async def _one(self, query: Select[Any], *, lock: bool) -> Feedback | None:
        row = await self._first(query.with_for_update(key_share=True) if lock else query)
        return (await self._whole([row]))[0] if row else None

    async def _whole(self, rows: Sequence[Row[Any]]) -> list[Feedback]:
        """Return the pieces with their questions, in the order they were asked."""
        asked: dict[int, list[Question]] = {row.id: [] for row in rows}
        if asked:
            query = select(A).where(self._here(FeedbackQuestionRow), A.c.feedback.in_(list(asked))).order_by(A.c.id)
            for row in await self._rows(query):
                asked[row.feedback].append(_question(row))
        return [_feedback(row, asked[row.id]) for row in rows]


def _covers(grant: Grant, row: Row[Any]) -> bool:
    return grant.covers(TOPICS[Visibility(row.visibility)]) and (grant.since is None or row.given_at >= grant.since)


def _feedback(row: Row[Any], questions: Iterable[Question]) -> Feedback:
    return Feedback(
        id=row.id,
        author=row.author,
        receiver=row.receiver,
        situation=row.situation,
        behaviour=row.behaviour,
        impact=row.impact,
        intent=row.intent,
        tone=Tone(row.tone),
        visibility=Visibility(row.visibility),
        given_at=row.given_at,
        goal=row.goal,
        competency=row.competency,
        request=row.request,
        edited_at=row.edited_at,
        taken_back_at=row.taken_back_at,
        thanked_at=row.thanked_at,
        questions=tuple(questions),
    )


def _question(row: Row[Any]) -> Question:
    return Question(
        id=row.id,
        feedback=row.feedback,
        asker=row.asker,
        question=row.question,
        asked_at=row.asked_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )
