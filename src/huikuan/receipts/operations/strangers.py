"""Whether money of one customer may pay another's debt: only by a mandate that is kept, and the posting says which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from huikuan.kernel.refusal import Refused
from huikuan.paying.mandates import MandateRow, mandates_between

if TYPE_CHECKING:
    from huikuan.receipts.models import Receipt
    from huikuan.receivables.models import Receivable


class Strangers:
    """The mandates that an act of allocating asks for, each payer and debtor looked up once; none asked for, none read."""

    def __init__(self, company_id: int) -> None:
        self.company_id = company_id
        self.receipt_ids: set[int] = set()
        """Receipts that paid another's debt: they teach nothing about who pays for whom."""
        self._known: dict[tuple[int, int], tuple[MandateRow, ...]] = {}

    def ground_of(self, *, receipt: Receipt, row: Receivable) -> str:
        """Empty for the customer's own debt; else the paper or decision that lets the payer pay for it.

        Raises Refused THIRD_PARTY_UNAUTHORISED.
        """
        if receipt.customer_id is None or receipt.customer_id == row.customer_id:
            return ""
        pair = (receipt.customer_id, row.customer_id)
        if pair not in self._known:
            self._known[pair] = mandates_between(
                company_id=self.company_id, payer_id=pair[0], debtor_ids=[row.customer_id]
            )
        found = next((one for one in self._known[pair] if one.covers(on=receipt.received_on)), None)
        if found is None:
            raise Refused("THIRD_PARTY_UNAUTHORISED", receipt=receipt.number, receivable=row.pk)
        self.receipt_ids.add(receipt.pk)
        return found.ground
