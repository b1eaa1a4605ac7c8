"""What on our side keeps a customer from paying, as a table."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.deliveries.rules.blocking import BlockerCode, NoteFacts, blockers

TODAY = date(2026, 3, 20)
FACTS = {
    "note_id": 1,
    "number": "SH-1",
    "customer_id": 7,
    "currency": "CNY",
    "amount_minor": 1_000,
    "delivered_on": date(2026, 3, 1),
    "signed_on": date(2026, 3, 2),
    "accepted_on": None,
    "rejected_on": None,
    "accepted_minor": 0,
    "rejected_minor": 0,
    "to_replace_minor": 0,
    "open_minor": 0,
    "needs_acceptance": False,
    "is_consignment": False,
    "bills_itself": False,
    "deemed_on": None,
}
ACCEPTED = {"accepted_on": date(2026, 3, 5), "accepted_minor": 1_000, "needs_acceptance": True}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, []),
        ({"signed_on": None}, [(BlockerCode.UNSIGNED, 1_000, 19)]),
        ({"signed_on": None, "open_minor": 1_000}, [(BlockerCode.UNSIGNED, 1_000, 19)]),
        ({"open_minor": 600}, [(BlockerCode.NOT_INVOICED, 600, 18)]),
        ({"open_minor": 600, "bills_itself": True}, []),
        ({"needs_acceptance": True, "open_minor": 1_000}, [(BlockerCode.ACCEPTANCE_OUTSTANDING, 1_000, 18)]),
        (
            {"needs_acceptance": True, "deemed_on": date(2026, 3, 12)},
            [(BlockerCode.INSPECTION_ENDED, 1_000, 8)],
        ),
        ({"needs_acceptance": True, "deemed_on": TODAY}, [(BlockerCode.ACCEPTANCE_OUTSTANDING, 1_000, 18)]),
        (ACCEPTED, []),
        ({**ACCEPTED, "open_minor": 1_000}, [(BlockerCode.NOT_INVOICED, 1_000, 15)]),
        (
            {**ACCEPTED, "accepted_minor": 900, "rejected_minor": 100, "to_replace_minor": 100},
            [(BlockerCode.REJECTED, 100, 15)],
        ),
        ({"is_consignment": True, "signed_on": None}, []),
        (
            {"is_consignment": True, "open_minor": 300, "sold_on": date(2026, 3, 10)},
            [(BlockerCode.NOT_INVOICED, 300, 10)],
        ),
    ],
)
def test_what_blocks(more: dict[str, object], expected: list[tuple[BlockerCode, int, int]]) -> None:
    found = blockers(facts=NoteFacts(**{**FACTS, **more}), today=TODAY)  # type: ignore[arg-type]
    assert [(one.code, one.amount_minor, one.days) for one in found] == expected
