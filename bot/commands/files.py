"""Where a command's answer goes: to a file, or to the terminal."""

from pathlib import Path

import typer

from bot.commands.ground import CannotDo


def write(content: bytes, out: Path | None) -> None:
    """Write UTF-8 to the file, or print it where none is named. Raises CannotDo where it cannot be written."""
    if out is None:
        text = content.decode("utf-8-sig")
        typer.echo(text, nl=not text.endswith("\n"))
        return
    try:
        out.write_bytes(content)
    except OSError as trouble:
        raise CannotDo(f"{out} cannot be written: {trouble.strerror}.") from None
    typer.echo(f"Written to {out}.", err=True)
