"""What must have a picture, read from the code: each kind of notice, each form, each sentence of the Home tab."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

from domain.notices import AnyNotice
from handlers import register
from handlers.views import home

VIEWS = Path(home.__file__).parent
A_FEW_WORDS = re.compile(r"[^\W\d]{2,}(?:[^\w%\\]+[^\W\d]+){2,}")
"""Three words make a sentence; shorter pieces stand in too many places to tell anything."""
FILLED_IN = re.compile(r"\{\w*\}")


def notices() -> set[str]:
    """Return the kinds of notices that leave a message behind; what only takes one away has no look."""
    kinds = get_args(get_args(AnyNotice)[0])
    return {kind.model_fields["kind"].default for kind in kinds if not getattr(kind, "removes", False)}


def forms() -> set[str]:
    """Return the callback ids of all forms and windows: those listened to, and those any view makes."""
    made = {id for path in VIEWS.rglob("*.py") for id in _modals(path)}
    return made | set(register().ids("view"))


def _modals(path: Path) -> Iterator[str]:
    """Yield the first argument of each `modal(…)` of a module that is a text or the name of one."""
    module = importlib.import_module(".".join(("handlers", "views", *path.relative_to(VIEWS).with_suffix("").parts)))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name) and called.id == "modal":
            first: Any = node.args[0]
            id = first.value if isinstance(first, ast.Constant) else getattr(module, getattr(first, "id", ""), None)
            if isinstance(id, str):
                yield id


def sentences(module: ModuleType) -> set[str]:
    """Return the pieces of text of three words and more that a view can show; docstrings are for ourselves."""
    tree = ast.parse(inspect.getsource(module))
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in silent
    }
    return {piece for text in found for piece in FILLED_IN.split(text) if A_FEW_WORDS.search(piece)}
