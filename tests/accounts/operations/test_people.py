"""Acts of the administrator: rights in force at once, one administrator always left, tokens hashed and expiring."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from huikuan.accounts.administration import administrators, staff_row, tokens, who_can
from huikuan.accounts.models import ApiToken, Company
from huikuan.accounts.operations.companies import CompanyDraft, add_company, change_company, close_period
from huikuan.accounts.operations.people import PersonDraft, add_department, add_person, change_person, set_active
from huikuan.accounts.operations.tokens import TokenDraft, issue_token, note_use, revoke_token
from huikuan.accounts.queries import actor_of, actor_of_token
from huikuan.kernel.actor import SYSTEM, Role, RowScope, Verb
from huikuan.kernel.refusal import Changed, Refused
from tests.books import NOW

pytestmark = pytest.mark.django_db
ZHAO = PersonDraft("zhao", "赵敏", (Role.SALESPERSON, Role.SALESPERSON))


def add(person: PersonDraft, key: str) -> int:
    return int(add_person(actor=SYSTEM, now=NOW, key=key, person=person)["user_id"])


@pytest.fixture
def admin_id() -> int:
    return add(PersonDraft("admin", "管理员", (Role.ADMINISTRATOR,)), "admin")


def test_rights_are_those_of_the_roles(admin_id: int) -> None:
    user_id = add(ZHAO, "zhao")
    before = actor_of(user_id=user_id)
    assert before is not None
    assert (before.scope, before.may(Verb.ALLOCATE), before.company_ids) == (RowScope.OWN, False, None)
    company = Company.objects.create(name="甲", short_name="甲", currency="CNY")
    changed = replace(ZHAO, roles=(Role.AR_ACCOUNTANT,), company_ids=(company.pk,))
    change_person(actor=SYSTEM, now=NOW, key="c", user_id=user_id, person=changed)
    after = actor_of(user_id=user_id)
    assert after is not None
    assert (after.scope, after.may(Verb.ALLOCATE), after.company_ids) == (RowScope.ALL, True, frozenset({company.pk}))
    row = staff_row(user_id=user_id)
    assert row is not None
    assert (row.roles, row.has_password) == (("AR_ACCOUNTANT",), False)


def test_a_name_is_taken_once(admin_id: int) -> None:
    user_id = add(ZHAO, "zhao")
    with pytest.raises(Refused, match="USERNAME_TAKEN"):
        add(ZHAO, "again")
    with pytest.raises(Refused, match="USERNAME_TAKEN"):
        change_person(actor=SYSTEM, now=NOW, key="c", user_id=user_id, person=replace(ZHAO, username="admin"))


def test_an_administrator_is_limited_to_no_company(admin_id: int) -> None:
    company = Company.objects.create(name="甲", short_name="甲", currency="CNY")
    limited = replace(ZHAO, roles=(Role.ADMINISTRATOR, Role.AUDITOR), company_ids=(company.pk,))
    with pytest.raises(Refused, match="ADMINISTRATOR_LIMITED"):
        add(limited, "limited")
    user_id = add(replace(limited, roles=(Role.AUDITOR,)), "auditor")
    with pytest.raises(Refused, match="ADMINISTRATOR_LIMITED"):
        change_person(actor=SYSTEM, now=NOW, key="c", user_id=user_id, person=limited)
    row = staff_row(user_id=user_id)
    assert row is not None
    assert (row.roles, row.company_ids) == (("AUDITOR",), (company.pk,))


def test_the_last_administrator_cannot_go(admin_id: int) -> None:
    with pytest.raises(Refused, match="LAST_ADMINISTRATOR"):
        set_active(actor=SYSTEM, now=NOW, key="a", user_id=admin_id, is_active=False)
    demoted = PersonDraft("admin", "管理员", (Role.AUDITOR,))
    with pytest.raises(Refused, match="LAST_ADMINISTRATOR"):
        change_person(actor=SYSTEM, now=NOW, key="b", user_id=admin_id, person=demoted)
    assert actor_of(user_id=admin_id) is not None
    add(PersonDraft("second", "二", (Role.ADMINISTRATOR,)), "second")
    set_active(actor=SYSTEM, now=NOW, key="a", user_id=admin_id, is_active=False)
    assert actor_of(user_id=admin_id) is None


def test_unknown_people(admin_id: int) -> None:
    with pytest.raises(Refused, match="PERSON_UNKNOWN"):
        change_person(actor=SYSTEM, now=NOW, key="c", user_id=999, person=ZHAO)
    with pytest.raises(Refused, match="PERSON_UNKNOWN"):
        set_active(actor=SYSTEM, now=NOW, key="d", user_id=999, is_active=True)
    with pytest.raises(Refused, match="PERSON_UNKNOWN"):
        issue_token(actor=SYSTEM, now=NOW, key="e", draft=TokenDraft(999, "x"))


def test_who_can_says_active_people_only(admin_id: int) -> None:
    wu = add(PersonDraft("wu", "吴静", (Role.AR_ACCOUNTANT,)), "wu")
    assert (who_can(verb=Verb.ALLOCATE), administrators()) == (("吴静",), ("管理员",))
    set_active(actor=SYSTEM, now=NOW, key="a", user_id=wu, is_active=False)
    assert who_can(verb=Verb.ALLOCATE) == ()


def test_departments(admin_id: int) -> None:
    first = add_department(actor=SYSTEM, now=NOW, key="d1", name="销售")
    add_department(actor=SYSTEM, now=NOW, key="d2", name="华东", parent_id=first["department_id"])
    with pytest.raises(Refused, match="DEPARTMENT_EXISTS"):
        add_department(actor=SYSTEM, now=NOW, key="d3", name="销售")


def test_a_token_acts_until_it_expires_or_is_revoked(admin_id: int) -> None:
    wu = add(PersonDraft("wu", "吴静", (Role.AR_ACCOUNTANT,)), "wu")
    reading = issue_token(actor=SYSTEM, now=NOW, key="t1", draft=TokenDraft(wu, "只读", days=1))
    writing = issue_token(actor=SYSTEM, now=NOW, key="t2", draft=TokenDraft(wu, "可写", can_write=True))
    assert reading.token.startswith("hk_")
    assert issue_token(actor=SYSTEM, now=NOW, key="t1", draft=TokenDraft(wu, "只读", days=1)).token == ""
    reader = actor_of_token(token=reading.token, now=NOW)
    writer = actor_of_token(token=writing.token, now=NOW)
    assert reader is not None
    assert writer is not None
    assert (reader.may(Verb.VIEW), reader.may(Verb.ALLOCATE), writer.may(Verb.ALLOCATE)) == (True, False, True)
    assert actor_of_token(token=reading.token, now=NOW + timedelta(days=1)) is None
    revoke_token(actor=SYSTEM, now=NOW, key="r", token_id=writing.token_id)
    assert actor_of_token(token=writing.token, now=NOW) is None
    with pytest.raises(Changed, match="TOKEN_REVOKED"):
        revoke_token(actor=SYSTEM, now=NOW, key="r2", token_id=writing.token_id)
    assert reading.token not in str(list(ApiToken.objects.values()))


@pytest.mark.parametrize("days", [0, 367])
def test_a_token_lasts_a_year_at_most(days: int, admin_id: int) -> None:
    with pytest.raises(Refused, match="DAYS_OUT_OF_BOUNDS"):
        issue_token(actor=SYSTEM, now=NOW, key="t", draft=TokenDraft(admin_id, "x", days=days))


def test_the_last_use_is_kept_by_the_minute(admin_id: int) -> None:
    issue_token(actor=SYSTEM, now=NOW, key="t", draft=TokenDraft(admin_id, "x"))
    hashed = ApiToken.objects.get().token_hash
    seen = []
    for seconds in (0, 30, 61):
        note_use(token_hash=hashed, now=NOW + timedelta(seconds=seconds))
        seen.append(tokens()[0].last_used_at)
    assert seen == [NOW, NOW, NOW + timedelta(seconds=61)]


def test_own_companies() -> None:
    draft = CompanyDraft("甲方贸易有限公司", "甲方")
    company_id = add_company(actor=SYSTEM, now=NOW, key="c1", company=draft)["company_id"]
    with pytest.raises(Refused, match="COMPANY_EXISTS"):
        add_company(actor=SYSTEM, now=NOW, key="c2", company=draft)
    with pytest.raises(Refused, match="CURRENCY_UNKNOWN"):
        add_company(actor=SYSTEM, now=NOW, key="c3", company=CompanyDraft("乙", "乙", "XXQ"))
    other = add_company(actor=SYSTEM, now=NOW, key="c4", company=CompanyDraft("乙", "乙"))["company_id"]
    with pytest.raises(Refused, match="COMPANY_EXISTS"):
        change_company(actor=SYSTEM, now=NOW, key="c5", company_id=other, company=draft)
    change_company(actor=SYSTEM, now=NOW, key="c6", company_id=company_id, company=replace(draft, phone="021"))
    assert Company.objects.get(pk=company_id).phone == "021"
    with pytest.raises(Refused, match="COMPANY_UNKNOWN"):
        change_company(actor=SYSTEM, now=NOW, key="c7", company_id=999, company=CompanyDraft("丙", "丙"))


def test_books_close_forwards_only() -> None:
    company_id = add_company(actor=SYSTEM, now=NOW, key="c", company=CompanyDraft("甲", "甲"))["company_id"]
    close_period(actor=SYSTEM, now=NOW, key="1", company_id=company_id, through=date(2026, 1, 31))
    for day in (date(2026, 1, 31), date(2026, 1, 30)):
        with pytest.raises(Changed, match="PERIOD_CLOSED_ALREADY"):
            close_period(actor=SYSTEM, now=NOW, key=f"2-{day}", company_id=company_id, through=day)
    close_period(actor=SYSTEM, now=NOW, key="3", company_id=company_id, through=date(2026, 2, 28))
    assert Company.objects.get(pk=company_id).closed_through == date(2026, 2, 28)
