"""A letter from an order: its places are of the items it is about, its snapshot gives the same sheet again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.accounts.queries import CompanyRow
from huikuan.customers.queries import CustomerRow
from huikuan.kernel.calendar import BusinessCalendar
from huikuan.outbox.ports import Content
from huikuan.reminders.composing import LetterOrder, Parties, kept_blocks, letter_content, pdf_data
from huikuan.reminders.rules.letter_words import money_text
from huikuan.reminders.rules.letters import LetterKind, LetterText
from huikuan.reminders.rules.steps import Item
from huikuan.reminders.texts import shipped_texts

TODAY = date(2026, 11, 17)
PARTIES = Parties(
    CompanyRow(1, "甲方贸易有限公司", "甲方", "", "CNY", "上海", "021-1", "工行 1001"),
    CustomerRow(1, "C1", "乙公司", "", "", "CN", "", "en", "STANDARD", None, "", None, "", ""),
    None,
)
OWN = LetterText(
    LetterKind.OVERDUE,
    "FRIENDLY",
    "en",
    "1",
    "{{item_count}} items, {{total}}",
    "{{oldest_due_date}} {{days_overdue}} {{total_overdue}}\n\n{{items}}\n\n{{reservation}}",
)


def item(pk: int, due: date, minor: int) -> Item:
    return Item(pk, f"F{pk:03}", 1, 1, 1, "CNY", date(2026, 9, 1), due, minor)


LATE, OLDEST = item(1, date(2026, 11, 8), 100_00), item(2, date(2026, 11, 3), 23_45)
SOON = item(3, date(2026, 11, 20), 7_00)


def letter(kind: LetterKind, *items: Item, text: LetterText | None = None, language: str = "en") -> Content:
    order = LetterOrder(
        1, 1, 1, 1, "CNY", kind, "FRIENDLY", 1, True, "w@kehu.example", "Ms Li", language, items, (), TODAY
    )
    used = text or shipped_texts()[kind, "FRIENDLY", language]
    return letter_content(order=order, parties=PARTIES, text=used, calendar=BusinessCalendar())


def test_every_place_of_an_overdue_letter_is_of_the_overdue_items():
    content = letter(LetterKind.OVERDUE, SOON, LATE, OLDEST, text=OWN)
    assert content.subject == "2 items, CNY 123.45"
    assert content.text.startswith("3 November 2026 14 CNY 123.45\n\nOverdue\n")
    assert [kept[0] for kept in content.snapshot["items"]] == [2, 1, 3]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_letter_before_the_due_date_is_the_same_whatever_is_overdue_besides(language: str):
    """The acceptance finding: “falls due on 3 November” on the 17th, from the due date of an overdue item."""
    alone = letter(LetterKind.BEFORE_DUE, SOON, language=language)
    assert letter(LetterKind.BEFORE_DUE, SOON, LATE, OLDEST, language=language) == alone
    assert {"en": "20 November 2026", "zh-hans": "2026年11月20日"}[language] in alone.subject


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(1, 30), st.integers(1, 10**9)), min_size=1, max_size=8, unique_by=lambda row: row[0]
    ),
    st.sampled_from(["FRIENDLY", "CLEAR", "FIRM", "FINAL"]),
    st.sampled_from(["en", "zh-hans"]),
)
def test_subject_and_sentences_name_the_sum_of_what_they_speak_of(rows, tone, language):
    items = [item(day, date(2026, 11, day), minor) for day, minor in rows]
    late = [one for one in items if one.due_date is not None and one.due_date < TODAY]
    kind = LetterKind.OVERDUE if late else LetterKind.BEFORE_DUE
    about = late or items
    text = shipped_texts()[kind, tone if late else "FRIENDLY", language]
    content = letter(kind, *items, text=text, language=language)
    total = money_text(minor=sum(one.open_minor for one in about), currency="CNY", language=language)
    before_items, _, _ = content.text.partition("F0")
    assert total in before_items
    if late:
        both = money_text(minor=sum(one.open_minor for one in items), currency="CNY", language=language)
        assert (both in content.subject + content.text) is (len(late) == len(items) or both == total)


def test_the_sheet_has_the_tables_where_the_letter_has_them():
    sheet = pdf_data(snapshot=letter(LetterKind.OVERDUE, SOON, LATE).snapshot, reference="HK-1")
    tables = [block["table"] for block in sheet["blocks"] if block["kind"] == "items"]
    assert [table["heading"] for table in tables] == ["Overdue", "Also due soon"]
    assert [len(table["columns"]) for table in tables] == [5, 4]
    kinds = [block["kind"] for block in sheet["blocks"]]
    assert kinds[:5] == ["salutation", "paragraph", "items", "paragraph", "items"]
    assert kinds[-1] == "closing"


def test_a_letter_kept_before_there_were_two_tables_can_still_be_set():
    snapshot = letter(LetterKind.OVERDUE, LATE).snapshot
    blocks = snapshot["letter"]["blocks"]
    (place,) = (place for place, block in enumerate(blocks) if not isinstance(block, str))
    table = {name: value for name, value in blocks[place].items() if name != "heading"}
    old: dict[str, Any] = {"subject": snapshot["letter"]["subject"], "table": table}
    old["blocks"] = [*blocks[:place], None, *blocks[place + 1 :]]
    assert kept_blocks(snapshot={**snapshot, "letter": old}) == kept_blocks(snapshot=snapshot)
    assert pdf_data(snapshot={**snapshot, "letter": old}, reference="x") == pdf_data(snapshot=snapshot, reference="x")
