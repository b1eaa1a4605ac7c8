"""An act happens once, answers again, and leaves one row that nobody can change."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from huikuan.audit.models import Act, Seal
from huikuan.audit.operations import Intent, KeyReused, OpenAct, perform
from huikuan.audit.sealing import seal_acts, verify_chain
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from tests.forging import forge

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def intent(key: str, **detail: object) -> Intent:
    return Intent("test_act", SYSTEM, NOW, key, None, detail)


def act(key: str, **detail: object) -> dict[str, object]:
    return perform(intent=intent(key, **detail), work=lambda open_act: {"act": open_act.id})


def test_the_same_key_answers_again_without_working_again() -> None:
    worked: list[int] = []

    def work(open_act: OpenAct) -> dict[str, object]:
        worked.append(open_act.id)
        return {"act": open_act.id}

    first = perform(intent=intent("k", a=1), work=work)
    assert perform(intent=intent("k", a=1), work=work) == first
    assert len(worked) == 1
    assert Act.objects.filter(key="k").count() == 1


def test_the_same_key_with_other_input_is_refused() -> None:
    act("k", a=1)
    with pytest.raises(KeyReused):
        act("k", a=2)


@pytest.mark.parametrize("key", ["", "k" * 201, "键" * 201, "a\0b"])
def test_a_key_that_cannot_be_kept_is_refused(key: str) -> None:
    with pytest.raises(Refused) as refused:
        act(key)
    assert (refused.value.code, refused.value.parameters) == ("KEY_UNUSABLE", {"length": len(key), "most": 200})
    assert not Act.objects.exists()


@pytest.mark.parametrize("key", ["k" * 200, "键" * 200])
def test_the_longest_key_is_kept(key: str) -> None:
    assert act(key) == act(key)


def test_a_refused_act_leaves_nothing() -> None:
    def refuse(open_act: OpenAct) -> dict[str, object]:
        raise Refused("NO")

    with pytest.raises(Refused):
        perform(intent=intent("k"), work=refuse)
    assert not Act.objects.exists()
    assert act("k")["act"]


@pytest.mark.parametrize("change", ["UPDATE audit_act SET verb = 'x'", "DELETE FROM audit_act"])
def test_the_database_refuses_to_change_an_act(change: str) -> None:
    act("k")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_acts_are_sealed_once_and_the_chain_verifies() -> None:
    for number in range(5):
        act(f"k{number}", n=number)
    assert seal_acts(now=NOW, block_size=2) == 5
    assert seal_acts(now=NOW, block_size=2) == 0
    act("later")
    report = verify_chain()
    assert (report.sealed, report.unsealed, report.faults) == (5, 1, ())
    assert Seal.objects.count() == 3
    assert verify_chain(anchor=report.head).faults == ()
    assert [fault.code for fault in verify_chain(anchor="f" * 64).faults] == ["ANCHOR_MISSING"]


def test_a_look_at_recent_acts_finds_what_was_committed_late_and_a_whole_look_the_rest() -> None:
    act("k")
    (first,) = Act.objects.values()
    Act.objects.create(**first | {"id": first["id"] + 1_000, "key": "sealed"})
    assert seal_acts(now=NOW) == 2
    for back in (3, 30):
        Act.objects.create(**first | {"id": first["id"] + 1_000 - back, "key": f"{back} before"})
    assert seal_acts(now=NOW, recent=10) == 1
    assert seal_acts(now=NOW, recent=10) == 0
    assert seal_acts(now=NOW) == 1
    assert verify_chain().faults == ()


NO_ACT = "(SELECT id FROM audit_act WHERE key = 'later')"
FORGERIES = [
    ("changed act", ["UPDATE audit_act SET detail = '{\"n\":9}' WHERE key = 'k2'"], "ACT_CHANGED", 3),
    (
        "changed leaf",
        ["UPDATE audit_sealedact SET leaf = 'aa' || substr(leaf, 3) WHERE position = 3"],
        "ACT_CHANGED",
        3,
    ),
    ("changed root", ["UPDATE audit_seal SET root = 'aa' || substr(root, 3) WHERE number = 1"], "ROOT_DIFFERS", 1),
    ("changed link", ["UPDATE audit_seal SET hash = 'aa' || substr(hash, 3) WHERE number = 1"], "LINK_BROKEN", 1),
    (
        "deleted act",
        [
            f"DELETE FROM {table} WHERE {column} = (SELECT id FROM audit_act WHERE key = 'k1')"
            for table, column in (("audit_sealedact", "act_id"), ("audit_actresult", "act_id"), ("audit_act", "id"))
        ],
        "POSITION_GAP",
        2,
    ),
    (
        "inserted act",
        [
            "UPDATE audit_sealedact SET position = position + 100 WHERE position >= 3",
            "UPDATE audit_sealedact SET position = position - 99 WHERE position >= 103",
            "INSERT INTO audit_sealedact (act_id, position, leaf) "
            f"SELECT {NO_ACT}, 3, leaf FROM audit_sealedact WHERE position = 4",
        ],
        "ROOT_DIFFERS",
        3,
    ),
    (
        "swapped acts",
        [
            f"UPDATE audit_sealedact SET position = {to} WHERE position = {place}"
            for place, to in ((3, 99), (4, 3), (99, 4))
        ],
        "ROOT_DIFFERS",
        3,
    ),
    ("deleted block", ["DELETE FROM audit_seal WHERE number = 1"], "POSITION_GAP", 1),
    ("cut-off block", ["DELETE FROM audit_seal WHERE number = 2"], "SEAL_MISSING", 3),
    ("no block left", ["DELETE FROM audit_seal"], "SEAL_MISSING", 1),
]


@pytest.mark.parametrize(
    ("forgeries", "code", "position"), [row[1:] for row in FORGERIES], ids=[row[0] for row in FORGERIES]
)
def test_a_forgery_is_found_at_its_place(forgeries: list[str], code: str, position: int) -> None:
    for number in range(4):
        act(f"k{number}", n=number)
    seal_acts(now=NOW, block_size=2)
    act("later")
    assert verify_chain().faults == ()
    forge(*forgeries)
    assert (code, position) in {(fault.code, fault.position) for fault in verify_chain().faults}
