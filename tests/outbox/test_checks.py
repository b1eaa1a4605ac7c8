"""Messages that were tampered with are named by the check."""

from __future__ import annotations

import pytest

from huikuan.outbox.checks import check_outbox
from huikuan.outbox.models import Attempt, Message
from huikuan.outbox.rules import Accepted
from tests.outbox.operations.test_delivering import NOW, claim, draft, queue, transmitted

pytestmark = pytest.mark.django_db


def broken() -> list[tuple[str, str]]:
    return [(row.invariant, row.found) for finding in check_outbox() for row in finding.broken]


def test_good_messages_break_nothing_and_forged_ones_are_named() -> None:
    (pk,) = queue(draft())
    transmitted(claim(), Accepted("250"))
    assert broken() == []
    Message.objects.filter(pk=pk).update(text="另一封信")
    assert [invariant for invariant, _ in broken()] == ["D5"]
    Attempt.objects.create(message_id=pk, token=9, worker="x", event="ACCEPT", at=NOW)
    assert ("D4", "2 times") in broken()
    Message.objects.filter(pk=pk).update(state="PLANNED", sent_at=None)
    assert ("D4", "PLANNED") in broken()
