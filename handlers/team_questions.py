"""A team's own questions, changed by a manager of people in it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from domain.refusals import NothingToShow, Refusal
from domain.team_questions import ChangedMeanwhile, must_lead, plan_questions, teams_of, wanted
from handlers.dispatch import Table
from handlers.payloads import metadata, values, window_of
from handlers.tasks import Tasks, on_top
from handlers.views import team_questions as view
from handlers.views.blocks import message, shown_in_window
from handlers.words import Command
from storage.database import Database
from storage.store import Store

COMMANDS: tuple[Command, ...] = ()
Clock = Callable[[], datetime]


class NoTeamNamed(Refusal):
    """Reports without a team."""

    text = "None of your reports has a team in Cairn, and questions belong to a team. Ask the people team to name their teams."


def register(table: Table) -> None:
    """Listen to the button, the choice of a team and the form."""
    table.on("action", view.OPEN, open_form)
    table.on("action", view.CHOOSE, choose_team)
    table.on("view", view.FORM, submit)


async def open_form(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    tasks: Tasks,
) -> None:
    """*Questions for my team*: open the form for the largest team of my reports."""
    async with database.reading() as store:
        teams = await _teams(store, user_id)
        form = view.form(teams[0], teams, await store.questions.of(teams[0]))
    tasks.start("questions form", on_top(client, body)(trigger_id=body["trigger_id"], view=form))
    await ack()


async def choose_team(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    user_id: str,
    database: Database,
    tasks: Tasks,
) -> None:
    """Another team: show what that is asked."""
    shown = window_of(body)
    about, chosen = metadata(shown), str(values(shown).get(view.TEAM))
    async with database.reading() as store:
        teams = dict(enumerate(await _teams(store, user_id)))
        team = teams.get(int(chosen)) if chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else None
        if team is None:
            raise NothingToShow
        drawn = int(about.get("drawn") == 0)
        form = view.form(team, list(teams.values()), await store.questions.of(team), drawn=drawn)
    tasks.start("questions form", client.views_update(view_id=shown["id"], hash=shown["hash"], view=form))
    await ack()


async def submit(
    ack: AsyncAck,
    body: dict[str, Any],
    user_id: str,
    once: str,
    database: Database,
    clock: Clock,
) -> None:
    """The form: ask just these from now on."""
    told, about = values(body["view"]), metadata(body["view"])
    team = str(about.get("team", ""))
    async with database.transaction(once=once) as store:
        me = await store.people.acting(user_id)
        must_lead(team, (await store.people.direct_reports(me.id)).values())
        await store.questions.lock()
        asked = await store.questions.of(team)
        if [one.id for one in asked] != about.get("asked"):
            raise ChangedMeanwhile(team=team, field=view.FIELDS[0])
        plan = plan_questions(team, asked, wanted([(field, told.get(field)) for field in view.FIELDS]))
        await store.questions.change(plan, now=clock())
        done = view.saved(team, len(plan.new), len(plan.retire), plan.kept)
        reply = await store.remember_reply(shown_in_window("Saved", message(done)))
    await ack(**reply)


async def _teams(store: Store, user: str) -> tuple[str, ...]:
    """Return the teams of the reports of the one who acts. Raises NothingToShow, NoTeamNamed."""
    me = await store.people.acting(user)
    reports = await store.people.direct_reports(me.id)
    if not reports:
        raise NothingToShow
    teams = teams_of(reports.values())
    if not teams:
        raise NoTeamNamed
    return teams
