"""Facts and verdict together: what may lift a rule is read only where one holds true."""

from __future__ import annotations

from datetime import date

from huikuan.credit.facts import facts_of, set_aside
from huikuan.credit.rules.deciding import Verdict, decide
from huikuan.credit.rules.facts import Facts, Question
from huikuan.credit.rules.orders import OrderAmounts
from huikuan.credit.rules.policy import CreditPolicy


def judged(
    *,
    question: Question,
    root_id: int,
    policy: CreditPolicy,
    today: date,
    held: OrderAmounts | None = None,
    askers: tuple[int, ...] = (),
) -> tuple[Facts, Verdict]:
    """The facts about a question and what the rules say of them; `held` is the order as it stands, None if it is new.

    `askers` are the people whose order it is: their own word lifts nothing that blocks.
    """
    facts = facts_of(question=question, root_id=root_id, policy=policy, today=today, held=held)
    verdict = decide(facts=facts, policy=policy)
    if not verdict.reasons:
        return facts, verdict
    facts = set_aside(facts=facts, root_id=root_id, policy=policy, held=held, askers=askers)
    return facts, decide(facts=facts, policy=policy)
