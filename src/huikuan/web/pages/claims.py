"""What the page of money to claim shows: announced money, its claims with their papers, who may do what."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huikuan.claims.queries.claims import (
    ALL,
    CLAIMED,
    CLOSED,
    SORTS,
    TO_CLAIM,
    AnnouncedRow,
    ClaimRow,
    announced_row,
    claims_of,
)
from huikuan.claims.rules import ClaimState
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.web.tables.columns import Chip, Column, Kind, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import claims as words
from huikuan.wording import names

WHICH: dict[str, Text] = {
    TO_CLAIM: _("To claim"),
    CLAIMED: _("Claimed, to decide"),
    CLOSED: _("Known by now"),
    ALL: _("All"),
}


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim in words, and what the reader may do about it."""

    row: ClaimRow
    state: Chip
    may_decide: bool
    may_withdraw: bool
    may_reopen: bool


@dataclass(frozen=True, slots=True)
class AnnouncedShown:
    """Announced money with its claims as the reader sees them."""

    row: AnnouncedRow
    amount: Money
    method: Text
    concern: Text
    claims: tuple[ClaimShown, ...]
    may_claim: bool
    sees_receipt: bool


def announced_shown(*, actor: Actor, announcement_id: int, sees_receipt: bool) -> AnnouncedShown | None:
    """Everything about one announcement; None if there is none that the actor may see."""
    row = announced_row(actor=actor, announcement_id=announcement_id)
    if row is None:
        return None
    claims = claims_of(actor=actor, announcement_ids=[row.id]).get(row.id, ())
    return AnnouncedShown(
        row=row,
        amount=Money(row.amount_minor, row.currency),
        method=names.name_of(names=names.METHODS, code=row.method),
        concern=words.CONCERNS.get(row.concern, ""),
        claims=tuple(_claim(actor, row, one) for one in claims),
        may_claim=row.is_open and actor.may(Verb.CLAIM_RECEIPT),
        sees_receipt=sees_receipt,
    )


def _claim(actor: Actor, announced: AnnouncedRow, row: ClaimRow) -> ClaimShown:
    waits, own = row.state is ClaimState.CLAIMED, row.claimant_id is not None and row.claimant_id == actor.user_id
    decides = actor.may(Verb.ALLOCATE)
    return ClaimShown(
        row=row,
        state=Chip(words.STATES[row.state.value], words.TONES.get(row.state.value, "plain")),
        may_decide=waits and decides and not own and announced.is_open,
        may_withdraw=waits and own,
        may_reopen=row.state is ClaimState.ACCEPTED and decides,
    )


def _state(row: AnnouncedRow) -> Chip:
    if not row.is_open:
        return Chip(_("Known"), "done")
    return Chip(_("Claimed"), "soon") if row.waiting else Chip(_("To claim"), "risk")


def _payer(row: AnnouncedRow) -> Titled:
    return Titled(row.payer_name or "–", row.payer_account, f"{row.received_on} {row.reference}".strip())


LIST: ListKind[AnnouncedRow] = ListKind(
    title=_("Money to claim"),
    columns=(
        Column("payer", _("Payer as the bank names him"), _payer),
        Column("received", _("Received"), lambda row: row.received_on, Kind.DAY, "received", on_phone=False),
        Column("reference", _("Reference"), lambda row: row.reference or None, on_phone=False, beside_panel=False),
        Column("announced", _("Announced"), lambda row: row.announced_on, Kind.DAY, on_phone=False, beside_panel=False),
        Column("state", _("State"), _state, Kind.CHIP),
        Column("amount", _("Amount"), lambda row: Money(row.amount_minor, row.currency), Kind.MONEY, "amount"),
    ),
    filters=("which", "q"),
    sorts=tuple(SORTS),
    default_sort="-received",
    id_of=lambda row: row.id,
)
