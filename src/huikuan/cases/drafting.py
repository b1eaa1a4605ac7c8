"""Drafts for a lawyer to finish: the facts of a case in texts without logic, as PDF and as a page to edit; what stands against one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from huikuan.accounts.queries import CompanyRow, company
from huikuan.cases.queries import CaseFile, ItemRow, case_file
from huikuan.cases.rules import Draft, DraftFacts, draft_gaps
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.customers.sizes import buyer_types_of, own_size
from huikuan.disputes.queries import disputed_minor
from huikuan.documents.pdf import render_pdf
from huikuan.evidence.rules.words import article_text
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.text_amounts import format_amount
from huikuan.reminders.rules.letters import visible

TEXTS = Path(__file__).resolve().parent / "drafts"
CHINESE = "zh-hans"
_SIZES = {
    "MICRO": ("微型企业", "micro"),
    "SMALL": ("小型企业", "small"),
    "MEDIUM": ("中型企业", "medium"),
    "LARGE": ("大型企业", "large"),
    "PUBLIC": ("机关、事业单位", "public body"),
    "OTHER": ("其他", "other"),
    "": ("【待填】", "[to be filled in]"),
}
_HEADS = (("单据", "Document"), ("到期日", "Due"), ("尚欠", "Open"))


@dataclass(frozen=True, slots=True)
class _Known:
    file: CaseFile
    own: CompanyRow
    debtor: CustomerRow
    seller: str
    buyer: str


def gaps_of(*, actor: Actor, case_id: int, today: date) -> dict[Draft, tuple[str, ...]]:
    """What is missing for each draft or stands against it, as codes; nothing if it can go to the lawyer. Raises NotPermitted."""
    known = _known(actor, case_id, today)
    facts = DraftFacts(
        seller_size=known.seller,
        buyer_type=known.buyer,
        debtor_address=known.debtor.address,
        disputed_minor=sum(disputed_minor(customer_id=known.debtor.id).values()),
        due_dates=tuple(item.due_in_claim for item in known.file.items),
    )
    return {draft: draft_gaps(draft=draft, facts=facts, today=today) for draft in Draft}


def draft_pdf(*, actor: Actor, case_id: int, draft: Draft, language: str, today: date) -> bytes:
    """A draft with the facts of the case, marked as a draft, for those who handle cases. Raises NotPermitted, FontMissing."""
    data = _filled(actor, case_id, draft, language, today)
    return render_pdf(template="letter", data=data, on=today)


def draft_text(*, actor: Actor, case_id: int, draft: Draft, language: str, today: date) -> str:
    """The same draft as a page of HTML that word processors open and a lawyer edits and finishes. Raises NotPermitted."""
    data = _filled(actor, case_id, draft, language, today)
    sender = data["sender"]
    parts = [
        f"<h1>{escape(data['subject'])}</h1>",
        f"<p>{escape(data['reference_title'])} {escape(data['reference'])}</p>",
    ]
    parts += [_lines([sender["name"], *sender["lines"]]), _lines(data["addressee"])]
    parts += [_lines(one["lines"]) if one["kind"] == "paragraph" else _table(one["table"]) for one in data["blocks"]]
    head = f'<meta charset="utf-8"><title>{escape(data["subject"])}</title>'
    return (
        f'<!doctype html>\n<html lang="{data["lang"]}"><head>{head}</head><body>\n'
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _lines(lines: Sequence[str]) -> str:
    return f"<p>{'<br>'.join(escape(line) for line in lines)}</p>"


def _table(table: Mapping[str, Any]) -> str:
    rows = [[column["title"] for column in table["columns"]], *table["rows"]]
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return (
        '<table border="1" cellspacing="0" cellpadding="4">' + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"
    )


def _filled(actor: Actor, case_id: int, draft: Draft, language: str, today: date) -> dict[str, Any]:
    """The text of a draft with its places filled in, as the data of a letter."""
    refuse_without_verb(actor=actor, verb=Verb.HANDLE_CASE)
    known = _known(actor, case_id, today)
    text = (TEXTS / language / f"{draft.value.lower()}.txt").read_text(encoding="utf-8")
    title, _, body = text.partition("\n\n")
    values = _values(known, language, today)
    chinese = language == CHINESE
    blocks = [_block(part, known, values, chinese) for part in body.strip().split("\n\n")]
    return {
        "lang": "zh" if chinese else "en",
        "region": "cn" if chinese else "gb",
        "subject": title,
        "reference": f"{known.file.row.number or case_id}",
        "reference_title": "编号" if chinese else "No.",
        "sender": {"name": known.own.name, "lines": [line for line in (known.own.address, known.own.phone) if line]},
        "addressee": [line for line in (known.debtor.name, known.debtor.address) if line],
        "date": values["today"],
        "blocks": blocks,
        "pages": "第 {0} 页 共 {1} 页" if chinese else "Page {0} of {1}",
    }


def _known(actor: Actor, case_id: int, today: date) -> _Known:
    file = case_file(actor=actor, case_id=case_id, today=today)
    pk, company_id = file.row.customer_id, file.row.company_id
    own = own_size(company_id=company_id, on=today)
    return _Known(
        file,
        company(company_id=company_id),
        customers_by_id(ids=[pk])[pk],
        own.size.value if own else "",
        buyer_types_of(customer_ids=[pk], on=today)[pk].value,
    )


def _values(known: _Known, language: str, today: date) -> dict[str, str]:
    row, place = known.file.row, 0 if language == CHINESE else 1
    blank = ("【待填】", "[to be filled in]")[place]
    said = {
        "creditor": known.own.name,
        "creditor_code": known.own.tax_code,
        "creditor_address": known.own.address,
        "debtor": known.debtor.name,
        "debtor_code": known.debtor.tax_code,
        "debtor_address": known.debtor.address,
        "seller_size": _SIZES[known.seller][place],
        "buyer_type": _SIZES[known.buyer][place],
        "total": _amount(row.principal_minor, row.currency),
        "interest": _amount(row.interest_minor, row.currency),
        "costs": _amount(row.claimed_costs_minor, row.currency),
        "authority": row.authority,
        "lawyer_line": row.lawyer,
        "today": today.isoformat(),
    }
    return {name: visible(text=value) or blank for name, value in said.items()}


def _amount(minor: int, currency: str) -> str:
    """An amount with its currency; nothing where none is known, for the lawyer to fill in."""
    return f"{currency} {format_amount(minor=minor, currency=currency)}" if minor else ""


def _due(item: ItemRow, chinese: bool) -> str:
    """When an item is due; made due by a bankruptcy with its article."""
    day = item.due_in_claim
    if day is None or day == item.due_date:
        return day.isoformat() if day else ""
    return f"{day.isoformat()} {article_text(article='EBL 46', language=CHINESE if chinese else 'en')}"


def _block(part: str, known: _Known, values: Mapping[str, str], chinese: bool) -> dict[str, Any]:
    """A paragraph with its places filled in once, or the table of the items."""
    if part.strip() != "{{items}}":
        for name, value in values.items():
            part = part.replace(f"{{{{{name}}}}}", value.replace("{{", "{ {"))
        return {"kind": "paragraph", "lines": part.split("\n")}
    currency = known.file.row.currency
    rows = [
        [
            item.invoice_number,
            _due(item, chinese),
            f"{currency} {format_amount(minor=item.claimed_minor, currency=currency)}",
        ]
        for item in known.file.items
    ]
    columns = [
        {"title": head[0 if chinese else 1], "number": place == 2, "wide": place == 0}
        for place, head in enumerate(_HEADS)
    ]
    return {"kind": "items", "table": {"heading": "", "columns": columns, "rows": rows, "totals": []}}
