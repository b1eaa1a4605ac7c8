"""The second factor: a code of six digits that reaches a person of the customer by another way than the link (TRUST S17)."""

from __future__ import annotations

import secrets
from datetime import datetime
from hmac import compare_digest

from django.conf import settings
from django.db.models import F

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.guests.access import Guest, link_for
from huikuan.guests.models import LinkCode
from huikuan.guests.rules.links import CODE_LASTS, MOST_TRIES
from huikuan.guests.rules.tokens import CODE_DIGITS, NONCE_BYTES, hash_of_code
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Refused


def make_code(*, actor: Actor, now: datetime, key: str, link_id: int) -> str:
    """A new code for a link, to be read out or sent now: it is shown this once, the one before it ends.

    Under a repeated key empty: what is not kept cannot be said again. Raises NotPermitted.
    """
    row = link_for(actor=actor, link_id=link_id)
    said: list[str] = []

    def work(act: OpenAct) -> dict[str, Json]:
        code, salt = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}", secrets.token_hex(NONCE_BYTES)
        LinkCode.objects.filter(link_id=link_id, ended_at=None).update(ended_at=now)
        made = LinkCode.objects.create(
            link_id=link_id,
            salt=salt,
            code_hash=hash_of_code(secret=settings.SECRET_KEY, link_id=link_id, salt=salt, code=code),
            made_at=now,
            made_by_name=actor.name,
            expires_at=now + CODE_LASTS,
            act_id=act.id,
        )
        said.append(code)
        return {"code_id": made.pk}

    perform(intent=Intent("make_portal_code", actor, now, key, row.company_id, {"link_id": link_id}), work=work)
    return said[0] if said else ""


def check_factor(*, guest: Guest, now: datetime, code: str) -> int:
    """The id of the code that the guest typed right; it works once. Each try is counted before it is judged.

    Raises Refused PORTAL_CODE_WRONG alike for a wrong, an expired, a used up and a missing one.
    """
    live = LinkCode.objects.filter(link_id=guest.link_id, ended_at=None, expires_at__gt=now, tries__lt=MOST_TRIES)
    row = live.first()
    counted = row is not None and live.filter(pk=row.pk, tries=row.tries).update(tries=F("tries") + 1)
    salt, kept = (row.salt, row.code_hash) if row is not None else ("", "")
    typed = hash_of_code(secret=settings.SECRET_KEY, link_id=guest.link_id, salt=salt, code=code.strip())
    if row is None or not counted or not compare_digest(typed, kept):
        raise Refused("PORTAL_CODE_WRONG", most=MOST_TRIES)
    intent = Intent("pass_portal_code", guest.actor, now, f"portal-code:{row.pk}", None, {"code_id": row.pk})

    def work(act: OpenAct) -> dict[str, Json]:
        if not LinkCode.objects.filter(pk=row.pk, ended_at=None).update(passed_at=now, ended_at=now):
            raise Refused("PORTAL_CODE_WRONG", most=MOST_TRIES)
        return {"code_id": row.pk}

    return int(perform(intent=intent, work=work)["code_id"])


def has_passed(*, guest: Guest, code_id: int) -> bool:
    """Whether a code of this very link was typed right."""
    return LinkCode.objects.filter(pk=code_id, link_id=guest.link_id, passed_at__isnull=False).exists()
