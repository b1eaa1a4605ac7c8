"""Forged rows of late-payment interest."""

from datetime import date

from huikuan.interest.models import Charge
from huikuan.interest.operations.claiming import Claim, charge_interest, drop_interest, propose_interest
from huikuan.interest.operations.pausing import PauseDraft, stop_interest
from huikuan.interest.operations.rates import PrimeRateDraft, enter_prime_rate, save_interest_policy
from huikuan.interest.rules.accruing import PauseReason
from huikuan.interest.rules.bases import Basis, Terms
from huikuan.interest.rules.charging import InterestPolicy
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW, new_books
from tests.guards.tables import Guard, changed, copied

TODAY = date(2026, 3, 2)
NEVER = date(2025, 1, 1)
"""A day that no claim has taken."""
PROPOSED = {"state": "PROPOSED"}
GUARDS: tuple[Guard, ...] = (
    ("interest.Charge", "interest_days_in_order", changed(through_day=date(2026, 2, 1))),
    ("interest.Charge", "interest_amount", changed(interest_minor=0)),
    (
        "interest.Charge",
        "interest_freed_when_over",
        copied({"state": "DROPPED"}, freed_by=0, from_day=NEVER, through_day=NEVER),
    ),
    ("interest.Charge", "interest_charged_with_document", changed(document=None)),
    (
        "interest.Charge",
        "interest_waived_on_request",
        copied(PROPOSED, state="WAIVED", from_day=NEVER, through_day=NEVER),
    ),
    ("interest.Charge", "interest_agreed_rate_kept", changed(basis="AGREED")),
    ("interest.Charge", "interest_article", changed(article="")),
    ("interest.Charge", "document", copied({"state": "CHARGED"}, from_day=NEVER, through_day=NEVER)),
    ("interest.Pause", "interest_pause_in_order", changed(through_day=date(2026, 1, 1))),
    ("interest.Pause", "interest_pause_says_why", changed(note="")),
    ("interest.PrimeRate", "number", copied()),
    ("interest.PrimeRate", "interest_prime_rate_bounds", copied(number=9, rate_bp=0)),
    ("interest.PrimeRate", "interest_prime_rate_source", copied(number=9, source="")),
    ("interest.PolicyVersion", "number", copied()),
    ("interest.PolicyVersion", "interest_policy_bounds", copied(number=9, year_days=366)),
    ("interest.PolicyVersion", "interest_policy_says_why", copied(number=9, reason="")),
)


def ground() -> None:
    """A claim that was charged, one that was taken back, one proposed; a pause, a rate, a policy."""
    books = new_books()
    rows = [books.invoice(books.customer(number), number, 1_000_000)[0] for number in ("F1", "F2", "F3")]
    row = rows[0]
    for row in rows:
        claim = Claim(row.company_id, (row.pk,), TODAY, Terms(Basis.DAILY))
        propose_interest(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), claim=claim)
    first, second, _third = Charge.objects.order_by("pk").values_list("pk", flat=True)
    charge_interest(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), charge_ids=[first])
    drop_interest(actor=SYSTEM, now=NOW, key=books.key(), charge_ids=[second], note="")
    pause = PauseDraft(row.company_id, row.customer_id, TODAY, PauseReason.AGREED, "补充协议第3条")
    stop_interest(actor=SYSTEM, now=NOW, key=books.key(), draft=pause)
    rate = PrimeRateDraft(date(2026, 2, 20), 295, TODAY, "全国银行间同业拆借中心", 0)
    enter_prime_rate(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), draft=rate)
    save_interest_policy(actor=SYSTEM, now=NOW, key=books.key(), policy=InterestPolicy(), reason="首版")
