"""Who acts: a person, an API token of a person, or the system itself; built once at the top floor."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from huikuan.kernel.refusal import NotPermitted


class Role(StrEnum):
    """Roles give verbs; departments and ownership give rows (HOUSE §3)."""

    SALESPERSON = "SALESPERSON"
    SALES_MANAGER = "SALES_MANAGER"
    AR_ACCOUNTANT = "AR_ACCOUNTANT"
    COLLECTOR = "COLLECTOR"
    CREDIT_MANAGER = "CREDIT_MANAGER"
    FINANCE_DIRECTOR = "FINANCE_DIRECTOR"
    LEGAL = "LEGAL"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"


class Verb(StrEnum):
    """What an actor may do; granted by role in `accounts.rules`."""

    VIEW = "VIEW"
    VIEW_IMPORTS = "VIEW_IMPORTS"
    VIEW_MATCHING = "VIEW_MATCHING"
    IMPORT = "IMPORT"
    POST_INVOICE = "POST_INVOICE"
    POST_RECEIPT = "POST_RECEIPT"
    ALLOCATE = "ALLOCATE"
    WRITE_OFF = "WRITE_OFF"
    REFUND = "REFUND"
    REMIND = "REMIND"
    EDIT_POLICY = "EDIT_POLICY"
    EDIT_CUSTOMER = "EDIT_CUSTOMER"
    EDIT_FILE = "EDIT_FILE"
    EDIT_CONTRACT = "EDIT_CONTRACT"
    PLACE_ORDER = "PLACE_ORDER"
    REQUEST_CREDIT = "REQUEST_CREDIT"
    FIELD_CHECK = "FIELD_CHECK"
    APPROVE_CREDIT = "APPROVE_CREDIT"
    RELEASE_HOLD = "RELEASE_HOLD"
    VIEW_OVERSIGHT = "VIEW_OVERSIGHT"
    RECORD_ACTIVITY = "RECORD_ACTIVITY"
    CLAIM_RECEIPT = "CLAIM_RECEIPT"
    HANDLE_DISPUTE = "HANDLE_DISPUTE"
    SEND_STATEMENT = "SEND_STATEMENT"
    CHARGE_INTEREST = "CHARGE_INTEREST"
    SETTLE = "SETTLE"
    SANCTION = "SANCTION"
    JUDGE_CONDUCT = "JUDGE_CONDUCT"
    HANDLE_CASE = "HANDLE_CASE"
    PROVISION = "PROVISION"
    ADMINISTER = "ADMINISTER"


class ActorKind(StrEnum):
    """How the actor came in."""

    PERSON = "PERSON"
    TOKEN = "TOKEN"
    SYSTEM = "SYSTEM"
    GUEST = "GUEST"
    """A customer's person who came by a link: no verbs, no rows but those of the link (TRUST S16)."""


class RowScope(StrEnum):
    """Whose customers an actor sees."""

    ALL = "ALL"
    DEPARTMENTS = "DEPARTMENTS"
    OWN = "OWN"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts or reads, with verbs and rows resolved; `user_id` is None for the system."""

    name: str
    kind: ActorKind
    user_id: int | None = None
    verbs: frozenset[Verb] = field(default_factory=frozenset)
    scope: RowScope = RowScope.NONE
    department_ids: frozenset[int] = field(default_factory=frozenset)
    company_ids: frozenset[int] | None = None
    """Own companies the actor may see; None means all."""
    roles: frozenset[Role] = frozenset()
    """The roles held, for approvals that ask for one; the system holds none."""

    def may(self, verb: Verb) -> bool:
        """Whether the actor's roles grant `verb`."""
        return verb in self.verbs


def refuse_without_verb(*, actor: Actor, verb: Verb) -> None:
    """Raise NotPermitted VERB_MISSING unless the actor's roles grant the verb."""
    if not actor.may(verb):
        raise NotPermitted("VERB_MISSING", verb=verb.value)


def refuse_other_company(*, actor: Actor, company_id: int | None) -> None:
    """Raise NotPermitted COMPANY_NOT_VISIBLE unless the actor may see this own company; None stands for all of them."""
    if actor.company_ids is not None and company_id not in actor.company_ids:
        raise NotPermitted("COMPANY_NOT_VISIBLE", company=company_id or 0)


SYSTEM = Actor(name="system", kind=ActorKind.SYSTEM, verbs=frozenset(Verb), scope=RowScope.ALL)
"""Jobs and commands of the machine's own operator."""
