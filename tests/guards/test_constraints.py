"""Every CHECK and every unique key: it refuses a forged row, and without it the row passes.

The second half is the negative control: what refuses is that constraint and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from tests.guards import (
    approvals,
    bills,
    claims,
    contracts,
    credit,
    customers_file,
    deliveries,
    disputes,
    invoicing,
    limits,
    money,
    openings,
    oversight,
    passing,
    paying,
    people,
    prices,
    ratings,
    reminding,
    securities,
    statements,
    wallets,
)
from tests.guards.tables import Forge, altering, refusal_by, remove

pytestmark = pytest.mark.django_db
ROOMS = (
    money,
    bills,
    people,
    reminding,
    customers_file,
    approvals,
    paying,
    openings,
    contracts,
    securities,
    statements,
    prices,
    limits,
    ratings,
    credit,
    deliveries,
    disputes,
    invoicing,
    oversight,
    wallets,
    passing,
    claims,
)
GUARDS = [(room.ground, *guard) for room in ROOMS for guard in room.GUARDS]


@pytest.mark.parametrize(
    ("ground", "label", "guard", "forge"), GUARDS, ids=[f"{label} {guard}" for _, label, guard, _ in GUARDS]
)
def test_a_guard_refuses_and_without_it_the_fault_passes(
    ground: Callable[[], None], label: str, guard: str, forge: Forge
) -> None:
    ground()
    model = apps.get_model(label)
    with pytest.raises(IntegrityError, match=refusal_by(model, guard)), transaction.atomic():
        forge(model)
    with altering() as editor:
        remove(editor, model, guard)
    forge(model)


def test_every_constraint_stands_in_the_lists() -> None:
    declared = {constraint.name for model in our_models() for constraint in model._meta.constraints}
    # A posting does not know its id before it is written: nothing to forge in one statement that both databases take.
    assert declared - {guard for _, _, guard, _ in GUARDS} == {"ledger_posting_not_own_reversal"}


def test_every_field_that_is_unique_by_itself_stands_in_the_lists() -> None:
    unique = {
        (model._meta.label, field.name)
        for model in our_models()
        for field in model._meta.fields
        if field.unique and not field.primary_key
    }
    assert len(unique) > 10
    assert unique - {(label, guard) for _, label, guard, _ in GUARDS} == set()


def our_models() -> list[type[models.Model]]:
    """The tables of every room."""
    rooms = [room for room in apps.get_app_configs() if room.name.startswith("huikuan.")]
    return [model for room in rooms for model in room.get_models()]
