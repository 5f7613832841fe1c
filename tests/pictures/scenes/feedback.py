"""Feedback: written, announced without its text, edited, taken back, thanked for, asked about."""

from company import ANA, BO, MIA, OLU
from pictures.stage import Stage, scene

TITLE = "Feedback"
SAID = {
    "situation": "In the launch meeting on Tuesday",
    "behaviour": "You let everyone finish and then summed up what we had agreed.",
    "impact": "We left with one list instead of three.",
}
FOR_BOTH = SAID | {"visibility": "receiver_and_manager"}


async def told(stage: Stage, **said: str) -> None:
    """Bo tells Ana something, with all that is asked for."""
    await stage.type(BO, "/feedback @ana")
    await stage.send(BO, **SAID | said)
    await stage.close(BO)


@scene()
async def written(stage: Stage) -> None:
    """Bo writes; Ana and her manager hear of it without its text, and read it in a window."""
    await stage.type(BO, "/feedback")
    await stage.form(BO, "feedback-form-nobody", "Before anybody is chosen")
    await stage.press(BO, stage.person(BO).view, "receiver", ANA.id)
    await stage.form(BO, "feedback-form", "It names those who will read it, before it is sent")
    await stage.send(BO, receiver=ANA.id, behaviour="You were great.", visibility="receiver_and_manager")
    await stage.form(BO, "feedback-hint", "One gentle question, once; it never stops anybody")
    await stage.send(BO, **SAID)
    await stage.form(BO, "feedback-sent", "Who can read it, by name")
    await stage.close(BO)
    heard = await stage.message(ANA, "feedback-given", "The receiver hears of it; its text stays out of the message")
    await stage.press(ANA, heard, "feedback_inbox")
    await stage.form(ANA, "feedback-inbox", "What one received, and what one can do with it")
    heard = await stage.message(MIA, "feedback-given-manager", "The manager hears of it, where the author chose so")
    await stage.press(MIA, heard, "feedback_about_report")
    await stage.form(MIA, "feedback-about-report", "What the manager may read about a report")


@scene()
async def changed(stage: Stage) -> None:
    """Bo edits it within ten minutes, and takes it back later."""
    await told(stage)
    await stage.type(BO, "/feedback given")
    await stage.form(BO, "feedback-given-list", "What one gave")
    await stage.press(BO, stage.person(BO).view, "feedback_edit")
    await stage.form(BO, "feedback-edit-form", "Other words for the same readers, for ten minutes")
    await stage.send(BO, impact="We left with one list.")
    await stage.message(ANA, "feedback-edited", "The announcement says that it was edited", saying="edited it")
    await stage.close(BO)
    await stage.type(BO, "/feedback given")
    await stage.press(BO, stage.person(BO).view, "feedback_take_back")
    await stage.form(BO, "feedback-given-taken-back", "Taken back by its author")
    await stage.message(ANA, "feedback-taken-back", "A trace stays, the text does not", saying="took back")
    await stage.type(ANA, "/feedback inbox")
    await stage.form(ANA, "feedback-inbox-taken-back", "What is left of it in the inbox")


@scene()
async def another_manager(stage: Stage) -> None:
    """While Bo writes, Ana gets another manager: nothing goes to readers the form had not named."""
    await stage.type(BO, "/feedback @ana")
    async with stage.slack.database.transaction() as store:
        await store.people.save(ANA.model_copy(update={"manager": OLU.id}))
    await stage.send(BO, **FOR_BOTH)
    await stage.form(BO, "feedback-check-names", "Nothing is sent to readers whom the form had not named")
    await stage.close(BO)


@scene()
async def thanked(stage: Stage) -> None:
    """Ana thanks, asks more, and Bo answers."""
    await told(stage)
    await stage.type(ANA, "/feedback inbox")
    await stage.press(ANA, stage.person(ANA).view, "feedback_thank")
    await stage.message(BO, "feedback-thanked", "The author hears that it helped", saying="thanks you")
    await stage.press(ANA, stage.person(ANA).view, "feedback_ask_more")
    await stage.form(ANA, "feedback-question-form", "Asking its author for more")
    await stage.send(ANA, question="What should I have said to Olu?")
    await stage.form(ANA, "feedback-question-sent", "The author gets a message")
    await stage.close(ANA)
    card = await stage.message(BO, "feedback-questioned", "The question opens with Answer", saying="like to know more")
    await stage.press(BO, card, "feedback_answer")
    await stage.form(BO, "feedback-answer-form", "The question, and who will read the answer")
    await stage.send(BO, answer="That you needed an hour more.")
    await stage.form(BO, "feedback-answer-sent", "Where the answer stands")
    await stage.message(BO, "feedback-question-closed", "The card says that it is done", saying="You answered")
    card = await stage.message(
        ANA, "feedback-answered", "Who asked hears of the answer", saying="answered your question"
    )
    await stage.press(ANA, card, "feedback_inbox")
    await stage.form(ANA, "feedback-inbox-answered", "Question and answer stand under the piece")


@scene()
async def words(stage: Stage) -> None:
    """Help, an empty inbox, and whoever has no manager."""
    await stage.reply(ANA, "/feedback help", "feedback-help", "Help on the command")
    await stage.reply(ANA, "/feedback inbx", "feedback-wrong-word", "A wrong word gets the nearest right one")
    await stage.type(ANA, "/feedback inbox")
    await stage.form(ANA, "feedback-inbox-empty", "Nothing received yet")
    await stage.type(ANA, "/feedback given")
    await stage.form(ANA, "feedback-given-empty", "Nothing given yet")
    await stage.close(ANA)
    await stage.type(ANA, "/feedback @olu")
    await stage.form(ANA, "feedback-form-no-manager", "For somebody without a manager nobody else can be chosen")
    await stage.send(ANA, receiver=ANA.id, behaviour="I did it")
    await stage.form(ANA, "feedback-form-errors", "Nobody tells themselves")


SCENES = (written, changed, another_manager, thanked, words)
