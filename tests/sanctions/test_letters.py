"""The texts of the letters: every rung in both languages, with known places, the same ones, and without threats."""

from __future__ import annotations

import re

from huikuan.reminders.rules.wording_check import word_findings
from huikuan.sanctions.operations.writing import letter_words
from huikuan.sanctions.rules.gates import Unrest
from huikuan.sanctions.rules.rungs import Rung

WANTED = {*(rung.value for rung in Rung), "RELEASE"}
COMMON = {"salutation", "company_name", "letter_date"}


def places(text: list[str]) -> set[str]:
    return set(re.findall(r"\{\{([a-z_]+)\}\}", " ".join(text)))


def test_each_rung_has_its_letter_in_both_languages() -> None:
    chinese, english = letter_words(language="zh-hans"), letter_words(language="en")
    for words in (chinese, english):
        assert set(words["texts"]) == WANTED
        assert set(words["grounds"]) == {"SAME_ORDER", *(one.value for one in Unrest)}
        for rung, text in words["texts"].items():
            assert places(text) >= COMMON
            assert rung == "RELEASE" or {"items", "total", "reservation"} <= places(text)
            assert [one for part in text for one in word_findings(text=part) if one.is_error] == []
    assert {"article", "ground", "order_number"} <= places(chinese["texts"]["STOP_SUPPLY"])
    # Chinese letters name sums in capitals too where they ask for them; everything else stands in both.
    assert {rung: places(text) - {"total_in_capitals"} for rung, text in chinese["texts"].items()} == {
        rung: places(text) | ({"total"} if rung == "STOP_DISCOUNT" else set())
        for rung, text in english["texts"].items()
    }
