"""The texts of the letters: every rung in both languages, with known places, the same ones, and without threats."""

from __future__ import annotations

import re
from typing import Any

import pytest

from huikuan.kernel.actor import Role
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.sanctions.letters import LadderText, letter_versions, letter_words, texts_in_force
from huikuan.sanctions.operations.letters import approve_ladder_letter, save_ladder_letter
from huikuan.sanctions.rules.gates import Unrest
from huikuan.sanctions.rules.letters import ladder_letter_faults
from huikuan.sanctions.rules.rungs import Rung
from tests.books import NOW
from tests.people import person

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
            assert ladder_letter_faults(letter=rung, subject=text[0], body=text[1]) == ()
    # Chinese letters name sums in capitals too where they ask for them; everything else stands in both.
    assert {rung: places(text) - {"total_in_capitals"} for rung, text in chinese["texts"].items()} == {
        rung: places(text) | ({"total"} if rung == "STOP_DISCOUNT" else set())
        for rung, text in english["texts"].items()
    }


@pytest.mark.parametrize(
    ("letter", "change", "fault"),
    [
        ("STOP_SUPPLY", ("{{article}}", ""), "PLACE_MISSING"),
        ("STOP_SUPPLY", ("{{reservation}}", ""), "RESERVATION_MISSING"),
        ("DEMAND_1", ("{{items}}", ""), "ITEMS_ONCE_ALONE"),
        ("DEMAND_1", ("{{pay_by}}", "{{ground}}"), "PLACE_UNKNOWN"),
        ("RELEASE", ("{{subject}}", "{{items}}"), "PLACE_UNKNOWN"),
    ],
)
def test_a_text_that_may_not_go_is_refused(letter: str, change: tuple[str, str], fault: str) -> None:
    subject, body = letter_words(language="zh-hans")["texts"][letter]
    found = ladder_letter_faults(letter=letter, subject=subject, body=body.replace(*change))
    assert fault in [one.code for one in found]


@pytest.mark.django_db
def test_our_own_text_is_used_once_another_person_has_approved_it() -> None:
    author, second = (person(name, Role.FINANCE_DIRECTOR, None) for name in ("author", "second"))
    before = texts_in_force(language="zh-hans")["DEMAND_1"]
    text = LadderText("DEMAND_1", "zh-hans", "", "付款提醒：{{total}}", before.body)
    act: dict[str, Any] = {"now": NOW}
    with pytest.raises(NotPermitted):
        save_ladder_letter(**act, actor=person("clerk", Role.AR_ACCOUNTANT, None), key="l0", text=text)
    with pytest.raises(Refused, match="ITEMS_ONCE_ALONE"):
        save_ladder_letter(**act, actor=author, key="l1", text=LadderText("DEMAND_1", "zh-hans", "", "x", "y"))
    saved = save_ladder_letter(**act, actor=author, key="l2", text=text)
    assert texts_in_force(language="zh-hans")["DEMAND_1"] == before
    with pytest.raises(Refused, match="SAME_PERSON"):
        approve_ladder_letter(**act, actor=author, key="l3", letter_id=saved["letter_id"])
    approve_ladder_letter(**act, actor=second, key="l4", letter_id=saved["letter_id"])
    with pytest.raises(Changed, match="LETTER_APPROVED"):
        approve_ladder_letter(**act, actor=second, key="l5", letter_id=saved["letter_id"])
    after = texts_in_force(language="zh-hans")
    assert (after["DEMAND_1"].subject, after["DEMAND_1"].version) == ("付款提醒：{{total}}", "1")
    assert after["DEMAND_2"].version == texts_in_force(language="en")["DEMAND_1"].version == "shipped"
    assert [one.approver_name for one in letter_versions(letter="DEMAND_1", language="zh-hans")] == ["second"]
