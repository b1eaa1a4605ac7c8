"""Size classes of buyers and of our own companies: declared on a day, never overwritten (RULES_CN §3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from huikuan.accounts.access import company_for
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for
from huikuan.customers.fields import note_change
from huikuan.customers.file_rules import BuyerType
from huikuan.customers.models import CustomerFile, SizeDeclaration
from huikuan.customers.size_rules import CompanySize, Industry, SizeFigures, size_class, size_rules_on
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.paging import portions
from huikuan.kernel.refusal import Refused

MOST_PEOPLE, MOST_MINOR = 10_000_000, 10**18
"""More is a slip of the keyboard: staff, and fen of revenue or assets."""
NOTHING_KNOWN = SizeFigures()


@dataclass(frozen=True, slots=True)
class SizeDraft:
    """What a company declared on a day: its industry, its figures, and which class it says it is (empty: it did not say)."""

    industry: str
    declared_on: date
    figures: SizeFigures = NOTHING_KNOWN
    declared_size: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class SizeRow:
    """One declaration; `size` is the computed class, or the declared one where the figures do not decide."""

    id: int
    declared_on: date
    industry: str
    staff: int | None
    revenue_minor: int | None
    assets_minor: int | None
    declared_size: str
    computed_size: str
    rule_version: str
    source: str
    at: datetime
    who_name: str

    @property
    def size(self) -> CompanySize:
        """The class that counts."""
        return CompanySize(self.computed_size or self.declared_size)

    @property
    def differs(self) -> bool:
        """Whether the figures give another class than the company says."""
        return bool(self.computed_size and self.declared_size and self.computed_size != self.declared_size)


def declare_size(*, actor: Actor, now: datetime, key: str, customer_id: int, size: SizeDraft) -> dict[str, Json]:
    """Keep what a customer declared about his size; `{"declaration_id", "size"}`.

    Raises NotPermitted, Refused SIZE_INDUSTRY_UNKNOWN, SIZE_FIGURE_WRONG, SIZE_UNDECIDED, SIZE_AHEAD.
    """
    customer_for(actor=actor, customer_id=customer_id, need=Verb.EDIT_FILE)
    computed = _computed(size)
    detail = {"customer_id": customer_id, "size": plain(value=asdict(size))}

    def work(act: OpenAct) -> dict[str, Json]:
        last = sizes_in_force(customer_ids=[customer_id], on=size.declared_on).get(customer_id)
        row = _save(act, size, computed, customer_id=customer_id)
        before = None if last is None else last.size.value
        note_change(act=act, customer_id=customer_id, field="size", before=before, after=row.size.value, reason="")
        return {"declaration_id": row.id, "size": row.size.value}

    return perform(intent=Intent("declare_size", actor, now, key, None, detail), work=work)


def declare_own_size(*, actor: Actor, now: datetime, key: str, company_id: int, size: SizeDraft) -> dict[str, Json]:
    """Keep the size of an own company as seller: as a small one it has the statutory terms behind it (802 Art. 3).

    Raises as `declare_size`, and NotPermitted for somebody who does not administer companies.
    """
    company_for(actor=actor, company_id=company_id, need=Verb.ADMINISTER)
    computed = _computed(size)
    detail = {"company_id": company_id, "size": plain(value=asdict(size))}

    def work(act: OpenAct) -> dict[str, Json]:
        row = _save(act, size, computed, company_id=company_id)
        return {"declaration_id": row.id, "size": row.size.value}

    return perform(intent=Intent("declare_own_size", actor, now, key, company_id, detail), work=work)


def sizes_in_force(*, customer_ids: Iterable[int], on: date) -> dict[int, SizeRow]:
    """The last declaration up to a day of each customer who made one."""
    found: dict[int, SizeRow] = {}
    for some in portions(values=sorted(set(customer_ids))):
        rows = SizeDeclaration.objects.filter(customer_id__in=some, declared_on__lte=on).order_by("declared_on", "pk")
        found |= {row.customer_id: _row(row) for row in rows if row.customer_id is not None}
    return found


def own_size(*, company_id: int, on: date) -> SizeRow | None:
    """The last declaration of an own company up to a day."""
    return _last(SizeDeclaration.objects.filter(company_id=company_id, declared_on__lte=on))


def size_history(*, actor: Actor, customer_id: int) -> tuple[SizeRow, ...]:
    """Every declaration of a customer, the latest first. Raises NotPermitted."""
    customer_for(actor=actor, customer_id=customer_id)
    rows = SizeDeclaration.objects.filter(customer_id=customer_id).order_by("-declared_on", "-pk")
    return tuple(_row(row) for row in rows)


def own_size_history(*, actor: Actor, company_id: int) -> tuple[SizeRow, ...]:
    """Every declaration of an own company, the latest first. Raises NotPermitted."""
    company_for(actor=actor, company_id=company_id)
    rows = SizeDeclaration.objects.filter(company_id=company_id).order_by("-declared_on", "-pk")
    return tuple(_row(row) for row in rows)


def buyer_types_of(*, customer_ids: Iterable[int], on: date) -> dict[int, BuyerType]:
    """Who each customer is for the statutory terms: as entered, and LARGE where his declared size says so."""
    ids = sorted(set(customer_ids))
    found = dict.fromkeys(ids, BuyerType.OTHER)
    for pk, row in sizes_in_force(customer_ids=ids, on=on).items():
        if row.size is CompanySize.LARGE:
            found[pk] = BuyerType.LARGE
    for some in portions(values=ids):
        entered = CustomerFile.objects.filter(pk__in=some).exclude(buyer_type=BuyerType.OTHER.value)
        found |= {pk: BuyerType(code) for pk, code in entered.values_list("pk", "buyer_type")}
    return found


def _computed(size: SizeDraft) -> str:
    if size.industry not in tuple(Industry):
        raise Refused("SIZE_INDUSTRY_UNKNOWN", industry=size.industry[:20])
    figures = size.figures
    for name, value, most in (
        ("staff", figures.staff, MOST_PEOPLE),
        ("revenue", figures.revenue_minor, MOST_MINOR),
        ("assets", figures.assets_minor, MOST_MINOR),
    ):
        if value is not None and not 0 <= value <= most:
            raise Refused("SIZE_FIGURE_WRONG", field=name)
    rules = size_rules_on(day=size.declared_on)
    computed = size_class(industry=Industry(size.industry), figures=figures, rules=rules)
    if size.declared_size not in ("", *CompanySize) or not (computed or size.declared_size):
        raise Refused("SIZE_UNDECIDED")
    return computed.value if computed else ""


def _save(
    act: OpenAct, size: SizeDraft, computed: str, *, customer_id: int | None = None, company_id: int | None = None
) -> SizeRow:
    if size.declared_on > act.latest_day:
        raise Refused("SIZE_AHEAD")
    row = SizeDeclaration.objects.create(
        customer_id=customer_id,
        company_id=company_id,
        declared_on=size.declared_on,
        industry=size.industry,
        staff=size.figures.staff,
        revenue_minor=size.figures.revenue_minor,
        assets_minor=size.figures.assets_minor,
        declared_size=size.declared_size,
        computed_size=computed,
        rule_version=size_rules_on(day=size.declared_on).version,
        source=size.source.strip()[:200],
        act_id=act.id,
        at=act.now,
        who_name=act.actor.name[:100],
    )
    return _row(row)


def _last(rows: QuerySet[SizeDeclaration]) -> SizeRow | None:
    row = rows.order_by("-declared_on", "-pk").first()
    return None if row is None else _row(row)


def _row(row: SizeDeclaration) -> SizeRow:
    return SizeRow(
        row.pk,
        row.declared_on,
        row.industry,
        row.staff,
        row.revenue_minor,
        row.assets_minor,
        row.declared_size,
        row.computed_size,
        row.rule_version,
        row.source,
        row.at,
        row.who_name,
    )
