"""Proof of statements: the books still give what was printed (W1), files are the ones named (W2), numbers have no gap (W3),
answers follow from what they rest on (W4)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Max, Min, Q, Sum

from huikuan.documents.checks import damaged_sources
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.ledger.customer_accounts import OWED, Window, account_sums, last_in_series
from huikuan.statements.models import Acknowledgement, Reply, Statement, StatementItem, StatementLine
from huikuan.statements.operations.writing import STATEMENT_SERIES
from huikuan.statements.rules.states import number_text


def check_customer_statements() -> list[Finding]:
    """Check W1–W4 over every statement and answer."""
    return [
        finding(invariant="W1", checked=Statement.objects.count(), broken=[*_books(), *_parts()]),
        finding(invariant="W2", checked=Statement.objects.exclude(pdf_sha256="").count(), broken=_files()),
        finding(invariant="W3", checked=Statement.objects.count(), broken=_gaps()),
        finding(invariant="W4", checked=Reply.objects.count(), broken=_answers()),
    ]


def _books() -> Iterator[Triple]:
    """The ledger, known through the posting a statement knew, gives its closing balance again."""
    windows = Statement.objects.order_by().values_list("company_id", "through", "through_number").distinct()
    for company_id, through, through_number in windows:
        rows = Statement.objects.filter(company_id=company_id, through=through, through_number=through_number)
        said = list(rows.order_by("pk").values_list("number", "customer_id", "currency", "closing_minor"))
        window = Window(company_id, through, through_number)
        sums = account_sums(window=window, customer_ids={customer for _, customer, _, _ in said})
        for number, customer, currency, closing in said:
            found = sum(sums.get((customer, currency, account), 0) for account in OWED)
            if found != closing:
                yield f"statement {number_text(number=number)}", str(closing), str(found)


def _parts() -> Iterator[Triple]:
    """Opening and lines give the closing balance; the open items give what is open."""
    lines = StatementLine.objects.values("statement_id").annotate(moved=Sum(F("debit_minor") - F("credit_minor")))
    moved = dict(lines.values_list("statement_id", "moved"))
    items = dict(StatementItem.objects.values_list("statement_id").annotate(total=Sum("open_minor")).order_by())
    columns = ("pk", "number", "opening_minor", "closing_minor", "open_minor")
    for pk, number, opening, closing, open_minor in Statement.objects.order_by("pk").values_list(*columns):
        if opening + moved.get(pk, 0) != closing:
            yield f"lines of {number_text(number=number)}", str(closing), str(opening + moved.get(pk, 0))
        if items.get(pk, 0) != open_minor:
            yield f"items of {number_text(number=number)}", str(open_minor), str(items.get(pk, 0))


def _files() -> Iterator[Triple]:
    named = Statement.objects.exclude(pdf=None).order_by("pk").values_list("number", "pdf_sha256", "pdf__sha256")
    for number, said, kept in named:
        if said != kept:
            yield f"file of {number_text(number=number)}", said, kept
    yield from damaged_sources(files=((f"statement {number_text(number=number)}", said) for number, said, _ in named))


def _gaps() -> Iterator[Triple]:
    rows = Statement.objects.values_list("company_id").annotate(first=Min("number"), last=Max("number"))
    for company_id, first, last in rows.order_by("company_id"):
        count = Statement.objects.filter(company_id=company_id).count()
        given = last_in_series(company_id=company_id, code=STATEMENT_SERIES)
        if (first, last, count) != (1, given, given):
            yield f"statements of company {company_id}", f"1 … {given}", f"{first} … {last}, {count}"


def _answers() -> Iterator[Triple]:
    confirmed = Reply.objects.filter(result="CONFIRMED").exclude(
        Q(statement__state="CONFIRMED") & Q(answered_sha256=F("statement__pdf_sha256"))
    )
    for pk, state in confirmed.order_by("pk").values_list("pk", "statement__state"):
        yield f"reply {pk}", "a confirmed statement with the same file", state
    sums = Acknowledgement.objects.exclude(minor=F("reply__acknowledged_minor"))
    for pk, minor, said in sums.order_by("pk").values_list("pk", "minor", "reply__acknowledged_minor"):
        yield f"acknowledgement {pk}", str(said), str(minor)
