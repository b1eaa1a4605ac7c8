"""The plan of visits, reached from a customer."""

from __future__ import annotations

import re

from tests.web.office import Office


def test_a_visit_is_planned_from_the_customers_page(office: Office) -> None:
    browser = office.browser("owner")
    page = browser.get(f"/customers/{office.customer}/").content.decode()
    found = re.search(r'href="(/visits/\?person=\d+)#(stop-\d+)"', page)
    assert found is not None
    assert f'<tr id="{found[2]}">' in browser.get(found[1]).content.decode()


def test_who_may_not_record_a_contact_plans_no_visit(office: Office) -> None:
    assert "#stop-" not in office.browser("auditor").get(f"/customers/{office.customer}/").content.decode()
