"""Chat robots take few messages a minute: a token before each, and one message for several when more wait than may go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils import translation
from django.utils.translation import ngettext

from huikuan.outbox.operations.allowing import Allowed, others_waiting, take_allowance, wait_for_robot
from huikuan.outbox.operations.delivering import Claim, postpone
from huikuan.outbox.ports import Mail, Postpone

DIGEST_MOST = 20
"""So many messages at most are put into one; the rest goes with the next."""


def allowance_for(*, claim: Claim, now: datetime) -> Allowed:
    """Take a token for a claimed message; without one it and all that wait for the robot are put back until there is one."""
    message = claim.message
    robot = message.content.recipient
    allowed = take_allowance(channel=message.channel, robot=robot, now=now)
    if not allowed.may_go:
        postpone(claim=claim, verdict=Postpone(allowed.again_at, (("ROBOT_BUSY", {"robot": robot}),)), now=now)
        wait_for_robot(channel=message.channel, robot=robot, until=allowed.again_at)
    return allowed


def is_digest(*, claim: Claim, allowed: Allowed, now: datetime) -> bool:
    """Whether more messages wait for the robot than it takes now, so that they go in one."""
    message = claim.message
    return others_waiting(channel=message.channel, robot=message.content.recipient, now=now) > allowed.left


def digest_of(*, mails: Sequence[Mail]) -> Mail:
    """One message that holds several of the same robot, each under its subject."""
    first = mails[0]
    with translation.override(first.language):
        title = ngettext("%(count)s message", "%(count)s messages", len(mails)) % {"count": len(mails)}
    text = "\n\n".join(f"{place}. {mail.subject}\n{mail.text.strip()}" for place, mail in enumerate(mails, 1))
    return replace(first, subject=title, text=text)
