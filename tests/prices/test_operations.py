"""Acts on price confirmations: written, sent, signed with the paper, replaced, expired; refused when they should be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.prices.access import confirmation_for
from huikuan.prices.models import Confirmation, Happening, Line, TolerancePolicy
from huikuan.prices.operations.policies import set_tolerance
from huikuan.prices.operations.signing import expire_confirmations
from huikuan.prices.operations.writing import change_confirmation, recall_confirmation, send_confirmation
from huikuan.prices.queries.confirmations import confirmation_row, happenings_of, price_lines, tolerance_in_force
from huikuan.prices.rules.confirming import ConfirmationDraft
from tests.books import NOW
from tests.people import new_people
from tests.prices.office import PUMP, VALVE, Prices, new_prices

pytestmark = pytest.mark.django_db


@pytest.fixture
def prices() -> Prices:
    return new_prices()


def row(pk: int) -> Any:
    return confirmation_row(actor=SYSTEM, confirmation_id=pk)


def test_a_confirmation_lives_from_draft_to_replaced(prices: Prices) -> None:
    first = prices.signed("JG-001")
    assert (row(first).state, row(first).signed_by, row(first).signed_on) == ("SIGNED", "高伟", date(2026, 3, 1))
    assert price_lines(confirmation_id=first) == (PUMP, VALVE)
    second = prices.signed("JG-002", date(2026, 7, 1), date(2027, 6, 30))
    assert (row(first).state, row(first).ends_on, row(first).replaced_by_id) == ("REPLACED", date(2026, 6, 30), second)
    assert [(one.event, one.note) for one in happenings_of(confirmation_id=first)] == [
        ("REPLACE", "JG-002"),
        ("SIGN", "高伟"),
        ("SEND", ""),
        ("WRITE", ""),
    ]
    assert row(second).state == "SIGNED"


def test_another_currency_or_time_replaces_nothing(prices: Prices) -> None:
    first = prices.signed("JG-001")
    prices.signed("JG-002", currency="USD")
    prices.signed("JG-003", date(2027, 1, 1), date(2027, 12, 31))
    assert row(first).state == "SIGNED"


def test_the_signed_copy_is_kept_and_opened_by_its_confirmation_only(prices: Prices) -> None:
    pk = prices.signed("JG-001")
    document_id = row(pk).signed_document_id
    kept, content = open_document(document_id=document_id, purpose=Purpose.PRICES, owner_id=pk)
    assert (kept.name, kept.content_type, content) == ("签回.pdf", "application/pdf", b"%PDF-1.7 x")
    with pytest.raises(NotPermitted):
        open_document(document_id=document_id, purpose=Purpose.PRICES, owner_id=pk + 1)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"signed_by": " "}, "PRICES_SIGNER_MISSING"),
        ({"content": b""}, "PRICES_COPY_MISSING"),
        ({"signed_on": date(2026, 3, 4)}, "DATED_AHEAD"),
    ],
)
def test_a_copy_that_is_not_signed_is_refused(prices: Prices, more: dict[str, Any], code: str) -> None:
    pk = prices.written("JG-001")
    send_confirmation(actor=SYSTEM, now=NOW, key="s", confirmation_id=pk)
    with pytest.raises(Refused, match=code):
        prices.sign(pk, **more)
    assert row(pk).state == "SENT"


def test_what_is_signed_is_not_changed_and_a_draft_is_not_signed(prices: Prices) -> None:
    draft = prices.written("JG-001")
    with pytest.raises(Changed, match="PRICES_CHANGED"):
        prices.sign(draft)
    signed = prices.signed("JG-002")
    wanted = ConfirmationDraft(prices.customer, "JG-002", "CNY", date(2026, 1, 1), date(2026, 2, 1), (VALVE,))
    with pytest.raises(Changed, match="PRICES_CHANGED"):
        change_confirmation(actor=SYSTEM, now=NOW, key="c", confirmation_id=signed, draft=wanted)
    assert Line.objects.filter(confirmation_id=signed).count() == 2


def test_a_sent_one_is_called_back_and_written_anew(prices: Prices) -> None:
    pk = prices.written("JG-001")
    send_confirmation(actor=SYSTEM, now=NOW, key="s", confirmation_id=pk)
    recall_confirmation(actor=SYSTEM, now=NOW, key="r", confirmation_id=pk)
    wanted = ConfirmationDraft(prices.customer, "JG-001", "CNY", date(2026, 2, 1), date(2026, 5, 31), (VALVE,))
    change_confirmation(actor=SYSTEM, now=NOW, key="c", confirmation_id=pk, draft=wanted)
    assert (row(pk).state, row(pk).valid_from, row(pk).ends_on) == ("DRAFT", date(2026, 2, 1), date(2026, 5, 31))
    assert price_lines(confirmation_id=pk) == (VALVE,)


def test_what_is_signed_is_what_was_sent_last(prices: Prices, monkeypatch: pytest.MonkeyPatch) -> None:
    first = prices.signed("JG-001")
    pk = prices.written("JG-002", date(2026, 6, 1))
    send_confirmation(actor=SYSTEM, now=NOW, key="s", confirmation_id=pk)

    def overtaken(**asked: Any) -> Confirmation:
        """Somebody calls it back and sends it with other days between the look and the act."""
        found = confirmation_for(**asked)
        recall_confirmation(actor=SYSTEM, now=NOW, key="r", confirmation_id=pk)
        wanted = ConfirmationDraft(prices.customer, "JG-002", "CNY", date(2026, 4, 1), date(2026, 5, 31), (VALVE,))
        change_confirmation(actor=SYSTEM, now=NOW, key="c", confirmation_id=pk, draft=wanted)
        send_confirmation(actor=SYSTEM, now=NOW, key="t", confirmation_id=pk)
        return found

    monkeypatch.setattr("huikuan.prices.operations.signing.confirmation_for", overtaken)
    prices.sign(pk)
    assert (row(pk).state, row(first).ends_on) == ("SIGNED", date(2026, 3, 31))


def test_a_number_is_taken_once_in_an_own_company(prices: Prices) -> None:
    prices.written("JG-001")
    with pytest.raises(Refused, match="PRICES_NUMBER_TAKEN"):
        prices.written("JG-001")
    with pytest.raises(Refused, match="PRICES_LINES_COUNT"):
        prices.written("JG-002", lines=())
    assert Confirmation.objects.count() == 1


def test_time_runs_out_once(prices: Prices) -> None:
    signed = prices.signed("JG-001", last=date(2026, 3, 1))
    sent = prices.written("JG-002", last=date(2026, 3, 1))
    send_confirmation(actor=SYSTEM, now=NOW, key="s", confirmation_id=sent)
    draft, later = prices.written("JG-003", last=date(2026, 3, 1)), prices.signed("JG-004", date(2026, 3, 2))
    for key in ("a", "b"):
        expire_confirmations(actor=SYSTEM, now=NOW, key=key, today=date(2026, 3, 2))
    assert [row(pk).state for pk in (signed, sent, draft, later)] == ["EXPIRED", "EXPIRED", "DRAFT", "SIGNED"]
    assert Happening.objects.filter(event="EXPIRE").count() == 2


def test_others_see_and_change_nothing(prices: Prices) -> None:
    people = new_people()
    owned = prices.books.customer("丙公司", salesperson_id=people.owner.user_id)
    pk = prices.written("JG-001", customer_id=owned)
    for actor in (people.colleague, people.nobody):
        with pytest.raises(NotPermitted):
            send_confirmation(actor=actor, now=NOW, key="s", confirmation_id=pk)
        assert confirmation_row(actor=actor, confirmation_id=pk) is None
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        send_confirmation(actor=people.auditor, now=NOW, key="s", confirmation_id=pk)
    send_confirmation(actor=people.owner, now=NOW, key="s", confirmation_id=pk)


def test_the_tolerance_is_decided_in_versions() -> None:
    assert (tolerance_in_force().number, tolerance_in_force().tolerance_permille) == (0, 0)
    people = new_people()
    for seen, permille in enumerate((10, 20)):
        saving: dict[str, Any] = {"key": f"t{permille}", "tolerance_permille": permille, "seen": seen}
        set_tolerance(actor=people.director, now=NOW, reason="尾差", **saving)
    assert (tolerance_in_force().number, tolerance_in_force().tolerance_permille) == (2, 20)
    for permille, reason, code in ((501, "x", "OUT_OF_BOUNDS"), (-1, "x", "OUT_OF_BOUNDS"), (1, " ", "REASON_MISSING")):
        with pytest.raises(Refused, match=code):
            set_tolerance(actor=SYSTEM, now=NOW, key="x", tolerance_permille=permille, reason=reason, seen=2)
    with pytest.raises(NotPermitted):
        set_tolerance(actor=people.owner, now=NOW, key="x", tolerance_permille=1, reason="x", seen=2)


def test_of_two_who_decide_the_tolerance_one_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    saving: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "tolerance_permille": 5, "reason": "尾差", "seen": 0}
    set_tolerance(key="a", **saving)
    with pytest.raises(Changed, match="PRICES_TOLERANCE_CHANGED"):
        set_tolerance(key="b", **saving)
    looks = iter((replace(tolerance_in_force(), number=0), tolerance_in_force()))
    monkeypatch.setattr("huikuan.prices.operations.policies.tolerance_in_force", lambda: next(looks))
    with pytest.raises(Changed, match="PRICES_TOLERANCE_CHANGED") as caught:
        set_tolerance(key="c", **saving)
    assert caught.value.parameters == {"number": 1}


def test_history_and_policy_are_never_changed(prices: Prices) -> None:
    prices.signed("JG-001")
    set_tolerance(actor=SYSTEM, now=NOW, key="t", tolerance_permille=1, reason="尾差", seen=0)
    faults = (
        lambda: Happening.objects.update(event="SEND"),
        lambda: TolerancePolicy.objects.all().delete(),
        lambda: Confirmation.objects.all()._raw_delete("default"),
    )
    for fault in faults:
        with pytest.raises(DatabaseError), transaction.atomic():
            fault()
