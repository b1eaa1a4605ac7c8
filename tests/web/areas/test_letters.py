"""Letter texts in the browser: places only, shown on a real customer, in use once a second person approved them."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from huikuan.accounts.models import User
from huikuan.reminders.models import LetterVersion
from huikuan.reminders.queries import texts_in_use
from huikuan.reminders.rules.letters import LetterKind
from tests.web.areas.desk import text_of, written
from tests.web.office import KEY, Office
from tests.web.routes import row_of_run

WHERE = ("OVERDUE", "CLEAR", "zh-hans")
SUBJECT = "请支付 {{total_overdue}}"
BODY = "{{salutation}}：\n\n请付款。\n\n{{items}}\n\n{{reservation}}\n\n{{company_name}}"


def send(office: Office, who: str, name: str, **more: object):
    sent = {"key": KEY, "subject": SUBJECT, "body": BODY, "customer": office.customer, **more}
    return office.browser(who).post(reverse(name, args=WHERE), sent)


def saved(office: Office, who: str = "director") -> LetterVersion:
    assert send(office, who, "save_text").status_code == 303
    return LetterVersion.objects.get()


def approve(office: Office, who: str, row: LetterVersion, **more: str):
    return office.browser(who).post(reverse("approve_text", args=[row.pk]), {"key": KEY + "a", **more})


def test_every_letter_stands_there_in_both_languages(office: Office) -> None:
    page = office.browser("owner").get(reverse("letters")).content.decode()
    for kind, tone in (("BEFORE_DUE", "FRIENDLY"), ("OVERDUE", "FINAL"), ("FOREWARNING", "FRIENDLY")):
        for language in ("zh-hans", "en"):
            assert reverse("letter", args=[kind, tone, language]) in page


def test_the_list_names_places_in_the_language_of_the_letter(office: Office) -> None:
    page = text_of(office.browser("owner").get(reverse("letters")))
    assert "Demand for payment: [what is overdue] by [the day by which to pay]" in page
    assert "催款函：请于[付款期限]前支付" in page
    assert "{{" not in page


def test_the_text_of_the_product_is_shown_on_a_customer_of_the_reader(office: Office) -> None:
    page = office.browser("owner").get(reverse("letter", args=WHERE))
    words = text_of(page)
    assert "乙方机电有限公司" in words
    assert "F001" in words
    assert "1,234.50" in words
    assert "丙方贸易有限公司" not in words
    assert "<fieldset disabled>" in page.content.decode()
    assert "丙方贸易有限公司" in text_of(office.browser("stranger").get(reverse("letter", args=WHERE)))


def test_nobody_looks_at_a_text_on_a_customer_he_may_not_see(office: Office) -> None:
    where = f"{reverse('letter', args=WHERE)}?customer={office.others_customer}"
    assert office.browser("owner").get(where).status_code == 404
    assert office.browser("stranger").get(where).status_code == 200


@pytest.mark.parametrize("kind", ["BEFORE_DUE", "FOREWARNING"])
def test_letters_before_the_due_date_are_shown_on_what_comes_due(kind: str, office: Office) -> None:
    page = text_of(office.browser("director").get(reverse("letter", args=[kind, "FRIENDLY", "en"])))
    assert "F002" in page
    assert "F001" not in page


def test_a_look_fills_in_what_was_typed_and_saves_nothing(office: Office) -> None:
    before = written()
    answer = send(office, "director", "look_at_letter")
    page = text_of(answer)
    assert answer.status_code == 200
    assert "请支付 人民币 1,234.50 元" in page
    assert "高伟：" in page
    assert "违约金" in page
    assert written() == before


def test_the_sheet_is_what_the_customer_would_get(office: Office) -> None:
    answer = send(office, "director", "letter_sheet")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().replace(" ", "")
    assert "请支付人民币1,234.50元" in text
    assert "F001" in text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"body": BODY.replace("{{reservation}}", "")}, "An overdue letter must carry {{reservation}}"),
        ({"body": BODY + "{{password}}"}, "{{password}} is not a name of the list for this letter."),
        ({"body": BODY + "{% if x %}"}, ""),
        ({"body": BODY + "{{ 7*7 }}"}, "Two braces may only stand around a name of the list"),
        ({"subject": ""}, "This field is required."),
        ({"body": BODY + "\n后果自负"}, "“后果自负” (line 10, character 1) has no place in a message"),
    ],
)
@pytest.mark.parametrize("name", ["look_at_letter", "save_text", "letter_sheet"])
def test_what_a_text_may_not_hold_is_said(name: str, typed: dict[str, str], words: str, office: Office) -> None:
    answer = send(office, "director", name, **typed)
    if not words:  # text, and nothing else
        assert answer.status_code in (200, 303)
        return
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert LetterVersion.objects.count() == 0


def test_a_text_is_used_once_somebody_else_approved_it(office: Office) -> None:
    row = saved(office)
    page = text_of(office.browser("director").get(reverse("letter", args=WHERE)))
    assert "the text of the product in use" in page
    assert "to be approved by somebody else: 管理员" in page
    refused = approve(office, "director", row, reason="急")
    assert refused.status_code == 422
    assert "A second person has to approve this" in text_of(refused)
    assert "waits for approval" in text_of(office.browser("owner").get(reverse("letters")))
    assert approve(office, "admin", row).headers["Location"] == reverse("letter", args=WHERE)
    assert texts_in_use()[LetterKind.OVERDUE, "CLEAR", "zh-hans"].version == "1"
    assert "version 1 in use" in text_of(office.browser("owner").get(reverse("letter", args=WHERE)))


def test_who_is_alone_approves_his_own_with_a_reason(office: Office) -> None:
    row = saved(office)
    User.objects.filter(username="admin").update(is_active=False)
    assert "nobody else here may approve it" in text_of(office.browser("director").get(reverse("letter", args=WHERE)))
    assert approve(office, "director", row).status_code == 422
    answer = office.browser("director").post(
        reverse("approve_text", args=[row.pk]), {"key": KEY + "b", "reason": "只有我一人"}
    )
    assert answer.status_code == 303
    assert "nobody else could: 只有我一人" in text_of(office.browser("owner").get(reverse("letter", args=WHERE)))


@pytest.mark.parametrize("name", ["look_at_letter", "letter_sheet", "save_text"])
@pytest.mark.parametrize("who", ["owner", "stranger", "colleague"])
def test_who_may_not_edit_does_not(name: str, who: str, office: Office) -> None:
    before = written()
    assert send(office, who, name).status_code == 403
    assert written() == before


@pytest.mark.parametrize("where", [("NOTHING", "CLEAR", "en"), ("OVERDUE", "LOUD", "en"), ("OVERDUE", "CLEAR", "fr")])
def test_what_is_no_letter_has_no_page(where: tuple[str, str, str], office: Office) -> None:
    assert office.browser("director").get(reverse("letter", args=where)).status_code == 404


def test_a_forewarning_has_no_sheet(office: Office) -> None:
    where = ("FOREWARNING", "FRIENDLY", "zh-hans")
    body = "{{salesperson_name}}\n\n{{items}}"
    sent = {"key": KEY, "subject": "预告", "body": body, "customer": office.customer}
    assert office.browser("director").post(reverse("letter_sheet", args=where), sent).status_code == 422


def test_the_letter_of_a_run_is_a_pdf_for_who_sees_its_customer(office: Office) -> None:
    where = row_of_run(office)
    mine = reverse("row_sheet", kwargs=where)
    answer = office.browser("owner").get(mine)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-")
    assert office.browser("stranger").get(mine).status_code == 404
    assert date(2026, 3, 2).isoformat() in answer["Content-Disposition"]
