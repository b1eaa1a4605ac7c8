"""Case files of the demo company: a suit with a judgment that can be appealed, and one that waits for its hearing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huikuan.accounts.queries import actor_of, people
from huikuan.cases.operations.interest import claim_interest
from huikuan.cases.operations.moving import CostDraft, DateDraft, StepDraft, add_cost, move_case, set_date
from huikuan.cases.operations.opening import CaseDraft, CaseParties, name_parties, open_case
from huikuan.cases.queries import ClaimableRow, claimable
from huikuan.cases.rules import Cost, DateKind, Event, Kind
from huikuan.clocks.legal_deadlines import deadlines
from huikuan.clocks.operations.ending import finish_deadline
from huikuan.demo.building import Built
from huikuan.demo.papers import BLANK_PDF
from huikuan.kernel.actor import SYSTEM, Actor

_LATE = timedelta(days=90)
_MOST = 3


@dataclass(frozen=True, slots=True)
class _Story:
    """A suit: opened so many days ago, its steps, days and costs, each so many days from today."""

    opened: int
    court: str
    number: str
    steps: tuple[tuple[Event, int, str], ...]
    days: tuple[tuple[DateKind, int, str], ...]
    costs: tuple[tuple[Cost, int, int, bool], ...]


_STORIES = (
    _Story(
        160,
        "上海市浦东新区人民法院",
        "（2026）沪0115民初3187号",
        (
            (Event.FILE, -150, "立案材料已提交"),
            (Event.ACCEPT, -143, "受理通知书"),
            (Event.DECIDE, -6, "判决书已送达：支持本金及利息"),
        ),
        ((DateKind.HEARING, -48, "第三法庭，首次开庭"), (DateKind.HEARING, -20, "第三法庭，质证")),
        ((Cost.COURT_FEE, 486_000, -140, True), (Cost.LAWYER, 1_500_000, -150, False)),
    ),
    _Story(
        40,
        "杭州市余杭区人民法院",
        "（2026）浙0110民初902号",
        ((Event.FILE, -30, "网上立案"), (Event.ACCEPT, -22, "受理通知书")),
        ((DateKind.EVIDENCE, 4, "提交送货单原件"), (DateKind.HEARING, 13, "第七法庭")),
        ((Cost.COURT_FEE, 212_000, -20, True), (Cost.PRESERVATION, 98_000, -19, True)),
    ),
)


def fill_cases(*, built: Built, now: datetime, today: date) -> None:
    """Two suits of the finance director's about long overdue items of two customers."""
    director = _actor(next(row.id for row in people().values() if row.username == "wang.hong"))
    chosen = _chosen(built, today)
    for place, (story, (customer_id, items)) in enumerate(zip(_STORIES, chosen, strict=False)):
        opened = today - timedelta(days=story.opened)
        draft = CaseDraft(
            customer_id,
            Kind.SUIT,
            {one.receivable_id: one.most_minor for one in items},
            authority=story.court,
            lawyer="李律师（中伦）",
            note="多次催收无果",
        )
        key = f"demo:case:{place}"
        done = open_case(actor=director, now=now, today=opened, key=key, draft=draft)
        _live(director, now, today, key, int(done["case_id"]), story)


def _live(actor: Actor, now: datetime, today: date, key: str, case_id: int, story: _Story) -> None:
    parties = CaseParties(story.court, story.number, "李律师（中伦）")
    name_parties(actor=actor, now=now, key=f"{key}:parties", case_id=case_id, parties=parties)
    for event, ago, note in story.steps:
        step = StepDraft(event, today + timedelta(days=ago), note, None, "法院文书.pdf", BLANK_PDF)
        move_case(actor=actor, now=now, today=today, key=f"{key}:{event}", case_id=case_id, step=step)
    claim_interest(actor=actor, now=now, today=today, key=f"{key}:interest", case_id=case_id)
    for place, (kind, minor, ago, is_claimed) in enumerate(story.costs):
        cost = CostDraft(kind, minor, today + timedelta(days=ago), "", "缴费凭证.pdf", BLANK_PDF, is_claimed)
        add_cost(actor=actor, now=now, today=today, key=f"{key}:cost:{place}", case_id=case_id, cost=cost)
    for place, (what, away, note) in enumerate(story.days):
        day = DateDraft(what, today + timedelta(days=away), note)
        set_date(actor=actor, now=now, key=f"{key}:day:{place}", case_id=case_id, day=day)
    for row in deadlines(actor=SYSTEM, today=today):
        if row.reference == f"case:{case_id}" and row.last_day < today:
            held = f"{key}:held:{row.id}"
            finish_deadline(actor=actor, now=now, today=today, key=held, deadline_id=row.id, note="已到庭")


def _chosen(built: Built, today: date) -> list[tuple[int, tuple[ClaimableRow, ...]]]:
    """Customers with items overdue for long, the most of them in front, and at most three of each."""
    found = []
    for customer_id in built.customers.values():
        rows = claimable(actor=SYSTEM, customer_id=customer_id, company_id=built.companies["CNY"])
        late = [one for one in rows if one.due_date is not None and one.due_date < today - _LATE]
        if late:
            found.append((customer_id, tuple(late[:_MOST])))
    return sorted(found, key=lambda one: (-len(one[1]), one[0]))[: len(_STORIES)]


def _actor(user_id: int) -> Actor:
    actor = actor_of(user_id=user_id)
    if actor is None:
        raise ValueError(user_id)
    return actor
