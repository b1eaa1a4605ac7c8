"""Acts that decide: the numbers for bills as versions, whose bills leave our books, the list of acceptors that do not pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.versions import next_version
from huikuan.bills.models import Acceptor, ListedAcceptor, PolicyVersion, RejectedListing, WatchList
from huikuan.bills.queries.acceptors import newest_list
from huikuan.bills.queries.policies import policy_in_force
from huikuan.bills.rules.policy import NUMBERS, BillPolicy, policy_fault
from huikuan.bills.rules.watching import FileRow, ListFault, Listing, ListRead, name_key, read_list
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused


def save_bill_policy(*, actor: Actor, now: datetime, key: str, policy: BillPolicy) -> dict[str, Json]:
    """Put the next version into force; `{"number"}`. `policy.number` is the version the editor saw.

    Needs EDIT_POLICY. Raises NotPermitted, Refused BILL_POLICY_NUMBERS, BILL_POLICY_SOURCE, Changed BILL_POLICY_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    fault = policy_fault(policy=policy)
    if fault is not None:
        raise Refused(fault)
    values: dict[str, Json] = {name: getattr(policy, name) for name in NUMBERS} | {"counted": policy.counted.value}
    detail = {"values": values, "source": policy.source, "replaces": policy.number}
    intent = Intent("save_bill_policy", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        newest = next_version(seen=policy.number, newest=lambda: policy_in_force().number, code="BILL_POLICY_CHANGED")
        with newest as number:
            PolicyVersion.objects.create(
                number=number,
                values=values,
                source=policy.source.strip()[:400],
                who_name=actor.name,
                at=now,
                act_id=act.id,
            )
        return {"number": number}

    return perform(intent=intent, work=work)


def decide_acceptor(
    *, actor: Actor, now: datetime, key: str, name: str, is_derecognised: bool, source: str
) -> dict[str, Json]:
    """Say whether bills of an acceptor leave our books when they are passed on (终止确认); `{"acceptor_id"}`.

    Needs EDIT_POLICY. Raises NotPermitted, Refused BILL_NAMES, BILL_POLICY_SOURCE.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    if not name.strip():
        raise Refused("BILL_NAMES")
    if not source.strip():
        raise Refused("BILL_POLICY_SOURCE")
    detail = {"name": name, "is_derecognised": is_derecognised, "source": source}
    intent = Intent("decide_acceptor", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        said = {
            "name": name.strip()[:200],
            "is_derecognised": is_derecognised,
            "source": source.strip()[:300],
            "at": now,
            "act_id": act.id,
        }
        row, _ = Acceptor.objects.update_or_create(name_key=name_key(name=name), defaults=said)
        return {"acceptor_id": row.pk}

    return perform(intent=intent, work=work)


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list as a file gave it: its name and hash, the header, the rows with their lines; `seen` is the version looked at."""

    source: str
    name: str
    sha256: str
    columns: tuple[str, ...]
    rows: tuple[FileRow, ...]
    shifted: tuple[FileRow, ...] = ()
    seen: int = 0


def import_watch_list(*, actor: Actor, now: datetime, key: str, file: ListFile) -> dict[str, Json]:
    """Take the next version of the list of acceptors that do not pay.

    `{"number", "read", "accepted", "duplicate", "rejected": [{"line", "column", "value", "code"}]}`; rejected rows are kept
    beside the list, with their reasons. Needs IMPORT. Raises NotPermitted, Refused BILL_POLICY_SOURCE, WATCH_LIST_EMPTY, WATCH_LIST_COLUMN,
    WATCH_LIST_TOO_LONG, WATCH_LIST_KNOWN (the newest version is this very file), Changed WATCH_LIST_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.IMPORT)
    if not file.source.strip():
        raise Refused("BILL_POLICY_SOURCE")
    found = read_list(columns=file.columns, rows=file.rows, shifted=file.shifted)
    if isinstance(found, ListFault):
        raise Refused(found.code, column=found.column, value=found.value)
    if not found.accepted:
        raise Refused("WATCH_LIST_EMPTY")
    newest = newest_list()
    if WatchList.objects.filter(number=newest, file_sha256=file.sha256).exists():
        raise Refused("WATCH_LIST_KNOWN", number=newest)
    detail: dict[str, Json] = {"sha256": file.sha256, "file": file.name, "source": file.source, "replaces": file.seen}
    intent = Intent("import_watch_list", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        with next_version(seen=file.seen, newest=newest_list, code="WATCH_LIST_CHANGED") as number:
            _keep_list(act, number, found, file)
        counts: dict[str, Json] = {"read": found.read, "accepted": len(found.accepted), "duplicate": found.duplicate}
        rejected: list[Json] = [
            {"line": one.line, "column": one.column, "value": one.value, "code": one.code} for one in found.rejected
        ]
        return {"number": number, **counts, "rejected": rejected}

    return perform(intent=intent, work=work)


def _keep_list(act: OpenAct, number: int, found: ListRead, file: ListFile) -> None:
    row = WatchList.objects.create(
        number=number,
        source=file.source.strip()[:300],
        file_sha256=file.sha256,
        rows_read=found.read,
        rows_accepted=len(found.accepted),
        rows_duplicate=found.duplicate,
        rows_rejected=len(found.rejected),
        who_name=act.actor.name,
        at=act.now,
        act_id=act.id,
    )
    ListedAcceptor.objects.bulk_create([_listed(row, one) for one in found.accepted], batch_size=500)
    rejected = [
        RejectedListing(
            watch_list=row, file_name=file.name[-255:], line=one.line, column=one.column, value=one.value, code=one.code
        )
        for one in found.rejected
    ]
    RejectedListing.objects.bulk_create(rejected, batch_size=500)


def _listed(row: WatchList, one: Listing) -> ListedAcceptor:
    return ListedAcceptor(
        watch_list=row,
        name=one.name,
        name_key=name_key(name=one.name),
        tax_code=one.tax_code,
        kind=one.kind.value,
        from_day=one.from_day,
        through_day=one.through_day,
    )
