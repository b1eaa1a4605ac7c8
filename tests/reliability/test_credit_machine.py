"""Random lives of one group's credit: exposure is what entries and orders say, and no sequence of acts passes the limit unnamed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from huikuan.credit.checks import check_credit_control
from huikuan.credit.models import Decision, Hold, OrderMove
from huikuan.credit.operations.holds import Release, recheck_hold, reject_hold, release_hold
from huikuan.credit.operations.orders import Progress, record_order
from huikuan.credit.queries.exposure import exposure_row
from huikuan.credit.rules.policy import CheckPoint, Component
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.ledger.models import Entry
from huikuan.receivables.models import Receivable
from tests.credit.desk import TODAY, new_desk, put_under, set_limit

pytestmark = [pytest.mark.reliability, pytest.mark.django_db]
LIMIT = 1_000
ORDERS = st.sampled_from(["SO1", "SO2", "SO3"])
AMOUNTS = st.integers(1, 700)
MEMBERS = st.booleans()


class CreditOfAGroup(RuleBasedStateMachine):
    """A parent with a limit and a child: orders, deliveries, invoices, money, releases, in a transaction undone in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = cast("Any", transaction.atomic())
        self.atomic._from_testcase = True
        self.atomic.__enter__()
        self.desk = new_desk(LIMIT)
        self.child = self.desk.books.customer("丙公司")
        put_under(self.child, self.desk.buyer)
        self.invoices = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def buyer(self, is_child: bool) -> int:
        return self.child if is_child else self.desk.buyer

    def tried(self, call: Any) -> Any:
        try:
            with transaction.atomic():
                return call()
        except (Refused, NotPermitted):
            return None

    @rule(order=ORDERS, minor=AMOUNTS, point=st.sampled_from(CheckPoint), is_child=MEMBERS)
    def asked(self, order: str, minor: int, point: CheckPoint, is_child: bool) -> None:
        actor = self.desk.people.director
        self.tried(lambda: self.desk.ask(minor, order, actor=actor, customer=self.buyer(is_child), point=point.value))

    @rule(order=ORDERS, delivered=st.integers(0, 700), invoiced=st.integers(0, 700), cancelled=st.integers(0, 700))
    def moved(self, order: str, delivered: int, invoiced: int, cancelled: int) -> None:
        progress = Progress(self.desk.books.company_id, order, None, delivered, invoiced, cancelled)
        acting = self.desk.acting(SYSTEM)
        self.tried(lambda: record_order(**acting, today=TODAY, progress=progress))

    @rule(minor=AMOUNTS, is_child=MEMBERS)
    def invoiced(self, minor: int, is_child: bool) -> None:
        self.invoices += 1
        self.desk.books.invoice(self.buyer(is_child), f"F{self.invoices}", minor, due=TODAY + timedelta(days=30))

    @rule(minor=AMOUNTS, is_child=MEMBERS, uses=st.booleans())
    def paid(self, minor: int, is_child: bool, uses: bool) -> None:
        receipt = self.desk.books.receipt(minor, self.buyer(is_child))
        open_item = Receivable.objects.filter(customer_id=self.buyer(is_child), outstanding_minor__gt=0).first()
        if uses and open_item is not None:
            self.desk.books.allocate(receipt, (open_item, min(minor, open_item.outstanding_minor)))

    @rule(what=st.sampled_from(["release", "reject", "recheck"]))
    def settled(self, what: str) -> None:
        held = Hold.objects.filter(state="HELD").order_by("pk").first()
        if held is None:
            return
        acting = {**self.desk.acting(self.desk.credit_manager), "today": TODAY}
        if what == "recheck":
            self.tried(lambda: recheck_hold(**acting, hold_id=held.pk))
        elif what == "reject":
            self.tried(lambda: reject_hold(**acting, hold_id=held.pk, reason="x"))
        else:
            self.tried(lambda: release_hold(**acting, release=Release(held.pk, held.decision_id, "x")))

    @rule(limit=st.integers(0, 1_500))
    def limit_changed(self, limit: int) -> None:
        set_limit(self.desk.buyer, limit)

    @invariant()
    def exposure_is_what_entries_and_moves_say(self) -> None:
        row = exposure_row(actor=SYSTEM, customer_id=self.child, today=TODAY)
        assert row is not None
        parts = {one.component: one.minor for one in row.components}
        group = (self.desk.buyer, self.child)
        entries = Entry.objects.filter(customer_id__in=group)
        owed = entries.filter(account="RECEIVABLE").aggregate(total=Sum("minor"))["total"] or 0
        money = -(entries.filter(account="UNAPPLIED").aggregate(total=Sum("minor"))["total"] or 0)
        moves = OrderMove.objects.aggregate(
            ordered=Sum("ordered_minor"), delivered=Sum("delivered_minor"),
            invoiced=Sum("invoiced_minor"), cancelled=Sum("cancelled_minor"),
        )  # fmt: skip
        sums = {name: value or 0 for name, value in moves.items()}
        assert parts[Component.RECEIVABLES] == owed
        assert parts[Component.ADVANCES] == money
        assert parts[Component.ORDERS] == sums["ordered"] - sums["delivered"] - sums["cancelled"]
        assert parts[Component.DELIVERED] == sums["delivered"] - sums["invoiced"]
        assert row.exposure_minor == owed - money + parts[Component.ORDERS] + parts[Component.DELIVERED]

    @invariant()
    def nothing_passes_the_limit_without_a_name(self) -> None:
        taken = Decision.objects.filter(reserved=True, override="", increase_minor__gt=0)
        for row in taken.exclude(check_point__in=("INVOICE", "CONTRACT")):
            assert row.allowed_minor is not None
            assert row.exposure_minor + row.increase_minor <= row.allowed_minor
        assert [one.object for found in check_credit_control() for one in found.broken] == []


def test_random_lives() -> None:
    run_state_machine_as_test(
        CreditOfAGroup,
        settings=settings(max_examples=25, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
