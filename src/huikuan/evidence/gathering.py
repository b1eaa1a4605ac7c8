"""What the rooms below know about items as evidence, gathered for many at once: a constant number of queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any

from huikuan.contracts.access import contracts_for
from huikuan.contracts.rules.states import ContractState
from huikuan.contracts.rules.terms import MilestoneKind
from huikuan.deliveries.access import acceptances_for, notes_for
from huikuan.deliveries.rules.states import NoteState, PaperState
from huikuan.documents.queries import DocumentRow, documents_of
from huikuan.documents.rules import Purpose
from huikuan.evidence.access import pieces_for
from huikuan.evidence.proving import letters_about, notices_proved, statements_about
from huikuan.evidence.rules.kinds import Ground, ItemFacts, Kind, Paper
from huikuan.invoicing.access import tax_invoices_for
from huikuan.invoicing.rules.states import State as InvoiceState
from huikuan.kernel.actor import Actor
from huikuan.prices.access import confirmations_for
from huikuan.prices.rules.confirming import State as PriceState
from huikuan.receivables.access import receivables_for

_ADVANCES = (MilestoneKind.ADVANCE.value, MilestoneKind.DEPOSIT.value)
_PRICED = (PriceState.SIGNED.value, PriceState.REPLACED.value, PriceState.EXPIRED.value)
_ITEM = (
    "pk",
    "company_id",
    "customer_id",
    "currency",
    "issue_date",
    "invoice_id",
    "invoice__contract",
    "invoice__firing__contract_id",
    "invoice__firing__milestone__kind",
    "invoice__firing__milestone__trigger",
)


@dataclass
class Found:
    """What was found about one item so far."""

    item: dict[str, Any]
    papers: list[Paper] = field(default_factory=list)
    contract_ids: set[int] = field(default_factory=set)
    contract_number: str = ""
    note_ids: set[int] = field(default_factory=set)
    said: dict[str, Any] = field(default_factory=dict)

    def named(self, what: str, name: str) -> None:
        """Keep the number of a paper whose signed copy is not here."""
        self.said[what] = (*self.said.get(what, ()), name)

    @property
    def facts(self) -> ItemFacts:
        """What the rules need."""
        kind = self.item["invoice__firing__milestone__kind"]
        needs = self.said.pop("needs_acceptance", False)
        by_plan = self.item["invoice__firing__milestone__trigger"] == "ACCEPTANCE"
        return ItemFacts(
            receivable_id=self.item["pk"],
            papers=tuple(dict.fromkeys(self.papers)),
            contract_number=self.contract_number or self.item["invoice__contract"],
            is_advance=kind in _ADVANCES,
            is_plan=kind is not None,
            has_notes=bool(self.note_ids),
            needs_acceptance=needs or by_plan,
            **self.said,
        )


def gathered(*, actor: Actor, receivable_ids: Collection[int], zone: tzinfo = UTC) -> dict[int, ItemFacts]:
    """The facts of items that `actor` may see, by receivable; those he may not see are missing. Twenty-five queries at most.

    A file without a day of its own is of the day it was kept, in `zone`.
    """
    rows = receivables_for(actor=actor).filter(pk__in=sorted(set(receivable_ids)))
    found = {row["pk"]: Found(row) for row in rows.order_by("pk").values(*_ITEM)}
    if not found:
        return {}
    _deliveries(actor, found)
    _contracts(actor, found, zone)
    _prices(actor, found)
    _tax_invoices(actor, found, zone)
    customers = {one.item["customer_id"] for one in found.values()}
    for pk, paper in statements_about(actor=actor, customer_ids=customers, receivable_ids=found):
        if isinstance(paper, str):
            found[pk].named("statements_unanswered", paper)
        else:
            found[pk].papers.append(paper)
    for pk, letter in letters_about(actor=actor, customer_ids=customers, receivable_ids=found):
        found[pk].papers.append(letter)
    for pk, notice in notices_proved(actor=actor, receivable_ids=found):
        if isinstance(notice, str):
            found[pk].named("notices_unproved", notice)
        else:
            found[pk].papers.append(notice)
    _pieces(actor, found)
    return {pk: one.facts for pk, one in found.items()}


def by_owner(*, purpose: Purpose, owner_ids: Iterable[int]) -> dict[tuple[int, int], DocumentRow]:
    """Kept files by owner and document; one query, none for nobody."""
    owners = sorted(set(owner_ids))
    rows = documents_of(purpose=purpose, owner_ids=owners) if owners else ()
    return {(row.owner_id, row.id): row for row in rows}


def paper_of(*, kind: Kind, ground: Ground, row: DocumentRow, on: Any, piece_id: int = 0) -> Paper:
    """A kept file as a piece of evidence of a day."""
    return Paper(kind, ground, row.name, row.sha256, on, row.id, row.purpose.value, row.owner_id, piece_id=piece_id)


def _deliveries(actor: Actor, found: dict[int, Found]) -> None:
    of_invoice: dict[int, list[Found]] = {}
    for one in found.values():
        of_invoice.setdefault(one.item["invoice_id"], []).append(one)
    columns = ("pk", "number", "state", "signed_on", "document_id", "needs_acceptance", "accepted_on", "contract_id")
    rows = notes_for(actor=actor).filter(invoiced__invoice__in=list(of_invoice), invoiced__is_undone=False)
    rows = rows.exclude(state=NoteState.TAKEN_BACK.value).order_by("delivered_on", "pk")
    notes = list(rows.values(*columns, "invoiced__invoice_id", "inspection_days"))
    files = by_owner(purpose=Purpose.DELIVERY, owner_ids=[note["pk"] for note in notes])
    accepted = _acceptances(actor, {note["pk"] for note in notes})
    for note in notes:
        for one in of_invoice[note["invoiced__invoice_id"]]:
            one.note_ids.add(note["pk"])
            if note["contract_id"]:
                one.contract_ids.add(note["contract_id"])
            _note(one, note, files.get((note["pk"], note["document_id"])))
            _accepted(one, note, accepted.get(note["pk"], []), files)


def _note(one: Found, note: dict[str, Any], file: DocumentRow | None) -> None:
    if note["state"] != NoteState.SIGNED.value:
        one.named("unsigned_notes", note["number"])
    elif file is None:
        one.named("notes_without_copy", note["number"])
    else:
        one.papers.append(paper_of(kind=Kind.DELIVERY, ground=Ground.DELIVERY_SIGNED, row=file, on=note["signed_on"]))


def _acceptances(actor: Actor, note_ids: set[int]) -> dict[int, list[dict[str, Any]]]:
    rows = acceptances_for(actor=actor).filter(note__in=note_ids, state=PaperState.STANDS.value).order_by("pk")
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows.values("note_id", "document_id", "signed_on", "is_deemed", "number"):
        found.setdefault(int(row["note_id"] or 0), []).append(dict(row))
    return found


def _accepted(
    one: Found, note: dict[str, Any], rows: list[dict[str, Any]], files: dict[tuple[int, int], DocumentRow]
) -> None:
    if note["needs_acceptance"]:
        one.said["needs_acceptance"] = True
    for row in rows:
        ground = Ground.ACCEPTANCE_DEEMED if row["is_deemed"] else Ground.ACCEPTANCE_SIGNED
        file = files.get((note["pk"], note["document_id"] if row["is_deemed"] else row["document_id"]))
        if file is None:
            one.named("accepted_without_copy", row["number"] or note["number"])
        else:
            one.papers.append(paper_of(kind=Kind.ACCEPTANCE, ground=ground, row=file, on=row["signed_on"]))


def _contracts(actor: Actor, found: dict[int, Found], zone: tzinfo) -> None:
    """The contract that the plan, the delivery or the invoice's own field names."""
    numbers = {one.item["invoice__contract"] for one in found.values()} - {""}
    ids = set[int]().union(*(one.contract_ids for one in found.values()))
    ids |= {one.item["invoice__firing__contract_id"] for one in found.values()} - {None}
    customers = {one.item["customer_id"] for one in found.values()}
    rows = contracts_for(actor=actor).filter(customer__in=customers).exclude(state=ContractState.CANCELLED.value)
    known = [row for row in rows.order_by("pk") if row.pk in ids or row.number in numbers]
    files = by_owner(purpose=Purpose.CONTRACT, owner_ids=[row.pk for row in known])
    for one in found.values():
        item = one.item
        for row in known:
            if (row.company_id, row.customer_id) != (item["company_id"], item["customer_id"]):
                continue
            named = {*one.contract_ids, item["invoice__firing__contract_id"]}
            if row.pk not in named and row.number != item["invoice__contract"]:
                continue
            one.contract_number = one.contract_number or row.number
            ground = Ground.CONTRACT_UNSIGNED if row.signed_on is None else Ground.CONTRACT_SIGNED
            for (owner, _), file in files.items():
                if owner == row.pk:
                    on = row.signed_on or file.created_at.astimezone(zone).date()
                    one.papers.append(paper_of(kind=Kind.CONTRACT, ground=ground, row=file, on=on))


def _prices(actor: Actor, found: dict[int, Found]) -> None:
    customers = {one.item["customer_id"] for one in found.values()}
    rows = list(confirmations_for(actor=actor).filter(customer__in=customers).order_by("pk"))
    files = by_owner(purpose=Purpose.PRICES, owner_ids=[row.pk for row in rows])
    for one in found.values():
        item = one.item
        for row in rows:
            same = (row.company_id, row.customer_id, row.currency)
            if same != (item["company_id"], item["customer_id"], item["currency"]):
                continue
            if not row.valid_from <= item["issue_date"] <= row.ends_on:
                continue
            file = files.get((row.pk, row.signed_document_id or 0))
            if file is not None and row.state in _PRICED:
                one.papers.append(
                    paper_of(kind=Kind.PRICE_CONFIRMATION, ground=Ground.PRICE_SIGNED, row=file, on=row.signed_on)
                )
            elif row.state in (PriceState.SENT.value, PriceState.DRAFT.value):
                one.named("unsigned_prices", row.number)


def _tax_invoices(actor: Actor, found: dict[int, Found], zone: tzinfo) -> None:
    of_invoice: dict[int, list[Found]] = {}
    for one in found.values():
        of_invoice.setdefault(one.item["invoice_id"], []).append(one)
    rows = tax_invoices_for(actor=actor).filter(invoice__in=list(of_invoice), state=InvoiceState.BOOKED.value)
    known = list(rows.order_by("pk").values("pk", "number", "invoice_id", "issue_date"))
    files = by_owner(purpose=Purpose.INVOICE, owner_ids=[row["pk"] for row in known])
    for row in known:
        kept = [file for (owner, _), file in files.items() if owner == row["pk"]]
        for one in of_invoice[row["invoice_id"]]:
            if not kept:
                one.named("invoices_without_file", row["number"])
            one.papers += [
                paper_of(
                    kind=Kind.INVOICE,
                    ground=Ground.TAX_INVOICE,
                    row=file,
                    on=row["issue_date"] or file.created_at.astimezone(zone).date(),
                )
                for file in kept
            ]


def _pieces(actor: Actor, found: dict[int, Found]) -> None:
    rows = pieces_for(actor=actor).filter(items__receivable__in=list(found)).order_by("pk")
    columns = ("pk", "kind", "customer_id", "document_id", "dated_on", "is_signed", "items__receivable_id")
    pieces = list(rows.values(*columns))
    files = by_owner(purpose=Purpose.EVIDENCE, owner_ids=[row["customer_id"] for row in pieces])
    for row in pieces:
        file = files[row["customer_id"], row["document_id"]]
        ground = Ground.UPLOADED_SIGNED if row["is_signed"] else Ground.UPLOADED
        found[row["items__receivable_id"]].papers.append(
            paper_of(kind=Kind(row["kind"]), ground=ground, row=file, on=row["dated_on"], piece_id=row["pk"])
        )
