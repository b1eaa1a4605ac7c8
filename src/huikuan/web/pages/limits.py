"""What the pages about limits show: the list of customers with their limits, one customer's journal, the part of his page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huikuan.credit.queries.exposure import exposure_sums
from huikuan.customers.access import customer_for
from huikuan.customers.queries import CustomerRow, row_of
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.limits.listing import SORTS, LimitFilter, ListedLimit, Usage, Used, Which, limits_list
from huikuan.limits.queries import CustomerLimits, JournalRow, customer_limits
from huikuan.limits.rules import LimitInForce, LimitSource, Standing
from huikuan.web.tables.columns import Chip, Column, Kind, Linked, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording.limits import LIMIT_KINDS, LIMIT_SOURCES, LIMIT_STANDINGS

WHICH: dict[str, Text] = {
    Which.IN_FORCE.value: _("In force"),
    Which.ENDING.value: _("Ending soon"),
    Which.USED_UP.value: _("Near or over"),
    Which.OVER.value: _("Expired or revoked"),
    Which.CASH_ONLY.value: _("Cash only"),
    Which.WAITING.value: _("Requests waiting"),
    Which.NONE.value: _("Not set"),
}


@dataclass(frozen=True, slots=True)
class LimitShown:
    """A limit in words: the amount (None where none holds), its state, kind and last day."""

    limit: LimitInForce
    amount: Money | None
    state: Chip
    kind: Text
    order_number: str


@dataclass(frozen=True, slots=True)
class JournalLine:
    """An entry of the journal in words."""

    row: JournalRow
    amount: Money | None
    kind: Text
    source: Text
    made_by: str
    state: Chip | None
    can_extend: bool


@dataclass(frozen=True, slots=True)
class LimitsPart:
    """The limits of a customer for his page and his journal."""

    customer: CustomerRow
    today: LimitShown
    shared: LimitShown | None
    found: CustomerLimits
    ruling: tuple[JournalLine, ...]
    journal: tuple[JournalLine, ...]
    waiting: tuple[tuple[Text, Money, date, date | None, str, int], ...]
    may_ask: bool
    may_revoke: bool


def _waits(line: ListedLimit) -> Linked | None:
    if not line.waiting:
        return None
    return Linked(gettext("%(count)s waiting") % {"count": line.waiting}, _journal(line.customer.id))


def _standing(line: ListedLimit) -> Chip:
    return Chip(_("Ends soon"), "soon") if line.ends_soon else limit_chip(limit=line.limit)


def _used(line: ListedLimit) -> Chip | None:
    """The share of the limit that is used, in a word where it is near or over; more than that where a rate is missing."""
    if line.used is None:
        return None
    share = line.used_permille
    text = "" if share is None else f"{'≥ ' if line.used.is_partial else ''}{share // 10}.{share % 10} %"
    if line.is_over:
        return Chip(" · ".join(filter(None, (text, gettext("over")))), "risk")
    if line.is_near:
        return Chip(f"{text} · {gettext('near')}", "soon")
    return Chip(text, "plain") if text else None


def _exposure(line: ListedLimit) -> Money | None:
    return None if line.used is None else Money(line.used.minor, line.limit.currency)


LIST: ListKind[ListedLimit] = ListKind(
    title=_("Credit limits"),
    columns=(
        Column("customer", _("Customer"), lambda line: Titled(line.customer.name, line.customer.code), sort="name"),
        Column("limit", _("Limit"), lambda line: _amount(line.limit), Kind.MONEY, "limit"),
        Column("used", _("Used"), _used, Kind.CHIP, "used"),
        Column("exposure", _("Exposure"), _exposure, Kind.MONEY, on_phone=False, beside_panel=False),
        Column("state", _("State"), _standing, Kind.CHIP),
        Column(
            "kind",
            _("Kind"),
            lambda line: str(LIMIT_KINDS[line.limit.kind.value]) if line.limit.kind else None,
            on_phone=False,
            beside_panel=False,
        ),
        Column("from", _("From"), lambda line: line.limit.valid_from, Kind.DAY, on_phone=False, beside_panel=False),
        Column("through", _("Through"), lambda line: line.limit.valid_through, Kind.DAY, "through", on_phone=False),
        Column("waiting", _("Requests"), _waits, on_phone=False, beside_panel=False),
    ),
    filters=("which", "q"),
    sorts=SORTS,
    default_sort="-limit",
    id_of=lambda line: line.customer.id,
    total_title=_("Limits in force"),
)


def limit_lines(
    *, actor: Actor, today: date, narrowed: LimitFilter, sort: str, number: int, size: int
) -> Page[ListedLimit]:
    """A page of the list, with what is at risk against each limit as the room of credit counts it."""
    asked = replace(narrowed, usage=_usage(today))
    return limits_list(actor=actor, today=today, narrowed=asked, sort=sort, number=number, size=size)


def limits_part(*, actor: Actor, customer_id: int, today: date) -> LimitsPart:
    """The limits of a customer, for his page and for his journal. Raises NotPermitted CUSTOMER_NOT_VISIBLE."""
    customer = row_of(customer=customer_for(actor=actor, customer_id=customer_id))
    found = customer_limits(actor=actor, customer_id=customer_id, today=today)
    return LimitsPart(
        customer=customer,
        today=limit_shown(limit=found.in_force),
        shared=limit_shown(limit=found.shared) if found.shared else None,
        found=found,
        ruling=tuple(_line(row, today) for row in found.lines),
        journal=tuple(_line(row, today) for row in found.journal),
        waiting=tuple(
            (
                LIMIT_KINDS[one.kind.value],
                Money(one.amount_minor, one.currency),
                one.valid_from,
                one.valid_through,
                one.request.requested_by,
                one.request.id,
            )
            for one in found.waiting
        ),
        may_ask=actor.may(Verb.REQUEST_CREDIT),
        may_revoke=actor.may(Verb.APPROVE_CREDIT),
    )


def limit_shown(*, limit: LimitInForce) -> LimitShown:
    """A limit in words."""
    return LimitShown(
        limit=limit,
        amount=_amount(limit),
        state=limit_chip(limit=limit),
        kind=LIMIT_KINDS[limit.kind.value] if limit.kind else "",
        order_number=limit.order_number,
    )


def limit_chip(*, limit: LimitInForce) -> Chip:
    """How a limit stands: a word and a tone. Cash only is said as such."""
    if limit.is_cash_only:
        return Chip(_("Cash only"), "soon")
    tone = {Standing.IN_FORCE: "done", Standing.NONE: "plain"}.get(limit.standing, "risk")
    return Chip(LIMIT_STANDINGS[limit.standing.value], tone)


def _usage(today: date) -> Usage:
    def usage(ids: Collection[int]) -> dict[int, Used]:
        sums = exposure_sums(customer_ids=ids, today=today)
        return {pk: Used(one.minor, one.is_partial) for pk, one in sums.items()}

    return usage


def _amount(limit: LimitInForce) -> Money | None:
    return None if limit.amount_minor is None else Money(limit.amount_minor, limit.currency)


def _journal(customer_id: int) -> str:
    return reverse("customer_limits", args=[customer_id])


def _line(row: JournalRow, today: date) -> JournalLine:
    state = None
    if row.is_ruling:
        state = Chip(_("In force"), "done") if row.holds else Chip(_over(row), "risk")
    elif row.valid_from > today:
        state = Chip(_("Not begun yet"), "soon")
    return JournalLine(
        row=row,
        amount=None if row.amount_minor is None else Money(row.amount_minor, row.currency),
        kind=LIMIT_KINDS[row.kind.value],
        source=LIMIT_SOURCES[row.source.value],
        made_by=row.requested_by or row.made_by,
        state=state,
        can_extend=row.is_ruling and row.amount_minor is not None and row.valid_through is not None,
    )


def _over(row: JournalRow) -> Text:
    return LIMIT_STANDINGS["REVOKED" if row.source is LimitSource.REVOCATION else "EXPIRED"]
