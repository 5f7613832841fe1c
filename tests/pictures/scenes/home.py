"""The Home tab, in each of its states."""

from datetime import timedelta

from company import ANA, BO, HANA, MIA, OLU, SAM
from domain.goals import Confidence
from domain.people import Role
from domain.turns import Turn
from handlers.views.this_week import EXCUSES
from pictures import props
from pictures.scenes.blockers import raised
from pictures.scenes.feedback import told
from pictures.scenes.timing import MONDAY
from pictures.stage import Stage, scene

TITLE = "The Home tab"


@scene()
async def my_week(stage: Stage) -> None:
    """Open, answered, read; of one goal the owner and the numbers say something else."""
    surer = props.second().model_copy(update={"confidence": Confidence.ON_TRACK})
    [first, _] = await props.save(stage, props.goal(), surer)
    await props.measured(stage, first)
    for weeks, sure in enumerate(("on_track", "on_track", "at_risk", "on_track", "off_track", "on_track"), 1):
        await props.answered(stage, ANA, props.FRIDAY - weeks * props.WEEK, confidence=sure)
    await stage.home(ANA, "home-open", "This week's check-in is open")
    one = await props.answered(stage, ANA, props.FRIDAY, late=True)
    await stage.home(ANA, "home-answered", "It is in")
    await stage.type(MIA, "/team-status")
    await stage.press(MIA, stage.said(MIA, "check_in_read"), "check_in_read", block=f"owed-{ANA.id}-{one.period}")
    await stage.home(ANA, "home-read", "The manager has read it")


@scene()
async def not_now(stage: Stage) -> None:
    """Put off, left out, away, with a draft."""
    await stage.type(ANA, "/check-in snooze 2h")
    await stage.home(ANA, "home-snoozed", "Put off")
    await stage.type(BO, "/check-in skip")
    await stage.home(BO, "home-skipped", "Left out")
    await stage.type(SAM, "/check-in away 2026-11-20 to 2026-11-25")
    await stage.home(SAM, "home-away", "Away, on days one said so")
    await stage.type(MIA, "/check-in")
    await stage.press(MIA, stage.person(MIA).view, "check_in_typed", "The launch went well", block="went_well")
    await stage.close(MIA)
    await stage.home(MIA, "home-draft", "A draft that was not sent")


@scene()
async def excused(stage: Stage) -> None:
    """A week in which nobody is asked, for each reason."""
    for why in EXCUSES:
        async with stage.slack.database.transaction() as store:
            await store.turns.save(Turn(person=ANA.id, period=props.FRIDAY, excused=why))
        await stage.home(ANA, f"home-excused-{why}".replace(" ", "-"), f"Not asked: {EXCUSES[why]}")


@scene()
async def waiting(stage: Stage) -> None:
    """What waits for me, what is in my way, what I promised, what I received."""
    await raised(stage, helper=BO.id)
    await stage.press(BO, stage.said(BO, "is blocked"), "blocker_promise")
    await stage.send(BO, by="2026-11-25")
    await stage.close(BO)
    await stage.home(ANA, "home-blocked", "Something is in one's way")
    await stage.type(MIA, "/feedback ask @bo about the launch meeting")
    await stage.type(SAM, "/feedback ask @bo about the rota")
    await stage.press(BO, stage.said(BO, "the rota"), "feedback_later")
    await stage.home(BO, "home-waiting", "What waits for me: a promise, requests for feedback")


@scene()
async def received(stage: Stage) -> None:
    """Kudos and feedback, few and many."""
    await stage.type(BO, "/kudos @ana for the calm handover")
    await told(stage)
    thanks = await stage.person(BO).say("CGENERAL", "The tide gauge is back, thanks to Ana.")
    await stage.person(ANA).message_shortcut("evidence_from_message", "CGENERAL", thanks["ts"])
    await stage.send(ANA, note="I brought the gauge back within a day")
    await stage.close(ANA)
    await stage.home(ANA, "home-received", "Kudos and feedback for me, and what I keep for my review")
    for number, giver in enumerate((BO, MIA, SAM, HANA, OLU), 1):
        await stage.type(giver, f"/kudos @ana for reason number {number}")
    await told(stage, behaviour="You stayed calm when the bank did not answer.")
    for number in range(1, 11):
        await stage.type(BO, f"/feedback ask @ana about part {number} of the launch")
    await props.save(stage, *(props.thought(number) for number in range(1, 22)))
    await stage.home(ANA, "home-many", "The first few of many; the rest is a click away")


@scene()
async def manager(stage: Stage) -> None:
    """A manager sees the team below, and goals that wait for an answer."""
    await props.save(stage, props.goal(), props.second(BO))
    await props.answered(stage, BO, props.FRIDAY - props.WEEK)
    await raised(stage)
    await stage.type(ANA, "/goal new")
    await stage.send(ANA, **props.SMART)
    await stage.home(MIA, "home-manager", "A manager sees their team, and a goal to agree to")


@scene()
async def goals_that_wait(stage: Stage) -> None:
    """Ana has a goal that falls behind; she wishes to change another one; Mia is to agree."""
    [_, other] = await props.save(stage, props.second(), props.goal())
    await stage.until(MONDAY)
    await stage.home(ANA, "home-warned", "A goal that falls behind waits on the Home tab, too")
    await stage.press(ANA, stage.person(ANA).home, "goal_open", block=f"goal-acts-{other.id}")
    await stage.press(ANA, stage.person(ANA).view, "goal_rescope")
    await stage.send(ANA, **{f"target-{other.kpis[0].id}": "90", "why": "Two of us left in October."})
    await stage.close(ANA)
    await stage.home(MIA, "home-rescope", "A wish to change what is agreed waits for the manager")


@scene()
async def people_team(stage: Stage) -> None:
    """The people team sees participation, and how goals hang together."""
    await props.grow(stage)
    await props.answered(stage, ANA, props.FRIDAY)
    await stage.home(HANA, "home-people-team", "The people team sees participation, and how goals hang together")


@scene()
async def outside(stage: Stage) -> None:
    """Those who are not asked, or not known."""
    async with stage.slack.database.transaction() as store:
        await store.people.save(OLU.model_copy(update={"enrolled_at": None}))
    await stage.home(OLU, "home-not-enrolled", "Nobody asks because the app was installed")
    async with stage.slack.database.transaction() as store:
        await store.people.save(HANA.model_copy(update={"role": Role.EMPLOYEE}))
    await stage.home(OLU, "home-nobody-to-ask", "Without a people team")
    await stage.home(props.GIL, "home-not-taking-part", "A guest takes no part")


@scene()
async def at_night(stage: Stage) -> None:
    """The hour is the reader's."""
    stage.slack.clock.forward(timedelta(hours=13))
    await stage.home(ANA, "home-at-night", "The greeting knows the reader's hour")


SCENES = (my_week, not_now, excused, waiting, received, manager, goals_that_wait, people_team, outside, at_night)
