"""Every shipped text is complete, keeps the rules it is checked by, and knows its places in both languages."""

from __future__ import annotations

import re

import pytest

from huikuan.reminders.policies import shipped_policies
from huikuan.reminders.rules.letters import PLACES, LetterKind, letter_faults
from huikuan.reminders.rules.policy import STANDARD, policy_faults
from huikuan.reminders.texts import shipped_texts, text_for

TEXTS = sorted(shipped_texts().values(), key=lambda text: (text.kind, text.tone, text.language))


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text.language}-{text.kind}-{text.tone}")
def test_a_shipped_text_has_no_fault(text):
    assert letter_faults(kind=text.kind, subject=text.subject, body=text.body) == ()


def test_both_languages_have_every_kind_and_tone_with_the_same_places():
    by_language = {
        language: {(text.kind, text.tone): text for text in TEXTS if text.language == language}
        for language in ("zh-hans", "en")
    }
    assert set(by_language["zh-hans"]) == set(by_language["en"])
    assert {tone for kind, tone in by_language["en"] if kind is LetterKind.OVERDUE} == {
        "FRIENDLY",
        "CLEAR",
        "FIRM",
        "FINAL",
    }
    for key, text in by_language["en"].items():
        other = by_language["zh-hans"][key]
        names = set(re.findall(r"\{\{(\w+)\}\}", text.body)) ^ set(re.findall(r"\{\{(\w+)\}\}", other.body))
        assert names <= {"total_in_capitals", "letter_date"}, key
        assert set(re.findall(r"\{\{(\w+)\}\}", text.subject + text.body)) <= PLACES[text.kind]


def test_every_step_of_the_shipped_policies_has_a_text():
    texts = shipped_texts()
    for policy in shipped_policies():
        assert policy_faults(policy=policy) == ()
        for step in policy.overdue:
            assert (LetterKind.OVERDUE, step.tone.value, "zh-hans") in texts
    assert STANDARD in {policy.customer_class for policy in shipped_policies()}


def test_a_tone_without_text_falls_back_to_the_friendly_one_and_a_language_to_english():
    texts = shipped_texts()
    assert text_for(texts=texts, kind=LetterKind.BEFORE_DUE, tone="FINAL", language="zh-hans").tone == "FRIENDLY"
    assert text_for(texts=texts, kind=LetterKind.OVERDUE, tone="FIRM", language="fr").language == "en"
    with pytest.raises(KeyError):
        text_for(texts={}, kind=LetterKind.OVERDUE, tone="FIRM", language="en")
