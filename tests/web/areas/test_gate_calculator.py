"""The gates of the law asked by themselves: allowed on which article, or the missing fact; anybody may ask."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

RETAKE = "tool=gate&kind=retake&as_of=2026-03-20&price=1000&arrears=200&demanded=2026-03-01&retention_agreed=on"
SUPPLY = "tool=gate&as_of=2026-03-20&order=SO1&breached=SO2&overdue=100&turn=THEIRS_FIRST"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "status", "shown"),
    [
        ("tool=gate", 200, ["Order that is to stop", "Retake goods"]),
        (RETAKE, 200, ["The law allows it: Civil Code Art. 642", "The retention is not registered"]),
        (RETAKE + "&paid=750", 200, ["The law does not allow it yet.", "Interpretation on sales contracts Art. 26"]),
        (SUPPLY, 200, ["Order SO1 is not the one in breach; unpaid are SO2.", "Civil Code Art. 526"]),
        (SUPPLY.replace("breached=SO2", "breached=SO1"), 200, ["The law allows it: Civil Code Art. 526"]),
        (
            "tool=gate&kind=deposit&as_of=2026-03-20&paid=300&contract=1000&claimed=300&called_deposit=on",
            200,
            ["200.00"],
        ),
        ("tool=gate&kind=set-off&as_of=2026-03-20&agreed=on", 200, ["The law allows it: Civil Code Art. 569"]),
        ("tool=gate&kind=retake&as_of=2026-03-20", 422, ["Whole price"]),
    ],
)
def test_a_gate_answers(client: Client, asked: str, status: int, shown: list[str]) -> None:
    answer = client.get(f"{reverse('calculators')}?{asked}", headers={"accept-language": "en"})
    text = answer.content.decode()
    assert answer.status_code == status
    assert [one for one in shown if one not in text] == []
