"""Sixteen processes ask for and decide limits at once: one decision each, by another person, within his tier (C2, S29)."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from tests.own_books import OwnBooks

pytestmark = pytest.mark.reliability
WORKERS = 16
SEED = """
import django
django.setup()
from huikuan.kernel.actor import Role
from tests.books import new_books
from tests.people import person
for name, role in (("one", Role.CREDIT_MANAGER), ("two", Role.CREDIT_MANAGER), ("three", Role.FINANCE_DIRECTOR),
                   ("four", Role.FINANCE_DIRECTOR), ("five", Role.SALESPERSON), ("six", Role.AUDITOR)):
    person(name, role, None)
books = new_books()
for number in range(3):
    books.customer(f"客户{number}")
"""
CHECK = """
import json
import django
django.setup()
from django.db.models import F
from huikuan.accounts.models import UserRole
from huikuan.approvals.models import Request
from huikuan.jobs.checks import check_all, summary
from huikuan.limits.models import LimitEntry
directors = list(UserRole.objects.filter(role="FINANCE_DIRECTOR").values_list("user_id", flat=True))
deciders = list(UserRole.objects.filter(role__in=["FINANCE_DIRECTOR", "CREDIT_MANAGER"]).values_list("user_id", flat=True))
decided = Request.objects.exclude(decided_by=None)
checked, broken = summary(findings=check_all())
waiting = list(Request.objects.filter(state="WAITING").values_list("subject_id", flat=True))
print(json.dumps({
    "broken": [[one.invariant, one.object, one.found] for one in broken],
    "decided": decided.count(),
    "approved": Request.objects.filter(state="APPROVED").count(),
    "entries": LimitEntry.objects.count(),
    "own": decided.filter(decided_by=F("requested_by")).count(),
    "beyond": decided.filter(amount_minor__gt=50_000_000).exclude(decided_by__in=directors).count(),
    "others": decided.exclude(decided_by__in=deciders).count(),
    "twice": len(waiting) - len(set(waiting)),
    "requests": Request.objects.count(),
}))
"""


def work(books: OwnBooks, *flags: str, workers: int, calls: int) -> Counter[str]:
    return books.crew("tests.reliability.limits_worker", str(calls), *flags, count=workers)


def test_no_sequence_of_decisions_passes_what_tiers_and_roles_allow(own_books: OwnBooks) -> None:
    own_books.run("-c", SEED)
    outcome = work(own_books, workers=WORKERS, calls=40)
    found = json.loads(own_books.run("-c", CHECK))
    assert [name for name in outcome if name.startswith("error")] == []
    assert found["broken"] == []
    assert [found[name] for name in ("own", "beyond", "others", "twice")] == [0, 0, 0, 0]
    assert found["decided"] == outcome["APPROVED"] + outcome["REJECTED"]
    assert found["approved"] == found["entries"] == outcome["APPROVED"]
    assert found["requests"] == outcome["asked"]
    refused = {name for name in outcome if name.startswith("refused")}
    assert {"refused APPROVER_IS_REQUESTER", "refused APPROVER_ROLE", "refused REQUEST_DECIDED"} <= refused
    assert found["approved"] > 0


def test_without_the_condition_one_request_is_decided_again_and_again(own_books: OwnBooks) -> None:
    own_books.run("-c", SEED)
    outcome = work(own_books, "WITHOUT_GUARD", workers=2, calls=60)
    found = json.loads(own_books.run("-c", CHECK))
    assert outcome["APPROVED"] + outcome["REJECTED"] > found["decided"]
