"""The review packet: asked for, made, sent."""

from company import ANA, BO, MIA
from pictures import props
from pictures.stage import Stage, scene

TITLE = "The review packet"


@scene()
async def ordered(stage: Stage) -> None:
    """Mia orders the page about Ana."""
    await props.save(stage, props.goal())
    await props.answered(stage, ANA, props.FRIDAY)
    await stage.reply(MIA, "/review packet @ana", "packet-ordered", "The page is being made")
    await stage.message(MIA, "packet-sent", "The page arrives as a file", saying="files")


@scene()
async def words(stage: Stage) -> None:
    """Help, and whoever may not."""
    await stage.reply(ANA, "/review help", "packet-help", "Help on the command")
    await stage.reply(BO, "/review packet @ana", "packet-refused", "For anyone else there is nothing to show")


SCENES = (ordered, words)
