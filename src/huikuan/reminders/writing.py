"""Writes letters from orders: the parties, texts and calendar are loaded once for many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from huikuan.accounts.queries import CompanyRow, PersonRow, business_calendar, companies, people
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.calendar import BusinessCalendar
from huikuan.outbox.ports import Content
from huikuan.reminders.composing import LetterOrder, Parties, letter_content
from huikuan.reminders.rules.letters import LetterText
from huikuan.reminders.texts import TextKey, current_texts, text_for


class Writer:
    """Writes letters from orders with the parties and texts loaded once."""

    def __init__(self, *, customer_ids: Iterable[int]) -> None:
        self._customers: Mapping[int, CustomerRow] = customers_by_id(ids=customer_ids)
        self._companies: Mapping[int, CompanyRow] = {row.id: row for row in companies(actor=SYSTEM)}
        looked_after = frozenset(row.salesperson_id for row in self._customers.values() if row.salesperson_id)
        self._people: Mapping[int, PersonRow] = people(ids=looked_after)
        self._texts: Mapping[TextKey, LetterText] = current_texts()
        self._calendar: BusinessCalendar = business_calendar()

    def content(self, *, order: LetterOrder, text: LetterText | None = None) -> Content:
        """The content of one letter, with the text in use unless another is given."""
        customer = self._customers[order.customer_id]
        parties = Parties(
            company=self._companies[order.company_id],
            customer=customer,
            salesperson=self._people.get(customer.salesperson_id or 0),
        )
        text = text or text_for(texts=self._texts, kind=order.kind, tone=order.tone, language=order.language)
        return letter_content(order=order, parties=parties, text=text, calendar=self._calendar)
