"""The paper to sign: what is owed, when it is paid, what is kept back, in both languages; exact bytes for the same plan."""

from __future__ import annotations

from typing import Any

import pytest

from huikuan.kernel.actor import SYSTEM
from huikuan.settlements.printing import agreement_pdf
from huikuan.settlements.rules.paper import Agreement, Party, agreement_data
from huikuan.settlements.rules.plans import InterestRule
from tests.books import new_books
from tests.planned import TODAY, made
from tests.settlements.test_rules import INSTALMENTS


def paper(language: str, discount: int) -> dict[str, Any]:
    items = (("F001", TODAY, 20_000), ("F002", None, 10_000 + discount))
    return agreement_data(
        agreement=Agreement(
            "HK-P000001", language, "CNY", TODAY, 30_000 + discount, discount, InterestRule.PAUSED, 3, "另附担保函",
            items, INSTALMENTS, Party("甲公司", "91330000", "杭州"), Party("乙公司"),
        )
    )  # fmt: skip


def test_the_paper_says_what_is_owed_and_what_is_not_given_up() -> None:
    data = paper("zh-hans", 600)
    assert "人民币叁佰零陆元整" in str(data["opening"]) and "306.00" in str(data["opening"])
    terms = "\n".join(data["terms"])
    for said in (
        "自始不生效",
        "暂停期间不予扣除",
        "3 个工作日",
        "第六百三十四条",
        "不构成甲方对逾期付款违约金",
        "诉讼时效",
        "另附担保函",
    ):
        assert said in terms
    assert data["parts"][1][-1] == ["合计", "", "300.00"]
    english = paper("en", 0)
    assert "gives up the rest" not in str(english["terms"]) and "Nothing in this plan gives up" in str(english["terms"])
    assert paper("fr", 0)["lang"] == "zh"


@pytest.mark.django_db
def test_the_paper_of_a_plan_is_the_same_each_time() -> None:
    books = new_books()
    (row,) = books.invoice(books.customer("乙"), "F1", 30_000)
    plan = made(books, [row])
    first = agreement_pdf(actor=SYSTEM, plan_id=plan)
    assert first.startswith(b"%PDF") and first == agreement_pdf(actor=SYSTEM, plan_id=plan)
