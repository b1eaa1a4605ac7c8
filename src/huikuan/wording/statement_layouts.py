"""Layouts of statements that people explained: sentences of refusals, names of what a column may be."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "LAYOUT_CHANGED": _("Somebody else changed this layout meanwhile. Look again and repeat."),
    "LAYOUT_ENDED": _("This layout was ended already; nothing was changed."),
    "LAYOUT_INCOMPLETE": _(
        "A layout needs a name, the column of the day, and either the amount or money in and money out. Say what is missing."
    ),
    "LAYOUT_NAME_TAKEN": _("Another layout is called %(name)s. Give this one its own name."),
    "LAYOUT_NOT_THERE": _("This layout does not exist, or was ended."),
    "LAYOUT_TWICE": _("One column cannot mean two things, and must be one of the table's. Choose again."),
    "LAYOUT_UNKNOWN": _("No layout in force is called %(name)s. The page of statements lists them."),
}
STATEMENT_FIELDS: dict[str, str | Promise] = {
    "TRADED_DAY": _("Day"),
    "CLOCK": _("Time"),
    "AMOUNT": _("Amount"),
    "MONEY_IN": _("Money in"),
    "MONEY_OUT": _("Money out"),
    "DIRECTION": _("In or out"),
    "BALANCE": _("Running balance"),
    "OTHER_NAME": _("Counterparty"),
    "OTHER_ACCOUNT": _("Account of the counterparty"),
    "PURPOSE": _("Purpose"),
    "SUMMARY": _("Summary"),
    "ID": _("The bank's number"),
    "CURRENCY": _("Currency"),
}
"""What a person may say a column of a statement is."""
