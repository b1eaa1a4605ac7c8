"""Acts on a customer's other names and on the names and accounts he pays from (payer alias 付款方别名)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for
from huikuan.customers.fields import note_change
from huikuan.customers.file_rules import NameKind
from huikuan.customers.models import CustomerName, PayerAlias
from huikuan.customers.rules import normal_name
from huikuan.kernel.account_numbers import bare_account
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import NotPermitted, Refused

BY_HAND = "BY_HAND"
"""Where an alias was learned that a person entered."""
LONGEST = 200


@dataclass(frozen=True, slots=True)
class NameDraft:
    """Another name of a customer and the days it was in use; None is open."""

    kind: str
    name: str
    valid_from: date | None = None
    valid_through: date | None = None


def add_name(*, actor: Actor, now: datetime, key: str, customer_id: int, name: NameDraft) -> dict[str, Json]:
    """Keep another name of a customer; `{"name_id"}`. The matcher knows it as a name he pays under.

    Raises NotPermitted, Refused NAME_WRONG, NAME_DAYS_WRONG, NAME_KNOWN.
    """
    customer_for(actor=actor, customer_id=customer_id, need=Verb.EDIT_FILE)
    normal = _clean_name(name)
    detail = {"customer_id": customer_id, "name": plain(value=asdict(name))}

    def work(act: OpenAct) -> dict[str, Json]:
        row, is_new = CustomerName.objects.get_or_create(
            customer_id=customer_id,
            kind=name.kind,
            normal=normal,
            defaults={"name": name.name.strip(), "valid_from": name.valid_from, "valid_through": name.valid_through},
        )
        if not is_new:
            raise Refused("NAME_KNOWN", name=row.name)
        note_change(act=act, customer_id=customer_id, field="other_name", before=None, after=row.name, reason="")
        return {"name_id": row.pk}

    return perform(intent=Intent("add_customer_name", actor, now, key, None, detail), work=work)


def remove_name(*, actor: Actor, now: datetime, key: str, name_id: int) -> dict[str, Json]:
    """Take another name away; the history keeps it. Raises NotPermitted NAME_NOT_VISIBLE."""
    row = CustomerName.objects.filter(pk=name_id).first()
    if row is None:
        raise NotPermitted("NAME_NOT_VISIBLE", name=name_id)
    customer_for(actor=actor, customer_id=row.customer_id, need=Verb.EDIT_FILE)

    def work(act: OpenAct) -> dict[str, Json]:
        if CustomerName.objects.filter(pk=name_id).delete()[0]:
            note_change(
                act=act, customer_id=row.customer_id, field="other_name", before=row.name, after=None, reason=""
            )
        return {"customer_id": row.customer_id}

    return perform(intent=Intent("remove_customer_name", actor, now, key, None, {"name_id": name_id}), work=work)


def add_alias(*, actor: Actor, now: datetime, key: str, customer_id: int, kind: str, value: str) -> dict[str, Json]:
    """Enter a name (NAME) or bank account (ACCOUNT) the customer pays from; `{"alias_id"}`.

    Raises NotPermitted, Refused ALIAS_WRONG, ALIAS_KNOWN.
    """
    customer_for(actor=actor, customer_id=customer_id, need=Verb.EDIT_CUSTOMER)
    bare = normal_name(name=value) if kind == "NAME" else bare_account(number=value)
    if kind not in ("NAME", "ACCOUNT") or not bare or len(bare) > LONGEST or "\0" in bare:
        raise Refused("ALIAS_WRONG", value=value[:60])
    detail = {"customer_id": customer_id, "kind": kind, "value": bare}

    def work(act: OpenAct) -> dict[str, Json]:
        learned = {"learned_at": act.now, "learned_from": BY_HAND}
        row, is_new = PayerAlias.objects.get_or_create(customer_id=customer_id, kind=kind, value=bare, defaults=learned)
        if not is_new:
            raise Refused("ALIAS_KNOWN", value=bare)
        note_change(act=act, customer_id=customer_id, field="payer_alias", before=None, after=bare, reason="")
        return {"alias_id": row.pk}

    return perform(intent=Intent("add_payer_alias", actor, now, key, None, detail), work=work)


def remove_alias(*, actor: Actor, now: datetime, key: str, alias_id: int) -> dict[str, Json]:
    """Forget a name or account a customer paid from, learned or entered. Raises NotPermitted ALIAS_NOT_VISIBLE."""
    row = PayerAlias.objects.filter(pk=alias_id).first()
    if row is None:
        raise NotPermitted("ALIAS_NOT_VISIBLE", alias=alias_id)
    customer_for(actor=actor, customer_id=row.customer_id, need=Verb.EDIT_CUSTOMER)

    def work(act: OpenAct) -> dict[str, Json]:
        if PayerAlias.objects.filter(pk=alias_id).delete()[0]:
            note_change(
                act=act, customer_id=row.customer_id, field="payer_alias", before=row.value, after=None, reason=""
            )
        return {"customer_id": row.customer_id}

    return perform(intent=Intent("remove_payer_alias", actor, now, key, None, {"alias_id": alias_id}), work=work)


def _clean_name(name: NameDraft) -> str:
    normal = normal_name(name=name.name)
    if name.kind not in tuple(NameKind) or not normal or max(len(normal), len(name.name)) > LONGEST or "\0" in normal:
        raise Refused("NAME_WRONG", name=name.name[:60])
    if name.valid_from and name.valid_through and name.valid_through < name.valid_from:
        raise Refused("NAME_DAYS_WRONG", name=name.name[:60])
    return normal
