"""Bytes are on the disk before their row is; they are opened for a purpose and an owner, and checked."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from huikuan.documents import files
from huikuan.documents.checks import check_documents
from huikuan.documents.files import FileDamaged, path_of, read_file, write_file
from huikuan.documents.models import Document, DocumentUse
from huikuan.documents.operations import DocumentDraft, keep_document
from huikuan.documents.queries import documents_of, open_document
from huikuan.documents.rules import LARGEST_DOCUMENT, Purpose
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import NotPermitted, Refused

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.HOME = tmp_path


def keep(key: str, content: bytes = b"%PDF-1.7 x", owner: int = 7, purpose: Purpose = Purpose.LETTER) -> int:
    draft = DocumentDraft("催款函.pdf", content, purpose, owner)
    return int(keep_document(actor=SYSTEM, now=NOW, key=key, document=draft)["document_id"])


def test_the_same_bytes_are_kept_once_for_many_owners():
    first, second = keep("a", owner=7), keep("b", owner=8)
    assert first == second
    assert (Document.objects.count(), DocumentUse.objects.count()) == (1, 2)
    row, content = open_document(document_id=first, purpose=Purpose.LETTER, owner_id=8)
    assert (content, row.name, row.content_type, row.size_bytes) == (b"%PDF-1.7 x", "催款函.pdf", "application/pdf", 10)
    assert [row.id for row in documents_of(purpose=Purpose.LETTER, owner_ids=[7, 9])] == [first]


@pytest.mark.parametrize(
    ("purpose", "owner", "shift"), [(Purpose.LETTER, 8, 0), (Purpose.IMPORT, 7, 0), (Purpose.LETTER, 7, 1)]
)
def test_another_purpose_or_owner_opens_nothing(purpose, owner, shift):
    pk = keep("a")
    with pytest.raises(NotPermitted, match="DOCUMENT_NOT_VISIBLE"):
        open_document(document_id=pk + shift, purpose=purpose, owner_id=owner)


def test_a_file_changed_on_the_disk_is_noticed_and_mended_by_keeping_it_again():
    pk = keep("a")
    path = path_of(sha256=Document.objects.get(pk=pk).sha256)
    path.write_bytes(b"%PDF-1.7 y")
    with pytest.raises(FileDamaged):
        open_document(document_id=pk, purpose=Purpose.LETTER, owner_id=7)
    assert [finding.invariant for finding in check_documents() if finding.broken] == ["X7"]
    keep("b")
    assert open_document(document_id=pk, purpose=Purpose.LETTER, owner_id=7)[1] == b"%PDF-1.7 x"
    path.unlink()
    with pytest.raises(FileDamaged, match="missing"):
        read_file(sha256=path.name)


def test_a_crash_before_the_row_leaves_a_file_and_no_row(monkeypatch):
    monkeypatch.setattr(Document.objects, "get_or_create", lambda **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        keep("a")
    assert Document.objects.count() == 0
    monkeypatch.undo()
    assert keep("a")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_crash_while_writing_leaves_neither_half_a_file_nor_a_row(monkeypatch, tmp_path, step):
    def fails(*args):
        raise OSError("no space left on device")

    target = (os, "fsync") if step == "fsync" else (Path, "replace")
    monkeypatch.setattr(*target, fails)
    with pytest.raises(OSError, match="no space"):
        keep("a")
    assert Document.objects.count() == 0
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_the_bytes_are_durable_before_the_function_returns(monkeypatch):
    order: list[str] = []
    real = os.fsync

    def noted(handle: int) -> None:
        order.append("fsync")
        real(handle)

    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(files, "_sync", lambda folder: order.append(f"folder {folder.name}"))
    sha256 = write_file(content=b"x")
    assert order == [
        "fsync",
        f"folder {sha256[:2]}",
        "folder files",
        f"folder {path_of(sha256=sha256).parents[2].name}",
    ]
    assert path_of(sha256=sha256).stat().st_mode & 0o077 == 0


def test_too_large_is_refused():
    with pytest.raises(Refused, match="DOCUMENT_TOO_LARGE"):
        keep("a", content=bytes(LARGEST_DOCUMENT + 1))


def test_rows_cannot_be_rewritten():
    pk = keep("a")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Document.objects.filter(pk=pk).update(name="x")
