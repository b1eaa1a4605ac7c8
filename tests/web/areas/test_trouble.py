"""The page of a customer in trouble: what his delay cost so far."""

from __future__ import annotations

import re

from django.urls import reverse

from tests.web.areas.desk import text_of
from tests.web.office import Office
from tests.web.route_lists.interest import claim


def test_interest_so_far_stays_when_it_is_proposed(office: Office) -> None:
    address = reverse("trouble", args=[office.customer])
    before = text_of(office.browser("owner").get(address))
    found = re.search(r"Late-payment interest so far CNY ([0-9.,]+)", before)
    assert found is not None and found[1] != "0.00"
    claim(office)
    assert found[0] in text_of(office.browser("owner").get(address))
