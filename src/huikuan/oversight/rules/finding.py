"""PURE: every rule over the facts of a run; the order of facts does not matter, the same facts give the same keys."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from huikuan.oversight.rules.books import back_dated, credits_by_enterer, round_trips
from huikuan.oversight.rules.facts import Facts
from huikuan.oversight.rules.flags import Found, Policy
from huikuan.oversight.rules.money import accounts_before_refunds, cash_unmatched, prices_below
from huikuan.oversight.rules.terms import (
    amended_after_delivery,
    limits_before_orders,
    new_customers,
    same_pairs,
    terms_after_delivery,
)


def findings(*, facts: Facts, policy: Policy, today: date) -> tuple[Found, ...]:
    """What the rules find, by key, each once; a fact that is told twice counts once."""
    facts = Facts(**{one.name: tuple(dict.fromkeys(getattr(facts, one.name))) for one in fields(Facts)})
    found = (
        *limits_before_orders(raises=facts.raises, deals=facts.deals, policy=policy),
        *terms_after_delivery(changes=facts.term_changes, billed=facts.billed, policy=policy),
        *amended_after_delivery(amended=facts.terms_amended, policy=policy),
        *cash_unmatched(cash=facts.cash, policy=policy, today=today),
        *prices_below(underprices=facts.underprices, policy=policy),
        *same_pairs(decided=facts.decided, policy=policy, today=today),
        *round_trips(credited=facts.credited, billed=facts.billed, policy=policy),
        *credits_by_enterer(credited=facts.credited, policy=policy),
        *back_dated(acts=facts.back_datings, policy=policy),
        *new_customers(newcomers=facts.newcomers, deals=facts.deals, policy=policy),
        *accounts_before_refunds(accounts=facts.accounts, refunds=facts.refunds, policy=policy),
    )
    return tuple({one.key: one for one in sorted(found, key=lambda one: one.key)}.values())
