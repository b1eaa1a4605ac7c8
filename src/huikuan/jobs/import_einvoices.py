"""From the bytes of e-invoices to the room of invoices: read in the sandbox, each kept and taken by an act of its own."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from huikuan.imports.rules import Rejection
from huikuan.integrations.e_invoices.limited import read_invoices_limited
from huikuan.invoicing.operations.taking import ACCEPTED, Taking, take_invoice
from huikuan.invoicing.rules.records import EInvoice, ReadFault
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import NotPermitted, Refused


@dataclass(frozen=True, slots=True)
class InvoiceFile:
    """A file that holds one invoice, and how it was called."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of one file: the invoice as it stands now, minor units."""

    file: str
    number: str
    outcome: str
    tax_invoice_id: int
    state: str
    worst: str
    gross_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class InvoicesTaken:
    """Outcome of several files: read = accepted + duplicate + rejected; totals are gross minor units of the accepted ones.

    `unreadable` of those rejected are no invoice at all; the others are refused by what the books hold.
    """

    read: int
    taken: tuple[Taken, ...]
    rejected: tuple[Rejection, ...]
    unreadable: int
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def accepted(self) -> int:
        """Files that brought a new invoice, in the books or waiting to be mended."""
        return sum(one.outcome == ACCEPTED for one in self.taken)

    @property
    def duplicate(self) -> int:
        """Files whose invoice is there already."""
        return len(self.taken) - self.accepted


@dataclass(frozen=True, slots=True)
class Intake:
    """Invoices of one own company to take in, with the key of the whole: each file has a part of it."""

    company_id: int
    files: tuple[InvoiceFile, ...]
    key: str


def take_files(*, actor: Actor, now: datetime, today: date, intake: Intake) -> InvoicesTaken:
    """Take invoices out of their files; what cannot be read or taken is named with file, place, value and reason.

    Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.POST_INVOICE)
    found = read_invoices_limited(contents=[one.content for one in intake.files])
    taken: list[Taken] = []
    rejected: list[Rejection] = []
    for file, invoice in _reds_last(intake.files, found):
        if isinstance(invoice, ReadFault):
            rejected.append(rejection_of(fault=invoice, file=file.name))
            continue
        key = f"{intake.key}/{hashlib.sha256(file.content).hexdigest()[:32]}"
        taking = Taking(intake.company_id, invoice, file.name, file.content)
        try:
            done = take_invoice(actor=actor, now=now, today=today, key=key, taking=taking)
        except NotPermitted:
            raise
        except Refused as refusal:
            said = {name: value for name, value in refusal.parameters.items() if name not in ("file", "value")}
            rejected.append(Rejection(file.name, 0, "", invoice.number[:80], refusal.code, said))
            continue
        stands = (str(done["state"]), str(done["worst"]))
        amount = (invoice.gross_minor, invoice.currency)
        taken.append(
            Taken(file.name, invoice.number, str(done["outcome"]), int(done["tax_invoice_id"]), *stands, *amount)
        )
    totals: Counter[str] = Counter()
    for one in taken:
        if one.outcome == ACCEPTED:
            totals[one.currency] += one.gross_minor
    unreadable = sum(isinstance(one, ReadFault) for one in found)
    return InvoicesTaken(len(intake.files), tuple(taken), tuple(rejected), unreadable, dict(totals))


def rejection_of(*, fault: ReadFault, file: str) -> Rejection:
    """A file that gives no invoice, as it is told: the place in it is the column."""
    return Rejection(file, fault.line, fault.place, fault.value, fault.code, dict(fault.parameters))


def _reds_last(
    files: Sequence[InvoiceFile], found: Sequence[EInvoice | ReadFault]
) -> list[tuple[InvoiceFile, EInvoice | ReadFault]]:
    """Blue invoices before the red ones that take from them, else in the order given."""
    pairs = list(zip(files, found, strict=True))
    return sorted(pairs, key=lambda pair: isinstance(pair[1], EInvoice) and pair[1].is_red)
