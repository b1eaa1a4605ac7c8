"""Acts on exchange rates: entering them, correcting one by a next version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db.models import Max

from huikuan.accounts.models import ExchangeRate
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.refusal import Refused

LONGEST_SOURCE = LONGEST_NOTE = 200
RATE_MOST_MICROS = 10**13
"""Ten million of the other currency for one unit."""


@dataclass(frozen=True, slots=True)
class RateDraft:
    """One unit of `currency` is worth `rate_micros` millionths of `to_currency` on `day`, as `source` says."""

    day: date
    currency: str
    to_currency: str
    rate_micros: int
    source: str
    note: str = ""


Pair = tuple[date, str, str]


def enter_rates(*, actor: Actor, now: datetime, key: str, rates: Sequence[RateDraft]) -> dict[str, Json]:
    """Enter rates; `{"entered", "unchanged"}`, their numbers. Another rate for a known day is a correction and needs a note.

    Raises NotPermitted, Refused RATES_MISSING, RATE_TWICE, RATE_OUT_OF_BOUNDS, RATE_OF_ITSELF, RATE_SOURCE_MISSING,
    RATE_TEXT_TOO_LONG, RATE_NEEDS_NOTE, CURRENCY_UNKNOWN, DATED_AHEAD.
    """
    if not (actor.may(Verb.ADMINISTER) or actor.may(Verb.EDIT_POLICY)):
        refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    _refuse_faulty(rates)
    intent = Intent("enter_rates", actor, now, key, None, {"rates": [plain(value=asdict(one)) for one in rates]})
    return perform(intent=intent, work=lambda act: _enter(act, rates))


def _enter(act: OpenAct, rates: Sequence[RateDraft]) -> dict[str, Json]:
    for one in rates:
        if one.day > act.latest_day:
            raise Refused("DATED_AHEAD", date=one.day.isoformat(), latest=act.latest_day.isoformat())
    known = _in_force({one.day for one in rates})
    fresh = [one for one in rates if (known.get(_pair(one)) or (0, 0))[1] != one.rate_micros]
    rows = []
    for one in fresh:
        version = known.get(_pair(one), (0, 0))[0] + 1
        if version > 1 and not one.note:
            raise Refused("RATE_NEEDS_NOTE", **_named(one))
        rows.append(
            ExchangeRate(**asdict(one), version=version, entered_by=act.actor.name, entered_at=act.now, act_id=act.id)
        )
    ExchangeRate.objects.bulk_create(rows, batch_size=500)
    return {"entered": len(rows), "unchanged": len(rates) - len(rows)}


def _in_force(days: set[date]) -> dict[Pair, tuple[int, int]]:
    """Version and rate in force of every pair on these days; days are asked for in their span."""
    rows = ExchangeRate.objects.filter(day__gte=min(days), day__lte=max(days))
    newest = {
        (day, currency, to): version
        for day, currency, to, version in rows.values_list("day", "currency", "to_currency").annotate(Max("version"))
        if day in days
    }
    return {
        (day, currency, to): (version, micros)
        for day, currency, to, version, micros in rows.values_list(
            "day", "currency", "to_currency", "version", "rate_micros"
        )
        if newest.get((day, currency, to)) == version
    }


def _refuse_faulty(rates: Sequence[RateDraft]) -> None:
    if not rates:
        raise Refused("RATES_MISSING")
    seen: set[Pair] = set()
    for one in rates:
        for code in (one.currency, one.to_currency):
            if exponent_of(currency=code) is None:
                raise Refused("CURRENCY_UNKNOWN", currency=code)
        if one.currency == one.to_currency:
            raise Refused("RATE_OF_ITSELF", pair=one.currency)
        if not 1 <= one.rate_micros <= RATE_MOST_MICROS:
            raise Refused("RATE_OUT_OF_BOUNDS", **_named(one))
        if not one.source.strip():
            raise Refused("RATE_SOURCE_MISSING", **_named(one))
        if len(one.source) > LONGEST_SOURCE or len(one.note) > LONGEST_NOTE:
            raise Refused("RATE_TEXT_TOO_LONG", most=LONGEST_SOURCE, **_named(one))
        if _pair(one) in seen:
            raise Refused("RATE_TWICE", **_named(one))
        seen.add(_pair(one))


def _pair(one: RateDraft) -> Pair:
    return one.day, one.currency, one.to_currency


def _named(one: RateDraft) -> dict[str, str | int]:
    return {"pair": f"{one.currency}/{one.to_currency}", "day": one.day.isoformat()}
