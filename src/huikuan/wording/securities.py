"""Sentences and names of security."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SECURITY_KINDS: dict[str, str | Promise] = {
    "GUARANTEE_JOINT": _("Guarantor with joint liability"),
    "GUARANTEE_ORDINARY": _("Ordinary guarantor"),
    "BANK_GUARANTEE": _("Bank guarantee"),
    "PLEDGE": _("Pledge"),
    "MORTGAGE": _("Mortgage"),
    "TITLE_RETENTION": _("Retention of title"),
    "DEPOSIT": _("Security deposit"),
    "PREPAYMENT": _("Prepayment promised"),
}
SECURITY_STATES: dict[str, str | Promise] = {
    "IN_FORCE": pgettext_lazy("security", "In force"),
    "LAPSED": pgettext_lazy("security", "Lapsed"),
    "RELEASED": pgettext_lazy("security", "Released"),
    "REALISED": pgettext_lazy("security", "Realised"),
}
TO_BE_CONFIRMED = pgettext_lazy("security", "To be confirmed")
SECURITY_EVENTS: dict[str, str | Promise] = {
    "RECORD": _("Recorded"),
    "CONFIRM": _("Confirmed by a second person"),
    "EXTEND": _("Extended"),
    "CLAIM": _("Guarantor claimed"),
    "RELEASE": pgettext_lazy("security", "Released"),
    "REALISE": pgettext_lazy("security", "Realised"),
}
SCOPES: dict[str, str | Promise] = {
    "CUSTOMER": _("All debts of the customer"),
    "CONTRACT": _("One contract"),
    "INVOICES": _("Certain invoices"),
}
DUTIES: dict[str, str | Promise] = {
    "DEMAND": _("Demand payment from the guarantor in writing"),
    "SUE": _("Sue the debtor or begin arbitration"),
    "RENEW": _("Have it extended or replaced"),
}

SENTENCES: dict[str, str | Promise] = {
    "SECURITY_NOT_VISIBLE": _("This security belongs to a customer whom you do not see, or there is none."),
    "SECURITY_AMOUNT": _("The amount of a security lies between 0.01 and 100 billion."),
    "SECURITY_CURRENCY": _("%(currency_given)s names no currency in use."),
    "SECURITY_DAYS": _("The last day lies before the first."),
    "SECURITY_GIVER": _("Name the guarantor or the bank."),
    "SECURITY_CONTRACT": _("Give the number of the contract that it covers."),
    "SECURITY_INVOICES": _(
        "Give the numbers of the invoices that it covers, at most %(most)s, and none where it covers more."
    ),
    "SECURITY_SHARE": _("The share that counts lies between 0 and 1000 thousandths."),
    "SECURITY_CLOCK_OF_GUARANTOR": _("The day the debt falls due and the end of liability belong to a guarantor."),
    "SECURITY_NOT_GUARANTEE": _("Only a guarantor is claimed; this security is of another kind."),
    "SECURITY_CLAIM_EARLY": _("The debt falls due on %(day)s; a guarantor is claimed after that day."),
    "SECURITY_NOT_BEGUN": _("It begins on %(day)s; give that day or a later one."),
    "SECURITY_CLAIM_LATE": _("The guarantor's liability ended on %(day)s; a claim after it has no effect."),
    "SECURITY_EVIDENCE": _("Attach the demand, the filing or the deed first: without evidence it does not count."),
    "SECURITY_CONFIRM_OWN": _("Who recorded or extended a security does not confirm it. Ask another person."),
    "SECURITY_NOTE": _("Say in up to %(most)s characters what happened."),
    "SECURITY_FUTURE": _("That day lies in the future."),
    "SECURITY_CHANGED": _("Somebody else changed this security, or it has ended. Look at it again."),
    "SECURITY_LAPSED": _("It had lapsed by then. Record what was given in its place as a new one."),
    "SECURITY_EXTEND_DAY": _("Give a last day later than the one it has."),
    "SECURITY_FOUR_EYES": _("Who recorded a security does not release or realise it. Ask another person."),
    "SECURITY_REALISED_AMOUNT": _("What came in lies between nothing and %(minor)s."),
    "HAIRCUT_RANGE": _("A share lies between 0 and 1000 thousandths."),
    "HAIRCUT_MISSING": _("Every kind of security needs its share."),
    "HAIRCUT_SOURCE": _("Say who decided the shares, and when."),
    "HAIRCUT_CHANGED": _("Somebody else changed the shares; version %(number)s is in force. Look again."),
}
