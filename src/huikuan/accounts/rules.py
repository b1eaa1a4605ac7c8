"""PURE: which verbs and which rows a role grants (HANDBOOK D7, segregation of duties)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from huikuan.kernel.actor import Role, RowScope, Verb

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
    Role.SALESPERSON: frozenset({Verb.VIEW, Verb.RECORD_ACTIVITY}),
    Role.SALES_MANAGER: frozenset({Verb.VIEW, Verb.RECORD_ACTIVITY, Verb.EDIT_CUSTOMER}),
    Role.AR_ACCOUNTANT: frozenset(
        {
            Verb.VIEW,
            Verb.IMPORT,
            Verb.POST_INVOICE,
            Verb.POST_RECEIPT,
            Verb.ALLOCATE,
            Verb.RECORD_ACTIVITY,
            Verb.EDIT_CUSTOMER,
            Verb.REMIND,
        }
    ),
    Role.COLLECTOR: frozenset({Verb.VIEW, Verb.RECORD_ACTIVITY, Verb.REMIND}),
    Role.CREDIT_MANAGER: frozenset({Verb.VIEW, Verb.RECORD_ACTIVITY, Verb.EDIT_CUSTOMER, Verb.EDIT_POLICY}),
    Role.FINANCE_DIRECTOR: frozenset(
        {
            Verb.VIEW,
            Verb.IMPORT,
            Verb.POST_INVOICE,
            Verb.POST_RECEIPT,
            Verb.WRITE_OFF,
            Verb.REFUND,
            Verb.REMIND,
            Verb.EDIT_POLICY,
            Verb.RECORD_ACTIVITY,
            Verb.EDIT_CUSTOMER,
        }
    ),
    Role.LEGAL: frozenset({Verb.VIEW, Verb.RECORD_ACTIVITY}),
    Role.AUDITOR: frozenset({Verb.VIEW}),
    Role.ADMINISTRATOR: frozenset({Verb.VIEW, Verb.ADMINISTER, Verb.IMPORT, Verb.EDIT_POLICY, Verb.EDIT_CUSTOMER}),
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
