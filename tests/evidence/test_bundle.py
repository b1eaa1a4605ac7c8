"""The bundle of evidence: its own verifier in a bare Python finds every fault at its file."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from huikuan.audit.sealing import chain_head
from huikuan.evidence.models import Bundle
from huikuan.evidence.rules.kinds import Kind
from huikuan.integrations.paper_binding import PaperBinder
from huikuan.interest.operations.claiming import charge_interest
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.kernel.text_amounts import format_amount
from huikuan.receivables.operations import Reduction
from tests.books import NOW
from tests.evidence.office import TODAY, new_evidence, two_pages, unpacked, verified
from tests.people import new_people
from tests.writing_off import write_off

pytestmark = pytest.mark.django_db


def test_a_bundle_checks_itself_and_every_fault_is_found_at_its_file(tmp_path: Path) -> None:
    """Given a signed delivery note and an acceptance added later, the bundle holds both, its verifier passes in a bare Python,
    and fails at that file when a byte is flipped, a file is missing or added, proofs are swapped, or the list is changed."""
    office = new_evidence()
    office.add(Kind.ACCEPTANCE)
    made = office.bundle()
    folder = unpacked(made, tmp_path / "whole")
    code, said = verified(folder)
    assert code == 0, said
    assert "FAULT" not in said and chain_head() in said
    listed = [one["path"] for one in json.loads((folder / "manifest.json").read_text())["files"]]
    assert listed == [
        "index.pdf",
        "interest.csv",
        "originals/001-delivery-送货单.pdf",
        "originals/002-acceptance-ACCEPTANCE.pdf",
        "timeline.csv",
        "verify.py",
    ]
    assert "OK        originals/002-acceptance-ACCEPTANCE.pdf: 一致，其哈希已写入存证记录" in said
    for place, (fault, spoil) in enumerate(_faults(listed).items()):
        copy = tmp_path / str(place)
        shutil.copytree(folder, copy)
        spoil(copy)
        code, said = verified(copy)
        assert code == 1, fault
        assert [line for line in said.splitlines() if line.startswith("FAULT") and fault.split("!")[0] in line], said
    assert verified(folder, "--head", made.head)[0] == 0
    assert verified(folder, "--head", "ab" * 32)[0] == 1


def _faults(listed: list[str]) -> dict[str, Callable[[Path], object]]:
    """What is done to a bundle, by the file at which it must be found."""
    found: dict[str, Callable[[Path], object]] = {
        f"{path}!flipped": lambda copy, path=path: _flip(copy / path)  # type: ignore[misc]
        for path in listed
        if path != "verify.py"
    }
    found["originals/001-delivery-送货单.pdf!gone"] = lambda copy: (copy / "originals/001-delivery-送货单.pdf").unlink()
    found["originals/more.pdf"] = lambda copy: (copy / "originals/more.pdf").write_bytes(b"x")
    found["manifest.json!changed"] = lambda copy: _edit(copy / "manifest.json", lambda all_: all_.update(debtor="x"))
    found["proofs.json, block"] = lambda copy: _edit(
        copy / "proofs.json", lambda all_: all_["blocks"][-1].update(root="0" * 64)
    )
    found["originals/002-acceptance-ACCEPTANCE.pdf!content"] = lambda copy: _edit(copy / "proofs.json", _other_content)
    found["originals/001-delivery-送货单.pdf!swapped"] = lambda copy: _edit(copy / "proofs.json", _swapped)
    found["manifest.json!unproved"] = lambda copy: _edit(copy / "proofs.json", lambda all_: all_["acts"].pop())
    return found


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def _edit(path: Path, change: Callable[[dict], object]) -> None:  # type: ignore[type-arg]
    value = json.loads(path.read_text())
    change(value)
    path.write_text(json.dumps(value))


def _swapped(proofs: dict) -> None:  # type: ignore[type-arg]
    first, second = proofs["acts"][:2]
    for name in ("leaf", "path"):
        first[name], second[name] = second[name], first[name]


def _other_content(proofs: dict) -> None:  # type: ignore[type-arg]
    told = next(act for act in proofs["acts"] if act["content"] and act["content"]["verb"] == "add_evidence")
    told["content"]["detail"]["dated_on"] = "2025-01-01"


def test_the_interest_table_of_a_bundle_holds_every_day_once(tmp_path: Path) -> None:
    """Late since 10 February: charged through the 14th, proposed through the 20th, running through 2 March (21 days)."""
    office = new_evidence()
    (charged,), _proposed = office.claim_interest(date(2026, 2, 14)), office.claim_interest(date(2026, 2, 20))
    charge_interest(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), charge_ids=[charged])
    made = office.bundle(language="en")
    with (unpacked(made, tmp_path) / "interest.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["From"], row["Until"], row["Days"], row["State"]) for row in rows] == [
        ("2026-02-10", "2026-02-14", "5", "Charged (LI-000001)"),
        ("2026-02-15", "2026-02-20", "6", "Proposed"),
        ("2026-02-21", "2026-03-02", "10", "Not charged"),
    ]
    # 100,000.00 × 3.00 % × 1.3 ÷ 365: 10.6849… a day, each claim rounded by itself
    assert [row["Interest"] for row in rows] == ["CNY 53.42", "CNY 64.11", "CNY 106.85"]
    index = "".join(page.extract_text() for page in PdfReader(BytesIO(made.index)).pages)
    assert "CNY 224.38" in index and "Of it charged" in index


def test_the_same_facts_give_the_same_bundle_and_the_same_key_makes_it_once() -> None:
    office = new_evidence()
    first, again = office.bundle(key="bundle-key-0001"), office.bundle(key="bundle-key-0001")
    assert first.bundle_id == again.bundle_id and first.index == again.index
    assert first.archive == again.archive
    assert Bundle.objects.count() == 1
    other = office.bundle(language="en")
    assert "Index of evidence" in PdfReader(BytesIO(other.index)).pages[0].extract_text()


def test_originals_are_bound_behind_the_index_under_page_numbers_that_run_on() -> None:
    """A PDF of two pages and a picture lie behind the index; what cannot be read stays in the archive, and is said so."""
    office = new_evidence()
    office.add(Kind.CONTRACT, content=two_pages(), name="合同.pdf")
    made = office.bundle(binder=PaperBinder())
    pages = PdfReader(BytesIO(made.index)).pages
    last = len(pages)
    front = "".join(page.extract_text() for page in pages[:-2])
    assert [f"{number} / {last}" in pages[number - 1].extract_text() for number in range(1, last + 1)][-2:] == [
        True
    ] * 2
    assert f"共 {last} 页" in front and "见压缩包" in front
    assert office.bundle(binder=PaperBinder()).index == made.index


def test_who_may_make_a_bundle_and_of_what() -> None:
    """Only who handles cases and sees the customer; items of another customer never come in."""
    office, people = new_evidence(), new_people()
    other = office.books.customer("丙公司")
    (foreign,) = office.books.invoice(other, "F900", 5_000)
    office.add(Kind.CONTRACT, customer_id=other, items=(foreign.pk,), name="secret.pdf", content=b"secret of another")
    for actor in (people.owner, people.accountant, people.nobody):
        with pytest.raises(NotPermitted):
            office.bundle(by=actor)
    made = office.bundle(by=people.director)
    assert b"secret" not in made.archive and b"F900" not in made.archive and made.bundle_id
    office.item = foreign
    with pytest.raises(Refused, match="EVIDENCE_ITEMS"):
        office.bundle(by=people.director)
    assert Bundle.objects.count() == 1


@pytest.mark.parametrize(("off", "paid"), [(100_000_00, 0), (60_000_00, 30_000_00)])
def test_a_debt_that_was_written_off_is_claimed_on_and_the_index_says_so(tmp_path: Path, off: int, paid: int) -> None:
    """账销案存: of 100,000.00 what was written off in our books is open between the sides; only what was paid is settled."""
    office = new_evidence()
    if paid:
        office.books.allocate(office.books.receipt(paid, office.customer), (office.item, paid))
    reduction = Reduction(office.item.pk, off, TODAY, "UNCOLLECTABLE")
    write_off(actor=SYSTEM, now=NOW, key=office.books.key(), reduction=reduction)
    made = office.bundle()
    (item,) = json.loads((unpacked(made, tmp_path / "off") / "manifest.json").read_text())["items"]
    assert (item["original_minor"], item["open_minor"], item["written_off_minor"]) == (
        100_000_00,
        100_000_00 - paid,
        off,
    )
    assert verified(tmp_path / "off")[0] == 0
    for language, said in (("zh-hans", "账销案存"), ("en", "written off")):
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(office.bundle(language=language).index)).pages)
        assert said in text and format_amount(minor=100_000_00 - paid, currency="CNY") in text
        assert ("CNY 0.00" in text) is (paid == 0), "nothing is settled, never nothing open"
