"""The one sealer: chains acts into hash blocks after the fact, and proves the chain (TRUST T1, T2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Min, QuerySet, Subquery
from django.db.models.functions import Coalesce

from huikuan.audit.models import Act, Seal, SealedAct
from huikuan.audit.rules import GENESIS, digest, merkle_root, next_block

BLOCK_SIZE = 256
RECENT = 10_000
"""Ids back from the highest sealed one within which an act may still be committed late, its id given out before."""
_IS_HASH = re.compile("[0-9a-f]{64}").fullmatch


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Where the chain breaks: the first position or block that does not verify, and why."""

    code: str
    position: int
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """Outcome of a verification: sealed and unsealed acts, the head to anchor, the faults in order."""

    sealed: int
    unsealed: int
    head: str
    faults: tuple[ChainFault, ...]


def seal_acts(*, now: datetime, block_size: int = BLOCK_SIZE, recent: int | None = None) -> int:
    """Seal every act that is not sealed yet; returns how many. Several may seal at once: one waits for the other.

    With `recent` only ids so far back from the highest sealed one are looked at, which costs the same after years.
    """
    sealed = 0
    while True:
        with transaction.atomic():
            count = _seal_one_block(now, block_size, recent)
        if count == 0:
            return sealed
        sealed += count


def chain_head() -> str:
    """The hash of the last block: what is printed or kept outside to witness the chain (TRUST §7); one query."""
    return Seal.objects.order_by("-number").values_list("hash", flat=True).first() or GENESIS


def verify_chain(*, anchor: str | None = None) -> ChainReport:
    """Recompute leaves, roots, links and positions from genesis; `anchor` is a block hash kept outside the database."""
    faults: list[ChainFault] = []
    position, previous, hashes = 0, GENESIS, set()
    for seal in Seal.objects.order_by("number"):
        leaves = []
        for found_position, leaf, act in _sealed(seal):
            position += 1
            leaves.append(leaf if _IS_HASH(leaf) else GENESIS)
            if found_position != position:
                faults.append(ChainFault("POSITION_GAP", position, str(position), str(found_position)))
                position = found_position
            found = _leaf_found(act)
            if found != leaf:
                faults.append(ChainFault("ACT_CHANGED", position, leaf, found))
        root = merkle_root(leaves=leaves) if leaves else ""
        if root != seal.root:
            faults.append(ChainFault("ROOT_DIFFERS", seal.first_position, seal.root, root))
        block = next_block(
            number=seal.number, first_position=seal.first_position, leaves=leaves or [GENESIS], previous_hash=previous
        )
        if leaves and block.hash != seal.hash:
            faults.append(ChainFault("LINK_BROKEN", seal.first_position, seal.hash, block.hash))
        previous = seal.hash
        hashes.add(seal.hash)
    beyond = _sealed_beyond_the_last_seal()
    if beyond is not None:
        faults.append(ChainFault("SEAL_MISSING", beyond, "a seal", "none"))
    if anchor is not None and anchor not in hashes:
        faults.append(ChainFault("ANCHOR_MISSING", position, anchor, previous))
    unsealed = Act.objects.filter(sealedact=None).count()
    return ChainReport(position, unsealed, previous, tuple(faults))


def content_of(*, act: Act) -> dict[str, Any]:
    """What the leaf of an act is the hash of; whoever is shown it can make the leaf himself."""
    return {
        "id": act.pk,
        "verb": act.verb,
        "actor": [act.actor_kind, act.actor_name, act.actor_user_id],
        "company": act.company_id,
        "at": act.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "key": act.key,
        "input_hash": act.input_hash,
        "detail": act.detail,
    }


def _seal_one_block(now: datetime, block_size: int, recent: int | None) -> int:
    _wait_for_other_sealers()
    last = Seal.objects.order_by("-number").first()
    acts = list(_unsealed(recent)[:block_size])
    if not acts:
        return 0
    first_position = last.last_position + 1 if last else 1
    leaves = [_leaf(act) for act in acts]
    block = next_block(
        number=last.number + 1 if last else 1,
        first_position=first_position,
        leaves=leaves,
        previous_hash=last.hash if last else GENESIS,
    )
    Seal.objects.create(
        number=block.number,
        first_position=block.first_position,
        last_position=block.last_position,
        root=block.root,
        previous_hash=block.previous_hash,
        hash=block.hash,
        sealed_at=now,
    )
    SealedAct.objects.bulk_create(
        SealedAct(act=act, position=first_position + i, leaf=leaf)
        for i, (act, leaf) in enumerate(zip(acts, leaves, strict=True))
    )
    return len(acts)


def _unsealed(recent: int | None) -> QuerySet[Act]:
    rows = Act.objects.filter(sealedact=None).order_by("id")
    if recent is None:
        return rows
    last = SealedAct.objects.order_by("-act_id").values_list("act_id", flat=True).first() or 0
    return rows.filter(pk__gt=last - recent)


def _wait_for_other_sealers() -> None:
    """Nobody else seals until the transaction ends, nor has sealed what the next query does not see; readers are free."""
    if connection.vendor == "postgresql":  # SQLite has one writer
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Seal._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _sealed_beyond_the_last_seal() -> int | None:
    """The first position that no seal reaches; one query, so that what is sealed meanwhile is seen wholly or not at all."""
    last = Seal.objects.order_by("-last_position").values("last_position")[:1]
    first: int | None = SealedAct.objects.filter(position__gt=Coalesce(Subquery(last), 0)).aggregate(
        first=Min("position")
    )["first"]
    return first


def _sealed(seal: Seal) -> Iterator[tuple[int, str, Act]]:
    rows = SealedAct.objects.filter(position__range=(seal.first_position, seal.last_position))
    for row in rows.select_related("act").order_by("position"):
        yield row.position, row.leaf, row.act


def _leaf_found(act: Act) -> str:
    """The leaf of an act as it stands; a detail that no act can have was put there later and has none."""
    try:
        return _leaf(act)
    except (TypeError, ValueError):
        return "no leaf: the detail is none of an act"


def _leaf(act: Act) -> str:
    return digest(value=content_of(act=act))
