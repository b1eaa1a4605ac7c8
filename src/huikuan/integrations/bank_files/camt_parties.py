"""Who stands on the other side of a camt transaction."""

from __future__ import annotations

from lxml import etree

from huikuan.integrations.bank_files.camt_nodes import child, text_at
from huikuan.integrations.bank_files.records import StatementLine


def counterparty(*, node: etree._Element, line: StatementLine, own_account: str) -> tuple[str, str, str]:
    """Return name, account and bank of the other side: the debtor of a credit, the creditor of a debit.

    A reversal turns the sides round. A side that is empty or holds our own account is not the other side.
    """
    parties = child(node=node, name="RltdPties")
    agents = child(node=node, name="RltdAgts")
    first = "Dbtr" if (line.amount_minor > 0) != line.is_reversal else "Cdtr"
    second = "Cdtr" if first == "Dbtr" else "Dbtr"
    for side in (first, second):
        account = _party_account(parties, side)
        name = _party_name(parties, side) or _party_name(parties, f"Ultmt{side}")
        if (name or account) and not (account and account == own_account):
            bank = "" if agents is None else _bank(agents, f"{side}Agt")
            return name, account, bank
    return _party_name(parties, first), "", ""


def _party_name(parties: etree._Element | None, side: str) -> str:
    if parties is None:
        return ""
    for path in ("Nm", "Pty/Nm", "Agt/FinInstnId/Nm"):
        found = text_at(node=parties, path=f"{side}/{path}")
        if found:
            return found
    return ""


def _party_account(parties: etree._Element | None, side: str) -> str:
    if parties is None:
        return ""
    for path in ("Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN"):
        found = text_at(node=parties, path=f"{side}Acct/{path}")
        if found:
            return found
    return ""


def _bank(agents: etree._Element, name: str) -> str:
    for path in ("BICFI", "BIC", "Nm", "NmAndAdr/Nm", "ClrSysMmbId/MmbId", "ClrSysMmbId/Id"):
        found = text_at(node=agents, path=f"{name}/FinInstnId/{path}")
        if found:
            return found
    return ""
