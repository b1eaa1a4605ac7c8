"""An act without its kept answer, or with an empty one, is named."""

from __future__ import annotations

import pytest

from huikuan.audit.checks import check_audit
from huikuan.audit.models import Act
from tests.books import new_books
from tests.forging import forge

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("forgery", ["DELETE FROM audit_actresult", "UPDATE audit_actresult SET result = '{}'"])
def test_an_act_without_an_answer_is_named(forgery: str) -> None:
    new_books().receipt(100)
    assert broken() == set()
    forge(forgery)
    assert broken() == {f"act {act.pk} {act.verb}" for act in Act.objects.all()}


def broken() -> set[str]:
    return {row.object for found in check_audit() if found.invariant == "I7" for row in found.broken}
