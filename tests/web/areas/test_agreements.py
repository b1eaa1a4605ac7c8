"""The papers behind set-offs and IOUs are handed out as they were signed, and only to who may see the customer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.web.office import Office
from tests.web.route_lists.bills import PDF, a_set_off, an_iou

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "given"), [("set_off_paper", a_set_off), ("iou_paper", an_iou)])
def test_the_paper_stands_beside_its_row_and_is_what_was_signed(
    office: Office, name: str, given: Callable[[Office], dict[str, Any]]
) -> None:
    address = reverse(name, kwargs=given(office))
    owner = office.browser("owner")
    assert address in owner.get(reverse("agreements")).content.decode()
    paper = owner.get(address)
    assert (paper.content, paper["Content-Disposition"][:10]) == (PDF, "attachment")
    assert office.browser("stranger").get(address).status_code == 404
