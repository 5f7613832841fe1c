"""Blockers: raised, answered, promised, out of the way."""

from datetime import timedelta

from company import ANA, BO, HANA, MIA, OLU, SAM
from domain.notices import BlockerRaised
from pictures import props
from pictures.scenes.timing import MONDAY
from pictures.stage import Stage, scene

TITLE = "Blockers"
TOOL = "I can't see the refund tool since Tuesday"


async def raised(stage: Stage, person=ANA, **said: str) -> None:
    """Name a blocker in a check-in."""
    await stage.type(person, "/check-in")
    await stage.send(person, **{"went_well": "A calm week", "blockers": TOOL} | said)


@scene()
async def cleared(stage: Stage) -> None:
    """Mia and Bo hear at once; Mia asks, Bo promises, and says that it is done."""
    await raised(stage, helper=BO.id)
    await stage.message(ANA, "blocker-own", "Whoever is blocked sees who has heard of it", saying="In your way")
    card = await stage.message(MIA, "blocker-manager", "The manager hears at once", saying="is blocked")
    helpers = await stage.message(BO, "blocker-helper", "So does whoever can help", saying="is blocked")

    await stage.press(MIA, card, "blocker_reply")
    await stage.form(MIA, "blocker-reply-form", "Replying, and who will read it")
    await stage.send(MIA, reply="Which of the two tools?")
    await stage.form(MIA, "blocker-replied", "Who can read it now")
    news = await stage.message(ANA, "blocker-news-reply", "Whoever is blocked hears of a reply", saying="replied about")
    await stage.press(ANA, news, "blocker_open")
    await stage.form(ANA, "blocker-page", "The blocker in a window, as it stands now")

    await stage.press(BO, helpers, "blocker_promise")
    await stage.form(BO, "blocker-promise-form", "A day to clear it by")
    await stage.send(BO, by="2026-11-25")
    await stage.form(BO, "blocker-promised", "The promise is kept in view")
    await stage.message(BO, "blocker-card-promised", "All cards change together", saying="You promised")
    await stage.message(
        ANA, "blocker-news-promise", "Whoever is blocked hears of the promise", saying="promised to clear"
    )
    await stage.press(BO, stage.said(BO, "Move the day"), "blocker_promise")
    await stage.form(BO, "blocker-promise-form-moved", "Moving the day")
    await stage.send(BO, by="2026-11-26")
    await stage.message(
        ANA, "blocker-news-moved", "Whoever is blocked hears that the day moved", saying="moved the day"
    )

    await stage.press(BO, stage.said(BO, "Move the day"), "blocker_done")
    await stage.message(ANA, "blocker-news-done", "Somebody says that it is out of the way", saying="out of the way")
    await stage.message(MIA, "blocker-card-done", "The card keeps what became of it", saying="said so")
    await stage.close(ANA)
    await stage.press(ANA, news, "blocker_reply")
    await stage.message(
        ANA, "blocker-closed", "A button of an old card says what happened meanwhile", saying="is closed"
    )


@scene()
async def another_helper(stage: Stage) -> None:
    """The author names somebody else, then nobody any more."""
    await raised(stage, helper=BO.id)
    await raised(stage, helper=SAM.id)
    await stage.message(BO, "blocker-card-gone", "It is with somebody else now", saying="somebody else now")
    await raised(stage, blockers="")
    await stage.message(MIA, "blocker-card-unnamed", "The check-in names it no longer", saying="names it no longer")


@scene()
async def no_manager(stage: Stage) -> None:
    """Without a manager the people team hears of it."""
    await raised(stage, OLU)
    await stage.message(
        HANA, "blocker-people-team", "Without a manager, the people team hears of it", saying="is blocked"
    )


@scene()
async def chased(stage: Stage) -> None:
    """The day of a promise has passed: it is asked after once, in the *Today* message."""
    await raised(stage)
    await stage.press(MIA, stage.said(MIA, "is blocked"), "blocker_promise")
    await stage.send(MIA, by="2026-11-20")
    await stage.until(MONDAY + timedelta(days=1))
    await stage.message(
        MIA, "today-promise", "A promise whose day has passed is asked after once", saying="You promised"
    )


@scene()
async def of_the_version_before(stage: Stage) -> None:
    """What an older version left in the outbox is still said."""
    told = BlockerRaised(to=MIA.id, person=ANA.id, period=props.FRIDAY, revision=1, text=TOOL)
    async with stage.slack.database.transaction() as store:
        await store.outbox.put(told, now=stage.slack.clock())
    await stage.message(
        MIA, "blocker-before", "A blocker that the version before had written down", saying="is blocked"
    )


SCENES = (cleared, another_helper, no_manager, chased, of_the_version_before)
