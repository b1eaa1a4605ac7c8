"""What is said of many customers after their invoices stand: the same as the one question says, at a cost that does not grow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.accounts.models import ExchangeRate
from huikuan.audit.models import Act
from huikuan.credit.operations.checking import quote
from huikuan.credit.operations.policies import save_credit_policy
from huikuan.credit.operations.stopping import ExclusionDraft, StopDraft, end_exclusion, exclude, stop_credit
from huikuan.credit.queries.billed import billed_warnings
from huikuan.credit.rules.deciding import Reason
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.orders import ExclusionScope
from huikuan.credit.rules.policy import CheckPoint, CreditPolicy, Rule, Severity, shipped_policy
from huikuan.kernel.actor import SYSTEM
from huikuan.openings.models import RequirementVersion
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.securities.rules import SecurityDraft, SecurityKind
from tests.credit.desk import TODAY, Desk, new_desk, put_under, set_limit
from tests.securities.office import recorded_and_confirmed

pytestmark = pytest.mark.django_db
YEAR_AGO = date(2025, 3, 1)
SAYS_NOTHING = {CheckPoint.INVOICE: Severity.ALLOW}


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def edit(desk: Desk, policy: CreditPolicy) -> None:
    save_credit_policy(
        **desk.acting(desk.credit_manager), today=TODAY, policy=replace(policy, source="信用委员会"), replaces=0
    )


def silent(*rules: Rule) -> CreditPolicy:
    """The policy that comes with the product, with these rules saying nothing of an invoice."""
    shipped = shipped_policy()
    quiet = {rule: {**shipped.severities[rule], **SAYS_NOTHING} for rule in rules}
    return replace(shipped, severities={**shipped.severities, **quiet})


def codes(found: Mapping[int, tuple[Reason, ...]]) -> dict[int, list[str]]:
    return {pk: [reason.rule.value for reason in reasons] for pk, reasons in found.items()}


def quoted(desk: Desk, customer_id: int) -> list[tuple[str, dict[str, object]]]:
    """What the single question says of a customer to whom nothing more is billed, less what an exclusion lifts."""
    question = Question(customer_id, desk.books.company_id, 0, "CNY", CheckPoint.INVOICE)
    answer = quote(actor=SYSTEM, today=TODAY, question=question)
    return [(one["code"], one["parameters"]) for one in answer["reasons"] if one["severity"] != "allow"]


def add_rate() -> None:
    ExchangeRate.objects.create(
        day=date(2026, 3, 1), currency="USD", to_currency="CNY", rate_micros=7_100_000, source="中国外汇交易中心",
        entered_by="x", entered_at=Act.objects.earliest("pk").at, act=Act.objects.earliest("pk"),
    )  # fmt: skip


def need_openings() -> None:
    RequirementVersion.objects.create(
        number=1, required_from=YEAR_AGO, valid_months=12, documents={}, source="x",
        created_at=Act.objects.earliest("pk").at, act=Act.objects.earliest("pk"),
    )  # fmt: skip


def random_book(desk: Desk, chance: Random) -> list[int]:
    """A dozen customers, some of them groups, with whatever the rules look at."""
    ids = [desk.buyer, *(desk.books.customer(f"客户{number}") for number in range(11))]
    for place, child in enumerate(ids[1:6], 1):
        put_under(child, ids[chance.randrange(place)])
    for pk in ids:
        set_limit(pk, chance.choice([None, 0, 5_000, 50_000, 10**7]))
        billed_at_random(desk, chance, pk)
        if chance.random() < 0.3:
            receipt = desk.books.receipt(chance.randrange(1, 30_000), pk, currency=chance.choice(["CNY", "USD", "EUR"]))
            if chance.random() < 0.5:
                bounce_receipt(
                    **desk.acting(desk.people.accountant), receipt_id=receipt.pk,
                    effective_date=date(2026, 2, 24), reason=chance.choice(list(BounceReason)),
                )  # fmt: skip
        if chance.random() < 0.3:
            desk.ask(chance.randrange(1, 9_000), f"SO{pk}", customer=pk)
        if chance.random() < 0.2:
            draft = SecurityDraft(
                pk, SecurityKind.DEPOSIT, amount_minor=chance.randrange(1, 40_000), currency="CNY", valid_from=YEAR_AGO
            )
            recorded_and_confirmed(draft=draft, by=desk.credit_manager, key=desk.books.key(), today=TODAY)
        if chance.random() < 0.2:
            stop = StopDraft(pk, f"停 {pk}", chance.choice([None, TODAY]))
            stop_credit(**desk.acting(desk.credit_manager), today=TODAY, stop=stop)
        if chance.random() < 0.3:
            exclude_at_random(desk, chance, pk)
    return ids


def billed_at_random(desk: Desk, chance: Random, pk: int) -> None:
    for number in range(chance.randrange(4)):
        issued = TODAY - timedelta(days=chance.randrange(400))
        due = chance.choice([None, issued + timedelta(days=chance.randrange(90))])
        currency = chance.choice(["CNY", "CNY", "USD", "EUR"])
        desk.books.invoice(
            pk, f"F{pk}-{number}", chance.randrange(1, 60_000), due=due, issued=issued, currency=currency
        )


def exclude_at_random(desk: Desk, chance: Random, pk: int) -> None:
    scope = chance.choice([ExclusionScope.CUSTOMER, ExclusionScope.GROUP])
    rule = chance.choice([None, Rule.OLD_DEBT, Rule.OVER_LIMIT, Rule.NO_LIMIT])
    point = chance.choice([None, CheckPoint.INVOICE, CheckPoint.DELIVERY])
    draft = ExclusionDraft(scope, pk, TODAY, "年度框架", rule, point)
    exclude(**desk.acting(desk.credit_manager), today=TODAY, exclusion=draft)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("at_once", [5_000, 3])
def test_it_says_of_each_customer_what_the_single_question_says(
    desk: Desk, seed: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huikuan.kernel.paging.AT_ONCE", at_once)
    add_rate()
    if seed % 2:
        need_openings()
    if seed >= 2:
        edit(desk, replace(silent(Rule.NO_LIMIT, Rule.OLDEST_ITEM), debts_of_group=False))
    ids = random_book(desk, Random(seed))
    found = billed_warnings(customer_ids=ids, today=TODAY)
    said = {pk: [(one.rule.value, dict(one.parameters)) for one in reasons] for pk, reasons in found.items()}
    expected = {pk: reasons for pk in ids if (reasons := quoted(desk, pk))}
    assert said == expected
    assert len({code for reasons in expected.values() for code, _ in reasons}) >= 5
    some = ids[3:5]
    assert billed_warnings(customer_ids=some, today=TODAY) == {pk: found[pk] for pk in some if pk in found}


def test_what_stands_in_the_books_is_what_is_asked_about(desk: Desk) -> None:
    later = TODAY + timedelta(days=30)
    desk.books.invoice(desk.buyer, "F1", 100_000, due=later, issued=TODAY)
    assert billed_warnings(customer_ids=[desk.buyer], today=TODAY) == {}
    desk.books.invoice(desk.buyer, "F2", 1, due=later, issued=TODAY)
    (reason,) = billed_warnings(customer_ids=[desk.buyer], today=TODAY)[desk.buyer]
    assert (reason.rule, reason.severity) == (Rule.OVER_LIMIT, Severity.WARN)
    assert reason.parameters == {"over": 1, "expected": 100_000, "found": 100_001, "currency": "CNY"}


def test_a_rule_that_says_nothing_or_is_set_aside_does_not_warn(desk: Desk) -> None:
    other = desk.books.customer("丙公司")
    desk.books.invoice(desk.buyer, "F1", 200_000, due=TODAY, issued=TODAY)
    draft = ExclusionDraft(ExclusionScope.CUSTOMER, desk.buyer, TODAY, "年度框架", Rule.OVER_LIMIT, CheckPoint.INVOICE)
    done = exclude(**desk.acting(desk.credit_manager), today=TODAY, exclusion=draft)
    assert codes(billed_warnings(customer_ids=[desk.buyer, other], today=TODAY)) == {other: ["NO_LIMIT"]}
    assert desk.buyer in billed_warnings(customer_ids=[desk.buyer], today=TODAY + timedelta(days=1))
    end_exclusion(**desk.acting(desk.credit_manager), exclusion_id=done["exclusion_id"])
    edit(desk, silent(Rule.NO_LIMIT))
    assert codes(billed_warnings(customer_ids=[desk.buyer, other], today=TODAY)) == {desk.buyer: ["OVER_LIMIT"]}


def test_the_cost_does_not_grow_with_the_customers(desk: Desk) -> None:
    def cost(ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as asked:
            billed_warnings(customer_ids=ids, today=TODAY)
        return len(asked)

    many = [desk.books.customer(f"客{number}") for number in range(30)]
    for pk in many:
        desk.books.invoice(pk, f"F{pk}", 500)
    assert cost(many[:1]) == cost(many) <= 20
    assert cost([]) == 0
