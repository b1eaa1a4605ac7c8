"""What of delivery notes is billed and what may be: by linked invoices, under a signed contract by what its milestones fired."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Sum

from huikuan.contracts.queries.events import ContractFacts, contract_facts
from huikuan.deliveries.models import InvoicedShare, Note
from huikuan.deliveries.rules.quantities import Rest, shares_of
from huikuan.deliveries.rules.states import NoteState


@dataclass(frozen=True, slots=True)
class Billed:
    """What was billed of each note, minor units, and the facts of the contracts they are under."""

    invoiced: Mapping[int, int]
    contracts: Mapping[int, ContractFacts]

    def open_minor(self, *, note: Note) -> int:
        """What may be billed of a note and is not: of consigned goods what was sold, of others what was not rejected."""
        return max(0, billable(note=note) - self.invoiced.get(note.pk, 0))

    def accepted_open_minor(self, *, note: Note) -> int:
        """What was accepted and is not billed, minor units."""
        return max(0, note.accepted_minor - self.invoiced.get(note.pk, 0))

    def contract(self, *, note: Note) -> ContractFacts | None:
        """The signed contract that bills a note by its milestones, None for any other."""
        facts = self.contracts.get(note.contract_id or 0)
        return facts if facts is not None and facts.bills_itself and not note.is_consignment else None


def billable(*, note: Note) -> int:
    """What of a delivery note is a claim, minor units."""
    return note.sold_minor if note.is_consignment else note.amount_minor - note.rejected_minor


def billed_of(*, notes: Iterable[Note]) -> Billed:
    """What was billed of notes, by note; at most five queries for any number of them.

    What the milestones of a contract fired covers its deliveries in the order of their days; other notes have what links
    to invoices say, while those stand.
    """
    rows = list(notes)
    contracts = contract_facts(contract_ids={row.contract_id for row in rows if row.contract_id})
    invoiced = _linked([row.pk for row in rows])
    signed = [pk for pk, facts in contracts.items() if facts.bills_itself]
    for contract_id, of_contract in _of_contracts(signed).items():
        rests = [Rest(row.pk, billable(note=row)) for row in of_contract]
        fired = shares_of(amount_minor=contracts[contract_id].fired_minor, rests=rests)
        invoiced |= {row.pk: fired.get(row.pk, 0) for row in of_contract}
    return Billed(invoiced, contracts)


def _linked(note_ids: Collection[int]) -> dict[int, int]:
    shares = InvoicedShare.objects.filter(note__in=note_ids, is_undone=False, invoice__cancelled_by=0)
    return {pk: int(total) for pk, total in shares.values_list("note_id").annotate(total=Sum("amount_minor"))}


def _of_contracts(contract_ids: Collection[int]) -> dict[int, list[Note]]:
    """Every delivery of the contracts, consigned goods left out, the earliest first."""
    found: dict[int, list[Note]] = {}
    if contract_ids:
        rows = Note.objects.filter(contract__in=contract_ids, is_consignment=False)
        for row in rows.exclude(state=NoteState.TAKEN_BACK.value).order_by("delivered_on", "pk"):
            found.setdefault(row.contract_id or 0, []).append(row)
    return found
