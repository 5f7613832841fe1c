"""The check-in: its form, what follows from it, and looking back."""

from datetime import UTC, datetime, timedelta

from company import ANA, BO, HANA, MIA, OLU
from pictures import props
from pictures.stage import Stage, scene

TITLE = "The weekly check-in"
BEFORE = datetime(2026, 11, 20, 8, 59, tzinfo=UTC)
"""A minute before ten in Berlin."""
AN_HOUR_BEFORE = BEFORE - timedelta(hours=1)
TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
NEXT_FRIDAY = datetime(2026, 11, 27, 9, 2, tzinfo=UTC)
SAID = {
    "pulse": "4",
    "goal-1-kpi-1": "95",
    "goal-1-confidence": "on_track",
    "goal-1-note": "The morning shift works.",
    "went_well": "First reply went down again, and nobody had to stay late.",
    "next": "The three articles about refunds\nCall finance about the bank",
    "blockers": "I can't see the refund tool since Tuesday",
    "helper": BO.id,
}


@scene(now=BEFORE, enrolled=AN_HOUR_BEFORE)
async def two_weeks(stage: Stage) -> None:
    """Ana is asked, answers, is read, changes a word; a week later her form knows what she planned."""
    await props.save(stage, props.goal(), props.second())
    await stage.slack.pass_time(timedelta(minutes=2))
    asked = await stage.message(ANA, "check-in-prompt", "Asked on Friday at ten, in one's own time zone")
    await stage.press(ANA, asked, "check_in_open")
    await stage.form(ANA, "check-in-form", "The form: everything is optional, and it says who will read it")
    await stage.send(ANA, **{"goal-1-kpi-1": "a lot"})
    await stage.form(ANA, "check-in-form-errors", "A number that is none keeps the form open, with its text")
    await stage.send(ANA, **SAID)
    await stage.message(ANA, "check-in-done", "The prompt became a card", saying="Your check-in is in")

    await stage.until(TUESDAY)
    await stage.press(MIA, stage.said(MIA, "is blocked"), "check_in_read")
    await stage.form(MIA, "check-in-page", "What the manager reads: all of it but the pulse")
    card = await stage.message(ANA, "check-in-read", "The author sees who read it, and when", saying="read it")
    await stage.press(ANA, card, "check_in_open")
    await stage.form(ANA, "check-in-form-again", "Changing it while the week is open")
    await stage.send(ANA, went_well="First reply went down again.")
    card = await stage.message(ANA, "check-in-changed", "The card says that it was changed", saying="with your changes")

    await stage.press(ANA, card, "check_in_view")
    await stage.form(ANA, "check-in-own", "Looking at one's own answer")
    await stage.press(ANA, stage.person(ANA).view, "check_in_version")
    await stage.form(ANA, "check-in-version", "What it said before stays the author's")
    await stage.close(ANA)

    await stage.until(NEXT_FRIDAY)
    await stage.message(ANA, "check-in-done-closed", "A week that is over can be looked at", saying="week is closed")
    await stage.type(ANA, "/check-in")
    await stage.form(ANA, "check-in-form-prefilled", "A week later it asks what became of the priorities")
    priority = next(one["block_id"] for one in stage.person(ANA).view["blocks"] if "priority" in one["block_id"])
    await stage.send(ANA, **{priority: "done", "blockers": "", "pulse": "5", "went_well": "The refund tool is back."})
    await stage.type(ANA, "/check-in history")
    await stage.form(ANA, "check-in-history", "My own check-ins, week by week")
    await stage.press(ANA, stage.person(ANA).view, "check_in_view", block="week-2026-11-27")
    await stage.form(ANA, "check-in-own-priorities", "What became of last week's priorities")


@scene()
async def nobody_above(stage: Stage) -> None:
    """Olu has no manager: the form says where a blocker goes."""
    await stage.type(OLU, "/check-in")
    await stage.form(OLU, "check-in-form-no-manager", "Without a manager, a blocker goes to the people team")
    await stage.type(HANA, "/check-in")
    await stage.form(HANA, "check-in-form-alone", "Whoever is the people team reads it alone")


@scene()
async def a_draft(stage: Stage) -> None:
    """A form that was closed comes back with its text."""
    await stage.type(ANA, "/check-in")
    await stage.press(ANA, stage.person(ANA).view, "check_in_typed", "The launch went well", block="went_well")
    await stage.close(ANA)
    stage.slack.clock.forward(timedelta(minutes=20))
    await stage.type(ANA, "/check-in")
    await stage.form(ANA, "check-in-draft", "A form that was closed comes back with its text")
    await stage.close(ANA)


@scene()
async def many_goals(stage: Stage) -> None:
    """More goals than a form holds stand on pages."""
    await props.save(stage, *(props.goal(n, title=f"Goal number {n}", kpis=()) for n in range(1, 14)))
    await stage.type(ANA, "/check-in")
    await stage.form(ANA, "check-in-form-first-page", "Thirteen goals stand on pages; none is cut")
    await stage.send(ANA)
    await stage.form(ANA, "check-in-form-page", "The second page, and the way back")


@scene(now=BEFORE, enrolled=AN_HOUR_BEFORE)
async def too_late(stage: Stage) -> None:
    """The week is over, the button was pressed before Slack showed that."""
    await stage.slack.pass_time(timedelta(minutes=2))
    prompt = stage.said(ANA, "Time for your check-in")
    await stage.until(NEXT_FRIDAY)
    await stage.message(ANA, "check-in-closed", "Nobody answered, and the next one opened", saying="without an answer")
    place = stage.slack.emulator.workspace.dm(ANA.id, stage.slack.emulator.app())
    place.messages[prompt["ts"]]["blocks"] = prompt["blocks"]  # the window still shows the prompt
    await stage.press(ANA, prompt, "check_in_open")
    await stage.form(ANA, "check-in-closed-week", "A button from last week leads to this one")


@scene()
async def of_the_team(stage: Stage) -> None:
    """Mia asks her team something of its own."""
    await stage.press(MIA, await stage.person(MIA).open_home(), "team_questions_open")
    await stage.send(MIA, **{"own-question-0": "What did a customer teach you?"})
    await stage.form(MIA, "team-questions-saved", "It is asked from the next form on")
    await stage.close(MIA)
    await stage.press(MIA, await stage.person(MIA).open_home(), "team_questions_open")
    await stage.form(MIA, "team-questions-form", "A manager's own questions to the team")
    await stage.close(MIA)
    await stage.type(BO, "/check-in")
    await stage.form(BO, "check-in-form-question", "The team's own question in the form")


@scene()
async def words(stage: Stage) -> None:
    """What the command answers."""
    await stage.reply(ANA, "/check-in help", "check-in-help", "Help on the command")
    await stage.reply(ANA, "/check-in hlep", "check-in-wrong-word", "A wrong word gets the nearest right one")
    await stage.type(ANA, "/check-in history")
    await stage.form(ANA, "check-in-history-empty", "No check-in yet")


SCENES = (two_weeks, nobody_above, a_draft, many_goals, too_late, of_the_team, words)
