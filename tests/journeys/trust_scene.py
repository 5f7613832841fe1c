"""Everything that can be written in the world of `test_nobody_reads_too_much.py`, each text with a word of its own.

On the day after Ana's manager changed from Mia to Sam, and Dee left.
"""

from datetime import timedelta

from trust_goals import end_goals, goal, hand_over, in_trouble, opened, propose, shared_goals, update_number
from trust_policy import ANA, BO, DEE, EVA, HANA, SAM, STRANGER

from domain.team_questions import plan_questions
from prowling import mark
from running import Running

TROUBLE = {"AnaOld": "The drawer of the desk is stuck", "Ana": "My licence ended yesterday"}
"""Ana is blocked by another thing each week, in words that have nothing in common."""
VISIBILITIES = {"ToAna": "receiver", "ToBoth": "receiver_and_manager", "ToManager": "manager"}


async def write(slack: Running) -> None:
    """Everything that can be written, before Ana's manager changed and after."""
    await slack.settle()
    await slack.emulator.join({"id": DEE.id, "name": "dee", "real_name": DEE.name, "tz": DEE.tz})
    await slack.emulator.join({"id": EVA.id, "name": "eva", "real_name": EVA.name, "tz": EVA.tz})
    await slack.emulator.join({"id": STRANGER, "name": "ext", "is_stranger": True, "team_id": "T0OTHER"})
    async with slack.database.transaction() as store:
        await store.people.save_all([DEE, EVA])
        await shared_goals(store)
    for owner in ("Ana", "Bo"):
        await goal(slack, owner)
    await propose(slack, "UBO", mark("BoProposal"), mark("BoKpi"))
    await end_goals(slack)
    await in_trouble(slack)
    await check_in(slack, "UANA", "AnaOld")
    await reply(slack, "UMIA", "MiaReply")
    await reply(slack, "UANA", "AnaReply")
    await check_in(slack, "UBO", "Bo", helper=EVA.id)
    await reply(slack, EVA.id, "EvaReply")
    await check_in(slack, "UDEE", "Dee")
    await update_number(slack)
    await give_kudos(slack)
    for name, visibility in VISIBILITIES.items():
        await tell(slack, "UANA", f"Old{name}", visibility)
    await tell(slack, "UDEE", "ToDee", "receiver")
    await ask(slack)
    slack.clock.forward(timedelta(hours=1))
    async with slack.database.transaction() as store:
        await store.people.give_managers({ANA.id: SAM.id}, now=slack.clock())
    await slack.emulator.change(DEE.id, deleted=True)
    await slack.pass_time(timedelta(days=7))
    await hand_over(slack)
    await check_in(slack, "UANA", "Ana", helper=BO.id)
    await reply(slack, SAM.id, "SamReply")
    await check_in(slack, SAM.id, "Sam")
    await reply(slack, HANA.id, "HanaReply")
    for name, visibility in VISIBILITIES.items():
        await tell(slack, "UANA", f"New{name}", visibility)
        if name == "ToBoth":
            await talk_about_it(slack)
    await tell(slack, "UANA", "TakenBack", "receiver_and_manager")
    bo = await opened(slack, BO.id, "/feedback given")
    await bo.click(bo.view, "feedback_take_back")
    await keep(slack)
    await say_more(slack)
    await slack.settle()


async def check_in(slack: Running, who: str, name: str, **more: str) -> None:
    person = await opened(slack, who, "/check-in")
    note, blocker = mark(f"{name}Note"), f"{mark(f'{name}Blocker')} {TROUBLE.get(name, '')}"
    said = {"went_well": note, "next": mark(f"{name}Next"), "blockers": blocker} | more
    said |= {
        block["block_id"]: mark(f"{name}GoalNote")
        for block in person.view["blocks"]
        if str(block["block_id"]).endswith("-note")
    }
    assert (await person.submit(said)).closed
    await slack.settle()


async def say_more(slack: Running) -> None:
    """A question of Ana's team, what she says and takes back, and what she types and does not send."""
    async with slack.database.transaction() as store:
        plan = plan_questions("Support", [], [mark("TeamQuestion")])
        await store.questions.change(plan, now=slack.clock())
    ana = await opened(slack, "UANA", "/check-in")
    field = next(one["block_id"] for one in ana.view["blocks"] if one["block_id"].startswith("question-"))
    assert (await ana.submit({field: mark("AnaAnswer"), "went_well": mark("AnaEarlier")})).closed
    ana = await opened(slack, "UANA", "/check-in")
    assert (await ana.submit({"went_well": mark("AnaNote")})).closed
    ana = await opened(slack, "UANA", "/check-in")
    await ana.click(ana.view, "check_in_typed", mark("AnaTyped"), block_id="next")
    await ana.close()


async def reply(slack: Running, who: str, name: str) -> None:
    """Reply to the last blocker of which somebody has heard."""
    person = slack.person(who)
    card = next(one for one in reversed(person.dm()) if "blocker_reply" in str(one["blocks"]))
    await person.click(card, "blocker_reply")
    await slack.settle()
    assert "can read it now" in str((await person.submit({"reply": mark(name)})).view)
    await slack.settle()


async def give_kudos(slack: Running) -> None:
    """For a goal of a team, for one of the giver's own, and in private."""
    for which, audience, name in (
        (-1, "public", "PublicKudos"),
        (0, "public", "PublicKudos"),
        (0, "private", "PrivateKudos"),
    ):
        bo = await opened(slack, BO.id, "/kudos")
        offered = next(block["element"]["option_groups"] for block in bo.view["blocks"] if block["block_id"] == "goal")
        goals = [option for some in offered for option in some["options"]]
        said = {"receivers": [ANA.id], "reason": mark(name), "audience": audience, "goal": goals[which]["value"]}
        assert "Thank you" in str((await bo.submit(said)).view)
        slack.clock.forward(timedelta(minutes=2))  # the same words again are meant by then
    await slack.settle()


async def tell(slack: Running, receiver: str, name: str, visibility: str) -> None:
    bo = await opened(slack, BO.id, f"/feedback <@{receiver}>")
    said = dict.fromkeys(("situation", "behaviour", "impact"), mark(name)) | {"intent": mark(f"{name}Intent")}
    assert "Sent" in str((await bo.submit(said | {"visibility": visibility})).view)
    await slack.settle()


async def ask(slack: Running) -> None:
    ana, hana = slack.person(ANA.id), slack.person(HANA.id)
    await ana.command(f"/feedback ask @bo about {mark('AskBo')}")
    await ana.command(f"/feedback ask @hana about {mark('AskHana')}")
    await slack.settle()
    await hana.click(hana.dm()[-1], "feedback_decline")
    await slack.settle()
    await hana.submit({"reason": mark("WhyNot")})
    await slack.settle()


async def talk_about_it(slack: Running) -> None:
    """Ana asks Bo for more about the newest piece, Bo answers, and Ana keeps it as evidence."""
    ana, bo = slack.person(ANA.id), slack.person(BO.id)
    for action, said in (
        ("feedback_ask_more", {"question": mark("AnaQuestion")}),
        ("feedback_keep", {"note": mark("AnaKeepsFeedback")}),
    ):
        await opened(slack, ANA.id, "/feedback inbox")
        await ana.click(ana.view, action)
        await slack.settle()
        assert (await ana.submit(said)).errors == {}
        await slack.settle()
    await bo.click(next(one for one in reversed(bo.dm()) if "feedback_answer" in str(one["blocks"])), "feedback_answer")
    await slack.settle()
    assert (await bo.submit({"answer": mark("BoAnswer")})).errors == {}
    await slack.settle()


async def keep(slack: Running) -> None:
    """Ana keeps a message of a private channel as evidence."""
    ana = slack.person(ANA.id)
    ts = (await slack.person(BO.id).say("CSECRET", "hello"))["ts"]
    await ana.message_shortcut("evidence_from_message", "CSECRET", ts)
    await slack.settle()
    assert (await ana.submit({"note": mark("AnaEvidence")})).errors == {}
