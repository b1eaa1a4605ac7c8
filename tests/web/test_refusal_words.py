"""Pages never speak of the command line: every sentence with an option in it has one of its own for pages."""

from __future__ import annotations

import re
from importlib import import_module
from pkgutil import iter_modules

from django.utils import translation

import huikuan.wording as folder
from huikuan.web.refusal_words import COMMAND_LINE_ONLY, ON_PAGES, worded

OPTION = re.compile(r"--[a-z]")


def all_sentences() -> dict[str, str]:
    found: dict[str, str] = {}
    for module in iter_modules(folder.__path__):
        sentences = getattr(import_module(f"{folder.__name__}.{module.name}"), "SENTENCES", {})
        found |= {code: str(text) for code, text in sentences.items()}
    return found


def test_no_page_names_an_option() -> None:
    with translation.override("en"):
        naming = {code for code, text in all_sentences().items() if OPTION.search(text)}
        assert naming - COMMAND_LINE_ONLY == set(ON_PAGES) & naming
        assert [str(text) for text in ON_PAGES.values() if OPTION.search(str(text))] == []


def test_there_are_sentences_to_look_at() -> None:
    with translation.override("en"):
        assert OPTION.search(all_sentences()["ROW_NEEDS_ROUNDING"])
        assert set(ON_PAGES) | COMMAND_LINE_ONLY <= set(all_sentences())


def test_both_languages() -> None:
    said = {"value": "12.345", "column": "金额"}
    with translation.override("zh-hans"):
        assert worded(code="ROW_NEEDS_ROUNDING", parameters=said).startswith("12.345 的小数位")
        assert worded(code="ROW_BLANK", parameters=said) == "“金额”为空，请填写。"
    with translation.override("en"):
        assert worded(code="ROW_NEEDS_ROUNDING", parameters=said).startswith("12.345 has more decimals")
