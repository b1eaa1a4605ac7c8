"""The open items of a customer that a form is about: those of one own company in one currency, chosen in the address."""

from __future__ import annotations

from dataclasses import dataclass

from huikuan.receivables.queries.items import open_items_of
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.web.numbers import number_in
from huikuan.web.requests import PageRequest


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """Open items of one own company in one currency, and the other groups there are, by their names in an address."""

    company_id: int
    currency: str
    items: tuple[ReceivableRow, ...]
    others: tuple[tuple[str, str], ...]

    @property
    def code(self) -> str:
        """How the group is named in an address."""
        return f"{self.company_id}-{self.currency}"


def chosen_group(*, request: PageRequest, customer_id: int) -> ItemGroup:
    """The group named in the address, or that of the item named, or the one of the chosen own company, or the first."""
    groups: dict[tuple[int, str], list[ReceivableRow]] = {}
    for row in open_items_of(actor=request.actor, customer_id=customer_id, as_of=request.today):
        groups.setdefault((row.company_id, row.currency), []).append(row)
    wanted = request.POST.get("group") or request.GET.get("group", "")
    item = number_in(text=request.GET.get("item"))
    by_item = [key for key, rows in groups.items() if item in {row.id for row in rows}]
    by_name = [key for key in groups if f"{key[0]}-{key[1]}" == wanted]
    of_company = [key for key in groups if key[0] == request.company_id]
    own = (request.company_id or 0, request.company.currency if request.company else "CNY")
    key = next(iter([*by_name, *by_item, *of_company, *groups]), own)
    names = {company.id: company.short_name for company in request.companies}
    others = tuple((f"{one[0]}-{one[1]}", f"{names.get(one[0], '')} {one[1]}") for one in groups if one != key)
    return ItemGroup(key[0], key[1], tuple(groups.get(key, ())), others)
