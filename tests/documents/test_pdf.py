"""PDF letters: the same bytes for the same facts, Chinese that can be read, and nothing in the data that is obeyed (S8)."""

from __future__ import annotations

import base64
import io
import re
from datetime import date
from typing import Any

import pytest
import typst
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

IMAGE_OF_DATA = re.compile(r'image\(bytes\(data\.\w+\), format: if data\.\w+ == "jpg" \{ "jpg" \} else \{ "png" \}, ')
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="secret.png" width="9" height="9"/></svg>'


def letter(text: str = "您好", rows: int = 1, heading: str = "") -> dict[str, object]:
    columns = [{"title": title, "wide": i == 0, "number": i == 1} for i, title in enumerate(("发票号", "未付金额"))]
    table = {
        "heading": heading,
        "columns": columns,
        "rows": [[f"F{i:04}", text] for i in range(rows)],
        "totals": [["合计", text]],
    }
    return {
        "lang": "zh",
        "region": "cn",
        "subject": f"催款函 {text}",
        "reference": "HK-1",
        "sender": {"name": "甲方贸易有限公司", "lines": ["上海", text]},
        "addressee": ["乙公司", text],
        "date": "2026年3月2日",
        "pages": "第 {0} 页，共 {1} 页",
        "reference_title": "编号",
        "blocks": [
            {"kind": "salutation", "lines": ["尊敬的王经理："]},
            {"kind": "paragraph", "lines": [text, "收款账户"]},
            {"kind": "items", "table": table},
            {"kind": "closing", "lines": ["甲方贸易有限公司", text]},
        ],
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
    for word in ("甲方贸易有限公司", "王经理", "发票号", "F0000", "合计", "HK-1", "第1页，共1页"):
        assert word in text_of(content).replace(" ", "")
    english = {**letter(), "lang": "en", "region": "gb", "pages": "Page {0} of {1}"}
    shown = text_of(render_pdf(template="letter", data=english, on=ON)).replace(" ", "")
    for word in ("乙公司", "2026年3月2日", "Page1of1"):
        assert word in shown


def test_a_table_may_have_a_heading():
    assert "逾期款项" not in text_of(render_pdf(template="letter", data=letter(), on=ON))
    headed = text_of(render_pdf(template="letter", data=letter(heading="逾期款项"), on=ON))
    assert headed.index("逾期款项") < headed.index("F0000")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sender_never_stands_alone_on_a_sheet(lang: str):
    counts = set()
    for rows in range(14, 30):
        data: dict[str, Any] = {**letter(rows=rows), "lang": lang}
        data["blocks"][3:3] = [{"kind": "paragraph", "lines": [line]} for line in ("权利保留", "顺颂商祺")]
        pages = PdfReader(io.BytesIO(render_pdf(template="letter", data=data, on=ON))).pages
        counts.add(len(pages))
        assert "权利保留" in pages[-1].extract_text()
    assert counts == {1, 2}  # the page was turned somewhere among them


def fonts_of(content: bytes) -> dict[str, bool]:
    """The fonts of a PDF by name, without the tag of the subset, and whether their characters are in the file."""
    found: dict[str, bool] = {}
    for page in PdfReader(io.BytesIO(content)).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            (drawn,) = font.get_object()["/DescendantFonts"]
            described = drawn.get_object()["/FontDescriptor"].get_object()
            name = str(described["/FontName"]).lstrip("/").partition("+")[2]
            found[name] = any(key in described for key in ("/FontFile2", "/FontFile3"))
    return found


def test_a_machine_without_a_chinese_font_sets_letters_with_the_one_of_the_product(monkeypatch):
    monkeypatch.delenv("HUIKUAN_FONTS", raising=False)
    monkeypatch.setattr(pdf, "_SYSTEM", ())
    pdf._compiler.cache_clear()
    assert font_folder() == pdf._PACKAGED
    content = render_pdf(template="letter", data=letter("壹佰肆拾贰万陆仟圆整，龘䶮"), on=ON)
    assert fonts_of(content) == {"NotoSansSC-Regular": True, "NotoSansSC-Bold": True}
    assert "壹佰肆拾贰万陆仟圆整" in text_of(content).replace("\n", "")
    assert len(content) < 200_000  # the characters of this letter, not the whole font
    pdf._compiler.cache_clear()


def test_the_font_of_the_product_is_preferred_and_carries_its_licence():
    assert font_folder() == pdf._PACKAGED
    assert "SIL OPEN FONT LICENSE" in (pdf._PACKAGED / "LICENCE.txt").read_text(encoding="utf-8")


def test_without_it_the_system_s_font_is_taken(monkeypatch, tmp_path):
    folder = tmp_path / "opentype" / "noto"
    folder.mkdir(parents=True)
    (folder / "NotoSansCJK-Regular.ttc").write_bytes(b"")
    monkeypatch.delenv("HUIKUAN_FONTS", raising=False)
    monkeypatch.setattr(pdf, "_PACKAGED", tmp_path / "nothing")
    monkeypatch.setattr(pdf, "_SYSTEM", (str(tmp_path),))
    assert font_folder() == folder
    monkeypatch.setattr(pdf, "_SYSTEM", ())
    with pytest.raises(FontMissing, match="FONT_MISSING"):
        font_folder()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("𠮷野家", "〓野家"),
        ("好😀公司👨\u200d👩", "好〓公司〓"),
        ("한국 Trading", "〓〓Trading"),
        ("\ue000好", "〓好"),
        ("龘䶮", "龘䶮"),
    ],
)
def test_what_the_font_lacks_is_marked_and_the_rest_is_set(name, shown):
    content = render_pdf(template="letter", data=letter(name), on=ON)
    text = text_of(content).replace(" ", "").replace("\u200d", "")
    assert shown in text
    assert "F0000" in text


def test_a_name_of_very_many_unknown_characters_is_set_too():
    name = "".join(chr(0xAC00 + 17 * index) for index in range(200))
    content = render_pdf(template="letter", data=letter(name), on=ON)
    assert "〓〓〓" in text_of(content)
    assert "甲方贸易有限公司" in text_of(content).replace(" ", "")


def test_another_fault_of_the_template_is_no_unknown_character(tmp_path, monkeypatch):
    (tmp_path / "letter.typ").write_text("#panic(1)")
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    pdf._compiler.cache_clear()
    with pytest.raises(typst.TypstError, match="panicked"):
        render_pdf(template="letter", data=letter(), on=ON)
    pdf._compiler.cache_clear()


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
    """An image is made of the bytes of the data as PNG or JPEG, and of nothing else."""
    for path in pdf.TEMPLATES.glob("*.typ"):
        source = path.read_text(encoding="utf-8")
        source = IMAGE_OF_DATA.sub("", source)
        for word in ("read(", "image(", "@preview", "eval(", "import ", "include ", "plugin("):
            assert word not in source, path


@pytest.mark.parametrize("kind", ["png", "jpg", "svg", "pdf", ""])
@pytest.mark.parametrize("content", [b"secret.png", b"/etc/hostname", DRAWING])
def test_an_image_of_the_data_names_no_file(stamped, kind, content):
    with pytest.raises(typst.TypstError, match="failed to decode image"):
        stamped(list(content), kind)
    with pytest.raises(typst.TypstError, match="failed to decode image"):
        stamped(content.decode(), kind)


def test_an_image_of_the_data_is_shown(stamped):
    assert b"/Subtype/Image" in stamped(list(PIXEL), "png").replace(b" ", b"")


@pytest.fixture
def stamped(tmp_path, monkeypatch):
    """Sets a page with nothing but the image of the statement's template, beside a picture that is not of the data."""
    source = (pdf.TEMPLATES / "statement.typ").read_text(encoding="utf-8")
    [image] = IMAGE_OF_DATA.findall(source)
    (tmp_path / "stamp.typ").write_text(f"#let data = json(bytes(sys.inputs.data))\n#{image}height: 9mm)\n")
    (tmp_path / "secret.png").write_bytes(PIXEL)
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path)
    pdf._compiler.cache_clear()
    yield lambda seal, kind: render_pdf(template="stamp", data={"seal": seal, "seal_format": kind}, on=ON)
    pdf._compiler.cache_clear()


def test_a_missing_font_is_said_clearly(monkeypatch, tmp_path):
    monkeypatch.setenv("HUIKUAN_FONTS", str(tmp_path))
    with pytest.raises(FontMissing, match="FONT_MISSING"):
        font_folder()


def test_a_named_folder_wins(monkeypatch, tmp_path):
    (tmp_path / "NotoSansSC-Regular.ttf").write_bytes(b"")
    monkeypatch.setenv("HUIKUAN_FONTS", str(tmp_path))
    assert font_folder() == tmp_path
