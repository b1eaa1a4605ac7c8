"""The policy of plans in the browser: the rate is typed in per cent and kept in its hundredths."""

from __future__ import annotations

from django.urls import reverse

from huikuan.settlements.queries import policy_in_force
from tests.web.office import KEY, Office


def test_the_capital_rate_of_plans_is_typed_in_per_cent(office: Office) -> None:
    director = office.browser("director")
    page = reverse("settlement_policy")
    assert 'value="3.00"' in director.get(page).content.decode()
    typed = {"grace_days": "3", "free_minor": "50000.00", "free_loss_minor": "500.00", "tier_loss_minor": "50000.00"}
    typed |= {"reasonable_days": "15", "source": "试行", "seen": "0"}
    wrong = director.post(page, {"key": f"{KEY}-1", **typed, "capital_rate_permyriad": "4.355"})
    assert (wrong.status_code, 'value="4.355"' in wrong.content.decode()) == (422, True)
    assert director.post(page, {"key": f"{KEY}-2", **typed, "capital_rate_permyriad": "4.35"}).status_code == 303
    assert policy_in_force().capital_rate_permyriad == 435
