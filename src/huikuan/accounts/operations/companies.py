"""Acts on our own companies."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection

from huikuan.accounts.models import Company
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.kernel.actor import Actor
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.refusal import Changed, Refused


@dataclass(frozen=True, slots=True)
class CompanyDraft:
    """An own company: its legal name, and the currency it keeps its books in."""

    name: str
    short_name: str
    currency: str = "CNY"
    tax_code: str = ""
    address: str = ""
    phone: str = ""
    bank_details: str = ""


def add_company(*, actor: Actor, now: datetime, key: str, company: CompanyDraft) -> dict[str, Json]:
    """Take an own company in; `{"company_id"}`. Raises Refused COMPANY_EXISTS, CURRENCY_UNKNOWN."""
    _refuse_unknown_currency(company)
    intent = Intent("add_company", actor, now, key, None, plain(value=asdict(company)))

    def work(act: OpenAct) -> dict[str, Json]:
        return {"company_id": Company.objects.create(**asdict(company)).pk}

    try:
        return perform(intent=intent, work=work)
    except IntegrityError as error:
        raise Refused("COMPANY_EXISTS", name=company.name) from error


def change_company(*, actor: Actor, now: datetime, key: str, company_id: int, company: CompanyDraft) -> dict[str, Json]:
    """Give an own company other particulars; `{"company_id"}`. Raises Refused COMPANY_EXISTS, CURRENCY_UNKNOWN."""
    _refuse_unknown_currency(company)
    intent = Intent("change_company", actor, now, key, company_id, plain(value=asdict(company)))

    def work(act: OpenAct) -> dict[str, Json]:
        if not Company.objects.filter(pk=company_id).update(**asdict(company)):
            raise Refused("COMPANY_UNKNOWN")
        return {"company_id": company_id}

    try:
        return perform(intent=intent, work=work)
    except IntegrityError as error:
        raise Refused("COMPANY_EXISTS", name=company.name) from error


def close_period(*, actor: Actor, now: datetime, key: str, company_id: int, through: date) -> dict[str, Json]:
    """Close the books of an own company through a day; nothing is posted on or before it any more (TRUST J5).

    Raises Refused DATED_AHEAD, Changed PERIOD_CLOSED_ALREADY if they are closed through that day or later.
    """
    intent = Intent("close_period", actor, now, key, company_id, {"through": through.isoformat()})

    def work(act: OpenAct) -> dict[str, Json]:
        if through > act.latest_day:
            raise Refused("DATED_AHEAD", date=through.isoformat(), latest=act.latest_day.isoformat())
        rows = Company.objects.filter(pk=company_id)
        if not (rows.filter(closed_through=None) | rows.filter(closed_through__lt=through)).update(
            closed_through=through
        ):
            raise Changed("PERIOD_CLOSED_ALREADY")
        return {"company_id": company_id}

    return perform(intent=intent, work=work)


def hold_period(*, company_id: int) -> date | None:
    """The last closed day of an own company (None while nothing is closed), and no `close_period` until the transaction ends.

    Those who post hold it together; who closes waits for them, and they for him. `close_period` locks nothing after it,
    so the place in the order of locks is free. SQLite has one writer anyway.
    """
    held = " FOR SHARE" if connection.features.has_select_for_update else ""
    table = connection.ops.quote_name(Company._meta.db_table)
    sql = f"SELECT id, closed_through FROM {table} WHERE id = %s{held}"  # noqa: S608  (names of our own)
    return next(iter(Company.objects.raw(sql, [company_id]))).closed_through


def _refuse_unknown_currency(company: CompanyDraft) -> None:
    if exponent_of(currency=company.currency) is None:
        raise Refused("CURRENCY_UNKNOWN", currency=company.currency)
