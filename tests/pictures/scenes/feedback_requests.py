"""Asking for feedback: written, put off, declined, taken back, expired; and one's own evidence."""

from datetime import timedelta

from company import ANA, BO, HANA, SAM
from pictures.scenes.feedback import SAID
from pictures.stage import Stage, scene

TITLE = "Asking for feedback"
DAY = timedelta(days=1)
ASK = "/feedback ask @bo about the launch meeting"


@scene()
async def answered(stage: Stage) -> None:
    """Ana asks Bo, who writes."""
    await stage.reply(ANA, ASK, "feedback-ask-sent", "Asking in one line")
    card = await stage.message(BO, "feedback-asked", "Who is asked gets a message", saying="launch meeting")
    await stage.press(BO, card, "feedback_write")
    await stage.form(BO, "feedback-form-asked", "Writing because one was asked")
    await stage.send(BO, **SAID)
    await stage.message(BO, "feedback-written", "The request says that it is done", saying="You wrote")
    await stage.reply(ANA, "/feedback ask @bo @hana about the rota", "feedback-ask-several", "Asking several people")
    again = "/feedback ask @hana about the rota"
    await stage.reply(ANA, again, "feedback-ask-again", "Nobody is asked the same twice at a time")
    await stage.type(ANA, "/feedback given")
    await stage.form(ANA, "feedback-asked-list", "What one asked for, and waits for")
    await stage.close(ANA)
    await stage.type(ANA, "/feedback ask")
    await stage.form(ANA, "feedback-ask-form", "The form to ask")


@scene()
async def declined(stage: Stage) -> None:
    """Bo declines with a reason."""
    await stage.type(ANA, ASK)
    await stage.press(BO, stage.said(BO, "launch meeting"), "feedback_decline")
    await stage.form(BO, "feedback-decline-form", "Declining, with a reason or without")
    await stage.send(BO, reason="I was on leave that week")
    await stage.message(BO, "feedback-request-declined", "The request says that it was declined", saying="You declined")
    await stage.message(ANA, "feedback-declined", "The asker hears why", saying="this time")


@scene()
async def expired(stage: Stage) -> None:
    """Bo puts it off and forgets: it comes back, is reminded of once, and ends."""
    await stage.type(ANA, ASK)
    await stage.press(BO, stage.said(BO, "launch meeting"), "feedback_later")
    await stage.message(BO, "feedback-later", "Put off: when it comes back, and how long it waits", saying="put off")
    for days in (3, 2, 10):
        await stage.slack.pass_time(days * DAY)
    await stage.message(ANA, "feedback-request-ended", "The asker hears that it ended", saying="two weeks")
    card = await stage.message(BO, "feedback-request-expired", "One can still write", saying="has expired")
    await stage.press(BO, card, "feedback_write")
    await stage.form(BO, "feedback-form-expired", "Writing of one's own accord")


@scene()
async def taken_back(stage: Stage) -> None:
    """Ana takes a request back; Sam leaves before he answers one."""
    card = await stage.reply(
        ANA, "/feedback ask @hana about the rota", "feedback-ask-hana", "Asked, and how to take it back"
    )
    await stage.press(ANA, card, "feedback_request_take_back")
    await stage.message(ANA, "feedback-request-taken-back", "Taken back", saying="Taken back")
    await stage.message(HANA, "feedback-request-gone", "Nothing to do any more", saying="took the request")
    await stage.type(ANA, "/feedback ask @sam about the rota")
    await stage.slack.emulator.change(SAM.id, deleted=True)
    await stage.slack.pass_time(timedelta(minutes=1))
    await stage.slack.pass_time(timedelta(minutes=1))
    await stage.message(ANA, "feedback-request-left", "Who was asked has left", saying="takes no part")


SCENES = (answered, declined, expired, taken_back)
