"""A case of three years bundled and verified, in an installation of its own: `python -m bench.evidence`; prints JSON.

36 invoices, four papers for each (a PDF of two pages, a photograph), a message a week, part payments; zh and en. The verifier
runs in a bare Python (`-I -S`) on the unpacked bundle, and must refuse it after one byte of one file was changed.
"""

from __future__ import annotations

import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

FOLDER = tempfile.TemporaryDirectory(prefix="huikuan-evidence-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
os.environ["HUIKUAN_HOME"] = FOLDER.name
os.environ["DATABASE_URL"] = ""

import django  # noqa: E402

django.setup()

from pypdf import PdfReader  # noqa: E402

from huikuan.activities.operations import ActivityDraft, add_activities  # noqa: E402
from huikuan.activities.rules import ActivityKind  # noqa: E402
from huikuan.audit.operations import Intent, perform  # noqa: E402
from huikuan.documents.pdf import render_pdf  # noqa: E402
from huikuan.evidence.access import ordered_for  # noqa: E402
from huikuan.evidence.operations.adding import PieceDraft, add_piece  # noqa: E402
from huikuan.evidence.operations.bundling import BundleOrder  # noqa: E402
from huikuan.evidence.operations.ordering import order_bundle  # noqa: E402
from huikuan.evidence.rules.kinds import Kind  # noqa: E402
from huikuan.jobs.bundles import make_bundles  # noqa: E402
from huikuan.jobs.laying_out import lay_out  # noqa: E402
from huikuan.kernel.actor import SYSTEM  # noqa: E402
from tests.books import Books, new_books  # noqa: E402

NOW, TODAY = datetime(2026, 3, 2, 3, tzinfo=UTC), date(2026, 3, 2)
MONTHS, WEEKS = 36, 156
KINDS = (Kind.CONTRACT, Kind.DELIVERY, Kind.ACCEPTANCE, Kind.STATEMENT)
PHOTO_BYTES = 400_000


def main() -> None:
    """Build the case, bundle it in both languages, verify; print seconds, processor time, pages and bytes."""
    lay_out()
    books = new_books()
    customer, items = _case(books)
    found = {language: _bundled(books, customer, items, language) for language in ("zh-hans", "en")}
    print(json.dumps({"items": len(items), **found}))


def _case(books: Books) -> tuple[int, list[int]]:
    customer, items = books.customer("三年案债务人有限公司"), []
    for month in range(MONTHS):
        issued = date(2023, 3, 1) + timedelta(days=30 * month)
        number, due = f"F{month:03d}", issued + timedelta(days=30)
        (row,) = books.invoice(customer, number, 1_000_000 + month, due=due, issued=issued)
        items.append(row.pk)
        if month % 3 == 0:
            books.allocate(books.receipt(300_000, customer, on=due + timedelta(days=20)), (row, 300_000))
        for kind in KINDS:
            is_photo = kind is Kind.DELIVERY
            name = f"{kind.value}-{number}.{'jpg' if is_photo else 'pdf'}"
            content = _photo(name) if is_photo else _paper(name)
            draft = PieceDraft(customer, (row.pk,), kind, issued, name, content, is_signed=True, signatory="王工")
            add_piece(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), draft=draft)
    start = datetime(2023, 3, 6, 2, tzinfo=UTC)
    drafts = [
        ActivityDraft(
            customer_id=customer,
            company_id=None,
            kind=ActivityKind.CALL,
            at=start + timedelta(weeks=week),
            text=f"第 {week} 周电话催收，财务王经理答复下月安排付款。",
        )
        for week in range(WEEKS)
    ]
    intent = Intent("record_activity", SYSTEM, NOW, books.key(), None, {})
    perform(intent=intent, work=lambda act: {"count": len(add_activities(act=act, drafts=drafts))})
    return customer, items


def _bundled(books: Books, customer: int, items: list[int], language: str) -> dict[str, Any]:
    order = BundleOrder(customer, books.company_id, tuple(items), language)
    done = order_bundle(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), order=order)
    began, used = time.perf_counter(), _processor_seconds()
    made = make_bundles(clock=lambda: NOW, zone=UTC)
    seconds, processor = time.perf_counter() - began, _processor_seconds() - used
    row = ordered_for(actor=SYSTEM, ordered_id=int(done["ordered_id"]))
    if made != 1:
        sys.exit(f"not made: {row.fault} {row.fault_parameters}")
    from huikuan.documents.files import read_file

    folder = Path(FOLDER.name) / language
    zipfile.ZipFile(io.BytesIO(read_file(sha256=row.archive_sha256))).extractall(folder)
    if kept := os.environ.get("HUIKUAN_BENCH_KEEP"):
        (Path(kept) / f"{language}.pdf").write_bytes((folder / "index.pdf").read_bytes())
    whole = _verified(folder)
    spoiled = next((folder / "originals").iterdir())
    content = bytearray(spoiled.read_bytes())
    content[len(content) // 2] ^= 1
    spoiled.write_bytes(bytes(content))
    if whole or not _verified(folder):
        sys.exit("the verifier is wrong")
    return {
        "seconds": round(seconds, 2),
        "processor_seconds": round(processor, 2),
        "pages": len(PdfReader(folder / "index.pdf").pages),
        "megabytes": round(row.archive_bytes / 2**20, 1),
    }


def _verified(folder: Path) -> int:
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), str(folder)]
    return subprocess.run(command, cwd="/", env={}, capture_output=True, check=False).returncode


def _processor_seconds() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def _paper(mark: str) -> bytes:
    """A PDF of our own making of two pages."""
    section = {"title": mark, "titles": [mark], "rows": [[f"{mark} {row}"] for row in range(50)], "layout": "w"}
    side = {"title": "", "name": mark, "lines": []}
    data = {"lang": "zh", "region": "cn", "title": mark, "on": ["", ""], "parties": [side, side], "sections": [section]}
    checking = {"title": "", "lines": []}
    return render_pdf(template="evidence", data={**data, "checking": checking, "pages": "{0}/{1}"}, on=TODAY)


def _photo(mark: str) -> bytes:
    """As many bytes as a telephone's photograph of a delivery note, behind the head of a JPEG of one grey dot."""
    head = bytes.fromhex(
        "ffd8ffe000104a46494600010100000100010000ffdb004300" + "10" * 64 + "ffc0000b080001000101011100"
        "ffc4001400010000000000000000000000000000000affc40014100100000000000000000000000000000000ffda0008010100003f00d2cfffd9"
    )
    return head + random.Random(mark).randbytes(PHOTO_BYTES)


if __name__ == "__main__":
    main()
