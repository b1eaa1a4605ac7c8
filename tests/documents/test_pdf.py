"""PDF letters: the same bytes for the same facts, Chinese that can be read, and nothing in the data that is obeyed (S8)."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from huikuan.documents import pdf
from huikuan.documents.pdf import FontMissing, font_folder, render_pdf

ON = date(2026, 3, 2)
PAYLOADS = [
    '#read("/etc/passwd")',
    '#image("/etc/hostname")',
    '#import "@preview/cetz:0.2.2"',
    "$x^2$",
    "*bold* _it_ `raw` <label> @ref",
    "#let x = 1; #panic()",
    "https://canary.example/x.png",
    "\\u{41}",
    '"},"evil":{"x":"',
    "// comment",
    "/* */",
    ']#eval("1")[',
]


def letter(text: str = "您好", rows: int = 1) -> dict[str, object]:
    columns = [{"title": title, "wide": i == 0, "number": i == 1} for i, title in enumerate(("发票号", "未付金额"))]
    return {
        "lang": "zh",
        "region": "cn",
        "subject": f"催款函 {text}",
        "reference": "HK-1",
        "sender": {"name": "甲方贸易有限公司", "lines": ["上海", text]},
        "addressee": ["乙公司", text],
        "date": "2026年3月2日",
        "blocks": [{"kind": "paragraph", "text": f"尊敬的王经理：\n{text}"}, {"kind": "items", "text": ""}],
        "table": {
            "columns": columns,
            "rows": [[f"F{i:04}", text] for i in range(rows)],
            "totals": [["合计", text]],
        },
    }


def text_of(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_same_facts_give_the_same_bytes():
    first = render_pdf(template="letter", data=letter(), on=ON)
    assert render_pdf(template="letter", data=letter(), on=ON) == first
    assert render_pdf(template="letter", data=letter("他"), on=ON) != first
    pdf._compiler.cache_clear()
    assert render_pdf(template="letter", data=letter(), on=ON) == first


def test_a_letter_can_be_read_and_carries_its_font():
    content = render_pdf(template="letter", data=letter(), on=ON)
    assert content.startswith(b"%PDF-") and b"/FontFile" in content
    reader = PdfReader(io.BytesIO(content))
    assert reader.metadata is not None and reader.metadata.title == "催款函 您好"
    for word in ("甲方贸易有限公司", "乙公司", "发票号", "F0000", "合计", "HK-1"):
        assert word in text_of(content).replace(" ", "")


def test_a_long_table_runs_over_pages_with_its_head():
    content = render_pdf(template="letter", data=letter(rows=120), on=ON)
    pages = PdfReader(io.BytesIO(content)).pages
    assert len(pages) >= 3
    assert all("发票号" in page.extract_text() for page in pages)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_data_is_text_and_never_obeyed(payload):
    shown = text_of(render_pdf(template="letter", data=letter(payload), on=ON))
    assert "root:" not in shown
    assert "".join(payload.split())[:8] in "".join(shown.split())


def test_nothing_outside_the_templates_can_be_read(tmp_path, monkeypatch):
    (tmp_path / "canary.typ").write_text('#read("/etc/passwd")')
    (tmp_path / "letter.typ").write_text('#read("../secret.txt")')
    (tmp_path.parent / "secret.txt").write_text("canary")
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    pdf._compiler.cache_clear()
    for template in ("canary", "letter"):
        with pytest.raises(Exception, match=r"file not found|access denied|escape|outside"):
            render_pdf(template=template, data={}, on=ON)
    pdf._compiler.cache_clear()


def test_no_template_reads_files_or_the_network():
    for path in pdf.TEMPLATES.glob("*.typ"):
        source = path.read_text(encoding="utf-8")
        for word in ("read(", "image(", "@preview", "eval(", "import ", "include ", "plugin("):
            assert word not in source, path


def test_a_missing_font_is_said_clearly(monkeypatch, tmp_path):
    monkeypatch.setenv("HUIKUAN_FONTS", str(tmp_path))
    with pytest.raises(FontMissing, match="fonts-noto-cjk"):
        font_folder()


def test_a_named_folder_wins(monkeypatch, tmp_path):
    (tmp_path / "NotoSansSC-Regular.ttf").write_bytes(b"")
    monkeypatch.setenv("HUIKUAN_FONTS", str(tmp_path))
    assert font_folder() == tmp_path


def test_data_goes_in_as_json():
    assert json.loads(json.dumps(letter())) == letter()
    assert Path(pdf.TEMPLATES, "letter.typ").exists()
