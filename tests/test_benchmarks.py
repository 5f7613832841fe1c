"""The benchmarks still run. What they measure is asserted nowhere: it says nothing on a busy machine."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TIMED = {"requests", "good", "p50_ms", "p99_ms", "max_ms", "per_second", "cpu_ms"}


def test_a_quick_run_prints_a_table_and_writes_every_figure(tmp_path):
    out = tmp_path / "bench.json"
    command = [sys.executable, "-m", "tests.benchmarks", "--quick", "--out", out]

    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)

    assert "/kudos" in run.stdout
    result = json.loads(out.read_text())
    assert set(result) == {"machine", "quick", "aims", "figures"}
    assert {"cores", "memory_gb", "python", "date"} <= set(result["machine"])
    kudos = next(figure for figure in result["figures"] if figure["figure"] == "kudos")
    assert set(kudos) >= TIMED
    assert kudos["good"] == kudos["requests"]
    assert {aim["met"] for aim in result["aims"]} <= {True, False}


def test_the_documents_table_is_written_from_the_last_run(tmp_path):
    from tests.benchmarks import report

    document = tmp_path / "performance.md"
    document.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n")
    timed = {"requests": 20, "good": 20, "p50_ms": 2.5, "p99_ms": 9, "max_ms": 9, "per_second": 400, "cpu_ms": 2}
    where = {"cores": 2, "memory_gb": 24, "system": "Linux", "python": "3.11.7", "date": "today", "load_before": 0.1}
    figures = [
        {"figure": "kudos", "server": "bare-before", "database": "none", "at_once": 1, **timed, "cpu_ms": 0.2},
        {"figure": "kudos", "server": "cairn", "database": "sqlite", "at_once": 1, **timed},
        {"figure": "start", "server": "cairn", "database": "sqlite", "seconds": 1.25},
    ]

    report.write_docs({"machine": where, "figures": figures, "aims": []}, document)

    written = document.read_text()
    assert written.startswith("before\n")
    assert written.endswith("after\n")
    assert "old" not in written
    assert "| /kudos, 1 at once | SQLite | 2.5 | 9.0 | 9.0 | 400 | 2.00 | 10.0 |" in written
    assert "| start until it answers | SQLite | 1.25 s |" in written
