"""What goes into a bundle: the originals with the acts that kept them, the messages as they were sent, the time line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo

from huikuan.activities.queries import timeline
from huikuan.activities.rules import ActivityKind
from huikuan.documents.queries import keeping_acts, open_documents
from huikuan.documents.rules import Purpose, safe_name
from huikuan.evidence.rules.bundle import MOST_BYTES, Entry, Happening, as_json, path_of
from huikuan.evidence.rules.kinds import Completeness, Kind, Paper
from huikuan.evidence.rules.sheets import money_text
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Refused
from huikuan.outbox.ports import MessageRow
from huikuan.outbox.queries import message_rows
from huikuan.promises.queries import PromiseFilter, promise_page
from huikuan.receipts.access import receipts_for
from huikuan.receivables.queries.rows import ReceivableRow

_TOLD = {
    kind.value
    for kind in (
        ActivityKind.CALL,
        ActivityKind.VISIT,
        ActivityKind.MEETING,
        ActivityKind.CHAT,
        ActivityKind.SMS,
        ActivityKind.EMAIL,
        ActivityKind.LETTER,
    )
}
"""Contacts with the customer; what our people noted for each other stays in the house."""
MOST_ROWS = 5_000


def originals(*, standings: Iterable[Completeness], numbers: dict[int, str]) -> Iterator[tuple[Paper, tuple[str, ...]]]:
    """Every paper once, by kind and day, with the numbers of the items it is about."""
    about: dict[Paper, list[str]] = {}
    for one in standings:
        for standing in one.standings:
            for paper in standing.papers:
                about.setdefault(paper, []).append(numbers[one.receivable_id])
    order = list(Kind)
    for paper in sorted(about, key=lambda one: (order.index(one.kind), one.on, one.name, one.sha256)):
        yield paper, tuple(dict.fromkeys(about[paper]))


def entries_of(*, papers: Sequence[tuple[Paper, tuple[str, ...]]]) -> list[Entry]:
    """The files of the papers, each with its bytes checked; at most two queries a purpose.

    Raises Refused EVIDENCE_TOO_LARGE, FileDamaged.
    """
    contents = _contents(papers)
    if sum(len(one) for one in contents.values()) > MOST_BYTES:
        raise Refused("EVIDENCE_TOO_LARGE", most=MOST_BYTES)
    acts = keeping_acts(document_ids=[paper.document_id for paper, _ in papers if paper.document_id])
    messages = message_rows(ids=[paper.message_id for paper, _ in papers if paper.message_id])
    found = []
    for place, (paper, about) in enumerate(papers, 1):
        name, act = safe_name(name=paper.name), None
        if paper.message_id:
            content = _message(messages[paper.message_id])
            name = f"message-{paper.message_id}.json"
        else:
            content = contents[paper.purpose, paper.document_id, paper.owner_id]
            act = acts[paper.document_id, Purpose(paper.purpose), paper.owner_id]
        found.append(
            Entry(
                path=path_of(place=place, kind=paper.kind.value, name=name),
                content=content,
                kind=paper.kind.value,
                title=paper.name,
                on=paper.on,
                about=about,
                articles=paper.worth.articles,
                act=act,
                is_bound=paper.piece_id > 0,
            )
        )
    return found


def happenings(
    *, actor: Actor, customer_id: int, company_id: int, items: Sequence[ReceivableRow], zone: tzinfo
) -> tuple[Happening, ...]:
    """What happened between the sides, by day in the company's zone; nothing we noted for ourselves."""
    found = [Happening(item.issue_date, "ISSUED", item.invoice_number) for item in items if item.sequence == 1]
    found += [Happening(item.due_date, "DUE", item.invoice_number) for item in items if item.due_date]
    for one in timeline(actor=actor, customer_id=customer_id, size=MOST_ROWS).rows:
        if one.company_id in (None, company_id) and one.kind in _TOLD:
            found.append(Happening(one.at.astimezone(zone).date(), one.kind, one.text, one.who_name))
    promised = promise_page(actor=actor, narrowed=PromiseFilter(customer_id=customer_id), size=MOST_ROWS)
    for promise in promised.rows:
        if promise.company_id == company_id:
            said = f"{money_text(minor=promise.amount_minor, currency=promise.currency)} · {promise.day.isoformat()}"
            found.append(Happening(promise.made_on, "PROMISE", said, promise.said_by))
    money = receipts_for(actor=actor).filter(customer_id=customer_id, company_id=company_id, reversed_minor=0)
    for on, currency, minor in money.order_by("pk").values_list("received_on", "currency", "amount_minor"):
        found.append(Happening(on, "PAYMENT", money_text(minor=minor, currency=currency)))
    return tuple(sorted(found, key=lambda one: (one.on, one.what, one.text, one.who)))


def _contents(papers: Sequence[tuple[Paper, tuple[str, ...]]]) -> dict[tuple[str, int, int], bytes]:
    found: dict[tuple[str, int, int], bytes] = {}
    kept = [paper for paper, _ in papers if paper.document_id]
    for purpose in sorted({paper.purpose for paper in kept}):
        wanted = sorted({(one.document_id, one.owner_id) for one in kept if one.purpose == purpose})
        contents = open_documents(wanted=wanted, purpose=Purpose(purpose))
        found |= {(purpose, *pair): content for pair, content in zip(wanted, contents, strict=True)}
    return found


def _message(row: MessageRow) -> bytes:
    """A message as it was written and sent, with its hash; the record, not a picture of it."""
    content = row.content
    return as_json(
        value={
            "id": row.id,
            "day": row.day.isoformat(),
            "channel": row.channel.value,
            "state": row.state.value,
            "sent_at": row.sent_at.isoformat() if row.sent_at else None,
            "sender": content.sender_name,
            "recipient": content.recipient,
            "recipient_name": content.recipient_name,
            "subject": content.subject,
            "text": content.text,
            "snapshot_hash": row.snapshot_hash,
        }
    )
