"""`cairn`: everything an operator types."""

import typer

from bot.commands import (
    demo,
    doctor,
    enroll,
    import_goals,
    import_people,
    import_questions,
    manifest,
    migrate,
    packet,
    run,
)

cairn = typer.Typer(
    help="Continuous feedback in Slack: weekly check-ins, kudos and feedback, tied to goals, kept for reviews.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # they print local variables, and tokens are among them
    rich_markup_mode="markdown",
)
imports = typer.Typer(
    help="Load people, goals or questions of teams from a CSV file: all of it, or nothing.", no_args_is_help=True
)

cairn.command("demo")(demo.demo)
cairn.command("run")(run.run)
cairn.command("doctor")(doctor.doctor)
cairn.command("manifest")(manifest.manifest)
cairn.add_typer(imports, name="import")
imports.command("people")(import_people.people)
imports.command("goals")(import_goals.goals)
imports.command("questions")(import_questions.questions)
cairn.command("enroll")(enroll.enroll)
cairn.command("packet")(packet.packet)
cairn.command("migrate")(migrate.migrate)


def main() -> None:
    """Run what was typed."""
    cairn(prog_name="cairn")
