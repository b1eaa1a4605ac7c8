"""Plays two acts of one kind against each other: `pairs_worker.py SCENE [WITHOUT_GUARD]`. Prints one JSON line.

A scene lays the ground and gives the two acts, what takes their guard away, and how to tell what came of them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

import django

from tests.reliability.playing import Act, played


@dataclass(frozen=True)
class Scene:
    first: Act
    second: Act
    unguard: Callable[[], None]
    told: Callable[[], dict[str, object]]


def sealing() -> Scene:
    """Two sealers over the first acts there are: no seal stands yet that could be locked."""
    from huikuan.audit import sealing
    from huikuan.audit.models import Seal
    from tests.books import NOW, new_books

    new_books().customer("乙公司")

    def unguard() -> None:
        sealing._wait_for_other_sealers = lambda: None

    def told() -> dict[str, object]:
        return {"blocks": Seal.objects.count(), "faults": len(sealing.verify_chain().faults)}

    seal = partial(sealing.seal_acts, now=NOW)
    return Scene(seal, seal, unguard, told)


def matching() -> Scene:
    """Two matching runs over the same money, of which nothing is sure."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receipts.models import BankAccount, MatchOutcome
    from huikuan.receipts.operations.matching import run_matching
    from tests.books import NOW, new_books

    books = new_books()
    account = BankAccount.objects.create(company_id=books.company_id, name="工行", currency="CNY")
    for _ in range(3):
        books.receipt(100, bank_account_id=account.pk)

    def unguard() -> None:
        taken = MatchOutcome.objects.bulk_create

        def plain(rows: Any, **_: object) -> Any:
            return taken(rows)

        MatchOutcome.objects.bulk_create = plain  # type: ignore[method-assign,assignment]

    run = partial(run_matching, actor=SYSTEM, now=NOW, company_id=books.company_id)
    return Scene(run, run, unguard, lambda: {"outcomes": MatchOutcome.objects.count()})


def disabling() -> Scene:
    """Two administrators disable each other."""
    from huikuan.accounts.operations import people

    def acts(one: int, other: int) -> tuple[Act, Act]:
        return _set_inactive(other), _set_inactive(one)

    return _administrators(acts, people)


def changing() -> Scene:
    """Two administrators take the role from each other."""
    from huikuan.accounts.operations import people

    def acts(one: int, other: int) -> tuple[Act, Act]:
        return _made_auditor(other), _made_auditor(one)

    return _administrators(acts, people)


def crediting() -> Scene:
    """Two open-item lists with the same credit balance."""
    from huikuan.imports.operations import lists
    from huikuan.imports.rules import ImportKind
    from tests.books import new_books
    from tests.imports.lists import take

    books = new_books()
    books.customer("乙公司")
    row = ["C001", "乙公司", "2026-01-10", "2026-02-09", "-5.00"]

    def imported(key: str) -> Act:
        return lambda: take(books.company_id, [row], key=key, kind=ImportKind.RECEIVABLES)

    return _imports(imported("first"), imported("second"), lists)


def ledgers() -> Scene:
    """Two whole ledgers that both go on with the same money."""
    from huikuan.imports.operations import ledgers
    from tests.books import new_books
    from tests.imports.test_import_ledger import LEDGER, take, with_rows

    books = new_books()
    take(books.company_id, LEDGER)
    imported = partial(take, books.company_id, with_rows(receipts=["3,2026-02-25,1,500,F002"]))
    return _imports(imported, imported, ledgers)


def _imports(first: Act, second: Act, module: Any) -> Scene:
    from huikuan.receipts.models import Receipt

    def unguard() -> None:
        numbers = count(1_000)
        module.begin_import = lambda: next(numbers)

    return Scene(first, second, unguard, lambda: {"receipts": Receipt.objects.count()})


def _administrators(acts: Callable[[int, int], tuple[Act, Act]], people: Any) -> Scene:
    from huikuan.accounts.models import UserRole
    from huikuan.kernel.actor import Role
    from tests.people import person

    one, other = (person(name, Role.ADMINISTRATOR, None).user_id for name in ("one", "other"))
    assert one is not None
    assert other is not None

    def unguard() -> None:
        people._hold_administrators = lambda: None

    def told() -> dict[str, object]:
        left = UserRole.objects.filter(role=Role.ADMINISTRATOR.value, user__is_active=True)
        return {"administrators": left.count()}

    return Scene(*acts(one, other), unguard, told)


def _set_inactive(user_id: int) -> Act:
    from huikuan.accounts.operations.people import set_active
    from huikuan.kernel.actor import SYSTEM
    from tests.books import NOW

    return partial(set_active, actor=SYSTEM, now=NOW, key=f"off-{user_id}", user_id=user_id, is_active=False)


def _made_auditor(user_id: int) -> Act:
    from huikuan.accounts.operations.people import PersonDraft, change_person
    from huikuan.kernel.actor import SYSTEM, Role
    from tests.books import NOW

    person = PersonDraft(username=f"auditor-{user_id}", name="x", roles=(Role.AUDITOR,))
    return partial(change_person, actor=SYSTEM, now=NOW, key=f"change-{user_id}", user_id=user_id, person=person)


SCENES = {one.__name__: one for one in (sealing, matching, disabling, changing, crediting, ledgers)}


def main(name: str, *, without_guard: bool) -> None:
    """Play the scene and tell what came of it."""
    django.setup()
    scene = SCENES[name]()
    if without_guard:
        scene.unguard()
    print(json.dumps(played(scene.first, scene.second) | scene.told()))


if __name__ == "__main__":
    main(sys.argv[1], without_guard="WITHOUT_GUARD" in sys.argv)
