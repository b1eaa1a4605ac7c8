"""Money that crosses a border: paid to one own company for items of another, or in another currency than the items'.

Nothing here is ever applied by itself: each is a proposal with what speaks for it, for a person to book (records.Split).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from huikuan.receipts.matching.engine import match_lines
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.numbers import NumberKind
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.reasons import ReasonCode
from huikuan.receipts.matching.records import (
    Candidate,
    Id,
    Line,
    OpenItem,
    Payer,
    Rate,
    Reason,
    Split,
    SplitKind,
    SplitShare,
    id_order,
)
from huikuan.receipts.matching.references import reference_reader

_MICRO = 1_000_000


@dataclass(frozen=True, slots=True)
class OwnItem:
    """An open item and the own company it is owed to."""

    company_id: Id
    item: OpenItem


def across_companies(
    *,
    company_id: Id,
    lines: Iterable[Line],
    items: Iterable[OwnItem],
    payers: Iterable[Payer],
    policy: MatchPolicy | None = None,
) -> list[Split]:
    """Propose what lines of one company pay of another own company's items, or of several companies' together.

    Give the lines that the company's own matching left over. A proposal needs what an application would need; it says
    which companies it concerns, and each share names the company it is owed to.
    """
    given = sorted(items, key=lambda own: id_order(value=own.item.id))
    owner = {own.item.id: own.company_id for own in given}
    index = MatchIndex.build(items=[own.item for own in given], payers=payers, policy=policy)
    waiting = list(lines)
    found: list[Split] = []
    for line, outcome in zip(waiting, match_lines(index=index, lines=waiting, policy=policy), strict=True):
        best = next(iter(outcome.candidates), None)
        if best is None or best.confidence_permille < (policy or MatchPolicy()).propose_permille:
            continue
        others = {owner[item_id] for item_id, _ in best.shares} - {company_id}
        if others:
            found.append(_to_companies(line, best, owner, sorted(others, key=_in_order), outcome.policy_version))
    return found


def _in_order(one: Id) -> tuple[int, int, str]:
    return id_order(value=one)


def _to_companies(line: Line, best: Candidate, owner: Mapping[Id, Id], others: Sequence[Id], version: str) -> Split:
    shares = tuple(SplitShare(owner[item], item, minor, line.currency, minor) for item, minor in best.shares)
    against = Reason(ReasonCode.OTHER_COMPANY, (("company", str(others[0])), ("companies", len(others))))
    return Split(
        line.id,
        SplitKind.COMPANY,
        best.customer_id,
        shares,
        best.confidence_permille,
        best.reasons,
        (*best.against, against),
        version,
    )


def across_currencies(
    *,
    lines: Iterable[Line],
    items: Sequence[OpenItem],
    payers: Iterable[Payer],
    rates: Iterable[Rate],
    policy: MatchPolicy | None = None,
) -> list[Split]:
    """Propose what lines pay of items in another currency: worth as much at a dated rate, within the policy's tolerance.

    The line is turned into the items' currency, moved by no more than the tolerance to the amount of items that are named
    in full or are the only ones of a payer known for certain; the last rate of the day or before counts.
    """
    policy = policy or MatchPolicy()
    index = MatchIndex.build(items=items, payers=payers, policy=policy)
    known = sorted(rates, key=lambda rate: (rate.day, rate.currency, rate.per_currency, rate.micro))
    found = []
    for line in lines:
        options = [*_options(index, line, known, policy)]
        if len(options) == 1:  # one that fits is a proposal, two are none
            found.append(options[0])
    return found


def _options(index: MatchIndex, line: Line, rates: Sequence[Rate], policy: MatchPolicy) -> Iterator[Split]:
    last: Mapping[str, Rate] = {
        rate.per_currency: rate for rate in rates if rate.currency == line.currency and rate.day <= line.date
    }
    for currency, rate in last.items():
        worth = line.amount_minor * rate.micro // _MICRO
        off = worth * policy.exchange_permille // 1000
        turned = replace(line, currency=currency, amount_minor=worth)
        for minor in sorted(target for target in _targets(index, line, currency, policy) if abs(target - worth) <= off):
            (outcome,) = match_lines(index=index, lines=[replace(turned, amount_minor=minor)], policy=policy)
            best = next(iter(outcome.candidates), None)
            if best is None or best.confidence_permille < policy.apply_permille - 1:
                continue
            if len(best.shares) > 1 or best.shares[0][1] != minor or _INEXACT & {one.code for one in best.reasons}:
                continue
            ((item_id, _),) = best.shares
            share = SplitShare(None, item_id, minor, currency, line.amount_minor)
            yield _exchanged(line, best, rate, share, abs(minor - worth), policy)


def _exchanged(line: Line, best: Candidate, rate: Rate, share: SplitShare, off: int, policy: MatchPolicy) -> Split:
    reason = Reason(
        ReasonCode.EXCHANGED,
        (("rate", f"{rate.micro / _MICRO:.6f}"), ("day", rate.day.isoformat()), ("off", off)),
    )
    against = Reason(ReasonCode.OTHER_CURRENCY, (("paid", line.currency), ("owed", rate.per_currency)))
    return Split(
        line.id,
        SplitKind.CURRENCY,
        best.customer_id,
        (share,),
        min(best.confidence_permille, policy.apply_permille - 1),
        (*best.reasons, reason),
        (*best.against, against),
        policy.version,
        rate,
    )


def _targets(index: MatchIndex, line: Line, currency: str, policy: MatchPolicy) -> set[int]:
    """Return the open amounts of items named in full and of those of a payer known for certain."""
    reader = reference_reader(not_trade_words=policy.not_trade_words, not_trade_latin=policy.not_trade_latin)
    mentions = index.numbers.mentions(runs=reader.read(text=line.reference).runs)
    items = [item for found in mentions.found if found.kind is NumberKind.EXACT for item in found.items]
    (payer,) = index.payers.find_certain(payers=[(line.payer_name, line.payer_account)]).values()
    if len(payer.certain) == 1:
        debtor = index.debtor(customer=payer.certain[0].customer, currency=currency)
        items += [] if debtor is None else index.members[debtor]
    return {index.items[item].open_minor for item in items if index.items[item].currency == currency}


_INEXACT = frozenset({ReasonCode.SHORT_BY, ReasonCode.OLDEST_FIRST, ReasonCode.NUMBER_SHORT})
