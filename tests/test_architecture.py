"""Which way the arrows point, and a few rules of the house that no linter knows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("domain", "storage", "handlers", "scheduler", "bot", "emulator")
MAY_IMPORT = {
    "domain": set(),
    "storage": {"domain"},
    "handlers": {"domain", "storage"},
    "scheduler": {"domain", "storage"},
    "bot": {"domain", "storage", "handlers", "scheduler", "emulator"},
    "emulator": set(),
}
DOMAIN_MAY_USE = {"pydantic", "holidays"}
ONLY = {
    "sqlalchemy": ("storage/",),
    "sqlmodel": ("storage/",),
    "alembic": ("storage/",),
    "slack_bolt": ("handlers/", "bot/"),
    "slack_sdk": ("handlers/", "bot/"),
    "slackblocks": ("handlers/", "bot/"),
    "apscheduler": ("scheduler/timetable.py", "bot/"),
}


def modules(folder: str) -> Iterator[Path]:
    return (path for path in sorted((ROOT / folder).rglob("*.py")))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def at(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("folder", OURS)
def test_arrows_point_one_way(folder):
    wrong = [
        f"{at(path)} imports {name}"
        for path in modules(folder)
        for name in imports(path)
        if (top := name.partition(".")[0]) in OURS and top != folder and top not in MAY_IMPORT[folder]
    ]
    assert wrong == []


def test_only_the_demo_knows_the_emulator():
    users = {at(path) for path in modules("bot") for name in imports(path) if name.partition(".")[0] == "emulator"}
    assert {path for path in users if not path.startswith("bot/company/")} == {"bot/demo.py"}


@pytest.mark.parametrize(("package", "places"), ONLY.items())
def test_a_library_stays_in_its_place(package, places):
    wrong = [
        at(path)
        for folder in OURS
        if folder != "emulator"
        for path in modules(folder)
        for name in imports(path)
        if name.partition(".")[0] == package and not at(path).startswith(places)
    ]
    assert wrong == []


def test_the_domain_uses_the_standard_library_and_little_else():
    import sys

    known = set(sys.stdlib_module_names) | DOMAIN_MAY_USE | {"domain"}
    assert [
        at(path) for path in modules("domain") for name in imports(path) if name.partition(".")[0] not in known
    ] == []


def test_only_permissions_makes_grants():
    makers = {
        at(path)
        for folder in OURS
        for path in modules(folder)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Grant"
    }
    assert makers == {"domain/permissions.py"}


def test_only_the_edge_reads_the_clock():
    reads = {
        at(path)
        for folder in OURS
        for path in modules(folder)
        if re.search(r"datetime\.(now|utcnow|today)\(|date\.today\(", path.read_text())
    }
    assert {path for path in reads if not path.startswith("emulator/")} <= {"bot/app.py", "bot/commands/ground.py"}


def test_no_listener_has_a_star_in_its_signature():
    """Bolt fills arguments by name and silently leaves out keyword-only ones."""
    from handlers import register

    table = register()
    for handler, _ in table._handlers.values():
        code = handler.__wrapped__.__code__
        assert code.co_kwonlyargcount == 0, handler.__wrapped__.__qualname__


def test_nothing_happens_at_import():
    """No module-level engine, app, client or settings."""
    made = re.compile(
        r"^\w+(?:: \w+)? = (?:create_async_engine|open_engine|AsyncApp|AsyncWebClient|Settings|Database)\b",
        re.MULTILINE,
    )
    assert [at(path) for folder in OURS for path in modules(folder) if made.search(path.read_text())] == []


@pytest.mark.parametrize("folder", OURS)
def test_every_module_says_what_it_is_for(folder):
    silent = [
        at(path)
        for path in modules(folder)
        if path.read_text().strip()
        and "versions" not in path.parts
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_no_file_grows_past_three_hundred_lines():
    long = {
        at(path): lines
        for folder in OURS
        for path in modules(folder)
        if "versions" not in path.parts and (lines := len(path.read_text().splitlines())) > 300
    }
    assert long == {}
