"""What the sheet before a call or visit shows: the five checks, this debt, what was said, arguments, our aim and bottom line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language

from huikuan.accounts.queries import CompanyRow
from huikuan.activities.queries import ActivityRow
from huikuan.activities.rules import ANSWERED
from huikuan.customers.file_queries import PersonRow
from huikuan.customers.queries import contacts_of
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.playbook.queries.preparing import Sheet, asked_for, sheet_of
from huikuan.playbook.rules.preparing import DECIDES, Checked
from huikuan.playbook.rules.scripts import filled
from huikuan.playbook.rules.suggesting import Suggestion
from huikuan.promises.rules import State as PromiseState
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.reminders.rules.letter_words import day_text, language_of, money_text
from huikuan.web.clock import day_of
from huikuan.web.pages.expecting import in_one_line
from huikuan.web.pages.our_side import BlockerShown, blockers_shown
from huikuan.web.pages.paying import Line, line_of
from huikuan.web.pages.playbook import ConditionShown, StrategyShown, conditions_shown, strategy_shown
from huikuan.web.tables.columns import Chip, Text
from huikuan.wording import evidence, names
from huikuan.wording import playbook as words
from huikuan.wording.promises import STATES as PROMISE_STATES
from huikuan.wording.sentences import sentence

MOST_ITEMS, MOST_OTHERS, MOST_NUMBERS = 12, 6, 3


@dataclass(frozen=True, slots=True)
class CheckShown:
    """A check in words, and where it is looked after."""

    title: Text
    standing: Chip
    facts: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class SumShown:
    """What is open and overdue in one currency."""

    open: Money
    overdue: Money
    items: int


@dataclass(frozen=True, slots=True)
class ItemShown:
    """An open item."""

    row: ReceivableRow
    amount: Money


@dataclass(frozen=True, slots=True)
class ArgumentShown:
    """A strategy beside this debt: why it fits, and its script with the facts filled in."""

    strategy: StrategyShown
    conditions: tuple[ConditionShown, ...]
    script: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreparationPage:
    """The whole sheet."""

    sheet: Sheet
    checks: tuple[CheckShown, ...]
    sums: tuple[SumShown, ...]
    items: tuple[ItemShown, ...]
    more_items: int
    blockers: tuple[BlockerShown, ...]
    promises: tuple[tuple[Money, date, Text, str], ...]
    disputes: tuple[tuple[Money, str, date, int], ...]
    causes: tuple[tuple[Text, str], ...]
    people: tuple[tuple[str, str, str, str], ...]
    said: tuple[tuple[date, Text, str, str], ...]
    line: Line | None
    expected: str
    best: ArgumentShown | None
    others: tuple[StrategyShown, ...]
    level: Text
    may_plan: bool


def preparation_page(
    *, actor: Actor, customer_id: int, today: date, companies: Sequence[CompanyRow], code: str
) -> PreparationPage:
    """The sheet for one customer; `code` chooses another strategy than the first that fits. Raises NotPermitted."""
    sheet = sheet_of(actor=actor, customer_id=customer_id, today=today)
    fitting = [one for one in sheet.suggestions if one.fits]
    chosen = next((one for one in sheet.suggestions if one.strategy.code == code), None) or next(iter(fitting), None)
    owner = {one.id: one.name for one in companies}
    return PreparationPage(
        sheet=sheet,
        checks=tuple(_check(one, customer_id) for one in sheet.checks),
        sums=_sums(sheet.items),
        items=tuple(ItemShown(row, Money(row.parts.outstanding, row.currency)) for row in sheet.items[:MOST_ITEMS]),
        more_items=max(0, len(sheet.items) - MOST_ITEMS),
        blockers=blockers_shown(rows=sheet.blockers),
        promises=tuple(
            (Money(one.amount_minor, one.currency), one.day, PROMISE_STATES[one.state.value], one.said_by)
            for one in sheet.promises[:MOST_OTHERS]
        ),
        disputes=tuple(
            (Money(one.amount_minor, one.currency), one.text, one.deadline, one.id) for one in sheet.disputes
        ),
        causes=tuple((words.CAUSES.get(one.cause.value, one.cause.value), one.text) for one in sheet.causes),
        people=tuple(_person(one) for one in sheet.people if one.left_on is None),
        said=tuple(_said(one) for one in sheet.said),
        line=_line(sheet, today),
        expected=in_one_line(expected=sheet.expected) if sheet.expected else "",
        best=_argument(chosen, _values(sheet, actor, owner, today)) if chosen else None,
        others=tuple(strategy_shown(row=one.strategy, success=one.success) for one in fitting if one is not chosen)[
            :MOST_OTHERS
        ],
        level=words.LEVELS[chosen.level.value] if chosen else words.LEVELS["NONE"],
        may_plan=actor.may(Verb.RECORD_ACTIVITY),
    )


def _check(one: Checked, customer_id: int) -> CheckShown:
    code = one.check.value
    page = {"PERSON": "customer_file", "ALLIES": "customer_file", "TIMETABLE": "paying"}.get(code, "customer")
    return CheckShown(
        words.CHECKS[code],
        Chip(words.STANDINGS[one.standing.value], words.STANDING_TONES[one.standing.value]),
        tuple(_fact(reason.code, reason.parameters) for reason in one.reasons),
        reverse(page, args=[customer_id]),
    )


def _fact(code: str, parameters: Mapping[str, str | int]) -> str:
    said = dict(parameters)
    if "kinds" in said:
        mark = str(words.BETWEEN)
        said["kinds"] = mark.join(str(evidence.KINDS[kind]) for kind in str(said["kinds"]).split(", "))
    return sentence(code=code, parameters=said)


def _sums(items: Sequence[ReceivableRow]) -> tuple[SumShown, ...]:
    by_currency: dict[str, list[ReceivableRow]] = {}
    for item in items:
        by_currency.setdefault(item.currency, []).append(item)
    return tuple(
        SumShown(
            Money(sum(item.parts.outstanding for item in some), currency),
            Money(sum(item.parts.outstanding for item in some if (item.days_overdue or 0) > 0), currency),
            len(some),
        )
        for currency, some in by_currency.items()
    )


def _person(one: PersonRow) -> tuple[str, str, str, str]:
    parts = " · ".join(str(names.CONTACT_ROLES.get(role, role)) for role in one.roles)
    return one.name, parts, one.mobile or one.phone, " · ".join(filter(None, (one.reachable_when, one.relationship)))


def _said(one: ActivityRow) -> tuple[date, Text, str, str]:
    return (
        day_of(moment=one.at),
        names.ACTIVITY_KINDS.get(one.kind, one.kind),
        one.text,
        one.next_action,
    )


def _line(sheet: Sheet, today: date) -> Line | None:
    if sheet.paying is None:
        return None
    people = contacts_of(customer_ids=[sheet.customer.id]).get(sheet.customer.id, ())
    return line_of(row=sheet.paying, people_there=people, today=today)


def _argument(one: Suggestion, values: Mapping[str, str]) -> ArgumentShown:
    script = one.strategy.script.said(language=get_language() or "zh")
    return ArgumentShown(
        strategy_shown(row=one.strategy, success=one.success),
        conditions_shown(found=one.conditions),
        filled(text=script, values=values),
    )


def _values(sheet: Sheet, actor: Actor, owner: Mapping[int, str], today: date) -> dict[str, str]:
    """The facts of this debt for the places of a script, in the reader's language; what is not known stays empty."""
    language = language_of(wanted=get_language() or "")
    asked = asked_for(items=sheet.items)
    if not asked:
        return {"customer_name": sheet.customer.name, "caller_name": actor.name}
    first = asked[0]
    same = [one for one in sheet.items if (one.company_id, one.currency) == (first.company_id, first.currency)]
    late = [one for one in asked if (one.days_overdue or 0) > 0]

    def money(rows: Sequence[ReceivableRow]) -> str:
        minor = sum(one.parts.outstanding for one in rows)
        return money_text(minor=minor, currency=first.currency, language=language) if minor else ""

    return {
        "caller_name": actor.name,
        "company_name": owner.get(first.company_id, ""),
        "customer_name": sheet.customer.name,
        "open_total": money(same),
        "overdue_total": money(late),
        "item_count": str(len(asked)),
        "days_overdue": str(first.days_overdue) if late else "",
        "oldest_due_date": day_text(day=first.due_date, language=language) if first.due_date else "",
        "invoice_numbers": str(words.BETWEEN).join(dict.fromkeys(one.invoice_number for one in asked[:MOST_NUMBERS])),
        "today": day_text(day=today, language=language),
        **_of_people(sheet),
        **_of_process(sheet, language),
        **_of_promise(sheet, language),
    }


def _of_people(sheet: Sheet) -> dict[str, str]:
    there = [one for one in sheet.people if one.left_on is None]
    deciding = [one for one in there if {*one.roles} & DECIDES]
    return {"person_name": next((one.name for one in (*deciding, *there)), "")}


def _of_process(sheet: Sheet, language: str) -> dict[str, str]:
    stuck = next((one for one in sheet.paying.process if one.block is not None), None) if sheet.paying else None
    day = sheet.expected.day if sheet.expected else None
    return {
        "blocked_step": stuck.name if stuck else "",
        "blocked_reason": stuck.block.why if stuck and stuck.block else "",
        "expected_day": day_text(day=day, language=language) if day else "",
    }


def _of_promise(sheet: Sheet, language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    broken = next((one for one in sheet.promises if one.state is PromiseState.BROKEN), None)
    if broken is not None:
        found["promised_day"] = day_text(day=broken.day, language=language)
        found["promised_amount"] = money_text(minor=broken.amount_minor, currency=broken.currency, language=language)
    answered = {one.value for one in ANSWERED}
    last = next((one for one in sheet.said if one.kind != "NOTE" and one.outcome in answered), None)
    if last is not None:
        found["last_said"] = last.text[:80]
        found["last_said_on"] = day_text(day=day_of(moment=last.at), language=language)
    return found
