"""Guards of the rooms that know people and papers: users, customers, files, contacts, imports; with the rows they are tried on."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import F

from huikuan.accounts.models import (
    ApiToken,
    CalendarDay,
    Company,
    Department,
    OneTimeLink,
    SignInCounter,
    User,
    UserCompany,
    UserRole,
)
from huikuan.accounts.operations.rates import RateDraft, enter_rates
from huikuan.activities.models import Activity, PlannedVisit
from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, Subject, SubjectKind
from huikuan.audit.models import Act
from huikuan.customers.models import PayerAlias
from huikuan.documents.operations import DocumentDraft, keep_document
from huikuan.documents.rules import Purpose
from huikuan.imports.rules import Options
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.kernel.text_dates import DateOrder
from tests.books import NOW, new_books
from tests.guards.tables import Guard, changed, copied
from tests.imports.lists import take

GUARDS: list[Guard] = [
    ("accounts.UserRole", "accounts_user_role_once", copied()),
    ("accounts.UserCompany", "accounts_user_company_once", copied()),
    ("accounts.Company", "name", copied()),
    ("accounts.Department", "name", copied()),
    ("accounts.User", "username", copied()),
    ("accounts.ApiToken", "token_hash", copied()),
    ("accounts.ApiToken", "accounts_token_expires_later", changed(expires_at=F("created_at"))),
    ("accounts.CalendarDay", "day", copied()),
    ("accounts.OneTimeLink", "token_hash", copied()),
    ("accounts.OneTimeLink", "accounts_link_expires_later", changed(expires_at=F("created_at"))),
    ("accounts.SignInCounter", "bucket", copied()),
    ("accounts.ExchangeRate", "accounts_rate_once", copied()),
    ("accounts.ExchangeRate", "accounts_rate_in_bounds", copied(version=2, note="x", rate_micros=0)),
    ("accounts.ExchangeRate", "accounts_rate_of_another", copied(to_currency="USD")),
    ("accounts.ExchangeRate", "accounts_rate_has_source", copied(version=2, note="x", source="")),
    ("accounts.ExchangeRate", "accounts_rate_correction_says_why", copied(version=2)),
    ("customers.Customer", "code", copied()),
    ("customers.Customer", "customers_named", changed(name="")),
    ("customers.Customer", "customers_limit_not_negative", changed(credit_limit_minor=-1)),
    ("customers.PayerAlias", "customers_alias_once", copied()),
    ("customers.PayerAlias", "customers_alias_not_empty", changed(value="")),
    ("documents.Document", "sha256", copied()),
    ("documents.Document", "documents_size_not_negative", copied(sha256="f" * 64, size_bytes=-1)),
    ("documents.DocumentUse", "documents_use_once", copied()),
    ("activities.Activity", "activities_next_step_whole", copied(next_action="再打电话", next_date=None)),
    ("activities.Activity", "activities_text_not_empty", copied(text="")),
    ("activities.ActivitySubject", "activities_subject_once", copied()),
    ("activities.PlannedVisit", "activities_visit_once_a_day", copied()),
    ("activities.PlannedVisit", "activities_visit_done_has_activity", changed(state="DONE")),
    ("activities.PlannedVisit", "activity", copied({"state": "DONE"}, day=date(2026, 3, 9))),
    ("imports.ImportBatch", "act", copied(number=9)),
    ("imports.ImportBatch", "number", changed(number=1)),
    ("imports.ImportBatch", "imports_batch_rows_sum", changed(read=F("read") + 1)),
    (
        "imports.ImportBatch",
        "imports_batch_not_negative",
        changed(rejected=-1, accepted=F("accepted") + F("rejected") + 1),
    ),
    ("imports.RejectedRow", "imports_rejected_says_why", changed(code="")),
    ("imports.SavedMapping", "imports_mapping_once", copied()),
]


def visits_planned(buyer: int) -> None:
    """A visit that is planned, and one that was done."""
    act = Act.objects.latest("pk")
    about: dict[str, object] = {"customer_id": buyer, "person_id": 7, "act": act}
    PlannedVisit.objects.create(**about, day=date(2026, 3, 2), state="PLANNED")
    PlannedVisit.objects.create(**about, day=date(2026, 3, 3), state="DONE", activity=Activity.objects.latest("pk"))


def ground() -> None:
    """A user with a token and a link, a customer with an alias, a note and a paper, two imported lists, one with a refused row."""
    books = new_books()
    Department.objects.create(name="华东")
    CalendarDay.objects.create(day=NOW.date(), is_working=False)
    SignInCounter.objects.create(bucket="a" * 64, window_started_at=NOW, attempts=1)
    dollar = RateDraft(date(2026, 3, 2), "USD", "CNY", 7_097_100, "中间价")
    enter_rates(actor=SYSTEM, now=NOW, key=books.key(), rates=[dollar])
    user = User.objects.create(username="li", name="李")
    UserRole.objects.create(user=user, role=Role.AUDITOR.value)
    UserCompany.objects.create(user=user, company=Company.objects.get(pk=books.company_id))
    term = {"created_at": NOW, "expires_at": NOW + timedelta(days=1)}
    ApiToken.objects.create(user=user, name="erp", token_hash="a" * 64, **term)
    OneTimeLink.objects.create(user=user, token_hash="b" * 64, **term)
    buyer = books.customer("乙公司")
    PayerAlias.objects.create(customer_id=buyer, kind="NAME", value="乙方", learned_at=NOW, learned_from="x")
    about = (Subject(SubjectKind.RECEIVABLE, 5),)
    note = ActivityDraft(buyer, ActivityKind.NOTE, NOW, "说周五付款", subjects=about)
    record_activity(actor=SYSTEM, now=NOW, today=date(2026, 3, 2), key=books.key(), activity=note)
    visits_planned(buyer)
    rows = [["F001", "乙公司", "2026-01-10", "2026-02-09", "1.00"], ["F002", "乙公司", "?", "2026-02-09", "1.00"]]
    paper = DocumentDraft("催款函.pdf", b"%PDF-1.7 x", Purpose.LETTER, buyer)
    keep_document(actor=SYSTEM, now=NOW, key=books.key(), document=paper)
    for listed in (rows, [["F003", *rows[0][1:]]]):
        take(books.company_id, listed, options=Options(date_order=DateOrder.YMD))
