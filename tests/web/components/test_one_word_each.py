"""Where one English word has two meanings, the Chinese page says the one that is meant."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from huikuan.web.forms.causes import CauseForm, SignForm
from huikuan.wording import playbook, promises, settlements
from tests.web.areas.desk import text_of
from tests.web.office import Office
from tests.web.route_lists.follow_up import extension


@pytest.mark.parametrize(
    ("word", "chinese"),
    [
        (promises.STATES["SUPERSEDED"], "已被新承诺取代"),
        (promises.EVENTS["SUPERSEDE"], "已被新承诺取代"),
        (settlements.STATES["SUPERSEDED"], "已被新计划取代"),
        (settlements.EVENTS["SUPERSEDE"], "已被新计划取代"),
        (playbook.WAITS["PROMISE"], "承诺付款"),
        (SignForm.base_fields["ground"].label, "迹象"),
        (CauseForm.base_fields["mend_until"].label, "改正期限"),
    ],
)
def test_a_word_is_said_as_it_is_meant(word: object, chinese: str) -> None:
    with translation.override("zh-hans"):
        assert str(word) == chinese


def test_a_request_for_more_time_is_agreed_to_and_no_claim(office: Office) -> None:
    extension(office)
    browser = office.browser("colleague")
    browser.post(reverse("language"), {"language": "zh-hans"})
    shown = text_of(browser.get(reverse("extensions")))
    wanted = {"申请延至": True, "同意延期": True, "不同意延期": True, "有效期至": False}
    assert {word: word in shown for word in wanted} == wanted
