"""`cairn run`: the bot itself, for a real workspace."""

from bot.commands.ground import explained, stop


def run() -> None:
    """Start the bot and keep it running. It reads its settings from the environment or `.env`.

    Stop it with Ctrl-C: it finishes what it is doing first.
    """
    with explained():
        import asyncio

        from bot import logs
        from bot.app import CannotStart
        from bot.serving import serve
        from bot.settings import Settings

        settings = Settings.load()
        settings.must_reach_slack()
        logs.set_up(settings.secrets())
        try:
            asyncio.run(serve(settings))
        except CannotStart as why:
            raise stop(str(why)) from None
