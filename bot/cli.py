"""`cairn`: everything an operator types."""

import typer

from bot.commands import (
    backup,
    cycle,
    demo,
    doctor,
    enroll,
    export_goals,
    import_goals,
    import_people,
    import_questions,
    import_readings,
    manifest,
    migrate,
    outbox,
    packet,
    report_goals,
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
    help="Load people, goals, readings of KPIs or questions of teams from a CSV file: all of it, or nothing.",
    no_args_is_help=True,
)
exports = typer.Typer(help="Write what can be imported again: goals as a CSV file.", no_args_is_help=True)
cycles = typer.Typer(
    help="Open and list cycles: the quarters, half-years or own dates for which goals are planned.",
    no_args_is_help=True,
)
outboxes = typer.Typer(help="See what the bot could not say, try it again, or give it up.", no_args_is_help=True)
reports = typer.Typer(
    help="Write a report: the tree of goals as a page for the browser, or as JSON.", no_args_is_help=True
)

cairn.command("demo")(demo.demo)
cairn.command("run")(run.run)
cairn.command("doctor")(doctor.doctor)
cairn.command("manifest")(manifest.manifest)
cairn.add_typer(imports, name="import")
imports.command("people")(import_people.people)
imports.command("goals")(import_goals.goals)
imports.command("questions")(import_questions.questions)
imports.command("readings")(import_readings.readings)
cairn.add_typer(exports, name="export")
exports.command("goals")(export_goals.goals)
cairn.add_typer(reports, name="report")
reports.command("goals")(report_goals.goals)
cairn.add_typer(cycles, name="cycle")
cycles.command("open")(cycle.open_cycle)
cycles.command("list")(cycle.list_cycles)
cairn.add_typer(outboxes, name="outbox")
outboxes.command("list")(outbox.list_outbox)
outboxes.command("retry")(outbox.retry)
outboxes.command("give-up")(outbox.give_up)
cairn.command("enroll")(enroll.enroll)
cairn.command("packet")(packet.packet)
cairn.command("migrate")(migrate.migrate)
cairn.command("backup")(backup.backup)
cairn.command("restore")(backup.restore)
cairn.command("restored")(backup.restored)


def main() -> None:
    """Run what was typed."""
    cairn(prog_name="cairn")
