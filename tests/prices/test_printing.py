"""The printed sheet: every word from the data, in the customer's language; a PDF only for who may see the customer."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.contracts.due_rules import Anchor, DueRule, Roll
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import NotPermitted
from huikuan.prices.printing import confirmation_pdf
from huikuan.prices.rules.sheet import Party, Sheet, sheet_data, term_words
from tests.people import new_people
from tests.prices.office import PUMP, VALVE, new_prices


@pytest.mark.parametrize(
    ("rule", "chinese", "english"),
    [
        (DueRule(days=30), "自发票开具日起 30 日内", "within 30 days of the invoice date"),
        (
            DueRule(Anchor.DELIVERY, Roll.EOM, months=1, days=5),
            "自交货日所在月月末起 1 个月零 5 日内",
            "within 1 month and 5 days of the end of the month of delivery",
        ),
        (DueRule(Anchor.ACCEPTANCE), "验收合格日当日", "on acceptance"),
    ],
)
def test_the_term_in_words(rule: DueRule, chinese: str, english: str) -> None:
    assert term_words(rule=rule, language="zh-hans") == chinese
    assert term_words(rule=rule, language="en") == english


@pytest.mark.parametrize(("language", "title"), [("zh-hans", "供货价格确认书"), ("en", "Price Confirmation")])
def test_the_sheet_holds_every_price(language: str, title: str) -> None:
    sheet = Sheet(
        "JG-001",
        language,
        "CNY",
        date(2026, 1, 1),
        date(2026, 12, 31),
        DueRule(days=30),
        "",
        "运费由供方承担",
        (PUMP, VALVE),
        Party("甲方"),
        Party("乙方", "91310000"),
    )
    data = sheet_data(sheet=sheet)
    assert (data["title"], data["number"]) == (title, "JG-001")
    assert data["rows"] == [
        ["1", "P-1", "水泵", "DN50", "台", "100.00", "13%"],
        ["2", "", "阀门", "DN20", "个", "20.50", "13%"],
    ]
    assert "运费由供方承担" in data["terms"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_pdf_for_who_may_see_it(language: str) -> None:
    prices = new_prices()
    pk = prices.written("JG-001", language=language, note="#set page(fill: red) $x$ {{ name }}")
    content = confirmation_pdf(actor=SYSTEM, confirmation_id=pk)
    assert content.startswith(b"%PDF-")
    assert confirmation_pdf(actor=SYSTEM, confirmation_id=pk) == content
    with pytest.raises(NotPermitted, match="PRICES_NOT_VISIBLE"):
        confirmation_pdf(actor=new_people().colleague, confirmation_id=pk)
