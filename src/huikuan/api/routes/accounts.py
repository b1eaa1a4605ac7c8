"""Our own accounts: list, add."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Router, Status

from huikuan.accounts.access import company_for
from huikuan.api.account_shapes import AccountIn, AccountOut, Accounts
from huikuan.api.answers import Created, Fault
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import Key
from huikuan.kernel.actor import Verb
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from huikuan.receipts.queries.bank_accounts import bank_accounts

router = Router(tags=["accounts"])


@router.get("/accounts", response={200: Accounts, STATUSES: Fault}, auth=Bearer(Verb.VIEW_MATCHING))
def list_accounts(request: HttpRequest) -> Accounts:
    """The accounts in use of the own companies that the token may see, in the order of ids."""
    rows = bank_accounts(actor=caller_of(request=request).actor)
    return Accounts(items=[AccountOut(**asdict(row)) for row in rows])


@router.post("/accounts", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.IMPORT))
def create_account(request: HttpRequest, key: Key, body: AccountIn) -> Status[Created]:
    """Add an account of an own company: a bank's, a merchant account at a payment provider, or the till."""
    caller = caller_of(request=request)
    company_for(actor=caller.actor, company_id=body.company_id, need=Verb.IMPORT)
    done = open_bank_account(
        actor=caller.actor,
        now=caller.now,
        key=caller.key(key),
        company_id=body.company_id,
        account=BankAccountDraft(body.name, body.currency, body.number, body.bank, body.kind),
    )
    return Status(201, Created(id=done["bank_account_id"]))
