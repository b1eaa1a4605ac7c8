"""Inclusion proofs: that an act stands in the sealed chain, for somebody who has nothing but the proof (TRUST §7)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, Q

from huikuan.audit.models import Act, Seal, SealedAct
from huikuan.audit.rules import merkle_path
from huikuan.audit.sealing import content_of

BLOCKS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class ProvenAct:
    """An act's place in the chain with the sibling hashes up to the root of its block; `content` only if it was asked for."""

    act_id: int
    verb: str
    position: int
    leaf: str
    block: int
    path: tuple[str, ...]
    content: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class SealedBlock:
    """A block of the chain as its hash was made."""

    number: int
    first: int
    last: int
    root: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Acts with their paths, and every block from the first they need to the head."""

    acts: tuple[ProvenAct, ...]
    blocks: tuple[SealedBlock, ...]

    @property
    def head(self) -> str:
        """The hash that witnesses all of it."""
        return self.blocks[-1].hash if self.blocks else ""


def proof_of(*, act_ids: Collection[int], opened: Collection[int] = (), heads: Iterable[str] = ()) -> Proof:
    """The proof of these acts up to the head; acts not sealed yet are left out. Five queries for a hundred blocks.

    `opened` are the acts whose whole content is told: the caller knows that it is nobody else's. The blocks reach back to
    those whose hashes are `heads`, as printed on papers.
    """
    places = {
        act_id: (position, leaf)
        for act_id, position, leaf in SealedAct.objects.filter(act_id__in=sorted(set(act_ids))).values_list(
            "act_id", "position", "leaf"
        )
    }
    if not places:
        return Proof((), ())
    first = min(position for position, _ in places.values())
    since = Seal.objects.filter(Q(hash__in=list(heads)) | Q(last_position__gte=first)).aggregate(first=Min("number"))
    columns = ("number", "first_position", "last_position", "root", "previous_hash", "hash")
    rows = Seal.objects.filter(number__gte=since["first"]).order_by("number").values_list(*columns)
    blocks = tuple(SealedBlock(*row) for row in rows)
    acts = {act.pk: act for act in Act.objects.filter(pk__in=places)}
    firsts = [block.first for block in blocks]
    of_act = {act_id: blocks[bisect_right(firsts, position) - 1] for act_id, (position, _) in places.items()}
    leaves = _leaves({block.number: block for block in of_act.values()}.values())
    proven = []
    for act_id, (position, leaf) in sorted(places.items(), key=lambda one: one[1]):
        block = of_act[act_id]
        path = merkle_path(leaves=leaves[block.number], index=position - block.first)
        content = content_of(act=acts[act_id]) if act_id in opened else None
        proven.append(ProvenAct(act_id, acts[act_id].verb, position, leaf, block.number, path, content))
    return Proof(tuple(proven), blocks)


def _leaves(blocks: Iterable[SealedBlock]) -> dict[int, list[str]]:
    """The leaves of blocks, in order; one query for a hundred of them."""
    found: dict[int, list[str]] = {}
    wanted = list(blocks)
    for start in range(0, len(wanted), BLOCKS_AT_ONCE):
        some = wanted[start : start + BLOCKS_AT_ONCE]
        asked = Q()
        for one in some:
            asked |= Q(position__range=(one.first, one.last))
        rows = list(SealedAct.objects.filter(asked).order_by("position").values_list("position", "leaf"))
        places = [position for position, _ in rows]
        for one in some:
            part = rows[bisect_left(places, one.first) : bisect_right(places, one.last)]
            found[one.number] = [leaf for _, leaf in part]
    return found
