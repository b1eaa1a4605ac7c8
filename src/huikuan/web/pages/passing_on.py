"""What is shown of money that belongs elsewhere: passings of a receipt, and proposals over own companies and currencies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huikuan.accounts.queries import companies
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import SYSTEM, Actor, Verb
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.micros import MICRO, format_micros
from huikuan.kernel.money import Money
from huikuan.receipts.operations.allocating import Explanation, Share
from huikuan.receipts.operations.passing_on import Passing, PassingDraft
from huikuan.receipts.queries.matches import MatchRow
from huikuan.receipts.queries.passed import PassedRow, passed_of
from huikuan.receipts.queries.receipts import ReceiptRow
from huikuan.receipts.rules import PAPER_METHODS, ReceiptMethod
from huikuan.receivables.queries.items import receivable_rows
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.web.forms.passing_on import PassOnForm
from huikuan.web.requests import PageRequest
from huikuan.wording.sentences import sentence


@dataclass(frozen=True, slots=True)
class PassedShown:
    """One passing with the name of the own company on the other side, and its rate as it was stated."""

    row: PassedRow
    company: str
    rate: str


@dataclass(frozen=True, slots=True)
class SplitShare:
    """So much of the money for an item of an own company; `worth` is what that pays of it in the item's currency."""

    company: str
    item: ReceivableRow | None
    paid: Money
    worth: Money


@dataclass(frozen=True, slots=True)
class SplitShown:
    """A proposal to pass money on; `place` names it when it is carried out, `is_current` says that every item is still open."""

    place: int
    customer: CustomerRow | None
    shares: tuple[SplitShare, ...]
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    rate: str
    is_current: bool


def passed_shown(*, actor: Actor, receipt_id: int) -> tuple[PassedShown, ...]:
    """The passings of a receipt."""
    rows = passed_of(actor=actor, receipt_id=receipt_id)
    names = _names() if rows else {}
    return tuple(
        PassedShown(row, names[row.other_company_id], format_micros(micros=row.rate_micros) if row.rate_micros else "")
        for row in rows
    )


def form_of(
    *, request: PageRequest, receipt: ReceiptRow, data: Mapping[str, Any] | None = None
) -> dict[str, PassOnForm]:
    """The form `pass_on` for what is unapplied of a receipt; none where this person or this money may not."""
    fits = receipt.parts.unapplied and ReceiptMethod(receipt.method) not in PAPER_METHODS | {ReceiptMethod.SET_OFF}
    if not fits or not request.actor.may(Verb.ALLOCATE):
        return {}
    others = sorted(request.companies, key=lambda company: company.id == receipt.company_id)
    begun = {"amount": receipt.parts.unapplied, "currency": receipt.currency}
    form = PassOnForm(data, companies=tuple(others), currency=receipt.currency, initial=begun, auto_id="pass_on_%s")
    return {"pass_on": form}


def splits_shown(*, request: PageRequest, receipt: ReceiptRow, match: MatchRow | None) -> tuple[SplitShown, ...]:
    """What of a receipt may belong elsewhere, best first."""
    if match is None or not match.splits or not receipt.parts.unapplied:
        return ()
    ids = [share["item_id"] for split in match.splits for share in split["shares"]]
    items = {row.id: row for row in receivable_rows(actor=request.actor, ids=ids, as_of=request.today)}
    customers = customers_by_id(ids={split["customer_id"] for split in match.splits})
    names = _names()
    return tuple(
        _split(place, split, receipt, (items, names), customers.get(split["customer_id"]))
        for place, split in enumerate(match.splits)
    )


def draft_of(*, receipt: ReceiptRow, split: Mapping[str, Any]) -> PassingDraft:
    """The act that carries a proposal out: items of the own company and currency are paid, the rest is passed on."""
    by_border: dict[tuple[int, str], list[Mapping[str, Any]]] = {}
    for share in split["shares"]:
        by_border.setdefault((share["company_id"], share["currency"]), []).append(share)
    own = by_border.pop((receipt.company_id, receipt.currency), [])
    why = Explanation(
        policy_version=split["policy_version"],
        confidence_permille=split["confidence_permille"],
        reasons=tuple(split["reasons"]),
    )
    passings = tuple(
        _passing(receipt, split["customer_id"], border, shares) for border, shares in sorted(by_border.items())
    )
    return PassingDraft(receipt.id, passings, _shares(own), why)


def _passing(
    receipt: ReceiptRow, customer_id: int, border: tuple[int, str], shares: list[Mapping[str, Any]]
) -> Passing:
    company_id, currency = border
    paid, worth = sum(share["paid_minor"] for share in shares), sum(share["minor"] for share in shares)
    rate = None if currency == receipt.currency else _rate(Money(paid, receipt.currency), Money(worth, currency))
    payer = receipt.customer_id or customer_id
    return Passing(company_id, currency, paid, worth, rate, payer, _shares(shares))


def _rate(paid: Money, worth: Money) -> int:
    """What one unit of the money paid was taken for, in millionths: what the proposal says it pays."""
    decimals, other = exponent_of(currency=paid.currency) or 0, exponent_of(currency=worth.currency) or 0
    micros: int = (worth.minor * MICRO * 10**decimals) // (paid.minor * 10**other)
    return max(micros, 1)


def _shares(shares: list[Mapping[str, Any]]) -> tuple[Share, ...]:
    return tuple(Share(share["item_id"], share["minor"]) for share in shares)


def _split(
    place: int,
    split: Mapping[str, Any],
    receipt: ReceiptRow,
    known: tuple[Mapping[int, ReceivableRow], Mapping[int, str]],
    customer: CustomerRow | None,
) -> SplitShown:
    items, names = known
    shares = tuple(
        SplitShare(
            names.get(share["company_id"], ""),
            items.get(share["item_id"]),
            Money(share["paid_minor"], receipt.currency),
            Money(share["minor"], share["currency"]),
        )
        for share in split["shares"]
    )
    first = split["shares"][0]
    is_exchange = first["currency"] != receipt.currency
    rate = _rate(Money(first["paid_minor"], receipt.currency), Money(first["minor"], first["currency"]))
    fits = all(share.item is not None and share.worth.minor <= share.item.parts.outstanding for share in shares)
    return SplitShown(
        place,
        customer,
        shares,
        tuple(_said(one, receipt.currency, names) for one in split["reasons"]),
        tuple(_said(one, receipt.currency, names) for one in split["against"]),
        format_micros(micros=rate) if is_exchange else "",
        fits and sum(share.paid.minor for share in shares) <= receipt.parts.unapplied,
    )


def _said(reason: Mapping[str, Any], currency: str, names: Mapping[int, str]) -> str:
    params = dict(reason["params"])
    if str(params.get("company", "")).isdigit():
        params["company"] = names.get(int(params["company"]), params["company"])
    return sentence(code=reason["code"], parameters={**params, "currency": currency})


def _names() -> dict[int, str]:
    """Short names of our own companies: whose name a receipt bears is known to whoever may see that receipt."""
    return {row.id: row.short_name or row.name for row in companies(actor=SYSTEM)}
