"""Which own company a command is about: the one named, the only one, or on a fresh installation a first one made now."""

from __future__ import annotations

from huikuan.cli.language import gettext as _
from huikuan.cli.starting import fresh_key, now, say_once_kept
from huikuan.kernel.currencies import parse_currency
from huikuan.kernel.refusal import Refused
from huikuan.kernel.text_faults import TextFault


def company_for(*, name: str | None, currency: str | None, may_make: bool = True) -> int:
    """Id of the own company called `name` (name, short name or id); without a name the only one.

    Where there is no company at all the first one is made and said, so that a first file can be imported at once.
    Raises Refused COMPANY_UNKNOWN, COMPANY_NEEDED.
    """
    from huikuan.accounts.queries import companies, company_named
    from huikuan.kernel.actor import SYSTEM

    known = companies(actor=SYSTEM)
    if not known and may_make:
        return _first_company(name or _("Our company"), currency or "CNY")
    if name is None:
        if len(known) == 1:
            return known[0].id
        raise Refused("COMPANY_NEEDED", known=", ".join(row.short_name or row.name for row in known))
    found = company_named(name=name)
    if found is not None:
        return found.id
    if name.isascii() and name.isdecimal() and int(name) in {row.id for row in known}:
        return int(name)
    raise Refused("COMPANY_NOT_NAMED_SO", name=name, known=", ".join(row.short_name or row.name for row in known))


def is_first_import() -> bool:
    """Whether a company or bank account would be made by an import: then a refused one must not leave it behind."""
    from huikuan.accounts.queries import companies
    from huikuan.kernel.actor import SYSTEM
    from huikuan.receipts.queries.bank_accounts import bank_accounts

    return not companies(actor=SYSTEM) or not bank_accounts(actor=SYSTEM)


def known_currency(*, text: str) -> str:
    """The three letters of a currency however they are written. Raises Refused CURRENCY_UNKNOWN."""
    code = parse_currency(text=text)
    if isinstance(code, TextFault):
        raise Refused("CURRENCY_UNKNOWN", currency=text[:20])
    return code


def _first_company(name: str, currency: str) -> int:
    from huikuan.accounts.operations.companies import CompanyDraft, add_company
    from huikuan.kernel.actor import SYSTEM

    draft = CompanyDraft(name=name, short_name=name[:60], currency=known_currency(text=currency))
    done = add_company(actor=SYSTEM, now=now(), key=fresh_key(what="company"), company=draft)
    told = _("There is no own company yet; the first one: %(name)s (%(currency)s).")
    say_once_kept(text=told % {"name": name, "currency": draft.currency})
    return int(done["company_id"])
