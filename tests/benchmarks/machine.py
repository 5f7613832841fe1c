"""The machine the figures come from."""

import os
import platform
from datetime import UTC, datetime
from typing import Any

import psutil


def machine() -> dict[str, Any]:
    """Return cores, memory, versions, the date, and how busy it was with other things."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1024**3),
        "system": platform.system(),
        "python": platform.python_version(),
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "load_before": round(os.getloadavg()[0], 1),
    }
