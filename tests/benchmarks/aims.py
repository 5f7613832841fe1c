"""The aims, and how far this run is from them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

from tests.benchmarks.figures import Figure

DATABASES = ("sqlite", "postgresql")
FORMS = ("check-in", "kudos", "feedback")
OPENS, ACKNOWLEDGED = 150.0, 50.0
PAGE, LONGER = 150.0, 1.3
"""Milliseconds, whatever the history, and how many times as much ten times the history may cost."""
REPORTS = (10, 200)
GOALS = {"goals rolled up": 200.0, "goal tree opens": 150.0, "goal card opens": 150.0}


@dataclass(frozen=True)
class Aim:
    """What is wanted: at most `limit` (or at least), and where to find what was seen."""

    text: str
    limit: float
    seen: Callable[["Run"], float | None]
    at_least: bool = False

    def verdict(self, run: "Run") -> dict[str, object] | None:
        """Return what was wanted, what was seen and whether that is enough; None where it was not measured."""
        seen = self.seen(run)
        if seen is None:
            return None
        met = seen >= self.limit if self.at_least else seen <= self.limit
        return {"aim": self.text, "limit": self.limit, "seen": round(seen, 2), "met": met}


class Run:
    """All figures of one run, found by what they are about."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.figures = figures

    def value(self, wanted: str, **about: object) -> float | None:
        """Return one value of the figure about that, None where it was not measured."""
        for figure in self.figures:
            if all(figure.get(name) == value for name, value in about.items()) and wanted in figure:
                return float(figure[wanted])
        return None

    def ratio(self, wanted: str, of: dict[str, object], to: dict[str, object]) -> float | None:
        """Return how many times the one value is the other."""
        one, other = self.value(wanted, **of), self.value(wanted, **to)
        return one / other if one is not None and other else None


def aims() -> list[Aim]:
    """Return all aims, for each database where that matters."""
    slowest = {"sqlite": 700.0, "postgresql": 300.0}
    return [aim for database in DATABASES for aim in _aims(database, slowest[database])]


def _aims(database: str, slowest: float) -> list[Aim]:
    ours: dict[str, object] = {"server": "cairn", "database": database}
    kudos, handlers = ours | {"figure": "kudos"}, ours | {"figure": "handlers"}
    few, many = handlers | {"handlers": 5}, handlers | {"handlers": 500}
    return [
        Aim(f"{database}: kudos one after another, p50 in ms", 4, lambda run: run.value("p50_ms", **kudos, at_once=1)),
        Aim(
            f"{database}: durable kudos a second on one core, 50 at once",
            300,
            lambda run: run.value("per_second", **kudos, at_once=50),
            at_least=True,
        ),
        Aim(f"{database}: 200 at once, p99 in ms", slowest, lambda run: run.value("p99_ms", **kudos, at_once=200)),
        *_forms(database, ours),
        *_goals(database, ours),
        *(aim for reports in REPORTS for aim in _page(database, ours | {"figure": "team-status", "reports": reports})),
        Aim(f"{database}: CPU with 500 handlers, times that with 5", 1.2, lambda run: run.ratio("cpu_ms", many, few)),
        Aim(f"{database}: seconds until ready", 2, lambda run: run.value("seconds", **ours, figure="start")),
        Aim(f"{database}: MB idle", 130, lambda run: run.value("megabytes", **ours, figure="memory idle")),
        Aim(
            f"{database}: MB after 10,000 requests",
            130,
            lambda run: run.value("megabytes", **ours, figure="memory after"),
        ),
    ]


def _forms(database: str, ours: dict[str, object]) -> list[Aim]:
    """A form opens before one wonders, and sending it takes no time one would notice."""
    steps = (("opens", OPENS), ("sent", ACKNOWLEDGED))
    found = []
    for form, (step, limit) in product(FORMS, steps):
        about = ours | {"figure": f"{form} form {step}"}
        seen = partial(Run.value, wanted="p99_ms", **about)
        found.append(Aim(f"{database}: {form} form {step}, p99 in ms", limit, seen))
    return found


def _goals(database: str, ours: dict[str, object]) -> list[Aim]:
    """The tree opens as fast as a form, however much hangs in it."""
    return [
        Aim(f"{database}: {figure}, p99 in ms", limit, partial(Run.value, wanted="p99_ms", **ours, figure=figure))
        for figure, limit in GOALS.items()
    ]


def _page(database: str, about: dict[str, object]) -> list[Aim]:
    """A manager's page opens as fast in the fifth year as in the first."""
    few, many = (about | {"weeks": weeks} for weeks in (26, 260))
    page = f"{database}: /team-status of {about['reports']}"
    return [
        Aim(f"{page} after 5 years, p99 in ms", PAGE, partial(Run.value, wanted="p99_ms", **many)),
        Aim(f"{page}, ten times the history, times the time", LONGER, lambda run: run.ratio("p50_ms", many, few)),
    ]
