"""The house holds: pure floors, private tables, small files, exact money. import-linter keeps the layers themselves."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import grimp
import pytest

from tests import source_rules
from tests.source_rules import PACKAGE, Source, sources, templates

PURE_FOLDERS = ("kernel", "portfolio/engines", "receipts/matching")
PURE_FILES = ("rules", "ports")
NOT_IN_PURE = ("django", "ninja", "psycopg", "pysqlite3", "sqlite3", "requests", "httpx", "smtplib")
CHECKS: list[Callable[[list[Source]], list[str]]] = [
    source_rules.banned_words,
    source_rules.empty_names,
    source_rules.filled_packages,
    source_rules.inexact_money,
    source_rules.long_files,
    source_rules.long_functions,
    source_rules.positional_parameters,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: str(check.__name__))
def test_the_source_keeps_the_convention(check):
    assert check(sources()) == []


def test_templates_escape_everything():
    assert source_rules.unsafe_templates(templates()) == []


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        (source_rules.banned_words, "ledger/operations.py", "from django.dispatch import receiver"),
        (source_rules.banned_words, "ledger/operations.py", "from django.db.models.signals import post_save"),
        (source_rules.banned_words, "ledger/operations.py", "from django.utils.safestring import mark_safe"),
        (source_rules.banned_words, "ledger/models.py", "from django.db import models\nx = models.FloatField()"),
        (source_rules.banned_words, "ledger/models.py", "x = DateTimeField(auto_now_add=True)"),
        (source_rules.banned_words, "ledger/models.py", "class A:\n    def save(self): ..."),
        (source_rules.empty_names, "ledger/utils.py", ""),
        (source_rules.empty_names, "helpers/money.py", ""),
        (source_rules.filled_packages, "ledger/__init__.py", "from x import y\n"),
        (source_rules.inexact_money, "receivables/rules.py", "late = 0.05"),
        (source_rules.inexact_money, "receivables/rules.py", "late = float(1)"),
        (source_rules.inexact_money, "kernel/money.py", "half = minor / 2"),
        (source_rules.inexact_money, "receipts/rules.py", "minor /= 2"),
        (source_rules.long_files, "ledger/rules.py", "\n" * 301),
        (source_rules.long_functions, "ledger/rules.py", "def f():\n" + "    x = 1\n" * 60),
        (source_rules.positional_parameters, "kernel/money.py", "def split(amount, *, parts): ..."),
        (source_rules.positional_parameters, "kernel/money.py", "def split(amount, /): ..."),
        (source_rules.positional_parameters, "kernel/money.py", "def split(*amounts): ..."),
        (source_rules.positional_parameters, "kernel/money.py", "@cache\ndef split(amount): ..."),
        (source_rules.positional_parameters, "kernel/money.py", "@lru_cache(maxsize=1)\ndef split(amount): ..."),
        (source_rules.unsafe_templates, "web/templates/a.html", "{{ name|safe }}"),
        (source_rules.unsafe_templates, "web/templates/a.html", "{% autoescape off %}"),
        (source_rules.unsafe_templates, "web/templates/a.html", '<a onclick="go()">'),
    ],
)
def test_each_check_finds_its_fault(check, path, text):
    assert len(check([Source(path=path, text=text)])) == 1


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        (source_rules.inexact_money, "receipts/matching/scores.py", "weight = 0.5"),  # ranks, is never booked
        (source_rules.inexact_money, "insight/rules.py", "share = a / b"),
        (source_rules.inexact_money, "ledger/rules.py", "half = minor // 2"),
        (source_rules.long_files, "ledger/rules.py", "\n" * 300),
        (source_rules.long_functions, "ledger/rules.py", "def f():\n" + "    x = 1\n" * 59),
        (source_rules.positional_parameters, "kernel/money.py", "def split(*, amount, **more): ..."),
        (source_rules.positional_parameters, "kernel/money.py", "def _split(amount): ..."),
        (source_rules.positional_parameters, "web/views/today.py", "@page(need=1)\ndef today(request): ..."),
        (source_rules.positional_parameters, "web/context.py", "def page(request): ..."),
        (source_rules.unsafe_templates, "web/templates/a.html", '<p class="safe" hx-on="">{{ name }}</p>'),
    ],
)
def test_what_is_allowed_is_not_found(check, path, text):
    assert check([Source(path=path, text=text)]) == []


def test_pure_modules_load_in_a_fresh_interpreter_without_the_framework():
    modules = _pure_modules()
    assert len(modules) > 10
    assert _foreign_after_importing(modules) == set()


def test_the_fresh_interpreter_would_notice_the_framework():
    assert _foreign_after_importing(["django.conf"]) == {"django"}


def test_a_rooms_tables_are_its_own():
    found = [
        f"{importer} -> {table}"
        for table in sorted(module for module in _graph().modules if module.endswith(".models"))
        for importer in sorted(_graph().find_modules_that_directly_import(table))
        if importer.split(".")[1] != table.split(".")[1]
    ]
    assert found == []


def test_adapters_know_rules_and_ports_only():
    found = [
        f"{module} -> {imported}"
        for module in sorted(_graph().find_descendants("huikuan.integrations"))
        for imported in sorted(_graph().find_modules_directly_imported_by(module))
        if imported.startswith("huikuan.") and not _an_adapter_may_use(imported)
    ]
    assert found == []


def test_each_adapter_stands_alone():
    adapters = sorted(path.parent.name for path in (PACKAGE / "integrations").glob("*/__init__.py"))
    found = [
        f"{one} -> {other}"
        for one in adapters
        for other in adapters
        if one != other
        and _graph().direct_import_exists(
            importer=f"huikuan.integrations.{one}", imported=f"huikuan.integrations.{other}", as_packages=True
        )
    ]
    assert found == []


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("huikuan", cache_dir=None, exclude_type_checking_imports=True)


def _an_adapter_may_use(module: str) -> bool:
    parts = module.split(".")
    is_pure = bool({"rules", "ports"} & set(parts[2:])) or parts[-1].endswith("_rules")
    return parts[1] in ("kernel", "integrations") or is_pure


def _pure_modules() -> list[str]:
    files = [file for file in sources() if _is_pure(file)]
    names = [Path(file.path).with_suffix("").parts for file in files if not file.path.endswith("__init__.py")]
    return [".".join(("huikuan", *parts)) for parts in names]


def _is_pure(file: Source) -> bool:
    return file.is_in(*PURE_FOLDERS) or bool(set(PURE_FILES) & set(Path(file.path).with_suffix("").parts))


def _foreign_after_importing(modules: list[str]) -> set[str]:
    code = "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)\nprint(*sys.modules)"
    command = [sys.executable, "-c", code, *modules]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return {name.split(".")[0] for name in loaded} & set(NOT_IN_PURE)
