"""`make pictures`: play every scene with a Chromium looking on; write pictures, album and payloads."""

import argparse
import asyncio
import logging
import tempfile
from pathlib import Path
from types import ModuleType

import structlog
from rich.console import Console

from pictures import album, missing
from pictures.camera import Chromium, chromium
from pictures.scenes import FEATURES
from pictures.stage import Picture, play
from storage.engine import open_engine
from storage.schema import migrate

WINDOWS = 2
"""So many look on at a time."""


async def take(folder: Path, only: str | None, console: Console) -> dict[str, list[Picture]]:
    """Take the pictures of all features, or of one; return them by title, the others as they were."""
    template, before = await empty_database(folder), album.kept()
    album.FOLDER.mkdir(parents=True, exist_ok=True)
    async with chromium(WINDOWS) as windows:

        async def of(feature: ModuleType) -> list[Picture]:
            name = feature.__name__.rpartition(".")[2]
            if only not in {None, name}:
                return before.get(feature.TITLE, [])
            window = await windows.get()
            (own := folder / name).mkdir()
            pictures, _ = await play(
                feature.SCENES, template, own, camera=lambda slack: Chromium(window, slack.emulator.url, album.FOLDER)
            )
            windows.put_nowait(window)
            console.print(f"{feature.TITLE}: {len(pictures)}")
            return pictures

        taken = await asyncio.gather(*map(of, FEATURES))
    return {feature.TITLE: pictures for feature, pictures in zip(FEATURES, taken, strict=True)}


async def look(folder: Path) -> dict[str, list[Picture]]:
    """Play everything and take nothing: what the pictures would show now."""
    template = await empty_database(folder)
    return {feature.TITLE: (await play(feature.SCENES, template, folder))[0] for feature in FEATURES}


async def empty_database(folder: Path) -> Path:
    """Return a migrated SQLite file to copy."""
    template = folder / "template.db"
    engine = open_engine(f"sqlite:///{template}")
    await migrate(engine)
    await engine.dispose()
    return template


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="make pictures", description=__doc__)
    parser.add_argument("--only", help="the scenes of one feature, by the name of its module")
    parser.add_argument("--missing", action="store_true", help="take nothing: say which sentences no picture shows")
    options = parser.parse_args()
    console = Console()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # the logs of the bots are of no use here
    logging.disable()
    with tempfile.TemporaryDirectory(prefix="cairn-pictures-") as folder:
        if options.missing:
            missing.show(asyncio.run(look(Path(folder))), console)
            return
        taken = asyncio.run(take(Path(folder), options.only, console))
    album.write(taken)
    size = sum(path.stat().st_size for path in album.FOLDER.iterdir())
    console.print(f"{sum(map(len, taken.values()))} pictures, {size / 1e6:.1f} MB, in docs/{album.FOLDER.name}/")


if __name__ == "__main__":
    main()
