"""The page of exchange rates: entered by hand, corrected with a note, taken from a file whole or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huikuan.accounts.models import ExchangeRate
from tests.web.areas.desk import text_of
from tests.web.office import KEY, Office

ONE = {
    "day": "2026-03-02",
    "currency": "usd",
    "rate": "7.0971",
    "to_currency": "CNY",
    "source": "中国外汇交易中心",
    "note": "",
}
PAGE = "/settings/rates/"


def press(office: Office, route: str, key: str = KEY, **sent: Any) -> tuple[int, str]:
    answer = office.browser("admin").post(reverse(route), {"key": key, **sent})
    return answer.status_code, text_of(answer)


def test_a_rate_is_entered_and_corrected_with_a_note(office: Office) -> None:
    assert "No rate is known" in text_of(office.browser("admin").get(PAGE))
    assert press(office, "enter_rate", **ONE)[0] == 303
    page = text_of(office.browser("director").get(PAGE))
    assert [word in page for word in ("1 USD", "7.0971", "中国外汇交易中心")] == [True] * 3
    status, page = press(office, "enter_rate", KEY + "2", **{**ONE, "rate": "7.1"})
    assert (status, "is on record" in page) == (422, True)
    assert press(office, "enter_rate", KEY + "3", **{**ONE, "rate": "7.1", "note": "录错"})[0] == 303
    assert "corrected later" in text_of(office.browser("admin").get(PAGE))


def test_an_old_rate_is_marked(office: Office) -> None:
    press(office, "enter_rate", **{**ONE, "day": "2026-01-25"})
    assert "36 days old" in text_of(office.browser("admin").get(PAGE))


@pytest.mark.parametrize(
    "changes", [{"rate": "7.09710001"}, {"rate": "x"}, {"currency": "RMB"}, {"source": ""}, {"rate": "0"}]
)
def test_a_faulty_rate_comes_back(office: Office, changes: dict[str, str]) -> None:
    assert press(office, "enter_rate", **{**ONE, **changes})[0] == 422
    assert ExchangeRate.objects.count() == 0


def test_a_file_is_taken_whole_or_not_at_all(office: Office) -> None:
    good = "日期,币种,汇率,来源\n2026-03-02,美元,7.0971,外汇交易中心\n2026-03-02,JPY,0.047,外汇交易中心\n"
    assert press(office, "import_rates", file=SimpleUploadedFile("r.csv", good.encode()))[0] == 303
    assert list(ExchangeRate.objects.order_by("currency").values_list("currency", "to_currency", "rate_micros")) == [
        ("JPY", "CNY", 47_000),
        ("USD", "CNY", 7_097_100),
    ]
    bad = "日期,币种,汇率,来源\n2026-03-02,欧元,8.1,x\n2026-03-02,英镑,很多,x\n"
    status, page = press(office, "import_rates", KEY + "2", file=SimpleUploadedFile("r.csv", bad.encode()))
    assert (status, "Line 3 has no day" in page) == (422, True)
    status, page = press(office, "import_rates", KEY + "3", file=SimpleUploadedFile("r.csv", b"a,b\n1,2\n3,4\n"))
    assert (status, "needs the columns" in page) == (422, True)
    assert ExchangeRate.objects.count() == 2
