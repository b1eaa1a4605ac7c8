"""The mirror follows the ledger number by number, and whatever is wrong with it is built anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from django.db import transaction

from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Series
from huikuan.portfolio import sources
from huikuan.portfolio.checks import verify_mirror
from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.mirror import writing
from huikuan.portfolio.mirror.layout import CompanyFolder, Manifest
from huikuan.portfolio.mirror.reading import company_folder, partitions
from huikuan.portfolio.models import MirrorToken
from huikuan.portfolio.operations import compact_mirror, rebuild_mirror, refresh_mirror
from huikuan.portfolio.queries import ageing
from tests.books import Books, new_books

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)


@pytest.fixture
def books() -> Books:
    made = new_books()
    buyer = made.customer("乙公司")
    (item,) = made.invoice(buyer, "F001", 1_000)
    made.allocate(made.receipt(600, buyer), (item, 400))
    return made


@pytest.fixture
def folder(books: Books) -> CompanyFolder:
    return company_folder(company_id=books.company_id)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The ranges of posting numbers that were read from the database."""
    found: list[tuple[int, int]] = []
    real = sources.movements

    def noted(*, company_id: int, after: int, through: int) -> pl.DataFrame:
        found.append((after, through))
        return real(company_id=company_id, after=after, through=through)

    monkeypatch.setattr(writing, "movements", noted)
    return found


def owed() -> int:
    report = ageing(actor=SYSTEM, as_of=DAY)
    assert report.ties
    return report.totals["CNY"].total_minor


def manifest_of(folder: CompanyFolder) -> Manifest:
    manifest = folder.manifest()
    assert manifest is not None
    return manifest


def test_only_what_was_posted_since_is_read(books: Books, reads: list[tuple[int, int]]) -> None:
    assert owed() == 600
    books.invoice(books.customer("丙公司"), "F002", 50)
    assert owed() == 650
    assert owed() == 650
    assert reads == [(0, 3), (3, 4)]
    assert refresh_mirror() == {books.company_id: 4}
    assert verify_mirror() == ()


def test_a_long_history_is_read_in_pieces_and_split_over_files(
    books: Books, folder: CompanyFolder, reads: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "READ_POSTINGS", 1)
    monkeypatch.setattr(writing, "FILE_ROWS", 3)
    assert owed() == 600
    assert reads == [(0, 1), (1, 2), (2, 3)]
    assert [(file.account, file.first, file.last) for file in manifest_of(folder).files] == [
        ("RECEIVABLE", 1, 3),
        ("UNAPPLIED", 1, 3),
    ]


def test_many_small_files_become_one(books: Books, folder: CompanyFolder) -> None:
    buyer = books.customer("丙公司")
    for number in range(12):
        books.invoice(buyer, f"F1{number:02}", 10)
        assert owed() == 600 + 10 * (number + 1)
    files = [file for file in manifest_of(folder).files if file.account == "RECEIVABLE"]
    assert len(files) <= writing.MOST_SMALL_FILES
    assert (min(file.first for file in files), max(file.last for file in files)) == (1, 15)
    compact_mirror()
    assert [(file.first, file.last) for file in manifest_of(folder).files if file.account == "RECEIVABLE"] == [(1, 15)]
    assert owed() == 720
    assert verify_mirror() == ()


def test_a_reader_of_the_files_before_a_compaction_still_finds_them(books: Books) -> None:
    owed()
    books.invoice(books.customer("丙公司"), "F002", 50)
    owed()
    (part,) = partitions(positions={books.company_id: 4})
    compact_mirror()
    books.invoice(books.customer("丁公司"), "F003", 7)
    assert owed() == 657
    assert part.receivable is not None
    assert part.receivable.select(pl.col(c.MINOR).sum()).collect().item() == 650


Damage = Callable[[CompanyFolder], object]


def cut_a_file(folder: CompanyFolder) -> None:
    path = next(folder.path.glob("CNY/RECEIVABLE-*"))
    path.write_bytes(path.read_bytes()[:-10])


def lose_a_file(folder: CompanyFolder) -> None:
    next(folder.path.glob("CNY/UNAPPLIED-*")).unlink()


def cut_the_manifest(folder: CompanyFolder) -> None:
    path = folder.path / "manifest.json"
    path.write_text(path.read_text()[:-20])


def lose_the_token(folder: CompanyFolder) -> None:
    MirrorToken.objects.all().delete()


def come_from_another_database(folder: CompanyFolder) -> None:
    MirrorToken.objects.update(token="another")


def stop_at_another_posting(folder: CompanyFolder) -> None:
    folder.publish(manifest=replace(manifest_of(folder), posting_id=999_999))


def be_ahead_of_a_restored_database(folder: CompanyFolder) -> None:
    folder.publish(manifest=replace(manifest_of(folder), cursor=1_000, posting_id=1_000))


@pytest.mark.parametrize(
    "damage",
    [
        cut_a_file,
        lose_a_file,
        cut_the_manifest,
        lose_the_token,
        come_from_another_database,
        stop_at_another_posting,
        be_ahead_of_a_restored_database,
    ],
)
def test_a_mirror_that_is_wrong_is_built_anew(
    books: Books, folder: CompanyFolder, reads: list[tuple[int, int]], damage: Damage
) -> None:
    assert owed() == 600
    damage(folder)
    assert owed() == 600
    assert reads == [(0, 3), (0, 3)]
    assert verify_mirror() == ()


def test_a_crash_at_any_rename_loses_nothing(
    books: Books, folder: CompanyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    owed()
    buyer = books.customer("丙公司")
    renames = 0
    for number in range(6):
        books.allocate(books.receipt(10, buyer), (books.invoice(buyer, f"F2{number}", 10)[0], 3))
        with monkeypatch.context() as patched:
            crash = _Crash(after=number % 3)
            patched.setattr(os, "replace", crash)
            with pytest.raises(KeyboardInterrupt):
                owed()
            renames += crash.calls
        assert owed() == 600 + 7 * (number + 1)
        assert verify_mirror() == ()
    assert renames == 2 * (1 + 2 + 3)


class _Crash:
    """A process that dies at its n-th rename."""

    def __init__(self, *, after: int) -> None:
        self.left, self.calls, self.real = after, 0, os.replace

    def __call__(self, source: Path, target: Path) -> None:
        self.calls += 1
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
        self.real(source, target)


def test_a_gap_in_the_numbers_stops_the_mirror(books: Books, folder: CompanyFolder) -> None:
    Series.objects.filter(company_id=books.company_id, code="POSTING").update(last_number=5)
    with pytest.raises(writing.GapInLedger):
        owed()
    assert manifest_of(folder).cursor == 0


def test_the_mirror_may_be_ahead_of_the_moment_a_report_shows(books: Books) -> None:
    owed()
    (part,) = partitions(positions={books.company_id: 1})
    assert part.receivable is not None
    assert part.receivable.select(pl.col(c.MINOR).sum()).collect().item() == 1_000


def test_what_is_not_committed_is_not_mirrored(books: Books) -> None:
    with transaction.atomic(), pytest.raises(writing.InsideTransaction):
        owed()
    assert owed() == 600
    with transaction.atomic():
        assert owed() == 600  # nothing to append


def test_a_rolled_back_posting_leaves_no_trace(books: Books) -> None:
    owed()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        books.invoice(books.customer("丙公司"), "F002", 50)
        _ = 1 // 0
    books.invoice(books.customer("丁公司"), "F003", 7)
    assert owed() == 607
    assert verify_mirror() == ()


def test_each_company_has_its_own_mirror(books: Books) -> None:
    other = new_books("第二公司")
    other.invoice(other.customer("戊公司"), "F001", 9)
    assert owed() == 609
    assert rebuild_mirror(company_id=other.company_id) == {books.company_id: 3, other.company_id: 1}
    assert owed() == 609
    assert rebuild_mirror() == {books.company_id: 3, other.company_id: 1}
