"""Why a task stands on the worklist: a security by its kind, its giver and the article of its clock."""

from __future__ import annotations

import pytest
from django.utils import translation

from huikuan.wording.worklist import reason_words

ENDING = {"security_kind": "GUARANTEE_JOINT", "giver": "张三", "date": "2026-03-12", "days": 10, "article": "CC 692"}


@pytest.mark.parametrize(
    ("language", "code", "changes", "said"),
    [
        (
            "en",
            "GUARANTEE_RUNS_OUT",
            {},
            "Guarantor with joint liability · 张三 answers until 2026-03-12, 10 days left (Civil Code art. 692)",
        ),
        (
            "zh-hans",
            "GUARANTEE_RUNS_OUT",
            {},
            "连带责任保证 · 张三:保证期间至 2026-03-12 届满,还剩 10 天(民法典第 692 条)",
        ),
        (
            "en",
            "SECURITY_RUNS_OUT",
            {"security_kind": "BANK_GUARANTEE", "giver": "", "article": ""},
            "Bank guarantee ends on 2026-03-12, 10 days left",
        ),
    ],
)
def test_the_reason_names_the_kind_the_giver_and_the_article(
    language: str, code: str, changes: dict[str, str], said: str
) -> None:
    with translation.override(language):
        assert reason_words(code=code, parameters={**ENDING, **changes}) == said
