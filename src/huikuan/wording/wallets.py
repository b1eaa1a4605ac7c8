"""Sentences and names of accounts at payment providers: bills, refunds, payouts."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, str | Promise] = {
    "BILL_DIFFERS": _(
        "The account %(account)s has bills of another kind (%(known)s), this one is %(found)s. The same payments stand in both: "
        "go on with the first kind, or take another account."
    ),
    "LINE_PAYS_OUT_ALREADY": _("This bank line pays days out already; nothing was changed."),
    "LINE_UNKNOWN": _("There is no such line on a bank account of the same company and currency."),
    "NO_OPEN_DAY": _("No day from %(first)s to %(last)s waits to be paid out."),
    "NO_WALLET": _("This account is no merchant account."),
    "PAYOUT_DIFFERS": _(
        "The days come to %(expected)s net, the bank line is %(amount)s. Choose other days or another line."
    ),
    "PAYS_DAYS_OUT": _(
        "This money pays days of a merchant account out. Undo that on the page of the merchant account."
    ),
    "REFUND_BOOKED": _("This refund is booked already; nothing was changed."),
    "REFUND_OTHER_ACCOUNT": _(
        "Receipt %(receipt)s did not come on %(account)s. Name the receipt of the payment that went back."
    ),
    "REFUND_UNKNOWN": _("There is no such refund in the bills."),
    "SETTLEMENT_UNDONE": _("This payout was undone already; nothing was changed."),
    "SETTLEMENT_UNKNOWN": _("There is no such payout."),
}
ACCOUNT_KINDS: Mapping[str, str | Promise] = {
    "BANK": _("Bank account"),
    "WECHAT_MERCHANT": _("WeChat Pay merchant account"),
    "ALIPAY_MERCHANT": _("Alipay merchant account"),
    "CASH": _("Till (cash)"),
}
REFUND_TROUBLES: Mapping[str, str | Promise] = {
    "ORIGINAL_UNKNOWN": _("The payment is not in the books. Import the bill of its day, or name the receipt."),
    "ORIGINAL_USED": _("The money of the payment is in use. Undo its allocation first."),
}
