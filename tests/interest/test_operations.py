"""Interest as acts: claimed day by day on what is open, charged as an item of its own, waived by two, never twice for a day."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from huikuan.approvals.models import Request
from huikuan.audit.declared import declared
from huikuan.audit.disjoint_days import DisjointDays, without_disjoint
from huikuan.cases.models import Case
from huikuan.cases.operations.opening import CaseDraft, open_case
from huikuan.cases.rules import Kind
from huikuan.interest.checks import check_interest
from huikuan.interest.models import Charge
from huikuan.interest.operations.claiming import (
    Claim,
    charge_interest,
    drop_interest,
    propose_interest,
    reverse_interest,
)
from huikuan.interest.operations.pausing import PauseDraft, stop_interest, void_stop
from huikuan.interest.operations.rates import PrimeRateDraft, enter_prime_rate, save_interest_policy
from huikuan.interest.operations.waiving import (
    ask_interest_waiver,
    decide_interest_waiver,
    withdraw_interest_waiver,
)
from huikuan.interest.queries import Accrued, LateFilter, accrued, charges_of, late_items
from huikuan.interest.rules.accruing import PauseReason
from huikuan.interest.rules.bases import Basis, Rate, Terms
from huikuan.interest.rules.charging import InterestPolicy, State
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.ledger.queries import control_totals
from huikuan.ledger.rules import Account
from huikuan.receivables.checks import check_receivables
from huikuan.receivables.drafts import CreditNoteDraft
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import issue_credit_note
from tests.books import Books, new_books
from tests.guards import interest as forged_rows
from tests.people import new_people, person

pytestmark = pytest.mark.django_db
NOW, TODAY = datetime(2026, 3, 31, 1, 30, tzinfo=UTC), date(2026, 3, 31)
DUE = date(2026, 2, 9)
DAILY = Terms(Basis.DAILY)


def cost(row: Receivable, until: date = TODAY, terms: Terms | None = DAILY) -> Accrued:
    return accrued(receivable_ids=[row.pk], until=until, terms=terms)[row.pk]


def proposed(books: Books, *rows: Receivable, through: date = TODAY, **more: Any) -> list[int]:
    claim = Claim(rows[0].company_id, tuple(row.pk for row in rows), through, more.pop("terms", DAILY))
    actor = more.pop("actor", SYSTEM)
    found = propose_interest(actor=actor, now=NOW, today=TODAY, key=books.key(), claim=claim)
    return list(found["charge_ids"])


def charged(books: Books, *ids: int, **more: Any) -> list[int]:
    actor = more.pop("actor", SYSTEM)
    return list(charge_interest(actor=actor, now=NOW, today=TODAY, key=books.key(), charge_ids=ids)["invoice_ids"])


def late() -> tuple[Books, Receivable]:
    books = new_books()
    books.now = NOW
    (row,) = books.invoice(books.customer("乙"), "F1", 1_000_000, DUE)
    return books, row


def test_paid_principal_keeps_what_accrued_and_a_charge_is_an_item_of_its_own() -> None:
    """Given 10,000.00 due on 9 February, 6,000.00 paid on 1 March and the rest on 11 March (FEATURES D17, D18)."""
    books, row = late()
    books.allocate(books.receipt(600_000, row.customer_id, date(2026, 3, 1)), (row, 600_000))
    books.allocate(books.receipt(400_000, row.customer_id, date(2026, 3, 11)), (row, 400_000))
    # 20 days of 10,000.00 (10 February to 1 March, the day of payment counts), 10 of 4,000.00, at 0.05 % a day
    found = cost(row)
    assert (found.accrued_minor, found.interest.days, found.article) == (10_000 + 2_000, 30, "D802 17")
    (charge_id,) = proposed(books, row)
    (invoice_id,) = charged(books, charge_id)
    (item,) = Receivable.objects.filter(invoice_id=invoice_id)
    assert (item.original_minor, item.customer_id, item.due_date) == (12_000, row.customer_id, date(2026, 4, 10))
    row.refresh_from_db()
    assert (row.original_minor, row.outstanding_minor) == (1_000_000, 0)
    assert control_totals(account=Account.LATE_INTEREST) == {(books.company_id, "CNY"): -12_000}
    after = cost(row)
    assert (after.accrued_minor, after.charged_minor) == (0, 12_000)
    assert after.ranges == ((date(2026, 3, 12), TODAY),)
    # interest bears no interest
    assert accrued(receivable_ids=[item.pk], until=date(2027, 1, 1)) == {}
    with pytest.raises(Refused, match="INTEREST_ITEMS"):
        proposed(books, item)
    assert [one.broken for one in (*check_interest(), *check_receivables())] == [()] * 9
    note = CreditNoteDraft(invoice_id, "CN-1", TODAY, 100)
    with pytest.raises(Refused, match="CREDIT_OF_INTEREST"):
        issue_credit_note(actor=SYSTEM, now=NOW, key=books.key(), credit_note=note)


def test_days_are_claimed_once_and_free_again_after_a_reversal() -> None:
    books, row = late()
    (first,) = proposed(books, row, through=date(2026, 2, 28))
    assert cost(row).ranges == ((date(2026, 3, 1), TODAY),)
    with pytest.raises(Refused, match="INTEREST_NOTHING"):
        proposed(books, row, through=date(2026, 2, 28))
    (second,) = proposed(books, row)
    charged(books, first, second)
    with pytest.raises(Changed, match="INTEREST_CHANGED"):
        charged(books, first)
    reverse_interest(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), charge_id=first, note="写错")
    assert cost(row).ranges == ((date(2026, 2, 10), date(2026, 2, 28)),)
    (again,) = proposed(books, row)
    assert Charge.objects.get(pk=again).interest_minor == 19 * 500
    assert control_totals(account=Account.LATE_INTEREST)[books.company_id, "CNY"] == -31 * 500
    drop_interest(actor=SYSTEM, now=NOW, key=books.key(), charge_ids=[again], note="")
    assert [one.state for one in charges_of(actor=SYSTEM, receivable_id=row.pk)] == [
        State.REVERSED, State.DROPPED, State.CHARGED,
    ]  # fmt: skip
    assert check_interest()[0].broken == ()


def test_money_that_comes_in_late_makes_a_proposal_be_made_again() -> None:
    books, row = late()
    (charge_id,) = proposed(books, row)
    books.allocate(books.receipt(600_000, row.customer_id, date(2026, 3, 1)), (row, 600_000))
    with pytest.raises(Refused) as refused:
        charged(books, charge_id)
    assert refused.value.code == "INTEREST_DIFFERS"
    assert (refused.value.parameters["amount"], refused.value.parameters["expected"]) == (16_000, 25_000)


def test_a_waiver_needs_somebody_else_and_keeps_the_days() -> None:
    director, manager = new_people().director, person("he.ping", Role.CREDIT_MANAGER, None)
    books, row = late()
    (charge_id,) = proposed(books, row, actor=director)

    def asked(actor: Any) -> int:
        kept = ask_interest_waiver(
            actor=actor, now=NOW, today=TODAY, key=books.key(), charge_id=charge_id, reason="长期客户，一次性减免"
        )
        return int(kept["request_id"])

    def decide(actor: Any, request_id: int, *, approve: bool) -> None:
        decide_interest_waiver(
            actor=actor, now=NOW, today=TODAY, key=books.key(), request_id=request_id, approve=approve, note="同意"
        )

    request_id = asked(director)
    with pytest.raises(Refused, match="INTEREST_WAIVER_WAITS"):
        charged(books, charge_id)
    with pytest.raises(NotPermitted, match="APPROVER_IS_REQUESTER"):
        decide(director, request_id, approve=True)
    withdraw_interest_waiver(actor=director, now=NOW, key=books.key(), request_id=request_id)
    request_id = asked(director)
    decide(manager, request_id, approve=True)
    found = cost(row)
    assert (found.accrued_minor, found.waived_minor, found.ranges) == (0, 25_000, ())
    assert Request.objects.get(pk=request_id).amount_minor == 25_000
    with pytest.raises(Changed, match="INTEREST_CHANGED"):
        charged(books, charge_id)
    assert check_interest()[0].broken == ()


def test_no_interest_runs_once_a_petition_is_accepted() -> None:
    books, row = late()
    draft = PauseDraft(row.company_id, row.customer_id, date(2026, 3, 2), PauseReason.BANKRUPTCY, "（2026）沪破申1号")
    (pause,) = stop_interest(actor=SYSTEM, now=NOW, key=books.key(), draft=draft)["pause_ids"]
    assert cost(row).accrued_minor == 20 * 500
    proposed(books, row)
    void_stop(actor=SYSTEM, now=NOW, key=books.key(), pause_id=pause)
    # the days of a pause are nobody's: once it falls away they are claimed
    assert (cost(row).accrued_minor, cost(row).proposed_minor) == (30 * 500, 20 * 500)
    with pytest.raises(Changed, match="PAUSE_CHANGED"):
        void_stop(actor=SYSTEM, now=NOW, key=books.key(), pause_id=pause)


def test_a_rate_that_is_entered_counts_from_its_day_and_the_policy_by_its_version() -> None:
    books, row = late()
    until = date(2026, 3, 31)
    assert cost(row, until, terms=None).interest.interest_minor == 5_342  # 3.00 × 1.3 ÷ 365 × 50 days of 10,000.00
    draft = PrimeRateDraft(date(2026, 1, 20), 400, date(2026, 3, 31), "全国银行间同业拆借中心", 0)
    enter_prime_rate(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), draft=draft)
    assert cost(row, until, terms=None).interest.interest_minor == 7_123
    with pytest.raises(Changed, match="PRIME_RATES_CHANGED"):
        enter_prime_rate(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), draft=draft)
    policy = InterestPolicy(factor_permille=1_500, year_days=360)
    save_interest_policy(actor=SYSTEM, now=NOW, key=books.key(), policy=policy, reason="法务意见")
    assert cost(row, until, terms=None).interest.interest_minor == 8_333
    with pytest.raises(Refused, match="INTEREST_POLICY_BASIS"):
        save_interest_policy(actor=SYSTEM, now=NOW, key=books.key(), policy=InterestPolicy(1, Basis.AGREED), reason="x")


def test_interest_on_a_judgment_runs_from_the_day_it_is_in_force_or_after_the_days_it_leaves() -> None:
    """法释〔2014〕8号 art. 1 and 2: 0.0175 % a day, never for days before the judgment that a case file keeps."""
    books, row = late()
    on_judgment = Terms(Basis.JUDGMENT)
    fault = cost(row, terms=on_judgment).fault
    assert fault is not None and fault.code == "INTEREST_NO_JUDGMENT"
    with pytest.raises(Refused, match="INTEREST_NO_JUDGMENT"):
        proposed(books, row, terms=on_judgment)
    draft = CaseDraft(row.customer_id, Kind.SUIT, {row.pk: 1_000_000})
    case = open_case(actor=SYSTEM, now=NOW, today=date(2026, 2, 12), key=books.key(), draft=draft)["case_id"]
    Case.objects.filter(pk=case).update(state="IN_FORCE", in_force_on=date(2026, 3, 2))
    found = cost(row, terms=on_judgment)
    # 30 days of 10,000.00 at 0.0175 %: 52.50
    assert (found.accrued_minor, found.interest.days, found.article) == (5_250, 30, "FS2014-8 1")
    (charge_id,) = proposed(books, row, terms=replace(on_judgment, perform_by=date(2026, 3, 11)))
    kept = Charge.objects.get(pk=charge_id)
    assert (kept.from_day, kept.through_day, kept.interest_minor) == (date(2026, 3, 12), TODAY, 3_500)
    charged(books, charge_id)


def test_what_is_no_claim_is_refused() -> None:
    books, row = late()
    old = books.invoice(row.customer_id, "F0", 1_000, date(2019, 1, 31), issued=date(2019, 1, 1))[0]
    with pytest.raises(Refused, match="INTEREST_BENCHMARK"):
        proposed(books, old, terms=None)
    assert cost(old, terms=None).fault is not None
    with pytest.raises(Refused, match="INTEREST_AHEAD"):
        proposed(books, row, through=date(2026, 4, 1))
    with pytest.raises(Refused, match="INTEREST_ITEMS"):
        propose_interest(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), claim=Claim(row.company_id, (), TODAY))
    (charge_id,) = proposed(books, row, terms=Terms(Basis.AGREED, Rate(1_825_000)))
    (kept,) = charges_of(actor=SYSTEM, receivable_id=row.pk)
    assert [one.code for one in kept.cautions] == ["ABOVE_LOSS", "LOAN_CAP"]
    charged(books, charge_id)


def test_the_list_takes_the_same_queries_for_one_item_and_for_many(django_assert_num_queries: Any) -> None:
    books, row = late()

    def page() -> int:
        return len(late_items(actor=SYSTEM, today=TODAY, narrowed=LateFilter()).rows)

    with django_assert_num_queries(9):
        assert page() == 1
    for number in range(5):
        other = books.invoice(row.customer_id, f"G{number}", 1_000_000, DUE)[0]
        proposed(books, other)
    with django_assert_num_queries(9):
        assert page() == 6


@pytest.mark.parametrize("seed", range(3))
def test_no_day_is_claimed_twice_whatever_comes_in_which_order(seed: int) -> None:
    """Claims, charges, reversals, money of past days and pauses by lot: each day that bears interest is claimed once."""
    books, row = late()
    lot = Random(seed)
    for _step in range(12):
        through = DUE + timedelta(days=lot.randint(1, 50))
        open_claims = list(Charge.objects.filter(freed_by=0).order_by("pk").values_list("pk", "state"))
        which = lot.choice(("claim", "claim", "charge", "back", "pay", "pause"))
        with suppress(Refused):
            if which == "claim":
                proposed(books, row, through=through)
            elif which == "pay":
                books.allocate(books.receipt(50_000, row.customer_id, through), (row, 50_000))
            elif which == "pause":
                draft = PauseDraft(row.company_id, row.customer_id, through, PauseReason.AGREED, "约定", through)
                stop_interest(actor=SYSTEM, now=NOW, key=books.key(), draft=draft)
            elif open_claims:
                pk, state = lot.choice(open_claims)
                if which == "charge":
                    charged(books, pk)
                elif state == State.CHARGED.value:
                    reverse_interest(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), charge_id=pk, note="重算")
                else:
                    drop_interest(actor=SYSTEM, now=NOW, key=books.key(), charge_ids=[pk], note="")
        assert check_interest()[0].broken == ()
    with suppress(Refused):
        proposed(books, row)
    assert cost(row).accrued_minor == 0
    assert Charge.objects.count() > 1


def forged(charge_id: int, first: date, last: date) -> Charge:
    """The same claim once more, over other days."""
    row = Charge.objects.get(pk=charge_id)
    row.pk, row.from_day, row.through_day = None, first, last
    row.save(force_insert=True)
    return row


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 2, 10), TODAY),
        (date(2026, 3, 31), date(2026, 4, 30)),
        (date(2026, 1, 1), date(2026, 2, 10)),
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_database_refuses_a_day_that_is_claimed(first: date, last: date) -> None:
    books, row = late()
    (charge_id,) = proposed(books, row)
    with pytest.raises(IntegrityError, match="interest_days_taken_once"), transaction.atomic():
        forged(charge_id, first, last)


def test_days_beside_each_other_of_another_item_or_given_back_are_free() -> None:
    books, row = late()
    (charge_id,) = proposed(books, row)
    beside = forged(charge_id, date(2026, 4, 1), date(2026, 4, 30))
    with pytest.raises(IntegrityError, match="interest_days_taken_once"), transaction.atomic():
        Charge.objects.filter(pk=beside.pk).update(from_day=TODAY)
    (other,) = books.invoice(row.customer_id, "F2", 1_000_000, DUE)
    proposed(books, other)
    drop_interest(actor=SYSTEM, now=NOW, key=books.key(), charge_ids=[charge_id], note="")
    assert len(proposed(books, row)) == 1


def test_without_the_guard_a_day_is_claimed_twice_and_the_proof_finds_it() -> None:
    """The negative control of the guard, and of D7."""
    books, row = late()
    (charge_id,) = proposed(books, row)
    taken = [one for disjoint in declared(kind=DisjointDays) for one in disjoint.days]
    connection.check_constraints()  # nothing deferred is left pending: the table could not be altered
    with connection.cursor() as cursor:
        for statement in without_disjoint(vendor=connection.vendor, days=taken):
            cursor.execute(statement)
    twice = forged(charge_id, date(2026, 3, 1), TODAY)
    assert [one.object for one in check_interest()[0].broken] == [
        f"interest on receivable {row.pk}", f"charge {twice.pk}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM interest_charge", "DELETE on interest_charge is refused"),
        ("DELETE FROM interest_pause", "DELETE on interest_pause is refused"),
        ("UPDATE interest_chargestep SET note = 'x'", "UPDATE on interest_chargestep is refused"),
        ("UPDATE interest_primerate SET rate_bp = 1", "UPDATE on interest_primerate is refused"),
    ],
)
def test_what_was_claimed_and_entered_stays(statement: str, said: str) -> None:
    forged_rows.ground()
    with pytest.raises(IntegrityError, match=said), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
