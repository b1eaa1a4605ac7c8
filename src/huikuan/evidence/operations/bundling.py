"""The act of making a bundle: what proves the debts of one customer, as one PDF and one archive that checks itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from huikuan.accounts.queries import company
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.proofs import Proof, proof_of
from huikuan.audit.sealing import seal_acts
from huikuan.customers.access import customer_for
from huikuan.documents.pdf import render_pdf
from huikuan.evidence.collecting import entries_of, happenings, originals
from huikuan.evidence.interest_table import interest_lines
from huikuan.evidence.models import Bundle
from huikuan.evidence.ports import Binder
from huikuan.evidence.queries import completeness
from huikuan.evidence.rules import bundle as files
from huikuan.evidence.rules.bundle import Entry
from huikuan.evidence.rules.ordering import Stage
from huikuan.evidence.rules.sheets import (
    INTEREST,
    TIMELINE,
    Claimed,
    Matter,
    Party,
    index_data,
    interest_rows,
    timeline_rows,
    titles_of,
)
from huikuan.kernel.actor import Actor, Verb, refuse_other_company
from huikuan.kernel.refusal import Refused
from huikuan.receivables.queries.items import receivable_rows
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.statements.access import statements_for

MOST_ITEMS = 2_000
VERIFIER = Path(__file__).resolve().parents[1] / "verifier" / "verify.py.txt"


@dataclass(frozen=True, slots=True)
class BundleOrder:
    """A bundle about items of one customer at one own company, in one language (zh-hans or en)."""

    customer_id: int
    company_id: int
    receivable_ids: tuple[int, ...]
    language: str


@dataclass(frozen=True, slots=True)
class Maker:
    """With what a bundle is made: who binds the originals in, the company's zone for its days, who hears of the stages."""

    binder: Binder | None = None
    zone: tzinfo = UTC
    told: Callable[[Stage], object] = lambda _: None


_ALONE = Maker()


@dataclass(frozen=True, slots=True)
class MadeBundle:
    """The archive, the index as PDF that is in it too, and the head of the chain that witnesses it."""

    bundle_id: int
    name: str
    archive: bytes
    index: bytes
    head: str


def make_bundle(
    *, actor: Actor, now: datetime, today: date, key: str, order: BundleOrder, maker: Maker = _ALONE
) -> MadeBundle:
    """Put together what proves the items, seal that it was done, and prove every file against the chain.

    The same facts on the same day give the same list of files; the maker tells of each stage.
    Raises NotPermitted (without HANDLE_CASE, or not to be seen), Refused EVIDENCE_ITEMS, EVIDENCE_TOO_LARGE, FontMissing, FileDamaged.
    """
    customer_for(actor=actor, customer_id=order.customer_id, need=Verb.HANDLE_CASE)
    refuse_other_company(actor=actor, company_id=order.company_id)
    maker.told(Stage.GATHERING)
    matter, listed = _matter(actor, today, order, maker.zone), _heads(actor, order)
    maker.told(Stage.SETTING)
    index = _index(matter, maker.binder)
    maker.told(Stage.SEALING)
    entries = (*matter.entries, Entry(files.INDEX, index))
    head = _head(matter, order)
    listing = files.manifest(head=head, entries=entries, heads=listed)
    sha256 = hashlib.sha256(listing).hexdigest()
    detail: dict[str, Json] = {
        "customer_id": order.customer_id,
        "receivable_ids": sorted(set(order.receivable_ids)),
        "language": order.language,
        "manifest_sha256": sha256,
    }

    def work(act: OpenAct) -> dict[str, Json]:
        return _kept(act, order, sha256, len(entries))

    done = perform(intent=Intent("make_evidence_bundle", actor, now, key, order.company_id, detail), work=work)
    seal_acts(now=now)
    proof = _proof(entries, int(done["act_id"]), listed)
    maker.told(Stage.PACKING)
    packed = {one.path: one.content for one in entries}
    packed |= {files.MANIFEST: listing, files.PROOFS: _proofs(proof, int(done["act_id"]))}
    name = f"evidence-{order.customer_id}-{today.isoformat()}"
    return MadeBundle(int(done["bundle_id"]), name, files.archive(files=packed), index, proof.head)


def _matter(actor: Actor, today: date, order: BundleOrder, zone: tzinfo) -> Matter:
    """Everything the index shows but the pages of what is bound in."""
    items = _items(actor, today, order)
    found = completeness(actor=actor, receivable_ids=[item.id for item in items], zone=zone)
    numbers = {item.id: item.invoice_number for item in items}
    papers = tuple(originals(standings=[found[item.id] for item in items], numbers=numbers))
    whose = {"customer_id": order.customer_id, "company_id": order.company_id}
    told = happenings(actor=actor, items=items, zone=zone, **whose)
    interest = interest_lines(items=items, until=today)
    own, buyer = company(company_id=order.company_id), customer_for(actor=actor, customer_id=order.customer_id)
    timeline = timeline_rows(happenings=told, language=order.language)
    extra = [
        Entry("timeline.csv", files.as_csv(titles=titles_of(names=TIMELINE, language=order.language), rows=timeline))
    ]
    if interest:
        titles = titles_of(names=INTEREST, language=order.language)
        extra.append(
            Entry(
                "interest.csv", files.as_csv(titles=titles, rows=interest_rows(lines=interest, language=order.language))
            )
        )
    extra.append(Entry(files.VERIFIER, VERIFIER.read_bytes()))
    return Matter(
        language=order.language,
        on=today,
        creditor=Party(own.name, own.tax_code, own.address),
        debtor=Party(buyer.name, buyer.tax_code, buyer.address),
        items=tuple(_claimed(item) for item in items),
        entries=(*entries_of(papers=papers), *extra),
        happenings=told,
        interest=interest,
        pages={},
    )


def _items(actor: Actor, today: date, order: BundleOrder) -> tuple[ReceivableRow, ...]:
    """The items asked for, by due day; all of this customer at this own company, and all visible."""
    wanted = sorted(set(order.receivable_ids))
    rows = receivable_rows(actor=actor, ids=wanted, as_of=today)
    sides = {(row.customer_id, row.company_id) for row in rows}
    if len(wanted) > MOST_ITEMS or len(rows) != len(wanted) or sides != {(order.customer_id, order.company_id)}:
        raise Refused("EVIDENCE_ITEMS")
    return tuple(sorted(rows, key=lambda row: (row.due_date or date.max, row.invoice_number, row.sequence)))


def _claimed(item: ReceivableRow) -> Claimed:
    number = f"{item.invoice_number} ({item.sequence})" if item.sequence > 1 else item.invoice_number
    parts = item.parts
    return Claimed(number, item.due_date, item.currency, parts.original, parts.owed, parts.written_off)


def _heads(actor: Actor, order: BundleOrder) -> list[Mapping[str, str]]:
    """Heads of the chain that statements of the bundle's items show, once each: witnesses in the other side's hands."""
    rows = statements_for(actor=actor).filter(
        customer_id=order.customer_id, company_id=order.company_id, items__receivable_id__in=order.receivable_ids
    )
    heads = rows.exclude(pdf=None).order_by("pk").values_list("chain_head", "dated_on")
    found = {head: on for head, on in heads if head.strip("0")}
    return [{"head": head, "statement": on.isoformat()} for head, on in found.items()]


def _index(matter: Matter, binder: Binder | None) -> bytes:
    """The printed index, with every original that can be printed bound in behind it, under page numbers that run on."""
    if binder is None:
        return render_pdf(template="evidence", data=index_data(matter=matter), on=matter.on)
    return _bound(matter, binder, [one for one in matter.entries if one.kind])


def _bound(matter: Matter, binder: Binder, shown: Sequence[Entry]) -> bytes:
    counts = binder.counted(papers=[one.content for one in shown])
    inside = [(one, count) for one, count in zip(shown, counts, strict=True) if count]
    front_pages, found = 0, 1
    front, data = b"", dict[str, Any]()
    while found > front_pages:
        front_pages = found
        data = _numbered(matter, inside, front_pages)
        front = render_pdf(template="evidence", data=data, on=matter.on)
        found = len(PdfReader(BytesIO(front)).pages)  # our own, not somebody's file
    if not inside:
        return front
    return binder.bound(front=front, papers=[one.content for one, _ in inside])


def _numbered(matter: Matter, inside: Sequence[tuple[Entry, int]], front_pages: int) -> dict[str, Any]:
    """The index that names the first page of each paper behind it, if it takes so many pages itself."""
    pages, at = dict[str, int](), front_pages + 1
    for one, count in inside:
        pages[one.path] = at
        at += count
    return {**index_data(matter=replace(matter, pages=pages)), "whole": at - 1}


def _head(matter: Matter, order: BundleOrder) -> dict[str, Any]:
    return {
        "creditor": matter.creditor.name,
        "debtor": matter.debtor.name,
        "language": order.language,
        "made_on": matter.on.isoformat(),
        "items": [
            {
                "number": one.number,
                "due": one.due_date.isoformat() if one.due_date else None,
                "currency": one.currency,
                "original_minor": one.original_minor,
                "open_minor": one.open_minor,
                "written_off_minor": one.written_off_minor,
            }
            for one in matter.items
        ],
    }


def _kept(act: OpenAct, order: BundleOrder, sha256: str, count: int) -> dict[str, Json]:
    row = Bundle.objects.create(
        company_id=order.company_id,
        customer_id=order.customer_id,
        language=order.language,
        manifest_sha256=sha256,
        items=len(set(order.receivable_ids)),
        files=count,
        made_at=act.now,
        made_by=act.actor.name,
        act_id=act.id,
    )
    return {"bundle_id": row.pk, "act_id": act.id}


def _proof(entries: Sequence[Entry], act_id: int, heads: Sequence[Mapping[str, str]]) -> Proof:
    """The content of an act is told only where it is about this customer alone: the bundle's own, and added pieces."""
    kept = {one.act for one in entries if one.act is not None}
    opened = {one.act for one in entries if one.act is not None and one.is_bound} | {act_id}
    return proof_of(act_ids=kept | {act_id}, opened=opened, heads=[one["head"] for one in heads])


def _proofs(proof: Proof, act_id: int) -> bytes:
    acts = [
        {
            "id": one.act_id,
            "position": one.position,
            "leaf": one.leaf,
            "block": one.block,
            "path": list(one.path),
            "content": one.content,
        }
        for one in proof.acts
    ]
    blocks = [
        {
            "number": one.number,
            "first": one.first,
            "last": one.last,
            "root": one.root,
            "previous": one.previous,
            "hash": one.hash,
        }
        for one in proof.blocks
    ]
    return files.as_json(value={"format": files.FORMAT, "bundle_act": act_id, "acts": acts, "blocks": blocks})
