"""Conventions of the source that no linter knows: each function gives one finding a line, `file:line what`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "huikuan"

FILE_LINES = 300
FUNCTION_LINES = 60
MONEY_ROOMS = ("kernel", "ledger", "receivables", "receipts")
# Scores of a proposed match are no money: they rank proposals and are never booked.
NO_MONEY = ("receipts/matching",)
EMPTY_NAMES = frozenset({"base", "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils"})
# Django asks for a module of this name in a database backend.
NAMES_DJANGO_ASKS_FOR = frozenset({"config/sqlite_backend/base.py"})
BANNED_IMPORTS = {
    "django.db.models.signals": "no signals: an operation calls what follows from it",
    "django.dispatch": "no signals: an operation calls what follows from it",
    "django.utils.safestring": "text is escaped by the template",
    "django.db.models.functions.Now": "the clock is read on the top floor",
    "pickle": "signed or stored data is JSON",
}
BANNED_NAMES = {
    "FloatField": "money is integer minor units, a ratio two integers",
    "mark_safe": "text is escaped by the template",
    "SafeString": "text is escaped by the template",
}
# What is handed over to be called by somebody else, or written like a table: everything else names its parameters.
CALLED_BY_POSITION = {
    "api/callers.py": {"signed_in"},  # an authentication, called by Ninja
    "api/door.py": {"door", "no_such_address"},  # around a view, and a view
    "api/parsing.py": {"only_known_names"},  # around a view
    "cli/language.py": {
        "gettext",
        "gettext_noop",
        "ngettext",
        "ngettext_noop",
        "pgettext",
    },  # found by these names in the catalogue
    "integrations/table_files/fields.py": {"named_field"},  # the table of names
    "kernel/once.py": {"once"},  # around a read
    "web/context.py": {"page"},  # called by the template engine
    "web/forms/imports.py": {"small_enough"},  # a validator of Django
    "integrations/http_door.py": {"looked_up"},  # stands in for the system's own look-up
    "portal/door.py": {"open_door", "route"},  # around a view; the table of addresses
    "statements/rendering.py": {"files_of"},  # mapped over sheets
    "web/routing.py": {"route"},  # the table of addresses, as django.urls.path is written
    "web/views/refusals.py": {"csrf_failed", "failed", "not_found"},  # called by Django
}
CHANGES_NO_CALL = frozenset({"cache", "contextmanager", "lru_cache", "once", "reading_once"})
"""Decorators under which a function is still called by us."""
CLOCK_KEYWORDS = frozenset({"auto_now", "auto_now_add"})
UNSAFE_TEMPLATE = re.compile(r"\|\s*safe(seq)?\b|\bautoescape\s+off\b|\son\w+\s*=\s*[\"']")


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file of the product: its path below src/huikuan, its text and its tree."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def is_in(self, *folders: str) -> bool:
        return any(self.path.startswith(f"{folder}/") for folder in folders)


def sources() -> list[Source]:
    """Every Python file of the product but migrations."""
    paths = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
    return [Source(path=str(path.relative_to(PACKAGE)), text=path.read_text(encoding="utf-8")) for path in paths]


def templates() -> list[Source]:
    """Every HTML template of the product."""
    paths = sorted(PACKAGE.rglob("templates/**/*.html"))
    return [Source(path=str(path.relative_to(PACKAGE)), text=path.read_text(encoding="utf-8")) for path in paths]


def filled_packages(files: Iterable[Source]) -> list[str]:
    """`__init__.py` files that are not empty."""
    return [file.path for file in files if file.path.endswith("__init__.py") and file.text]


def empty_names(files: Iterable[Source]) -> list[str]:
    """Modules whose name says nothing."""
    return [
        file.path
        for file in files
        if EMPTY_NAMES & set(Path(file.path).with_suffix("").parts) and file.path not in NAMES_DJANGO_ASKS_FOR
    ]


def long_files(files: Iterable[Source]) -> list[str]:
    """Files past the limit."""
    counted = ((file.path, file.text.count("\n")) for file in files)
    return [f"{path}: {lines} lines" for path, lines in counted if lines > FILE_LINES]


def long_functions(files: Iterable[Source]) -> list[str]:
    """Functions past the limit, decorators not counted."""
    return [
        f"{file.path}:{node.lineno} {node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for file in files
        for node in ast.walk(file.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES
    ]


def positional_parameters(files: Iterable[Source]) -> list[str]:
    """Public functions with parameters that a caller need not name; views, commands and tags are called by a framework."""
    return [
        f"{file.path}:{node.lineno} {node.name}: {', '.join(unnamed)}"
        for file in files
        for node in file.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and node.name not in CALLED_BY_POSITION.get(file.path, ())
        and all(_name_of(decorator) in CHANGES_NO_CALL for decorator in node.decorator_list)
        and (unnamed := _unnamed(node.args))
    ]


def inexact_money(files: Iterable[Source]) -> list[str]:
    """Float literals, float() and true division in the rooms that compute money."""
    rooms = [file for file in files if file.is_in(*MONEY_ROOMS) and not file.is_in(*NO_MONEY)]
    return [f"{file.path}:{line} {what}" for file in rooms for line, what in _inexact(file.tree)]


def banned_words(files: Iterable[Source]) -> list[str]:
    """Signals, floats in tables, text marked as safe, clocks in tables, save() overrides."""
    return [f"{file.path}:{line} {what}" for file in files for line, what in _banned(file)]


def unsafe_templates(files: Iterable[Source]) -> list[str]:
    """Places where a template lets text through unescaped or carries an inline handler."""
    return [
        f"{file.path}:{number} {found.group().strip()}"
        for file in files
        for number, line in enumerate(file.text.splitlines(), 1)
        if (found := UNSAFE_TEMPLATE.search(line))
    ]


def _unnamed(parameters: ast.arguments) -> list[str]:
    starred = [parameters.vararg] if parameters.vararg else []
    return [one.arg for one in (*parameters.posonlyargs, *parameters.args, *starred)]


def _name_of(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.id if isinstance(called, ast.Name) else ""


def _inexact(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, f"float literal {node.value}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield node.lineno, "float()"
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            yield node.lineno, "true division; whole numbers are divided with // or by a rule that rounds"


def _banned(file: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(file.tree):
        for name in _imported(node):
            for banned, why in BANNED_IMPORTS.items():
                if name == banned or name.startswith(f"{banned}."):
                    yield getattr(node, "lineno", 0), f"{name}: {why}"
        if isinstance(node, ast.Attribute) and node.attr in BANNED_NAMES:
            yield node.lineno, f"{node.attr}: {BANNED_NAMES[node.attr]}"
        elif isinstance(node, ast.keyword) and node.arg in CLOCK_KEYWORDS:
            yield node.lineno, f"{node.arg}: the clock is read on the top floor"
        elif isinstance(node, ast.ClassDef) and Path(file.path).stem == "models":
            yield from ((part.lineno, "save() is not overridden") for part in node.body if _is_save(part))


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def _is_save(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name == "save"
