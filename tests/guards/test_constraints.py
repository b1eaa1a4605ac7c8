"""Every CHECK and every unique key: it refuses a forged row, and without it the row passes.

The second half is the negative control: what refuses is that constraint and nothing else. It is tried on SQLite, whose
tables have the same constraints by the same names; that PostgreSQL refuses by that name is tried there.
"""

from __future__ import annotations

import re
from types import ModuleType

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tests.guards import (
    approvals,
    bad_debt,
    bills,
    causes,
    claims,
    clocks,
    contracts,
    credit,
    customers_file,
    deliveries,
    disputes,
    evidence,
    interest,
    invoicing,
    limits,
    money,
    openings,
    oversight,
    passing,
    paying,
    people,
    playbook,
    prices,
    ratings,
    reminding,
    sanctions,
    securities,
    settlements,
    statements,
    wallets,
)
from tests.guards.tables import Forge, altering, read_anew, refusal_by, remove

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
    settlements,
    statements,
    prices,
    limits,
    ratings,
    credit,
    deliveries,
    disputes,
    playbook,
    causes,
    evidence,
    interest,
    invoicing,
    oversight,
    wallets,
    passing,
    claims,
    clocks,
    bad_debt,
    sanctions,
)
GUARDS = [guard for room in ROOMS for guard in room.GUARDS]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__.rpartition(".")[2])
def test_a_guard_refuses_and_without_it_the_fault_passes(room: ModuleType) -> None:
    room.ground()
    wrong = {}
    for label, guard, forge in room.GUARDS:
        before = transaction.savepoint()
        if told := what_is_wrong(apps.get_model(label), guard, forge):
            wrong[f"{label} {guard}"] = told
        transaction.savepoint_rollback(before)
        read_anew()
    assert wrong == {}


def what_is_wrong(model: type[models.Model], guard: str, forge: Forge) -> str:
    """Empty if the guard refuses a forged row, and the row passes without it."""
    try:
        with transaction.atomic():
            forge(model)
        return "passes"
    except IntegrityError as error:
        if not re.search(refusal_by(model, guard), str(error)):
            return f"refused by another guard: {error}"
    if connection.vendor == "postgresql":
        return ""
    with altering() as editor:
        remove(editor, model, guard)
    try:
        with transaction.atomic():
            forge(model)
    except IntegrityError as error:
        return f"refused without it: {error}"
    return ""


def test_every_constraint_stands_in_the_lists() -> None:
    declared = {constraint.name for model in our_models() for constraint in model._meta.constraints}
    # A posting does not know its id before it is written: nothing to forge in one statement that both databases take.
    assert declared - {guard for _, guard, _ in GUARDS} == {"ledger_posting_not_own_reversal"}


def test_every_field_that_is_unique_by_itself_stands_in_the_lists() -> None:
    unique = {
        (model._meta.label, field.name)
        for model in our_models()
        for field in model._meta.fields
        if field.unique and not field.primary_key
    }
    assert len(unique) > 10
    assert unique - {(label, guard) for label, guard, _ in GUARDS} == set()


def our_models() -> list[type[models.Model]]:
    """The tables of every room."""
    rooms = [room for room in apps.get_app_configs() if room.name.startswith("huikuan.")]
    return [model for room in rooms for model in room.get_models()]
