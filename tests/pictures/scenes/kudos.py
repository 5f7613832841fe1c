"""Kudos: given by text, by form and from a message's menu; to groups; joined in; refused."""

from datetime import timedelta

from company import ANA, BO, HANA, MIA, OLU, SAM
from emulator.state.workspace import Group
from handlers.views.doubtful_posts import THERE
from pictures import props
from pictures.stage import Stage, scene

TITLE = "Kudos"


@scene()
async def by_text(stage: Stage) -> None:
    """One line posts it, tells the receivers, and answers the giver; others join in."""
    line = "/kudos @bo @mia for the calm handover on Monday #care"
    await stage.reply(ANA, line, "kudos-thanked", "The giver reads what happened, and how to undo it")
    post = await stage.message(ANA, "kudos-posted", "The post in the kudos channel", channel="CKUDOS")
    await stage.message(BO, "kudos-received", "Who is thanked gets a message", saying="thanks you")
    for person in (HANA, SAM):
        await stage.person(person).react("CKUDOS", post["ts"], "tada")
    await stage.slack.pass_time(timedelta(seconds=36))
    await stage.message(ANA, "kudos-joined", "A reaction joins in", saying="join in", channel="CKUDOS")


@scene()
async def by_form(stage: Stage) -> None:
    """The form, in private."""
    await props.save(stage, props.goal(), props.of_the_company())
    await stage.type(ANA, "/kudos")
    await stage.form(ANA, "kudos-form", "The form")
    await stage.press(ANA, stage.person(ANA).view, "receivers", [ANA.id])
    await stage.send(ANA, receivers=[ANA.id], reason="me", audience="private")
    await stage.form(ANA, "kudos-form-errors", "Nobody thanks themselves")
    await stage.send(ANA, receivers=[BO.id], reason="the quiet word in the meeting")
    await stage.form(ANA, "kudos-form-sent", "The form becomes a word of what happened")
    await stage.message(BO, "kudos-received-private", "Private kudos", saying="thanks you")


@scene()
async def to_a_group(stage: Stage) -> None:
    """A user group stands for the people in it."""
    support = Group("S1", "support", "Support")
    support.members[:] = [ANA.id, BO.id, MIA.id, "UGIL"]
    stage.slack.emulator.workspace.groups["S1"] = support
    line = "/kudos @support for the week without a single angry call"
    await stage.reply(ANA, line, "kudos-group", "To a user group: each of its people is thanked")
    await stage.message(ANA, "kudos-posted-group", "A group is named by its people", channel="CKUDOS")


@scene()
async def from_a_message(stage: Stage) -> None:
    """The menu of a message of a colleague."""
    said = await stage.person(HANA).say("CGENERAL", "The new starters' page is up, with everybody's first week on it.")
    await stage.person(ANA).message_shortcut("kudos_from_message", "CGENERAL", said["ts"])
    await stage.form(ANA, "kudos-form-message", "From a message's menu its author is there already")
    await stage.send(ANA, reason="the page for new starters")
    await stage.message(ANA, "kudos-posted-message", "The post leads back to the message", channel="CKUDOS")


@scene()
async def from_odd_messages(stage: Stage) -> None:
    """The menu of one's own message, of one in a private channel, and of an app's."""
    ana = stage.person(ANA)
    own = await ana.say("CGENERAL", "I am back at two.")
    await ana.message_shortcut("kudos_from_message", "CGENERAL", own["ts"])
    await stage.form(ANA, "kudos-form-own-message", "One's own message names nobody to thank")
    private = await stage.person(BO).say("CSECRET", "The offer is out.")
    await ana.message_shortcut("kudos_from_message", "CSECRET", private["ts"])
    await stage.form(ANA, "kudos-form-private-message", "What stands in a private place is not linked")
    guest = await stage.person("UGIL").say("CGENERAL", "Thank you for having me.")
    await ana.message_shortcut("kudos_from_message", "CGENERAL", guest["ts"])
    await stage.form(ANA, "kudos-form-guest-message", "A guest takes no part")


@scene()
async def not_in_the_channel(stage: Stage) -> None:
    """The bot is not in the kudos channel: the giver reads what to type."""
    stage.slack.emulator.faults.add("chat.postMessage", "error", error="not_in_channel", times=1)
    await stage.person(ANA).command("/kudos @bo for the review")
    await stage.message(ANA, "kudos-refused", "Where the bot is not in the channel, the giver reads what to type")


@scene()
async def in_doubt(stage: Stage) -> None:
    """Slack does not say whether it took the post."""
    stage.slack.emulator.faults.add("chat.postMessage", "accept_then_drop", times=1)
    await stage.person(ANA).command("/kudos @bo for the review")
    await stage.slack.pass_time(timedelta(minutes=5))
    asked = await stage.message(
        ANA, "kudos-in-doubt", "Where Slack never answered, the giver looks", saying="did not say"
    )
    await stage.press(ANA, asked, THERE)
    await stage.slack.pass_time(timedelta(minutes=1))
    await stage.message(
        ANA, "kudos-doubt-decided", "... and says what became of the post", saying="Thank you for looking"
    )


@scene(kudos_channel=None)
async def without_a_channel(stage: Stage) -> None:
    """No kudos channel is set."""
    await stage.reply(ANA, "/kudos @bo for the review", "kudos-no-channel", "Without a kudos channel")
    await stage.type(ANA, "/kudos")
    await stage.form(ANA, "kudos-form-no-channel", "The form without a kudos channel")
    await stage.close(ANA)


@scene(kudos_allowance=1)
async def words(stage: Stage) -> None:
    """Refusals and help."""
    await stage.reply(ANA, "/kudos help", "kudos-help", "Help on the command")
    await stage.reply(HANA, "/kudos help", "kudos-help-people-team", "The people team finds one word more")
    await stage.reply(ANA, "/kudos @bo", "kudos-no-reason", "A thank-you says what it is for")
    await stage.reply(ANA, "/kudos @gil for the visit", "kudos-stranger", "Somebody who takes no part")
    await stage.type(ANA, "/kudos @bo for the review")
    await stage.reply(ANA, "/kudos @mia for the talk", "kudos-allowance", "The weekly allowance is used")
    await stage.reply(OLU, "/kudos undo", "kudos-undo-none", "Nothing to take back")


SCENES = (
    by_text,
    by_form,
    to_a_group,
    from_a_message,
    from_odd_messages,
    not_in_the_channel,
    in_doubt,
    without_a_channel,
    words,
)
