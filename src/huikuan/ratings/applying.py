"""Put proposed terms in force inside an open act: the limit through its journal, term and class through the customer's file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from huikuan.audit.operations import OpenAct
from huikuan.customers.list_changes import change_each
from huikuan.customers.merging import refuse_merged
from huikuan.kernel.calendar import add_months
from huikuan.kernel.paging import portions
from huikuan.ratings.limit_journal import write_limits
from huikuan.ratings.models import CreditTerms, Proposal
from huikuan.ratings.rules.proposing import Offer

_FILE_FIELDS = ("terms_days", "customer_class")


def plain_offer(*, offer: Offer, currency: str, valid_months: int) -> dict[str, Any]:
    """An offer as a proposal keeps it."""
    rest = {name: value for name, value in asdict(offer).items() if name != "terms"}
    return {**asdict(offer.terms), **rest, "currency": currency, "valid_months": valid_months}


def apply_proposals(*, act: OpenAct, today: date, proposals: Sequence[Proposal]) -> None:
    """Write limits, terms and classes that proposals change, and keep the terms as the customer's history.

    Raises what the journal of limits and the customer's file refuse, and CUSTOMER_MERGED.
    """
    if not proposals:
        return
    for some in portions(values=sorted({one.customer_id for one in proposals})):
        refuse_merged(customer_ids=some)
    write_limits(
        act=act,
        today=today,
        wanted=[
            (one.customer_id, one.after["limit_minor"], one.after["currency"], _through(one.after, today), _why(one))
            for one in proposals
            if one.after["limit_minor"] != one.before["limit_minor"]
        ],
    )
    change_each(act=act, changes=_file_changes(proposals), reason={one.customer_id: _why(one) for one in proposals})
    CreditTerms.objects.bulk_create((_terms(act, today, one) for one in proposals), batch_size=1_000)


def _file_changes(proposals: Sequence[Proposal]) -> dict[int, dict[str, Any]]:
    """What becomes different in the file of each customer."""
    found = {
        one.customer_id: {name: one.after[name] for name in _FILE_FIELDS if one.after[name] != one.before[name]}
        for one in proposals
    }
    return {pk: changes for pk, changes in found.items() if changes}


def _terms(act: OpenAct, today: date, one: Proposal) -> CreditTerms:
    after = one.after
    return CreditTerms(
        customer_id=one.customer_id,
        proposal_id=one.pk,
        grade=one.grade,
        valid_from=today,
        valid_through=_through(after, today),
        currency=after["currency"],
        limit_minor=after["limit_minor"],
        terms_days=after["terms_days"],
        customer_class=after["customer_class"],
        deposit_permille=after["deposit_permille"],
        discount_permille=after["discount_permille"],
        discount_days=after["discount_days"],
        ladder=after["ladder"],
        act_id=act.id,
    )


def _through(after: Mapping[str, Any], today: date) -> date:
    return add_months(day=today, months=int(after["valid_months"]))


def _why(one: Proposal) -> str:
    """What the customer's history and the journal of limits say of the change, in both languages."""
    if not one.grade:
        return "往来记录不足，按政策执行 / too little history: by policy"
    if one.grade == one.grade_before or not one.grade_before:
        return f"评级 {one.grade}，按政策执行 / grade {one.grade}: by policy"
    return f"评级 {one.grade_before} → {one.grade} / grade {one.grade_before} → {one.grade}"
