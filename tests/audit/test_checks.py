"""An act without its kept answer, or with an empty one, is named; so is a chain that was damaged, in whatever way."""

from __future__ import annotations

import pytest

from huikuan.audit.checks import check_audit
from huikuan.audit.models import Act
from huikuan.audit.sealing import seal_acts
from tests.books import NOW, new_books
from tests.forging import forge

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("forgery", ["DELETE FROM audit_actresult", "UPDATE audit_actresult SET result = '{}'"])
def test_an_act_without_an_answer_is_named(forgery: str) -> None:
    new_books().receipt(100)
    assert broken() == set()
    forge(forgery)
    assert broken() == {f"act {act.pk} {act.verb}" for act in Act.objects.all()}


DAMAGED = [
    "UPDATE audit_act SET detail = '1.5'",
    "UPDATE audit_act SET detail = '{}'",
    "UPDATE audit_act SET detail = '\"x\"'",
    "UPDATE audit_sealedact SET leaf = 'no hash'",
    "UPDATE audit_sealedact SET leaf = ''",
]


@pytest.mark.parametrize("forgery", DAMAGED)
def test_a_damaged_act_or_leaf_is_named_and_stops_nothing(forgery: str) -> None:
    new_books().receipt(100)
    sealed = seal_acts(now=NOW)
    assert broken("T1") == set()
    forge(forgery)
    assert {f"position {place} ACT_CHANGED" for place in range(1, sealed + 1)} <= broken("T1")


def broken(invariant: str = "I7") -> set[str]:
    return {row.object for found in check_audit() if found.invariant == invariant for row in found.broken}
