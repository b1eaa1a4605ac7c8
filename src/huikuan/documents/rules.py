"""PURE: what a document is kept for, names that are safe on every file system, types told by the content."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

LONGEST_NAME = 120
LARGEST_DOCUMENT = 20 * 1024 * 1024
"""Bytes; the same bound as for an upload."""


class Purpose(StrEnum):
    """What a document was kept for; the owner id means a customer, a company, an import, a person, an account opening,
    a contract, a price confirmation or a security accordingly; for later ones it is the row of their own room."""

    LETTER = "LETTER"
    STATEMENT = "STATEMENT"
    IMPORT = "IMPORT"
    EVIDENCE = "EVIDENCE"
    EXPORT = "EXPORT"
    REPORT = "REPORT"
    OPENING = "OPENING"
    CONTRACT = "CONTRACT"
    PRICES = "PRICES"
    SECURITY = "SECURITY"
    DELIVERY = "DELIVERY"
    INVOICE = "INVOICE"
    BILL = "BILL"
    SET_OFF = "SET_OFF"
    CLAIM = "CLAIM"
    MANDATE = "MANDATE"
    DISPUTE = "DISPUTE"
    REPLY = "REPLY"
    SEAL = "SEAL"
    CONTACT = "CONTACT"
    CAUSE = "CAUSE"
    CONDUCT = "CONDUCT"
    PLAN = "PLAN"
    INTEREST = "INTEREST"
    SANCTION = "SANCTION"
    CLOCK = "CLOCK"
    CASE = "CASE"
    BUNDLE = "BUNDLE"
    PROVISION = "PROVISION"
    WRITE_OFF = "WRITE_OFF"
    CREDITOR = "CREDITOR"


_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_MARKS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/vnd.ms-excel"),
)
_ZIPPED = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def safe_name(*, name: str) -> str:
    """A file name without folders, control and direction characters or device names; `document` if nothing is left."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    text = _UNSAFE.sub("", text).strip(" .")
    if _DEVICES.fullmatch(text):
        text = f"_{text}"
    if len(text) > LONGEST_NAME:
        stem, dot, suffix = text.rpartition(".")
        kept = f"{dot}{suffix}" if dot and len(suffix) <= 8 else ""
        text = (stem if kept else text)[: LONGEST_NAME - len(kept)] + kept
    return text or "document"


def content_type_of(*, content: bytes, name: str) -> str:
    """The type told by the first bytes, whatever the sender claims; its suffix tells zips and texts apart.

    Text has no NUL byte among its first 4,096.
    """
    for mark, kind in _MARKS:
        if content.startswith(mark):
            return kind
    suffix = name.rsplit(".", 1)[-1].lower()
    if content.startswith(b"PK\x03\x04"):
        return _ZIPPED.get(suffix, "application/zip")
    if b"\x00" in content[:4096]:
        return "application/octet-stream"
    return "text/csv" if suffix == "csv" else "text/plain"
