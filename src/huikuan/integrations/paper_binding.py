"""Other people's PDF files and pictures bound behind a front of our own, in a child process with limits (TRUST S7)."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from typing import Any

from huikuan.integrations.sandbox import MEGABYTE, Limits, Reply, run_limited

MOST_PAGES = 3_000
LIMITS = Limits(memory_bytes=1024 * MEGABYTE, cpu_seconds=60, wall_seconds=120)
A4 = (595.276, 841.89)
MARGIN = 36
_SIZES = struct.Struct(">Q")


class PaperBinder:
    """Counts and binds papers; what cannot be read stays outside and is 0 pages."""

    def counted(self, *, papers: Sequence[bytes]) -> tuple[int, ...]:
        """How many pages each paper takes; 0 for one that is no PDF or JPEG, is locked, or cannot be read."""
        reply = self._asked("counted", papers)
        return tuple(reply.document) if isinstance(reply, Reply) else (0,) * len(papers)

    def bound(self, *, front: bytes, papers: Sequence[bytes]) -> bytes:
        """One PDF of the front and the papers, whose pages are numbered on; the front alone if that fails."""
        reply = self._asked("bound", [front, *papers])
        return reply.blob if isinstance(reply, Reply) and reply.blob else front

    @staticmethod
    def _asked(task: str, papers: Sequence[bytes]) -> Any:
        payload = b"".join(_SIZES.pack(len(paper)) + paper for paper in papers)
        function = "huikuan.integrations.paper_binding:bind"
        return run_limited(function=function, payload=payload, arguments={"task": task}, limits=LIMITS)


def bind(*, content: Any, task: str) -> tuple[Any, bytes]:
    """The child's side: pages of each paper, or the papers bound."""
    papers = list(_papers(bytes(content)))
    if task == "counted":
        return [len(_pages(paper)) for paper in papers], b""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    font = writer._add_object(_font())
    front, *rest = papers
    found = [PdfReader(io.BytesIO(front)).pages, *(_pages(paper) for paper in rest)]
    last = sum(len(pages) for pages in found)
    for pages in found:
        numbered = pages is not found[0]
        for page in pages:
            added = writer.add_page(page)
            if numbered:
                _number(writer, added, font, f"{len(writer.pages)} / {last}")
    target = io.BytesIO()
    writer.write(target)
    return [], target.getvalue()


def _papers(payload: bytes) -> Iterator[bytes]:
    place = 0
    while place < len(payload):
        (size,) = _SIZES.unpack_from(payload, place)
        place += _SIZES.size
        yield payload[place : place + size]
        place += size


def _pages(paper: bytes) -> list[Any]:
    """The pages of a paper; none if it cannot be read, whatever it does."""
    from pypdf import PdfReader

    try:
        if paper.startswith(b"\xff\xd8\xff"):
            paper = _picture(paper)
        if not paper.startswith(b"%PDF-"):
            return []
        reader = PdfReader(io.BytesIO(paper))
        return [] if reader.is_encrypted or len(reader.pages) > MOST_PAGES else list(reader.pages)
    except Exception:
        return []


def _font() -> Any:
    from pypdf.generic import DictionaryObject, NameObject

    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    return DictionaryObject({NameObject(name): NameObject(value) for name, value in names.items()})


def _number(writer: Any, page: Any, font: Any, text: str) -> None:
    """Write a page number at the foot of a page, as it is shown, over whatever its own content leaves behind."""
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

    def stream(content: str) -> Any:
        made = DecodedStreamObject()
        made.set_data(content.encode("ascii"))
        return writer._add_object(made)

    own = page.get("/Contents")
    own = own.get_object() if own is not None else None
    parts = list(own) if isinstance(own, ArrayObject) else [] if own is None else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject([stream("q\n"), *parts, stream(f"\nQ\n{_drawn(page, text)}")])
    resources: Any = DictionaryObject(_told(page, "/Resources"))
    fonts: Any = DictionaryObject(_told(resources, "/Font"))
    fonts[NameObject("/HuikuanNumber")] = font
    resources[NameObject("/Font")] = fonts
    page[NameObject("/Resources")] = resources


def _told(whole: Any, name: str) -> Any:
    """A dictionary inside another; empty if there is none."""
    found = whole.get(name)
    return {} if found is None else found.get_object()


def _drawn(page: Any, text: str) -> str:
    """The number on a white ground in the lower right corner of a page that may be turned and of any size."""
    box, turned = page.mediabox, page.rotation % 360
    left, bottom, right, top = (float(side) for side in (box.left, box.bottom, box.right, box.top))
    matrix = {
        90: f"0 1 -1 0 {right:.2f} {bottom:.2f}",
        180: f"-1 0 0 -1 {right:.2f} {top:.2f}",
        270: f"0 -1 1 0 {left:.2f} {top:.2f}",
    }.get(turned, f"1 0 0 1 {left:.2f} {bottom:.2f}")
    across = (top - bottom) if turned in (90, 270) else (right - left)
    scale = across / A4[0]
    size, wide = 8 * scale, len(text) * 4.6 * scale
    at = across - 24 * scale - wide
    ground = f"1 g {at - 2 * scale:.2f} {8 * scale:.2f} {wide + 4 * scale:.2f} {12 * scale:.2f} re f"
    return (
        f"q {matrix} cm {ground} 0.3 g BT /HuikuanNumber {size:.2f} Tf {at:.2f} {11 * scale:.2f} Td ({text}) Tj ET Q\n"
    )


def _picture(content: bytes) -> bytes:
    """A JPEG as a page of its own: the picture as it is, made to fit."""
    width, height, parts = _measures(content)
    across, up = A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN
    scale = min(across / width, up / height)
    drawn = (width * scale, height * scale)
    place = ((A4[0] - drawn[0]) / 2, (A4[1] - drawn[1]) / 2)
    space = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}[parts]
    draw = f"q {drawn[0]:.2f} 0 0 {drawn[1]:.2f} {place[0]:.2f} {place[1]:.2f} cm /P Do Q".encode()
    image = (
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace{space}/BitsPerComponent 8"
        f"/Filter/DCTDecode/Length {len(content)}>>"
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {A4[0]} {A4[1]}]/Contents 4 0 R"
        "/Resources<</XObject<</P 5 0 R>>>>>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
        image.encode() + b"stream\n" + content + b"\nendstream",
    ]
    return _numbered(objects)


def _numbered(objects: Sequence[bytes]) -> bytes:
    whole, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj" % number + one + b"\nendobj\n"
    start = len(whole)
    whole += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    whole += b"".join(b"%010d 00000 n \n" % place for place in places)
    return whole + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)


def _measures(content: bytes) -> tuple[int, int, int]:
    """Width, height and number of colours of a JPEG, from its frame header. Raises ValueError."""
    place = 2
    while place + 9 < len(content):
        if content[place] != 0xFF:
            raise ValueError("no marker")
        mark = content[place + 1]
        if mark == 0xFF:
            place += 1
            continue
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width, parts = struct.unpack_from(">HHB", content, place + 5)
            if width and height and parts in (1, 3, 4):
                return width, height, parts
            raise ValueError("no size")
        place += 2 + struct.unpack_from(">H", content, place + 2)[0]
    raise ValueError("no frame")
