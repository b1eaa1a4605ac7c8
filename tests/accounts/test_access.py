"""Which own companies an actor may act for."""

from __future__ import annotations

import pytest

from huikuan.accounts.access import company_for
from huikuan.accounts.models import Company
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, Verb
from huikuan.kernel.refusal import NotPermitted

pytestmark = pytest.mark.django_db


def actor(company_ids: frozenset[int] | None, *verbs: Verb) -> Actor:
    return Actor(name="甲", kind=ActorKind.PERSON, verbs=frozenset(verbs), company_ids=company_ids)


@pytest.fixture
def company_id() -> int:
    return Company.objects.create(name="甲方", short_name="甲", currency="CNY").pk


def test_who_may(company_id: int) -> None:
    for allowed in (SYSTEM, actor(None, Verb.VIEW), actor(frozenset({company_id}), Verb.VIEW)):
        assert company_for(actor=allowed, company_id=company_id).pk == company_id


def test_who_may_not(company_id: int) -> None:
    refusals = {}
    for name, refused, wanted in (
        ("another's", actor(frozenset({company_id + 1}), Verb.VIEW), company_id),
        ("unknown", actor(None, Verb.VIEW), company_id + 1),
        ("none", actor(frozenset(), Verb.VIEW), company_id),
        ("without the verb", actor(None), company_id),
    ):
        with pytest.raises(NotPermitted) as refusal:
            company_for(actor=refused, company_id=wanted)
        refusals[name] = refusal.value.code
    assert refusals == {
        "another's": "COMPANY_NOT_VISIBLE",
        "unknown": "COMPANY_NOT_VISIBLE",
        "none": "COMPANY_NOT_VISIBLE",
        "without the verb": "VERB_MISSING",
    }


def test_a_company_no_longer_in_use_takes_nothing(company_id: int) -> None:
    Company.objects.filter(pk=company_id).update(is_active=False)
    with pytest.raises(NotPermitted):
        company_for(actor=SYSTEM, company_id=company_id)
