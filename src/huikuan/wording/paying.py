"""Sentences of paying: refusals, and each step from the due date to the day on which money may be expected."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from huikuan.wording.names import Names

STEP_KINDS: Names = {
    "FORM": _("Form or statement"),
    "ACCEPTANCE": pgettext_lazy("payment process", "Acceptance"),
    "INVOICE_CHECK": _("Invoice check"),
    "BUDGET": _("Budget"),
    "APPROVAL": pgettext_lazy("payment process", "Approval"),
    "PAYMENT": pgettext_lazy("payment process", "Payment"),
    "OTHER": pgettext_lazy("payment process", "Something else"),
}
PAYMENT_DAY_KINDS: Names = {
    "ANY_DAY": _("Any business day"),
    "MONTH_DAYS": _("Days of the month"),
    "LAST_BUSINESS_DAY": _("The last business day of the month"),
    "WEEKDAY": _("A day of the week"),
}
HOLIDAY_ROLLS: Names = {
    "NEXT": _("the business day after"),
    "PREVIOUS": _("the business day before"),
    "NONE": _("the day itself"),
}
INVOICE_FORMS: Names = {
    "EITHER": _("Any VAT invoice"),
    "SPECIAL": _("Special VAT invoice"),
    "ORDINARY": _("Ordinary VAT invoice"),
}
INVOICE_DELIVERIES: Names = {
    "ANY_WAY": _("Any way"),
    "ELECTRONIC": _("Electronic, by e-mail"),
    "POST": _("On paper, by post"),
    "BY_HAND": _("On paper, by hand"),
    "PORTAL": _("Through the customer's portal"),
}
SENTENCES: dict[str, str | Promise] = {
    # what cannot be saved
    "BLOCK_AHEAD": _("Step %(row)s: it cannot stand still since %(day)s, a day that has not come."),
    "BLOCK_WITHOUT_REASON": _("Step %(row)s: say why it stands still."),
    "BUDGET_NOT_NEEDED": _("There is a day through which the budget is approved, but no budget is needed."),
    "CLOSING_DAY_WRONG": _("The closing day is a day of the month from 1 to 31; 31 is the month's end."),
    "INVOICE_DEADLINE_WRONG": _("The last day for invoices is a day of the month from 1 to 31; 31 is the month's end."),
    "PAYING_CHANGED": _("Somebody else saved version %(number)s meanwhile. Look at it, then save again."),
    "PAYING_STEPS_TOO_MANY": _("There may be at most %(most)s steps."),
    "PAYING_VERSION_UNKNOWN": _("There is no earlier version %(number)s to bring back."),
    "PAYMENT_DAYS_WRONG": _("Payment days are one to six different days of the month, as in 10, 25."),
    "PAYMENT_WEEKDAY_WRONG": _("Choose the weekday on which the customer pays."),
    "STEP_DAYS_WRONG": _("Step %(row)s: the usual days lie between 0 and %(most)s."),
    "STEP_GOES_ON": _("Step %(step)s does not stand still."),
    "STEP_MENDER_UNKNOWN": _("Step %(row)s: who mends it does not work here."),
    "STEP_OWNER_TWICE": _("Step %(row)s: choose a person or write down who it is, not both."),
    "STEP_OWNER_UNKNOWN": _("Step %(row)s: its owner is not one of the customer's people."),
    "STEP_UNKNOWN": _("There is no step %(step)s. Somebody may have changed the process meanwhile."),
    "STEP_UNNAMED": _("Step %(row)s has no name."),
    "TAX_RATE_WRONG": _("The tax rate lies between 0 and 100 per cent."),
    "TRANSFER_DAYS_WRONG": _("A transfer takes between 0 and %(most)s business days."),
    # who else may pay
    "MANDATE_DAYS": _("The last day lies before the day of signing."),
    "MANDATE_ENDED": _("Somebody has ended it already."),
    "MANDATE_GROUND": _("Attach the signed paper, or say why it is decided without one."),
    "MANDATE_NOT_VISIBLE": _("There is no such permission to pay, or you may not see it."),
    "MANDATE_SELF": _("A customer pays his own debts without a letter."),
    # how an expected day is derived
    "EXPECT_FROM_DUE": _("The due date"),
    "EXPECT_CLOSING_DAY": _("Papers are taken in by the closing day, day %(closing_day)s of the month"),
    "EXPECT_STEP_TAKES": ngettext_lazy(
        "Step %(place)s, %(step)s: %(days)s business day", "Step %(place)s, %(step)s: %(days)s business days", "days"
    ),
    "EXPECT_DAY_HAS_PASSED": _("%(day)s has passed without money: the next payment day counts from today"),
    "EXPECT_PAYMENT_DAY": _("The customer's payment day"),
    "EXPECT_FREE_DAY": _("%(from)s is not a business day: moved"),
    "EXPECT_AFTER_CUT_OFF": _(
        "Ordered at %(pays_at)s, after the bank's cut-off %(cut_off)s: it leaves a business day later"
    ),
    "EXPECT_TRANSFER": ngettext_lazy(
        "The transfer takes %(days)s business day", "The transfer takes %(days)s business days", "days"
    ),
    "EXPECT_YEAR_UNKNOWN": _("Of %(year)s only the weekends are known so far; holidays may move the day"),
    "EXPECT_BLOCKED": _("Not before step %(place)s, %(step)s, goes on. It stands still since %(since)s: %(why)s"),
    "EXPECT_BUDGET_OPEN": _("Not before a budget is approved"),
    "EXPECT_BUDGET_ENDS": _("Not before a new budget is approved; this one ends on %(through)s"),
    "EXPECT_NO_PAYMENT_DAYS": _("It should have come on %(day)s, and no payment days are known: ask"),
    "EXPECT_NOT_RECORDED": _("Nobody has written down how this customer pays"),
    "EXPECT_NO_DUE_DATE": _("No due date is set"),
    # beside a debt, in one line
    "EXPECTED_ON": _("money may be expected on %(day)s"),
    "EXPECTED_BLOCKED": _("stuck in step %(place)s, %(step)s, since %(since)s: %(why)s"),
    "EXPECTED_BUDGET": _("waits for the customer's budget"),
    "EXPECTED_PASSED": _("should have been paid on %(day)s by the customer's own process"),
}
