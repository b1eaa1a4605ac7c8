"""Texts have places and nothing else: what looks like a program is refused or stays as it stands (S1, S28)."""

from __future__ import annotations

import html
import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.outbox.rules import header_fault
from huikuan.reminders.rules.letters import (
    PLACES,
    LetterKind,
    LetterText,
    Table,
    as_html,
    as_text,
    composed,
    letter_faults,
    visible,
)

BODY = "尊敬的{{salutation}}：\n\n{{items}}\n\n{{reservation}}\n"
TABLE = Table((("发票号", False), ("金额", True)), (("F001", "1.00"),), (("合计", "1.00"),))

EXPRESSIONS = [
    "7*7",
    "7*'7'",
    "config",
    "self.__class__.__mro__",
    "request.application.__globals__",
    "''.__class__.__base__.__subclasses__()",
    "items|length",
    "items.0",
    "total()",
    "total|safe",
    "lipsum.__globals__['os'].popen('id').read()",
    "cycler.__init__.__globals__.os",
    "frappe.db.sql('select 1')",
    "range(10**9)",
    "'x'*10**9",
    "total if total else 1",
    "Total",
    "total ",
    " total",
    "total\n",
    "tötal",
    "",
    "{{total}}",
    "_self.env.registerUndefinedFilterCallback('exec')",
    "constructor.constructor('return process')()",
    "include('/etc/passwd')",
    "@java.lang.Runtime@getRuntime()",
    "T(java.lang.Runtime).getRuntime().exec('id')",
    "#this",
    "customer_name.__len__",
    "customer_name[0]",
    "customer_name:>999999999",
    "customer_name!r",
    "customer__name",
]
LITERAL = [
    "{% for x in items %}",
    "{% import os %}",
    "{%raw%}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "<% system('id') %>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[[${7*7}]]",
    "*{7*7}",
    "@(7*7)",
    "{7*7}",
    "{0.__class__}",
    "%(total)s",
    "%s%n",
    "$total",
    "`id`",
    "$(id)",
    "\\{\\{total\\}\\}",
    '#read("/etc/passwd")',
    "$ sum $",
    "\\input{/etc/passwd}",
    "=cmd|' /C calc'!A0",
    '<!--#exec cmd="id"-->',
    "<?php echo 1 ?>",
    "&lt;script&gt;",
    "{ {total} }",
    "{!total!}",
]
WRAPPINGS = ("{{%s}} {{.%s.}} {{{%s}}} {{-%s-}} {{#%s}} {{&%s}} {{>%s}} {{=%s=}} {{!%s}} a{{%s %s}}b {{%s}").split(" ")
PAYLOADS = [wrapping.replace("%s", text) for text in EXPRESSIONS for wrapping in WRAPPINGS]
VALUES = {name: f"<{name}>" for names in PLACES.values() for name in names}


def faults(body: str, subject: str = "付款提醒", kind: LetterKind = LetterKind.OVERDUE) -> list[str]:
    return [fault.code for fault in letter_faults(kind=kind, subject=subject, body=body)]


def filled(body: str, values: dict[str, str] | None = None, subject: str = "付款提醒"):
    text = LetterText(LetterKind.OVERDUE, "FIRM", "zh-hans", "1", subject, body)
    return composed(text=text, values={**VALUES, **(values or {})}, items=(TABLE,))


def test_there_are_enough_payloads():
    assert len(set(PAYLOADS)) + len(LITERAL) * 2 >= 400
    assert len(PAYLOADS) + len(LITERAL) * 4 >= 500


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_program_between_braces_is_refused(payload):
    found = faults(BODY + payload)
    assert {"PLACE_MALFORMED", "PLACE_UNKNOWN"} & set(found)
    assert {"PLACE_MALFORMED", "PLACE_UNKNOWN"} & set(faults(BODY, subject="x " + payload.replace("\n", " "))), payload


@pytest.mark.parametrize("payload", LITERAL)
def test_other_languages_stand_in_the_letter_as_they_are(payload):
    assert faults(BODY + payload) == []
    letter = filled(BODY + payload, {"salutation": payload})
    assert as_text(letter=letter).count(payload) == 2
    page = as_html(letter=letter, language="zh-hans")
    assert page.count(html.escape(payload)) == 2
    if html.escape(payload) != payload:
        assert payload not in page


@pytest.mark.parametrize("payload", [*PAYLOADS, *LITERAL])
def test_a_value_is_never_read_as_text_with_places(payload):
    letter = filled(BODY, {"salutation": payload, "reservation": "{{total}}"})
    assert visible(text=payload).strip() in as_text(letter=letter)
    assert "{{total}}" in as_text(letter=letter)
    assert "<total>" not in as_text(letter=letter)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


@given(st.text(max_size=80), st.text(max_size=80))
def test_html_has_only_our_own_tags_and_fetches_nothing(value, cell):
    table = Table((("<b>", False), ("x", True)), ((cell, value),), ((value, cell),), heading=value)
    text = LetterText(LetterKind.OVERDUE, "FIRM", "zh-hans", "1", "s {{customer_name}}", BODY)
    letter = composed(
        text=text, values={**VALUES, "salutation": value, "customer_name": value}, items=(table, cell, table)
    )
    parser = Tags()
    parser.feed(as_html(letter=letter, language="zh-hans"))
    assert parser.tags <= {
        "html",
        "head",
        "meta",
        "title",
        "body",
        "p",
        "br",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
    }
    assert parser.attributes <= {"lang", "charset", "name", "content", "style", "cellpadding"}


@given(st.text(max_size=400))
def test_a_filled_subject_is_always_a_safe_header(value):
    letter = filled(BODY, {"customer_name": value}, subject="付款 {{customer_name}}")
    assert header_fault(text=letter.subject) == ""
    assert len(letter.subject) <= 250


def test_a_line_whose_places_are_empty_is_left_out():
    letter = filled(
        "甲：{{salutation}}\n账户：{{bank_details}}\n{{items}}\n乙 {{total}} {{reservation}}", {"bank_details": " "}
    )
    assert letter.blocks == ("甲：<salutation>", TABLE, "乙 <total> <reservation>")


@pytest.mark.parametrize(
    ("subject", "body", "codes"),
    [
        ("", BODY, ["TEXT_MISSING"]),
        ("s", "", ["TEXT_MISSING", "ITEMS_ONCE_ALONE", "RESERVATION_MISSING"]),
        ("s\nBcc: x", BODY, ["HEADER_UNSAFE"]),
        ("s", "{{items}}", ["RESERVATION_MISSING"]),
        ("s", "x {{items}}\n{{reservation}}", ["ITEMS_ONCE_ALONE"]),
        ("s", BODY + "{{items}}", ["ITEMS_ONCE_ALONE"]),
        ("s {{items}}", BODY, ["PLACE_NOT_HERE"]),
        ("s", BODY + "x" * 9_000, ["TEXT_TOO_LONG"]),
        ("s" * 151, BODY, ["TEXT_TOO_LONG"]),
        ("s", BODY + "{{total}}" * 61, ["TOO_MANY_PLACES"]),
        ("s", BODY + "否则后果自负", ["WORD_NOT_ALLOWED"]),
        ("s", BODY + "Pay OR ELSE", ["WORD_NOT_ALLOWED"]),
    ],
)
def test_faults(subject, body, codes):
    assert faults(body, subject) == codes


@pytest.mark.parametrize(
    ("subject", "body", "place"),
    [
        ("s", "后果自负\n" + BODY, (1, 1)),
        ("s", BODY + "\r\n您后果自负", (BODY.count("\n") + 2, 2)),
        ("请勿 OR ELSE", BODY, (1, 4)),
    ],
)
def test_a_word_is_found_where_its_author_sees_it_in_the_subject_or_in_the_text(subject, body, place):
    (fault,) = letter_faults(kind=LetterKind.OVERDUE, subject=subject, body=body)
    assert (fault.parameters["line"], fault.parameters["column"]) == place


def test_a_letter_before_the_due_date_needs_no_reservation_and_knows_no_overdue_places():
    assert faults("{{items}}\n{{due_date}}", kind=LetterKind.BEFORE_DUE) == []
    assert faults("{{items}}\n{{days_overdue}}", kind=LetterKind.BEFORE_DUE) == ["PLACE_UNKNOWN"]


def test_characters_that_steer_are_taken_out_of_values():
    assert visible(text="a\x00\u202eb\u200f\x85\r\nc\td") == "ab\nc d"
    assert re.fullmatch(r"\d{4}", visible(text=date(2026, 3, 2).strftime("%Y")))
