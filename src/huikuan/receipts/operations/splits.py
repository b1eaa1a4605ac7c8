"""After a matching run: what is left over and may belong to another own company or another currency, proposed to people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from huikuan.accounts.queries import companies
from huikuan.accounts.rates import rates_on
from huikuan.audit.operations import Json
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.collector import collector_at_rest
from huikuan.kernel.exchange import minor_micros, turned
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.records import Id, Line, OpenItem, Outcome, Payer, Rate, Reason, Split
from huikuan.receipts.matching.splitting import OwnItem, across_companies, across_currencies
from huikuan.receivables.queries.items import open_to_match

LIKELY_PERMILLE = 600
"""What the own books explain as well as this is looked for nowhere else."""
MOST_DAYS = 40
"""The latest days of payment whose rates are looked up: two queries each."""

Books = Mapping[int, Sequence[OpenItem]]


def splits_of(
    *,
    company_id: int,
    lines: Mapping[Id, Line],
    outcomes: Iterable[Outcome],
    payers: Sequence[Payer],
    policy: MatchPolicy,
) -> dict[int, list[dict[str, Json]]]:
    """By receipt what a person may pass on of it; nobody books it. Rates are those entered, direct or turned round."""
    left = [
        lines[one.line_id]
        for one in outcomes
        if not one.candidates or one.candidates[0].confidence_permille < LIKELY_PERMILLE
    ]
    if not left:
        return {}
    with collector_at_rest():
        found = [*_to_companies(company_id, left, payers, policy), *_to_currencies(company_id, left, payers, policy)]
    by_line: dict[int, list[dict[str, Json]]] = {}
    for split in sorted(found, key=lambda one: -one.confidence_permille):
        by_line.setdefault(int(split.line_id), []).append(_kept(split, company_id))
    return by_line


def _to_companies(
    company_id: int, left: Sequence[Line], payers: Sequence[Payer], policy: MatchPolicy
) -> Iterable[Split]:
    books = {row.id: [OpenItem(*item) for item in open_to_match(company_id=row.id)] for row in companies(actor=SYSTEM)}
    if not any(books[other] for other in books if other != company_id):
        return ()
    items = [OwnItem(owner, item) for owner, own in books.items() for item in own]
    return across_companies(company_id=company_id, lines=left, items=items, payers=payers, policy=policy)


def _to_currencies(
    company_id: int, left: Sequence[Line], payers: Sequence[Payer], policy: MatchPolicy
) -> Iterable[Split]:
    items = [OpenItem(*item) for item in open_to_match(company_id=company_id)]
    owed = {item.currency for item in items}
    foreign = [line for line in left if owed - {line.currency}]
    rates = list(_rates(foreign, owed)) if foreign else []
    return across_currencies(lines=foreign, items=items, payers=payers, rates=rates, policy=policy) if rates else ()


def _rates(lines: Sequence[Line], owed: Iterable[str]) -> Iterator[Rate]:
    """Rates of the days of payment from a currency paid into a currency owed."""
    pairs = sorted({(line.currency, currency) for line in lines for currency in owed if currency != line.currency})
    for day in sorted({line.date for line in lines}, reverse=True)[:MOST_DAYS]:
        for paid, wanted in pairs:
            if rate := _rate(day, paid, wanted):
                yield rate


def _rate(on: date, paid: str, wanted: str) -> Rate | None:
    """What one minor unit of `paid` is worth in minor units of `wanted`, by the rate entered last, direct or turned round."""
    direct, back = rates_on(on=on, to_currency=wanted).get(paid), rates_on(on=on, to_currency=paid).get(wanted)
    known = direct or (turned(rate=back) if back else None)
    micro = minor_micros(rate=known) if known else None
    return Rate(paid, wanted, known.day, micro) if known and micro else None


def _kept(split: Split, company_id: int) -> dict[str, Json]:
    return {
        "kind": split.kind.value,
        "customer_id": split.customer_id,
        "shares": [
            {
                "company_id": company_id if share.company_id is None else share.company_id,
                "item_id": share.item_id,
                "minor": share.minor,
                "currency": share.currency,
                "paid_minor": share.paid_minor,
            }
            for share in split.shares
        ],
        "confidence_permille": split.confidence_permille,
        "policy_version": split.policy_version,
        "reasons": [_reason(one) for one in split.reasons],
        "against": [_reason(one) for one in split.against],
        "rate_day": split.rate.day.isoformat() if split.rate else None,
    }


def _reason(reason: Reason) -> dict[str, Json]:
    return {"code": str(reason.code), "params": dict(reason.params)}
