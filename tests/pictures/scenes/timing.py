"""When the check-in comes: put off, left out, away; and the one *Today* message with all that waits."""

from datetime import UTC, datetime, timedelta

from company import ANA, BO
from pictures.scenes.check_ins import AN_HOUR_BEFORE, BEFORE
from pictures.scenes.feedback import SAID
from pictures.stage import Stage, scene

TITLE = "When it comes: snooze, skip, away, Today"
MONDAY = datetime(2026, 11, 23, 8, 5, tzinfo=UTC)
"""Nine in Berlin."""
TUESDAY = MONDAY + timedelta(days=1)


@scene(now=BEFORE, enrolled=AN_HOUR_BEFORE)
async def put_off(stage: Stage) -> None:
    """Ana puts it off, and is asked again."""
    await stage.slack.pass_time(timedelta(minutes=2))
    prompt = stage.said(ANA, "Time for your check-in")
    await stage.press(ANA, prompt, "check_in_snooze", "2026-11-20 1h")
    await stage.message(ANA, "check-in-snoozed", "Put off for an hour", saying="Snoozed until")
    await stage.slack.pass_time(timedelta(hours=1, minutes=1))
    await stage.message(
        ANA, "check-in-asked-again", "The old prompt says that it came again", saying="I ask again below"
    )
    await stage.message(ANA, "check-in-prompt-again", "An hour later it asks again", saying="You asked me to come back")


@scene(now=BEFORE, enrolled=AN_HOUR_BEFORE)
async def left_out(stage: Stage) -> None:
    """Bo skips the week, and thinks better of it."""
    await stage.slack.pass_time(timedelta(minutes=2))
    await stage.press(BO, stage.said(BO, "Time for your check-in"), "check_in_skip")
    card = await stage.message(BO, "check-in-skipped", "This week is left out", saying="Skipped")
    await stage.press(BO, card, "check_in_after_all")
    await stage.message(BO, "check-in-open-again", "Taken up after all", saying="after all")


@scene(now=BEFORE, enrolled=AN_HOUR_BEFORE)
async def today(stage: Stage) -> None:
    """Two reminders in the *Today* message, beside all else that waits; then it stops."""
    await stage.slack.pass_time(timedelta(minutes=2))
    await stage.type(ANA, "/feedback ask @bo about the launch meeting")
    await stage.press(BO, stage.said(BO, "launch meeting"), "feedback_later")
    await stage.until(MONDAY)
    first = await stage.message(BO, "today", "One message a day, with all that waits", saying="Today")
    await stage.press(BO, first, "check_in_skip")
    await stage.message(BO, "today-changed", "What is done is struck out", saying="Today")
    await stage.press(BO, stage.said(BO, "feedback_write"), "feedback_write")
    await stage.send(BO, **SAID)
    await stage.close(BO)
    await stage.message(BO, "today-done", "All of it is done", saying="Today")
    await stage.until(TUESDAY)
    await stage.message(ANA, "today-last", "The second reminder is the last one", saying="last reminder")


@scene()
async def words(stage: Stage) -> None:
    """What the commands answer."""
    await stage.reply(ANA, "/check-in snooze tomorrow", "check-in-snooze-reply", "Putting it off by command")
    await stage.reply(ANA, "/check-in snooze soon", "check-in-snooze-unread", "A time nobody can read")
    await stage.reply(BO, "/check-in skip", "check-in-skip-reply", "Leaving this week out by command")
    away = "/check-in away 2026-12-21 to 2027-01-02"
    await stage.reply(ANA, away, "check-in-away", "Days on which nobody asks anything")
    await stage.reply(ANA, "/check-in away", "check-in-away-list", "Which days are noted")
    await stage.reply(ANA, "/check-in away off", "check-in-away-off", "Back again")
    await stage.reply(BO, "/check-in away", "check-in-away-none", "No days are noted")
    await stage.reply(BO, "/check-in away off", "check-in-away-nothing", "Nothing to clear")
    await stage.slack.emulator.change(BO.id, status_text="On the boat", status_emoji=":palm_tree:")
    await stage.reply(BO, "/check-in away", "check-in-away-status", "Away by the status in Slack")
    await stage.reply(ANA, "/check-in away yesterday", "check-in-away-unread", "Days nobody can read")


SCENES = (put_off, left_out, today, words)
