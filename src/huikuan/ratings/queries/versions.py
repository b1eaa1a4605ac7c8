"""Reads of versions: which rules are in force, and the history of each kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huikuan.kernel.actor import Actor
from huikuan.ratings.access import version_for
from huikuan.ratings.models import RuleVersion
from huikuan.ratings.rules.matrix import Matrix
from huikuan.ratings.rules.policies import GradePolicy
from huikuan.ratings.rules.rerating import VersionState
from huikuan.ratings.rules.scorecards import Scorecard
from huikuan.ratings.rules.versions import Rules, VersionKind, parse_rules
from huikuan.ratings.shipped import shipped_documents


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version with its rules; number 0 is what comes with the product and holds until another does."""

    id: int
    kind: VersionKind
    customer_class: str
    number: int
    state: VersionState
    rules: Rules
    document: Mapping[str, Any]
    reason: str
    author_id: int | None
    author_name: str
    created_at: datetime | None
    request_id: int | None
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class InForce:
    """Everything a rating needs; policies by customer class, the empty one for all others."""

    credit: VersionRow
    queue: VersionRow
    policies: Mapping[str, VersionRow]
    matrix: VersionRow

    def policy_of(self, *, customer_class: str) -> VersionRow:
        """The policy of a class of customers."""
        return self.policies.get(customer_class) or self.policies[""]


def in_force() -> InForce:
    """The rules in force of every kind; what comes with the product where nobody put an own version in force. One query."""
    rows = RuleVersion.objects.filter(standing__state=VersionState.ACTIVE.value).select_related("standing")
    active = {(row.kind, row.customer_class): version_row(row=row) for row in rows}
    found = {kind: active.get((kind.value, "")) or _shipped(kind) for kind in VersionKind}
    classes = {name: row for (kind, name), row in active.items() if kind == VersionKind.POLICY.value}
    return InForce(
        credit=found[VersionKind.CREDIT],
        queue=found[VersionKind.QUEUE],
        policies={"": found[VersionKind.POLICY], **classes},
        matrix=found[VersionKind.MATRIX],
    )


def versions(*, kind: VersionKind | None = None) -> tuple[VersionRow, ...]:
    """Every version, of one kind if asked, the newest first; what comes with the product where a kind has none yet. One query."""
    rows = RuleVersion.objects.select_related("standing").order_by("kind", "customer_class", "-number")
    kinds = tuple(VersionKind) if kind is None else (kind,)
    kept = [version_row(row=row) for row in rows.filter(kind__in=[one.value for one in kinds])]
    known = {row.kind for row in kept if not row.customer_class}
    return tuple(kept) + tuple(_shipped(one) for one in kinds if one not in known)


def version(*, actor: Actor, version_id: int) -> VersionRow:
    """One version. Raises NotPermitted."""
    return version_row(row=version_for(actor=actor, version_id=version_id))


def newest(*, kind: VersionKind, customer_class: str = "") -> VersionRow:
    """The newest version of a kind and class, which an editor goes on from; else that of all customers."""
    rows = RuleVersion.objects.filter(kind=kind.value).select_related("standing").order_by("-number")
    row = rows.filter(customer_class=customer_class).first() or rows.filter(customer_class="").first()
    return _shipped(kind) if row is None else version_row(row=row)


def scorecard_of(*, row: VersionRow) -> Scorecard:
    """The rules of a version that is a scorecard."""
    if not isinstance(row.rules, Scorecard):
        raise TypeError(row.kind)
    return row.rules


def policy_of(*, row: VersionRow) -> GradePolicy:
    """The rules of a version that is a policy."""
    if not isinstance(row.rules, GradePolicy):
        raise TypeError(row.kind)
    return row.rules


def matrix_of(*, row: VersionRow) -> Matrix:
    """The rules of a version that is a matrix."""
    if not isinstance(row.rules, Matrix):
        raise TypeError(row.kind)
    return row.rules


def version_row(*, row: RuleVersion) -> VersionRow:
    """The frozen row of a version whose standing is loaded. What is kept was parsed before, so it parses again."""
    kind, standing = VersionKind(row.kind), row.standing
    rules = _parsed(kind, row.document)
    return VersionRow(
        id=row.pk,
        kind=kind,
        customer_class=row.customer_class,
        number=row.number,
        state=VersionState(standing.state),
        rules=rules,
        document=row.document,
        reason=row.reason,
        author_id=row.author_id,
        author_name=row.author_name,
        created_at=row.created_at,
        request_id=standing.request_id,
        decided_by=standing.decided_by_name,
        decided_at=standing.decided_at,
    )


def _shipped(kind: VersionKind) -> VersionRow:
    document = shipped_documents()[kind]
    rules = _parsed(kind, document)
    reason = str(document["source"])
    return VersionRow(0, kind, "", 0, VersionState.ACTIVE, rules, document, reason, None, "", None, None, "", None)


def _parsed(kind: VersionKind, document: object) -> Rules:
    rules = parse_rules(kind=kind, document=document)
    if isinstance(rules, tuple):
        raise TypeError(rules)
    return rules
