"""The act of taking in a bank statement: its lines, and the record of the import with every row that was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from huikuan.audit.operations import Json, OpenAct, perform
from huikuan.imports.batches import BatchHead, begin_import, save_batch
from huikuan.imports.rules import Counts, ImportKind, Rejection
from huikuan.kernel.actor import Actor
from huikuan.receipts.operations.statements import StatementSource, statement_intent, take_statements


def import_statement(
    *,
    actor: Actor,
    now: datetime,
    key: str,
    bank_account_id: int,
    source: StatementSource,
    rejected: Sequence[Rejection] = (),
) -> dict[str, Json]:
    """Take the statements of a file into one bank account in one act, all or nothing, and keep what came of each row.

    What `receipts.operations.statements.take_statements` answers, with `"batch_id"`. A file taken before leaves an import
    with nothing new. Raises Refused as `statement_intent`.
    """
    intent = statement_intent(actor=actor, now=now, key=key, bank_account_id=bank_account_id, source=source)

    def work(act: OpenAct) -> Mapping[str, Json]:
        number = begin_import()
        done = take_statements(act=act, bank_account_id=bank_account_id, source=source)
        head = BatchHead(
            number=number,
            kind=ImportKind.STATEMENT,
            company_id=done["company_id"],
            name=source.name,
            sha256=source.sha256,
            files=[(source.name, source.sha256)],
            bank_account_id=bank_account_id,
        )
        counts = Counts(
            accepted=done["accepted"],
            duplicate=done["duplicate"],
            rejected=tuple(rejected),
            accepted_minor=done["totals"],
            duplicate_minor=done["duplicate_totals"],
        )
        return {**done, "batch_id": save_batch(act=act, head=head, counts=counts, reading={"gaps": done["gaps"]})}

    return perform(intent=intent, work=work)
