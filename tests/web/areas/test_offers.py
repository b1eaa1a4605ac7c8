"""Offers compared for one customer: what is late is proposed, and the chance only where enough promises came due."""

from __future__ import annotations

import pytest

from tests.web.areas.desk import text_of
from tests.web.office import Office

pytestmark = pytest.mark.django_db


def test_what_is_proposed_for_a_customer_is_seen_by_whoever_sees_him(office: Office) -> None:
    address = f"/plans/compare/?customer={office.customer}"
    page = office.browser("owner", headers={"Accept-Language": "en"}).get(address)
    assert "too few to propose a chance" in text_of(page)
    assert f'name="customer" value="{office.customer}"' in page.content.decode()
    assert office.browser("stranger").get(address).status_code == 404
