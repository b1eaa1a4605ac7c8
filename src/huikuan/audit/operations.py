"""Acts: one durable transaction, one audit row, one kept answer (HOUSE conventions 16 and 17)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from huikuan.audit.models import Act, ActResult
from huikuan.audit.rules import digest
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Refused

LONGEST_KEY = 200
"""Characters of an idempotency key."""
Json = Any
"""Dicts, lists, strings, integers, booleans and None; never a float."""


class KeyReused(Refused):
    """The same idempotency key came with other input; nothing was written."""


@dataclass(frozen=True, slots=True)
class Intent:
    """Who wants to do what, when, under which client-made key, with which input."""

    verb: str
    actor: Actor
    now: datetime
    key: str
    company_id: int | None = None
    detail: Mapping[str, Json] = field(default_factory=dict)

    @property
    def input_hash(self) -> str:
        """Hash of verb and input, kept to tell a repetition from a misuse of the key."""
        return digest(value={"verb": self.verb, "company": self.company_id, "detail": dict(self.detail)})


@dataclass(frozen=True, slots=True)
class OpenAct:
    """An act inside its transaction: rows written in it name `id`."""

    id: int
    actor: Actor
    now: datetime

    @property
    def latest_day(self) -> date:
        """The latest day that may be today somewhere: an act dated after it is dated ahead. Zones belong to the edges."""
        return self.now.date() + timedelta(days=1)


def perform(*, intent: Intent, work: Callable[[OpenAct], Mapping[str, Json]]) -> dict[str, Json]:
    """Do `work` once: durable transaction, audit row, kept result; the same key again gives the kept result.

    Raises Refused KEY_UNUSABLE (empty, longer than 200 characters, or with a NUL), KeyReused if the key was used with
    other input, and whatever `work` raises (then nothing is written).
    """
    if not intent.key or len(intent.key) > LONGEST_KEY or "\0" in intent.key:
        raise Refused("KEY_UNUSABLE", length=len(intent.key), most=LONGEST_KEY)
    kept = _kept_result(intent)
    if kept is not None:
        return kept
    try:
        with transaction.atomic():
            act = _open(intent)
            result = dict(work(OpenAct(act.pk, intent.actor, intent.now)))
            ActResult.objects.create(act=act, result=result)
            return result
    except IntegrityError:
        kept = _kept_result(intent)
        if kept is None:
            raise
        return kept


def _open(intent: Intent) -> Act:
    return Act.objects.create(
        verb=intent.verb,
        actor_kind=intent.actor.kind.value,
        actor_name=intent.actor.name,
        actor_user_id=intent.actor.user_id,
        company_id=intent.company_id,
        at=intent.now,
        key=intent.key,
        input_hash=intent.input_hash,
        detail=dict(intent.detail),
    )


def _kept_result(intent: Intent) -> dict[str, Json] | None:
    row = ActResult.objects.filter(act__key=intent.key).values_list("act__input_hash", "result").first()
    if row is None:
        return None
    kept_hash, result = row
    if kept_hash != intent.input_hash:
        raise KeyReused("KEY_REUSED", key=intent.key)
    return dict(result)
