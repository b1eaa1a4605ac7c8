"""Who buys and how large we are by the customer file and our own declaration, beside what a contract says (decree 802)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.utils.translation import gettext as _

from huikuan.contracts.rules.terms import Terms
from huikuan.customers.sizes import buyer_types_of, own_size, sizes_in_force
from huikuan.web.pages.contract_terms import Caution
from huikuan.wording.calculators import BUYERS, SELLERS
from huikuan.wording.sentences import sentence


@dataclass(frozen=True, slots=True)
class SizesKnown:
    """What is known on a day: the buyer's type, our size class (empty: never declared), and the days they were declared."""

    buyer: str
    buyer_declared_on: date | None
    seller: str
    seller_declared_on: date | None

    @property
    def initial(self) -> dict[str, str]:
        """What the form of a new contract begins with."""
        return {"buyer": self.buyer} | ({"seller": self.seller} if self.seller else {})


def sizes_known(*, customer_id: int, company_id: int, on: date) -> SizesKnown:
    """Buyer type and own size in force on a day; four queries."""
    buyer = buyer_types_of(customer_ids=[customer_id], on=on)[customer_id]
    declared = sizes_in_force(customer_ids=[customer_id], on=on).get(customer_id)
    own = own_size(company_id=company_id, on=on)
    return SizesKnown(
        buyer.value,
        declared.declared_on if declared else None,
        own.size.value if own else "",
        own.declared_on if own else None,
    )


def tell_sizes(*, form: forms.Form, known: SizesKnown) -> None:
    """Say beside the two fields what is known and since when."""
    buyer = {"name": str(BUYERS[known.buyer]), "date": _day(known.buyer_declared_on)}
    form.fields["buyer"].help_text = (
        _("Customer file: %(name)s, size declared on %(date)s.") % buyer
        if known.buyer_declared_on
        else _("Customer file: %(name)s; no size is declared.") % buyer
    )
    seller = {"name": str(SELLERS.get(known.seller, "")), "date": _day(known.seller_declared_on)}
    form.fields["seller"].help_text = (
        _("Our own declaration of %(date)s: %(name)s.") % seller
        if known.seller
        else _("The size of this own company is not declared.")
    )


def size_cautions(*, terms: Terms, known: SizesKnown) -> tuple[Caution, ...]:
    """Where the contract says something else than the file and our declaration; what was never declared is not compared."""
    found = []
    if terms.sizes.buyer != known.buyer:
        found.append(_differs("CAUTION_BUYER_DIFFERS", BUYERS[terms.sizes.buyer], BUYERS[known.buyer], ""))
    if known.seller and terms.sizes.seller != known.seller:
        day = _day(known.seller_declared_on)
        found.append(_differs("CAUTION_SELLER_DIFFERS", SELLERS[terms.sizes.seller], SELLERS[known.seller], day))
    return tuple(found)


def _differs(code: str, said: object, known: object, day: str) -> Caution:
    return Caution(sentence(code=code, parameters={"said": str(said), "known": str(known), "date": day}), "")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
