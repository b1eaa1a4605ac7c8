"""The page of oversight: for auditor, finance director and administrator only; judged with a note; thresholds by policy makers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from huikuan.kernel.actor import SYSTEM
from huikuan.oversight.models import Flag, PolicyVersion
from huikuan.oversight.operations.watching import watch
from huikuan.oversight.rules.flags import Policy
from huikuan.receipts.rules import ReceiptMethod
from tests.books import NOW
from tests.web.areas.desk import text_of
from tests.web.office import KEY, Office

PAGE = "/oversight/"


def flagged(office: Office) -> Flag:
    """Cash that the owner's customer paid and no statement shows."""
    office.books.receipt(8_800, office.customer, date(2026, 2, 1), method=ReceiptMethod.CASH)
    watch(actor=SYSTEM, now=NOW, key=office.books.key(), today=date(2026, 3, 2))
    return Flag.objects.get(parameters__minor=8_800, customer_id=office.customer)


def press(office: Office, who: str, route: str, *where: Any, **sent: Any) -> tuple[int, str]:
    answer = office.browser(who).post(reverse(route, args=where), {"key": KEY} | sent)
    return answer.status_code, text_of(answer)


@pytest.mark.parametrize("who", ["auditor", "director", "admin"])
def test_watchers_see_the_flag_with_its_rows_and_both_explanations(office: Office, who: str) -> None:
    flag = flagged(office)
    page = text_of(office.browser(who).get(f"{PAGE}?row={flag.pk}"))
    for word in ("Money not seen on a bank statement", "乙方机电有限公司", "CNY 88.00", "赵敏", "innocent explanation"):
        assert word in page
    assert (
        reverse("receipt", args=[flag.rows[0]["id"]])
        in office.browser(who).get(f"{PAGE}?row={flag.pk}").content.decode()
    )


def test_salespersons_never_come_in(office: Office) -> None:
    flag = flagged(office)
    for who in ("owner", "stranger", "colleague"):
        assert office.browser(who).get(f"{PAGE}?row={flag.pk}").status_code == 403
        assert press(office, who, "judge_flag", flag.pk, event="DISMISS", note="x")[0] == 403
    assert Flag.objects.get(pk=flag.pk).state == "OPEN"


def test_a_flag_is_judged_with_a_note(office: Office) -> None:
    flag = flagged(office)
    status, page = press(office, "auditor", "judge_flag", flag.pk, event="EXPLAIN", note="")
    assert (status, "This field is required" in page) == (422, True)
    assert press(office, "auditor", "judge_flag", flag.pk, event="EXPLAIN", note="已存入工行")[0] == 303
    assert Flag.objects.get(pk=flag.pk).state == "EXPLAINED"
    page = text_of(office.browser("director").get(f"{PAGE}?which=EXPLAINED&row={flag.pk}"))
    assert "已存入工行" in page
    assert "Open again" in page
    assert press(office, "director", "judge_flag", 999_999, event="EXPLAIN", note="x")[0] == 404


def test_the_list_is_narrowed_and_taken_along(office: Office) -> None:
    flagged(office)
    browser = office.browser("auditor")
    assert "No flag fits" in text_of(browser.get(f"{PAGE}?kind=ROUND_TRIP"))
    assert "No flag fits" in text_of(browser.get(f"{PAGE}?which=DISMISSED"))
    file = browser.get(f"{PAGE}?format=csv&kind=CASH_UNMATCHED").content.decode("utf-8-sig")
    assert "88.00" in file
    panel = browser.get(
        f"{PAGE}?row={Flag.objects.earliest('pk').pk}", headers={"HX-Request": "true", "HX-Target": "panel"}
    )
    assert text_of(panel).count("Why it is suspicious") == 1
    assert b"<html" not in panel.content


def test_nothing_found_says_what_will_be_here(office: Office) -> None:
    page = text_of(office.browser("auditor").get(PAGE))
    assert "Nothing is to be looked at" in page
    assert "See the rules and thresholds" in page


def test_a_look_can_be_asked_for(office: Office) -> None:
    office.books.receipt(8_800, office.customer, date(2026, 2, 1), method=ReceiptMethod.CASH)
    assert press(office, "director", "look_now")[0] == 303
    assert Flag.objects.filter(kind="CASH_UNMATCHED").exists()


def test_thresholds_are_written_by_policy_makers_with_a_reason(office: Office) -> None:
    from dataclasses import asdict

    sent = {name: str(value) for name, value in asdict(Policy(cash_days=3)).items()}
    sent |= {"large_order_minor": "500,000.00", "price_effect_minor": "1,000.00"}
    assert office.browser("auditor").get("/oversight/thresholds/").status_code == 200
    assert press(office, "auditor", "watch_policy", **sent, reason="收紧")[0] == 403
    assert press(office, "director", "watch_policy", **sent, reason="")[0] == 422
    assert press(office, "director", "watch_policy", **{**sent, "cash_days": "400"}, reason="收紧")[0] == 422
    assert press(office, "director", "watch_policy", **sent, reason="收紧", seen="0")[0] == 303
    late = press(office, "director", "watch_policy", **{**sent, "key": KEY + "1"}, reason="收紧", seen="0")
    assert (late[0], "Somebody else changed the thresholds" in late[1]) == (422, True)
    assert 'name="seen" value="1"' in office.browser("director").get("/oversight/thresholds/").content.decode()
    assert PolicyVersion.objects.get().content["cash_days"] == 3
    assert "收紧" in text_of(office.browser("auditor").get("/oversight/thresholds/"))
