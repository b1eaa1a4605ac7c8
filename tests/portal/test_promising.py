"""How far ahead a customer alone may promise, and be asked for nothing meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huikuan.kernel.actor import SYSTEM
from huikuan.promises.models import Promise
from huikuan.promises.operations.promising import PolicyDraft, save_policy
from tests.books import NOW
from tests.portal.office import guest_browser, link_of, portal_office, sent
from tests.promises.test_operations import TODAY

pytestmark = pytest.mark.django_db


def test_a_guest_promises_so_far_ahead_as_the_policy_says_and_asks_for_more_time_beyond() -> None:
    office = portal_office()
    browser = guest_browser(link_of(office))
    far = {"amount": "10", "day": (TODAY + timedelta(days=32)).isoformat(), "said_by": "高伟"}
    refused = browser.post("/portal/promise/", far)
    page = (refused if refused.status_code == 422 else sent(browser, "/portal/promise/", far)).content.decode()
    assert "more than 31 days ahead" in page
    assert not Promise.objects.exists()
    near = far | {"day": (TODAY + timedelta(days=31)).isoformat()}
    assert sent(browser, "/portal/promise/", near).status_code == 303
    policy = PolicyDraft(2, 990, 60, "长账期客户", 0)
    save_policy(actor=SYSTEM, now=NOW, key="policy", policy=policy)
    assert sent(browser, "/portal/promise/", far).status_code == 303
