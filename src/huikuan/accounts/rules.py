"""PURE: which verbs and which rows a role grants (HANDBOOK D7, segregation of duties)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from huikuan.kernel.actor import Role, RowScope, Verb
from huikuan.kernel.networks import network_of

_ALL_ROWS = frozenset(
    {
        Role.AR_ACCOUNTANT,
        Role.COLLECTOR,
        Role.CREDIT_MANAGER,
        Role.FINANCE_DIRECTOR,
        Role.LEGAL,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)

VERBS_OF_ROLE: Mapping[Role, frozenset[Verb]] = {
    Role.SALESPERSON: frozenset(
        {
            Verb.VIEW,
            Verb.RECORD_ACTIVITY,
            Verb.EDIT_FILE,
            Verb.EDIT_CONTRACT,
            Verb.PLACE_ORDER,
            Verb.REQUEST_CREDIT,
            Verb.CLAIM_RECEIPT,
        }
    ),
    Role.SALES_MANAGER: frozenset(
        {
            Verb.VIEW,
            Verb.RECORD_ACTIVITY,
            Verb.EDIT_CUSTOMER,
            Verb.EDIT_FILE,
            Verb.EDIT_CONTRACT,
            Verb.PLACE_ORDER,
            Verb.REQUEST_CREDIT,
            Verb.FIELD_CHECK,
            Verb.CLAIM_RECEIPT,
            Verb.HANDLE_DISPUTE,
            Verb.SETTLE,
            Verb.JUDGE_CONDUCT,
            Verb.SANCTION,
        }
    ),
    Role.AR_ACCOUNTANT: frozenset(
        {
            Verb.VIEW,
            Verb.VIEW_IMPORTS,
            Verb.IMPORT,
            Verb.POST_INVOICE,
            Verb.POST_RECEIPT,
            Verb.VIEW_MATCHING,
            Verb.ALLOCATE,
            Verb.RECORD_ACTIVITY,
            Verb.EDIT_CUSTOMER,
            Verb.EDIT_FILE,
            Verb.EDIT_CONTRACT,
            Verb.PLACE_ORDER,
            Verb.REMIND,
            Verb.CLAIM_RECEIPT,
            Verb.HANDLE_DISPUTE,
            Verb.SEND_STATEMENT,
            Verb.CHARGE_INTEREST,
            Verb.SETTLE,
            Verb.PROVISION,
        }
    ),
    Role.COLLECTOR: frozenset(
        {
            Verb.VIEW,
            Verb.RECORD_ACTIVITY,
            Verb.EDIT_FILE,
            Verb.REMIND,
            Verb.CLAIM_RECEIPT,
            Verb.HANDLE_DISPUTE,
            Verb.SEND_STATEMENT,
            Verb.CHARGE_INTEREST,
            Verb.SETTLE,
            Verb.SANCTION,
        }
    ),
    Role.CREDIT_MANAGER: frozenset(
        {
            Verb.VIEW,
            Verb.RECORD_ACTIVITY,
            Verb.EDIT_CUSTOMER,
            Verb.EDIT_FILE,
            Verb.EDIT_POLICY,
            Verb.REQUEST_CREDIT,
            Verb.FIELD_CHECK,
            Verb.APPROVE_CREDIT,
            Verb.RELEASE_HOLD,
            Verb.HANDLE_DISPUTE,
            Verb.SANCTION,
            Verb.JUDGE_CONDUCT,
            Verb.SETTLE,
        }
    ),
    Role.FINANCE_DIRECTOR: frozenset(
        {
            Verb.VIEW,
            Verb.VIEW_IMPORTS,
            Verb.IMPORT,
            Verb.POST_INVOICE,
            Verb.POST_RECEIPT,
            Verb.VIEW_MATCHING,
            Verb.WRITE_OFF,
            Verb.REFUND,
            Verb.REMIND,
            Verb.EDIT_POLICY,
            Verb.RECORD_ACTIVITY,
            Verb.EDIT_CUSTOMER,
            Verb.EDIT_FILE,
            Verb.EDIT_CONTRACT,
            Verb.PLACE_ORDER,
            Verb.REQUEST_CREDIT,
            Verb.APPROVE_CREDIT,
            Verb.RELEASE_HOLD,
            Verb.VIEW_OVERSIGHT,
            Verb.HANDLE_DISPUTE,
            Verb.SEND_STATEMENT,
            Verb.CHARGE_INTEREST,
            Verb.SETTLE,
            Verb.SANCTION,
            Verb.JUDGE_CONDUCT,
            Verb.HANDLE_CASE,
            Verb.PROVISION,
        }
    ),
    Role.LEGAL: frozenset(
        {
            Verb.VIEW,
            Verb.RECORD_ACTIVITY,
            Verb.EDIT_CONTRACT,
            Verb.HANDLE_DISPUTE,
            Verb.SETTLE,
            Verb.SANCTION,
            Verb.JUDGE_CONDUCT,
            Verb.HANDLE_CASE,
        }
    ),
    Role.AUDITOR: frozenset({Verb.VIEW, Verb.VIEW_IMPORTS, Verb.VIEW_MATCHING, Verb.VIEW_OVERSIGHT}),
    Role.ADMINISTRATOR: frozenset(
        {
            Verb.VIEW,
            Verb.ADMINISTER,
            Verb.VIEW_IMPORTS,
            Verb.IMPORT,
            Verb.EDIT_POLICY,
            Verb.EDIT_CUSTOMER,
            Verb.EDIT_FILE,
            Verb.VIEW_OVERSIGHT,
        }
    ),
}


def verbs_of(*, roles: Iterable[Role]) -> frozenset[Verb]:
    """Every verb that one of the roles grants."""
    return frozenset().union(*(VERBS_OF_ROLE[role] for role in roles))


def scope_of(*, roles: Iterable[Role]) -> RowScope:
    """The widest rows that one of the roles opens: all, the departments', one's own, none."""
    held = frozenset(roles)
    if held & _ALL_ROWS:
        return RowScope.ALL
    if Role.SALES_MANAGER in held:
        return RowScope.DEPARTMENTS
    return RowScope.OWN if Role.SALESPERSON in held else RowScope.NONE


def departments_below(*, root_id: int, parents: Mapping[int, int | None]) -> frozenset[int]:
    """`root_id` and every department below it; `parents` maps a department to its parent. Cycles end safely."""
    found = {root_id}
    while True:
        more = {child for child, parent in parents.items() if parent in found} - found
        if not more:
            return frozenset(found)
        found |= more


SIGN_IN_WINDOW = timedelta(minutes=15)
PASSWORD_LEAST = 12
PASSWORD_MOST = 256


@dataclass(frozen=True, slots=True)
class Bucket:
    """A counter of sign-in attempts and how many it allows within one window."""

    key: str
    allowed: int


def sign_in_buckets(*, username: str, address: str, known_device: bool) -> tuple[Bucket, ...]:
    """The counters one sign-in attempt fills (TRUST S20).

    A device that this account signed in from before has a counter of its own, so that strangers who try the account
    from elsewhere never lock its owner out. An IPv6 address counts by its /64 network, which one customer line owns.
    """
    account, place = username.strip().casefold(), network_of(address=address)
    buckets = [Bucket(_bucket("ADDRESS", place), 20)]
    if known_device:
        return (*buckets, Bucket(_bucket("DEVICE", account), 10))
    return (*buckets, Bucket(_bucket("ACCOUNT_ADDRESS", account, place), 5), Bucket(_bucket("ACCOUNT", account), 100))


def wait_of(*, attempts: int, allowed: int, window_started_at: datetime, now: datetime) -> timedelta | None:
    """How long a bucket stays closed; None while it is open."""
    if attempts <= allowed or now >= window_started_at + SIGN_IN_WINDOW:
        return None
    return window_started_at + SIGN_IN_WINDOW - now


def _bucket(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
