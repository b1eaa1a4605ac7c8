"""Proof that the bytes of every document and every imported file are on the disk and unchanged (TRUST X7)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from huikuan.documents.files import FileDamaged, read_file
from huikuan.documents.models import Document
from huikuan.kernel.findings import Finding, Triple, finding


def check_documents() -> list[Finding]:
    """Check X7 over every document by reading it."""
    return [finding(invariant="X7", checked=Document.objects.count(), broken=_damaged())]


def damaged_sources(*, files: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    """Of `(name of who refers to it, SHA-256)` those whose kept file is gone or changed."""
    for name, sha256 in files:
        try:
            read_file(sha256=sha256)
        except FileDamaged as fault:
            yield name, sha256, str(fault)


def _damaged() -> Iterator[Triple]:
    for pk, sha256, size in Document.objects.order_by("pk").values_list("pk", "sha256", "size_bytes").iterator():
        try:
            found = len(read_file(sha256=sha256))
        except FileDamaged as fault:
            yield f"document {pk}", sha256, str(fault)
        else:
            if found != size:
                yield f"document {pk}", f"{size} bytes", f"{found} bytes"
