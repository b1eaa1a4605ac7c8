"""Proof that the archives of ordered bundles are on the disk and unchanged (TRUST X7)."""

from __future__ import annotations

from huikuan.documents.checks import damaged_sources
from huikuan.evidence.models import OrderedBundle
from huikuan.kernel.findings import Finding, finding


def check_bundles() -> list[Finding]:
    """Check X7 over every archive that is ready, by reading it."""
    rows = OrderedBundle.objects.exclude(archive_sha256="").order_by("pk").values_list("pk", "archive_sha256")
    files = [(f"bundle {pk}", sha256) for pk, sha256 in rows]
    return [finding(invariant="X7", checked=len(files), broken=damaged_sources(files=files))]
