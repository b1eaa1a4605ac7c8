"""Locks name versions and hashes and no host; each dependency has its reason; none is GPL."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from tests.source_rules import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKS = ("runtime.txt", "dev.txt", "node.txt")
HOST = re.compile(r"https?://|--(extra-)?index-url|--find-links|file:")
PINNED = re.compile(r"^([a-z0-9-]+)==\S+", re.MULTILINE)
COPYLEFT = re.compile(r"(?<!L)(?<!Lesser )\b(A?GPL|GNU (Affero )?General Public)")


def _lock(name: str) -> str:
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9-]", requirement)[0].lower() for requirement in requirements}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host_and_has_a_hash_for_each_package(name):
    text = _lock(name)
    assert HOST.search(text) is None
    packages = [block for block in re.split(r"^(?=\S)", text, flags=re.MULTILINE) if block[:1].isalnum()]
    assert packages
    assert [block.split()[0] for block in packages if "--hash=sha256:" not in block] == []


def test_the_front_end_lock_names_no_host():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_every_dependency_is_locked():
    extras = PROJECT["optional-dependencies"]
    assert _names(PROJECT["dependencies"]) - set(PINNED.findall(_lock("runtime.txt"))) == set()
    assert _names(extras["dev"] + extras["build"]) - set(PINNED.findall(_lock("dev.txt"))) == set()


def test_what_runs_is_locked_alike_for_tests():
    runtime, dev = (set(re.findall(r"^\S+==\S+", _lock(name), re.MULTILINE)) for name in ("runtime.txt", "dev.txt"))
    assert runtime - dev == set()


def test_every_dependency_has_its_reason():
    reasons = (ROOT / "docs" / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
    assert {name for name in _names(PROJECT["dependencies"]) if name not in reasons} == set()


def test_no_dependency_is_under_a_licence_that_binds_the_product():
    bound = {}
    for name in PINNED.findall(_lock("dev.txt")):
        try:
            about = metadata(name)
        except PackageNotFoundError:
            continue  # for another system or Python
        stated = [*about.get_all("License-Expression", []), *about.get_all("Classifier", [])]
        if found := [text for text in stated if COPYLEFT.search(text)]:
            bound[name] = found
    assert bound == {}


@pytest.mark.parametrize(
    ("licence", "binds"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0-or-later", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("LGPL-3.0-only", False),
        ("MIT AND PSF-2.0", False),
    ],
)
def test_which_licences_bind(licence, binds):
    assert bool(COPYLEFT.search(licence)) is binds
