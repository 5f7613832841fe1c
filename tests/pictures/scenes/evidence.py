"""My evidence: a message or feedback kept with a note of one's own, for oneself alone."""

from company import ANA, BO
from pictures.scenes.feedback import told
from pictures.stage import Stage, scene

TITLE = "My evidence"


@scene()
async def kept(stage: Stage) -> None:
    """Ana keeps a message and a piece of feedback, changes a note, removes it."""
    ana = stage.person(ANA)
    await stage.press(ANA, await ana.open_home(), "evidence_open")
    await stage.form(ANA, "evidence-empty", "Nothing kept yet")
    await stage.close(ANA)
    said = await stage.person(BO).say("CGENERAL", "The tide gauge is back, and everyone can see it.")
    await ana.message_shortcut("evidence_from_message", "CGENERAL", said["ts"])
    await stage.form(ANA, "evidence-form", "Save as evidence, from a message's menu")
    await stage.send(ANA, note="")
    await stage.form(ANA, "evidence-form-errors", "A note says what it shows")
    await stage.send(ANA, note="I brought the gauge back within a day")
    await stage.form(ANA, "evidence-saved", "Only oneself sees it")
    await stage.close(ANA)

    await told(stage)
    await stage.type(ANA, "/feedback inbox")
    await stage.press(ANA, ana.view, "feedback_keep")
    await stage.form(ANA, "evidence-form-feedback", "Add to my evidence, from feedback")
    await stage.send(ANA, note="Leading a meeting calmly")
    await stage.close(ANA)
    await stage.press(ANA, await ana.open_home(), "evidence_open")
    await stage.form(ANA, "evidence-page", "My evidence")
    await stage.press(ANA, ana.view, "evidence_edit")
    await stage.form(ANA, "evidence-edit-form", "Changing a note")
    await stage.close(ANA)


SCENES = (kept,)
