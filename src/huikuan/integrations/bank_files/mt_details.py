"""The free text :86: of an MT line → counterparty and purpose, in the ways banks structure it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huikuan.integrations.bank_files.texts import first_text, joined_texts


@dataclass(frozen=True, slots=True)
class MtDetails:
    """What the bank says about a line."""

    name: str = ""
    account: str = ""
    bank: str = ""
    purpose: str = ""
    reference: str = ""


_STRUCTURED = re.compile(r"([0-9]{3})([^A-Za-z0-9\s])(?=[0-9]{2,3})")
_SEPA_KEYS = "EREF KREF MREF CRED DEBT COAM OAMT SVWZ ABWA ABWE IBAN BIC SQTP PURP MDAT DDAT ORCR ORMR".split()
_SEPA = re.compile(rf"({'|'.join(_SEPA_KEYS)}) ?\+")
_SLASH_KEYS = (
    "TRTP IBAN BIC NAME REMI EREF MARF CSID CNTP ORDP BENM ISDT ULTC ULTD RTRN PURP ID IREF CREF PREF ACW OCMT CHGS "
    "EXCH SVCL USTD STRD MAND ADDR BO BE PT PY"
).split()
_SLASH = re.compile(rf"(?:^|/)({'|'.join(_SLASH_KEYS)})/")
_IBAN_AND_NAME = re.compile(r"([A-Z]{2}[0-9]{2}[A-Z0-9]{10,30})(?: +(\S.*))?")


def details_of(*, texts: list[str]) -> MtDetails:
    """Return counterparty and purpose of the :86: texts of one line.

    Known forms: German sub-fields (?20…?33 with any separator, SEPA words inside), keys between slashes (/NAME/…/REMI/…),
    account and name in the first line; anything else is purpose as a whole.
    """
    lines = [line for text in texts for line in text.split("\n")]
    glued = "".join(lines)
    structured = _STRUCTURED.match(glued)
    if structured is not None:
        return _sub_fields(glued[len(structured[1]) :], structured[2])
    spaced = " ".join(line.strip() for line in lines)
    if len(_SLASH.findall(glued)) >= 2:
        return _slash_keys(glued, spaced)
    return _first_line(lines, spaced)


def _sub_fields(text: str, separator: str) -> MtDetails:
    """Read ?00 booking text, ?20–?29 and ?60–?63 purpose, ?30 bank, ?31 account, ?32–?33 name."""
    parts = re.split(re.escape(separator) + "([0-9]{2})", text)
    fields: dict[str, str] = {}
    for number, value in zip(parts[1::2], parts[2::2], strict=True):
        fields[number] = fields.get(number, "") + value
    purpose = "".join(
        value for number, value in fields.items() if number[0] == "2" or number in ("60", "61", "62", "63")
    )
    words = _sepa_words(purpose)
    said = words.get("SVWZ", "") or ("" if words else purpose)
    name = " ".join((fields.get("32", "") + fields.get("33", "")).split())
    references = [f"{key}+{words[key]}" for key in ("EREF", "KREF", "MREF") if words.get(key)]
    return MtDetails(
        name=first_text(texts=[name, words.get("ABWA", "")]),
        account=first_text(texts=[fields.get("31", ""), words.get("IBAN", "")]),
        bank=first_text(texts=[fields.get("30", ""), words.get("BIC", "")]),
        purpose=" ".join((said or purpose).split()),
        reference=joined_texts(texts=[said, *references, words.get("", ""), fields.get("00", "")]),
    )


def _sepa_words(purpose: str) -> dict[str, str]:
    """Split EREF+…SVWZ+… into its words; what stands before the first one is under ""."""
    parts = _SEPA.split(purpose)
    words = {"": parts[0].strip()} if parts[0].strip() and len(parts) > 1 else {}
    for key, value in zip(parts[1::2], parts[2::2], strict=True):
        words[key] = " ".join(value.split())
    return words


def _slash_keys(glued: str, spaced: str) -> MtDetails:
    parts = _SLASH.split(glued)
    fields: dict[str, str] = {}
    for key, value in zip(parts[1::2], parts[2::2], strict=True):
        fields.setdefault(key, value.strip("/ "))
    party = fields.get("CNTP", "").split("/")
    account, bank, name = [*party, "", "", ""][:3]
    remittance = re.sub(r"^(?:USTD|STRD)//?", "", fields.get("REMI", "") or fields.get("USTD", ""))
    return MtDetails(
        name=first_text(texts=[fields.get("NAME", ""), name]),
        account=first_text(texts=[fields.get("IBAN", ""), account]),
        bank=first_text(texts=[fields.get("BIC", ""), bank]),
        purpose=first_text(texts=[remittance, fields.get("PY", "")]) or " ".join(spaced.split()),
        reference=joined_texts(texts=[remittance, fields.get("EREF", ""), " ".join(spaced.split())]),
    )


def _first_line(lines: list[str], spaced: str) -> MtDetails:
    found = _IBAN_AND_NAME.fullmatch(lines[0].strip()) if lines else None
    if found is None:
        whole = " ".join(spaced.split())
        return MtDetails(purpose=whole, reference=whole)
    rest = " ".join(" ".join(lines[1:]).split())
    return MtDetails(name=(found[2] or "").strip(), account=found[1], purpose=rest, reference=rest)
