"""Story: money of an unknown payer is announced, claimed with evidence, decided by finance (认款, HANDBOOK B4, D10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from huikuan.claims.models import Announcement, Claim, ClaimMove, Concerned
from huikuan.claims.operations.announcing import announce_receipt, announce_unknown
from huikuan.claims.operations.claiming import claim_money, withdraw_claim
from huikuan.claims.operations.deciding import Decision, decide_claim, reopen_claim
from huikuan.claims.queries.claims import ALL, TO_CLAIM, announced_page, claims_of, to_claim, to_decide
from huikuan.claims.rules import ClaimDraft
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.receipts.models import Receipt
from tests.books import NOW, Books, new_books
from tests.people import People, new_people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
SLIP = b"\x89PNG\r\n\x1a\n transfer slip"


@dataclass
class Office:
    books: Books
    people: People
    mine: int
    other: int

    def acting(self, actor: Actor) -> dict[str, object]:
        return {"actor": actor, "now": NOW, "key": self.books.key()}

    def announce(self) -> dict[str, object]:
        return announce_unknown(actor=SYSTEM, now=NOW, key=self.books.key(), today=TODAY)

    def claim(self, actor: Actor, announcement: Announcement, customer_id: int, **more: object) -> int:
        given = {"ground": "客户财务来电，附回单", "file_name": "回单.png", "file_content": SLIP} | more
        draft = ClaimDraft(announcement.pk, customer_id, **given)  # type: ignore[arg-type]
        return int(claim_money(**self.acting(actor), draft=draft)["claim_id"])  # type: ignore[arg-type]

    def decide(self, actor: Actor, claim_id: int, accepts: bool, reason: str = "") -> None:
        decide_claim(**self.acting(actor), decision=Decision(claim_id, accepts, reason))  # type: ignore[arg-type]

    def reopen(self, claim_id: int) -> None:
        reopen_claim(**self.acting(self.people.accountant), claim_id=claim_id)  # type: ignore[arg-type]


@pytest.fixture
def office() -> Office:
    books, people = new_books(), new_people()
    mine = books.customer("乙方机电有限公司", salesperson_id=people.owner.user_id)
    other = books.customer("丙方贸易有限公司", salesperson_id=people.colleague.user_id)
    books.invoice(mine, "F001", 88_000)
    books.invoice(other, "F900", 50_000)
    return Office(books, people, mine, other)


def announced(office: Office, minor: int = 88_000) -> tuple[Receipt, Announcement]:
    money = office.books.receipt(minor, payer_name="王某", payer_account="6222020000001234", reference="货款")
    office.announce()
    return money, Announcement.objects.get(receipt=money)


def test_from_unknown_money_to_a_customer(office: Office) -> None:
    people = office.people
    # Given money of an unknown payer, when the day's work is done, it is announced to him whose customer owes that amount.
    money, announcement = announced(office)
    assert list(Concerned.objects.values_list("person_id", "concern")) == [(people.owner.user_id, "AMOUNT_OPEN")]
    assert office.announce() == {"announced": 0, "closed": 0}

    # Then he sees it, with the last digits of the account alone; his colleague does not; finance does.
    (row,) = announced_page(actor=people.owner, which=TO_CLAIM).rows
    assert (row.amount_minor, row.payer_name, row.payer_account) == (88_000, "王某", "…1234")
    assert announced_page(actor=people.colleague, which=ALL).count == 0
    assert announced_page(actor=people.manager, which=ALL).count == 1
    assert to_claim(actor=people.accountant) == {"CNY": (1, 88_000, date(2026, 2, 20))}

    # When he claims it for his customer with the slip, it waits for finance, with its paper.
    claim_id = office.claim(people.owner, announcement, office.mine)
    assert to_claim(actor=people.accountant) == {}
    assert to_decide(actor=people.accountant) == {"CNY": (1, 88_000, date(2026, 2, 20))}
    (claim,) = claims_of(actor=people.accountant, announcement_ids=[announcement.pk])[announcement.pk]
    assert (claim.customer_id, claim.documents[0].name) == (office.mine, "回单.png")

    # Then nobody decides about his own claim, and accepted it is the customer's money.
    with pytest.raises(NotPermitted):
        office.decide(people.owner, claim_id, accepts=True)
    office.decide(people.accountant, claim_id, accepts=True)
    money.refresh_from_db()
    assert (money.customer_id, money.unapplied_minor) == (office.mine, 88_000)
    assert to_decide(actor=people.accountant) == {}

    # And the acceptance can be taken back as long as nothing is allocated: all is as it was.
    office.reopen(claim_id)
    money.refresh_from_db()
    assert money.customer_id is None
    assert to_decide(actor=people.accountant) == {"CNY": (1, 88_000, date(2026, 2, 20))}
    assert list(ClaimMove.objects.order_by("pk").values_list("step", flat=True)) == ["", "ACCEPT", "REOPEN"]


def test_interest_of_the_bank_is_nobodys_to_claim(office: Office) -> None:
    money = office.books.receipt(88_000, reference="结息")
    assert office.announce() == {"announced": 0, "closed": 0}
    announce_receipt(**office.acting(SYSTEM), today=TODAY, receipt_id=money.pk)  # type: ignore[arg-type]
    assert Announcement.objects.get().receipt_id == money.pk


def test_of_two_claims_one_is_accepted_and_the_other_is_overtaken(office: Office) -> None:
    people = office.people
    # Given an amount that nobody owes: everybody who sells is asked.
    _, announcement = announced(office, 12_345)
    assert set(Concerned.objects.values_list("person_id", "concern")) == {
        (people.owner.user_id, "NOBODY_KNOWN"),
        (people.colleague.user_id, "NOBODY_KNOWN"),
    }
    first = office.claim(people.owner, announcement, office.mine)
    second = office.claim(people.colleague, announcement, office.other)

    # One sees his own claim alone, and only his own customers can be named.
    assert [one.id for one in claims_of(actor=people.owner, announcement_ids=[announcement.pk])[announcement.pk]] == [
        first
    ]
    with pytest.raises(NotPermitted):
        office.claim(people.owner, announcement, office.other)

    office.decide(people.accountant, second, accepts=True)
    assert dict(Claim.objects.values_list("pk", "state")) == {first: "OVERTAKEN", second: "ACCEPTED"}
    with pytest.raises(Changed) as gone:
        office.decide(people.accountant, first, accepts=True)
    assert gone.value.code == "ANNOUNCEMENT_CLOSED"
    office.reopen(second)
    assert dict(Claim.objects.values_list("pk", "state")) == {first: "CLAIMED", second: "CLAIMED"}


def test_a_refused_claim_says_why_and_the_money_stays_announced(office: Office) -> None:
    _, announcement = announced(office)
    claim_id = office.claim(office.people.owner, announcement, office.mine)
    with pytest.raises(Refused) as missing:
        office.decide(office.people.accountant, claim_id, accepts=False)
    assert missing.value.code == "CLAIM_REASON_MISSING"
    office.decide(office.people.accountant, claim_id, accepts=False, reason="回单金额不符")
    (claim,) = claims_of(actor=office.people.owner, announcement_ids=[announcement.pk])[announcement.pk]
    assert (claim.state.value, claim.reason) == ("REFUSED", "回单金额不符")
    assert to_claim(actor=office.people.owner)["CNY"][0] == 1
    office.claim(office.people.owner, announcement, office.mine)  # with a better paper


def test_a_claim_needs_a_ground_and_a_paper_and_is_made_once(office: Office) -> None:
    _, announcement = announced(office)
    for more, code in (
        ({"ground": " "}, "CLAIM_GROUND_MISSING"),
        ({"file_content": b""}, "CLAIM_EVIDENCE_MISSING"),
        ({"ground": "x" * 1_001}, "CLAIM_GROUND_TOO_LONG"),
    ):
        with pytest.raises(Refused) as wrong:
            office.claim(office.people.owner, announcement, office.mine, **more)
        assert wrong.value.code == code
    claim_id = office.claim(office.people.owner, announcement, office.mine)
    with pytest.raises(Refused) as twice:
        office.claim(office.people.manager, announcement, office.mine)
    assert twice.value.code == "CLAIMED_ALREADY"
    withdraw_claim(**office.acting(office.people.owner), claim_id=claim_id)  # type: ignore[arg-type]
    office.claim(office.people.manager, announcement, office.mine)


def test_money_that_is_known_otherwise_closes_what_was_asked(office: Office) -> None:
    money, announcement = announced(office)
    claim_id = office.claim(office.people.owner, announcement, office.mine)
    receivable = office.books.invoice(office.other, "F901", 88_000)[0]
    office.books.allocate(money, (receivable, 88_000))
    assert office.announce() == {"announced": 0, "closed": 1}
    assert Claim.objects.get(pk=claim_id).state == "OVERTAKEN"
    with pytest.raises(Changed):
        office.claim(office.people.owner, announcement, office.mine)
