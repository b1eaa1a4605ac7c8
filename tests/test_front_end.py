"""The built front end is complete, small, and asks nobody else for anything."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.source_rules import PACKAGE, templates

BUILT = PACKAGE / "web" / "static" / "dist"
ON_EVERY_PAGE = ("tabler.css", "tabler.js", "htmx.js", "alpine.js", "icons.svg")
CHARTS = "charts.js"
BUDGET_BYTES = 250_000  # over the wire on first load, charts apart; the pages' own files and HTML come on top
SYMBOL = re.compile(r'<symbol id="([\w-]+)"')
ICON_IN_TEMPLATE = re.compile(r"""(?:icons\.svg#|\{% icon ["'])([\w-]+)""")
FOREIGN = re.compile(r"""(?:@import|url\(|importScripts\(|import\()\s*["']?(?:https?:)?//""")


@pytest.mark.parametrize("name", [*ON_EVERY_PAGE, CHARTS])
def test_each_file_is_there_in_three_encodings(name):
    assert (BUILT / name).stat().st_size > 0
    assert (BUILT / f"{name}.br").stat().st_size < (BUILT / name).stat().st_size
    assert (BUILT / f"{name}.gz").stat().st_size < (BUILT / name).stat().st_size


def test_the_first_load_keeps_the_budget_even_with_the_older_encoding():
    own = sum(path.stat().st_size for path in (PACKAGE / "web" / "static").glob("**/*") if _is_own(path))
    assert own + sum((BUILT / f"{name}.gz").stat().st_size for name in ON_EVERY_PAGE) < BUDGET_BYTES


@pytest.mark.parametrize("name", [*ON_EVERY_PAGE, CHARTS])
def test_no_file_names_a_source_map_or_loads_from_elsewhere(name):
    text = (BUILT / name).read_text(encoding="utf-8")
    assert "sourceMappingURL" not in text
    assert FOREIGN.search(text) is None


@pytest.mark.parametrize("text", ["@import '//a.b/c.css'", "url(https://a.b/c.woff)", 'import("https://a.b/c.js")'])
def test_a_foreign_load_would_be_found(text):
    assert FOREIGN.search(text)


def test_every_icon_of_a_template_is_in_the_sprite():
    drawn = set(SYMBOL.findall((BUILT / "icons.svg").read_text()))
    used = {name for template in templates() for name in ICON_IN_TEMPLATE.findall(template.text)}
    assert used - drawn == set()
    assert {"home", "coin", "arrow-back-up"} <= drawn


def test_the_licences_travel_along():
    text = (BUILT / "LICENCES.txt").read_text(encoding="utf-8")
    assert {"@tabler/core", "htmx.org", "echarts", "@alpinejs/csp"} <= set(re.findall(r"^(\S+) \d", text, re.MULTILINE))


def _is_own(path: Path) -> bool:
    return path.is_file() and BUILT not in path.parents and path.suffix in (".css", ".js")
