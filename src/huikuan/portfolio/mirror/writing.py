"""Brings the mirror up to a posting number, and many small files into one.

Why the cursor may be a posting number: numbers are taken under a lock on the series row that is held until the
transaction ends, and the counter is part of that transaction. So (1) number n + 1 becomes visible only after n has,
(2) a rolled-back transaction gives its numbers back, (3) whoever sees a number sees every smaller one: "all numbers up
to N" is a set that never changes again. `GapInLedger` is the guard: postings read and numbers must agree.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl
from django.db import connection

from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.mirror.layout import BrokenMirror, CompanyFolder, Manifest, MirrorFile
from huikuan.portfolio.models import MirrorToken
from huikuan.portfolio.sources import ACCOUNTS, movements, posting_ids, postings_between

READ_POSTINGS = 250_000
FILE_ROWS = 2_000_000
ROW_GROUP_ROWS = 131_072
SMALL_ROWS = 1_000_000
MOST_SMALL_FILES = 8

_OF_ACCOUNT = {
    "RECEIVABLE": (
        c.NUMBER,
        c.KIND,
        c.COMPANY,
        c.CURRENCY,
        c.CUSTOMER,
        c.RECEIVABLE,
        c.MINOR,
        c.EFFECTIVE,
        c.APPLIED,
        c.POSTED_AT,
        c.ISSUED,
        c.DUE,
    ),
    "UNAPPLIED": (
        c.NUMBER,
        c.KIND,
        c.COMPANY,
        c.CURRENCY,
        c.CUSTOMER,
        c.RECEIPT,
        c.MINOR,
        c.EFFECTIVE,
        c.APPLIED,
        c.POSTED_AT,
    ),
}


class InsideTransaction(RuntimeError):
    """Somebody read the portfolio inside a transaction: what it wrote is not committed and must not be mirrored."""


class GapInLedger(RuntimeError):
    """Posting numbers of a company are not gapless (TRUST J4): nothing is mirrored past the gap."""


def brought_up_to(*, folder: CompanyFolder, number: int) -> Manifest:
    """The manifest of a mirror that holds every posting up to `number` or further; missing ones are appended.

    A mirror that is damaged, of another database, or ahead of this one is built anew. Raises GapInLedger,
    InsideTransaction.
    """
    manifest = _valid(folder)
    if manifest is not None and manifest.cursor >= number:
        return manifest
    _refuse_uncommitted()
    with folder.locked():
        manifest = _valid(folder) or _begun(folder)
        while manifest.cursor < number:
            manifest = _append(folder, manifest, number)
        return _compacted(folder, manifest, most=MOST_SMALL_FILES)


def compacted(*, folder: CompanyFolder) -> Manifest | None:
    """Merge the small files of each account and currency into one; None if there is no mirror."""
    with folder.locked():
        manifest = _valid(folder)
        return None if manifest is None else _compacted(folder, manifest, most=1)


def begun_anew(*, folder: CompanyFolder) -> Manifest:
    """Throw the mirror away; the next read builds it from the first posting."""
    with folder.locked():
        return _begun(folder)


def _refuse_uncommitted() -> None:
    # The transaction around a test is no act: Django marks it, and lets durable blocks stand in it likewise.
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise InsideTransaction("read the portfolio after the act is committed")


def _valid(folder: CompanyFolder) -> Manifest | None:
    """The manifest, unless it is damaged or belongs to another state of the database."""
    try:
        manifest = folder.manifest()
    except BrokenMirror:
        return None
    if manifest is None:
        return None
    token = MirrorToken.objects.filter(company_id=folder.company_id).values_list("token", flat=True).first()
    if token != manifest.token:
        return None
    known = posting_ids(numbers={folder.company_id: manifest.cursor})
    return manifest if manifest.cursor == 0 or known == {folder.company_id: manifest.posting_id} else None


def _begun(folder: CompanyFolder) -> Manifest:
    token = secrets.token_hex(16)
    MirrorToken.objects.update_or_create(company_id=folder.company_id, defaults={"token": token})
    manifest = Manifest(folder.company_id, token)
    folder.publish(manifest=manifest)
    return manifest


def _append(folder: CompanyFolder, manifest: Manifest, number: int) -> Manifest:
    """Append until `number` or until a file is full, whichever comes first: what is published is whole either way."""
    chunks, rows, cursor, posting_id = [], 0, manifest.cursor, manifest.posting_id
    while cursor < number and rows < FILE_ROWS:
        through = min(number, cursor + READ_POSTINGS)
        count, posting_id = postings_between(company_id=folder.company_id, after=cursor, through=through)
        if count != through - cursor:
            raise GapInLedger(f"company {folder.company_id}: {count} postings numbered {cursor + 1} … {through}")
        chunk = movements(company_id=folder.company_id, after=cursor, through=through)
        chunks.append(chunk)
        rows, cursor = rows + chunk.height, through
    everything = pl.concat(chunks)
    added = tuple(
        folder.add(file=record, write=_parquet(rows_of_file))
        for record, rows_of_file in _files(everything, first=manifest.cursor + 1, last=cursor)
    )
    manifest = replace(manifest, cursor=cursor, posting_id=posting_id, files=(*manifest.files, *added))
    folder.publish(manifest=manifest)
    return manifest


def _files(everything: pl.DataFrame, *, first: int, last: int) -> Iterator[tuple[MirrorFile, pl.DataFrame]]:
    for account in ACCOUNTS:
        of_account = everything.filter(pl.col("account") == account).select(_OF_ACCOUNT[account])
        for (currency,), rows in sorted(of_account.partition_by(c.CURRENCY, as_dict=True, maintain_order=True).items()):
            yield _record(account, str(currency), (first, last), rows), rows


def _compacted(folder: CompanyFolder, manifest: Manifest, *, most: int) -> Manifest:
    groups: dict[tuple[str, str], list[MirrorFile]] = {}
    for file in manifest.files:
        if file.rows < SMALL_ROWS:
            groups.setdefault((file.account, file.currency), []).append(file)
    merged = [files for files in groups.values() if len(files) > most]
    if not merged:
        return manifest
    gone = {file.path for files in merged for file in files}
    added = [_merged(folder, files) for files in merged]
    kept = tuple(file for file in manifest.files if file.path not in gone)
    manifest = replace(manifest, files=(*kept, *added), retired=tuple(sorted(gone)))
    folder.publish(manifest=manifest)
    return manifest


def _merged(folder: CompanyFolder, files: list[MirrorFile]) -> MirrorFile:
    ordered = sorted(files, key=lambda file: file.first)
    rows = pl.concat([pl.read_parquet(folder.path / file.path, glob=False) for file in ordered])
    span = (ordered[0].first, ordered[-1].last)
    return folder.add(file=_record(files[0].account, files[0].currency, span, rows), write=_parquet(rows))


def _record(account: str, currency: str, span: tuple[int, int], rows: pl.DataFrame) -> MirrorFile:
    return MirrorFile("", account, currency, *span, rows=rows.height, minor=int(rows[c.MINOR].sum()), size=0, sha256="")


def _parquet(rows: pl.DataFrame) -> Callable[[Path], object]:
    return lambda path: rows.write_parquet(path, compression="lz4", row_group_size=ROW_GROUP_ROWS, statistics=True)
