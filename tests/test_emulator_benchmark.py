"""The benchmark of the local workspace still runs. What it measures is asserted nowhere."""

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.emulator import BEGIN, END, Row, write_docs

ROOT = Path(__file__).parents[1]
WHERE = {"cores": 2, "system": "Linux", "python": "3.11", "date": "today", "load_before": 0.1}


def test_a_quick_run_prints_every_figure():
    command = [sys.executable, "-m", "tests.benchmarks.emulator", "--quick"]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    for words in ("auth.test", "chat.postMessage", "a message", "start with 500", "users.list"):
        assert words in run.stdout


def test_the_table_goes_between_its_marks(tmp_path):
    document = tmp_path / "emulator.md"
    document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write_docs([Row("calls", "many", "enough", (0.001, 0.002, 0.003))], WHERE, document)
    text = document.read_text()
    assert (text.startswith("before\n"), text.endswith(f"{END}\nafter\n"), "old" in text) == (True, True, False)
    assert "| calls | many | enough | 2.0 | 3.0 |" in text


def test_the_docs_have_its_marks():
    text = (ROOT / "docs" / "emulator.md").read_text()
    assert (text.count(BEGIN), text.count(END)) == (1, 1)
