"""The report of causes: a column for what it is broken down by, and none where it is the cause alone."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.web.office import Office
from tests.web.route_lists.causes import cause


@pytest.mark.parametrize(
    ("by", "second"), [("CAUSE", "Items"), ("PERSON", "Salesperson"), ("PRODUCT", "Product"), ("MONTH", "Month")]
)
def test_the_second_column_is_what_the_report_is_broken_down_by(office: Office, by: str, second: str) -> None:
    cause(office)
    page = office.browser("owner").get(reverse("cause_report") + f"?by={by}").content.decode()
    heads = [re.sub(r"<[^>]+>", "", head).strip() for head in re.findall(r"<th [^>]*>(.*?)</th>", page, re.DOTALL)]
    assert heads[:2] == ["Cause", second]
