"""PURE: the files of a bundle of evidence, their list with hashes, and the archive: the same input gives the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

FORMAT = "huikuan-evidence/1"
MANIFEST, PROOFS, VERIFIER, INDEX = "manifest.json", "proofs.json", "verify.py", "index.pdf"
MOST_BYTES = 500 * 1024 * 1024
"""Bytes of all originals of one bundle together."""
_MOMENT = (1980, 1, 1, 0, 0, 0)
_FORMULA = re.compile(r"[=+\-@\t\r]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a bundle: what it is, which items it is about, the act that kept it, and whether that act names its hash."""

    path: str
    content: bytes
    kind: str = ""
    title: str = ""
    on: date | None = None
    about: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    act: int | None = None
    is_bound: bool = False

    @property
    def sha256(self) -> str:
        """The hash of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the time line: of which day, what (a word of `words`), by whom, in which words."""

    on: date
    what: str
    text: str
    who: str = ""


def manifest(*, head: Mapping[str, Any], entries: Sequence[Entry], heads: Sequence[Mapping[str, str]]) -> bytes:
    """The list of the files with their hashes; `heads` are chain heads that papers of the bundle show."""
    files = [
        {
            "path": one.path,
            "sha256": one.sha256,
            "bytes": len(one.content),
            "kind": one.kind,
            "title": one.title,
            "date": one.on.isoformat() if one.on else None,
            "about": list(one.about),
            "articles": list(one.articles),
            "act": one.act,
            "bound": one.is_bound,
        }
        for one in sorted(entries, key=lambda one: one.path)
    ]
    return as_json(value={"format": FORMAT, **head, "heads": list(heads), "files": files})


def as_json(*, value: object) -> bytes:
    """JSON for people and programs, the same bytes for the same value."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def as_csv(*, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table that spreadsheets open as it is meant: UTF-8 with its mark, no cell that is taken for a formula."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def archive(*, files: Mapping[str, bytes]) -> bytes:
    """A ZIP of files by path, in order, with one fixed date."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for path in sorted(files):
            info = zipfile.ZipInfo(path, _MOMENT)
            info.external_attr = 0o644 << 16
            info.create_system = 3
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, files[path])
    return target.getvalue()


def path_of(*, place: int, kind: str, name: str) -> str:
    """Where an original lies in the archive: in order, under its kind and its own (safe) name."""
    return f"originals/{place:03d}-{kind.lower()}-{name}"
