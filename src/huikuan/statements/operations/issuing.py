"""Drafts become files: set as PDF and workbook, kept by hash, frozen. What was issued is never changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.documents.files import write_file
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor
from huikuan.statements.composing import Composer
from huikuan.statements.models import Statement, StatementItem, StatementLine, StatementPolicy
from huikuan.statements.operations.moving import moved
from huikuan.statements.rendering import Files, Press, press_for
from huikuan.statements.rules.sheet import Sheet
from huikuan.statements.rules.states import Event, State, number_text

CHUNK = 50
"""So many statements are set and kept in one act."""


def issue_statements(
    *,
    actor: Actor,
    clock: Callable[[], datetime],
    statement_ids: Sequence[int],
    stopped: Callable[[], bool] = lambda: False,
) -> int:
    """Set drafts of one own company as files and issue them, in acts of 50; how many.

    Under the same numbers again nothing is done twice: only drafts are taken. Raises FontMissing.
    """
    done = 0
    with press_for(count=len(statement_ids)) as press:
        for start in range(0, len(statement_ids), CHUNK):
            if stopped():
                break
            done += _issue_chunk(actor, clock, press, statement_ids[start : start + CHUNK])
    return done


def _issue_chunk(actor: Actor, clock: Callable[[], datetime], press: Press, ids: Sequence[int]) -> int:
    rows = list(Statement.objects.filter(pk__in=ids, state=State.DRAFT.value).order_by("pk"))
    if not rows:
        return 0
    files = list(press.files(sheets=_sheets(rows)))
    # The bytes are on the disk before the transaction begins: it only names them.
    hashes = {
        row.pk: (write_file(content=one.pdf), write_file(content=one.xlsx))
        for row, one in zip(rows, files, strict=True)
    }
    detail = {"statements": {str(pk): list(pair) for pk, pair in hashes.items()}}
    key = f"statements-issue:{rows[0].pk}-{rows[-1].pk}:{len(rows)}"
    intent = Intent("issue_statements", actor, clock(), key, rows[0].company_id, detail)
    perform(intent=intent, work=lambda act: _keep(act, rows, files, hashes))
    return len(rows)


def _sheets(rows: Sequence[Statement]) -> list[Sheet]:
    """The sheets of statements of one own company; a constant number of queries."""
    ids = [row.pk for row in rows]
    lines: dict[int, list[StatementLine]] = {}
    for line in StatementLine.objects.filter(statement_id__in=ids).order_by("statement_id", "position"):
        lines.setdefault(line.statement_id, []).append(line)
    items: dict[int, list[StatementItem]] = {}
    for item in StatementItem.objects.filter(statement_id__in=ids).order_by("statement_id", "pk"):
        items.setdefault(item.statement_id, []).append(item)
    sealed = set(StatementPolicy.objects.filter(prints_seal=True).values_list("number", flat=True))
    made = {
        prints: Composer(
            company_id=rows[0].company_id, customer_ids={row.customer_id for row in rows}, prints_seal=prints
        )
        for prints in {row.policy_number in sealed for row in rows}
    }
    return [
        made[row.policy_number in sealed].sheet(row=row, lines=lines.get(row.pk, []), items=items.get(row.pk, []))
        for row in rows
    ]


def _keep(
    act: OpenAct, rows: Sequence[Statement], files: Sequence[Files], hashes: dict[int, tuple[str, str]]
) -> dict[str, Json]:
    for row, one in zip(rows, files, strict=True):
        name = number_text(number=row.number)
        pdf = store(act=act, document=DocumentDraft(f"{name}.pdf", one.pdf, Purpose.STATEMENT, row.pk))
        xlsx = store(act=act, document=DocumentDraft(f"{name}.xlsx", one.xlsx, Purpose.STATEMENT, row.pk))
        moved(
            act=act,
            row=row,
            event=Event.ISSUE,
            pdf_id=pdf,
            pdf_sha256=hashes[row.pk][0],
            xlsx_id=xlsx,
            xlsx_sha256=hashes[row.pk][1],
        )
    return {"issued": len(rows)}
