"""Forged rows of announced money and the claims made of it."""

from django.db.models import F

from huikuan.claims.models import Claim
from huikuan.claims.operations.claiming import claim_money
from huikuan.claims.operations.deciding import Decision, decide_claim
from huikuan.claims.rules import ClaimDraft
from tests.books import NOW, new_books
from tests.claims.desk import announce
from tests.guards.tables import Guard, changed, copied
from tests.people import new_people

ACCEPTED = {"state": "ACCEPTED"}
GUARDS: tuple[Guard, ...] = (
    ("claims.Announcement", "claims_announced_once", copied({"closed_at": None})),
    ("claims.Concerned", "claims_concerned_once", copied()),
    ("claims.Claim", "claims_for_a_customer_once", copied({"state": "CLAIMED"})),
    ("claims.Claim", "claims_one_accepted", copied(ACCEPTED)),
    ("claims.Claim", "claims_has_ground", changed(ground="")),
    ("claims.Claim", "claims_four_eyes", changed(claimant_id=F("decider_id"))),
    ("claims.Claim", "claims_decided_by_somebody", changed(decided_at=None)),
    ("claims.Claim", "claims_refused_with_reason", copied(ACCEPTED, state="REFUSED")),
)


def ground() -> None:
    """Money that was claimed and is the customer's by now, and other money that is announced and claimed."""
    books, people = new_books(), new_people()
    buyer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    for minor, accepts in ((5_000, True), (7_000, False)):
        draft = ClaimDraft(announce(books, books.receipt(minor).pk), buyer, "客户来电", (), "a.pdf", b"%PDF-1.4 x")
        done = claim_money(actor=people.owner, now=NOW, key=books.key(), draft=draft)
        if accepts:
            yes = Decision(int(done["claim_id"]), accepts=True)
            decide_claim(actor=people.accountant, now=NOW, key=books.key(), decision=yes)
    assert set(Claim.objects.values_list("state", flat=True)) == {"ACCEPTED", "CLAIMED"}
