"""Sentences and names of bills, vouchers, cash, deposits, set-off and IOUs."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PART_STATES: dict[str, str | Promise] = {
    "HELD": pgettext_lazy("bill", "In hand"),
    "PLEDGED": pgettext_lazy("bill", "Pledged"),
    "PRESENTED": pgettext_lazy("bill", "Presented"),
    "ENDORSED": pgettext_lazy("bill", "Endorsed"),
    "DISCOUNTED": pgettext_lazy("bill", "Discounted"),
    "SETTLED": pgettext_lazy("bill", "Paid"),
    "CLEARED": pgettext_lazy("bill", "Matured"),
    "DISHONOURED": pgettext_lazy("bill", "Dishonoured"),
    "IN_RECOURSE": pgettext_lazy("bill", "In recourse"),
    "RECOVERED": pgettext_lazy("bill", "Recovered"),
    "TURNED_BACK": pgettext_lazy("bill", "Back to the debt"),
    "SPLIT": pgettext_lazy("bill", "Split"),
    "CANCELLED": pgettext_lazy("bill", "Entered wrongly"),
}
BILL_EVENTS: dict[str, str | Promise] = {
    "RECEIVE": pgettext_lazy("bill", "Received"),
    "ENDORSE": pgettext_lazy("bill", "Endorsed"),
    "DISCOUNT": pgettext_lazy("bill", "Discounted"),
    "PLEDGE": pgettext_lazy("bill", "Pledged"),
    "RELEASE": pgettext_lazy("bill", "Released from the pledge"),
    "PRESENT": pgettext_lazy("bill", "Presented for payment"),
    "SETTLE": pgettext_lazy("bill", "Paid"),
    "CLEAR": pgettext_lazy("bill", "Matured without a claim on us"),
    "DISHONOUR": pgettext_lazy("bill", "Dishonoured"),
    "SEEK_RECOURSE": pgettext_lazy("bill", "Recourse sought"),
    "RECOVER": pgettext_lazy("bill", "Recovered"),
    "TURN_BACK": pgettext_lazy("bill", "Given up for the debt of the sale"),
    "LINK": pgettext_lazy("bill", "Found on the bank statement"),
    "UNDO": pgettext_lazy("bill", "Undone"),
    "TAKE_BACK": pgettext_lazy("bill", "Entered wrongly"),
}
BILL_DUTIES: dict[str, str | Promise] = {
    "PRESENT": _("Present it for payment"),
    "GIVE_NOTICE": _("Give notice of the dishonour in writing"),
    "RECOURSE": _("Claim on endorsers and drawer"),
    "RE_RECOURSE": _("Claim on those before us, having paid"),
    "ACCEPTOR": _("Claim on the acceptor"),
    "ENDS": _("May come back to us"),
}
COUNTED: dict[str, str | Promise] = {
    "RECEIVED": _("when it is received"),
    "CASH": _("when cash comes: discounted, paid, or matured at others"),
    "MATURED": _("when it is paid or has matured"),
}
DEPOSIT_KINDS: dict[str, str | Promise] = {
    "EARNEST": _("Earnest money (forfeited or doubled)"),
    "SECURITY": _("Security deposit (as the contract says)"),
    "ADVANCE": _("Advance kept apart (no forfeiture)"),
}
DEPOSIT_EVENTS: dict[str, str | Promise] = {
    "APPLY": _("Use it for a debt"),
    "PAY_BACK": _("Pay it back"),
    "FORFEIT": _("Keep it for good"),
}
SET_OFF_KINDS: dict[str, str | Promise] = {
    "NOTICE": _("By notice: both debts due and of one kind"),
    "AGREEMENT": _("By agreement of two parties"),
    "THREE_PARTY": _("By agreement of three parties"),
}
NOTE_KINDS: dict[str, str | Promise] = {
    "DEBT": _("Note of debt (keeps the limitation of the sale)"),
    "LOAN": _("Note of a loan (interest up to four times the LPR)"),
}
LIST_COLUMNS: dict[str, str | Promise] = {
    "name": _("Acceptor"),
    "tax_code": _("Credit code"),
    "kind": _("Kind"),
    "from_day": _("From"),
    "through_day": _("Through"),
}
LISTING_KINDS: dict[str, str | Promise] = {
    "OVERDUE": _("Overdue"),
    "PERSISTENT": _("Persistently overdue"),
}

SENTENCES: dict[str, str | Promise] = {
    "BILL_NUMBER_SHAPE": _(
        "A bill has a number of 30 digits, an old paper one of 8 to 16; a voucher up to 60 characters."
    ),
    "BILL_NUMBER_TYPE": _("The first digit of a bill's number is 5 to 8, or 1 or 2 on older ones."),
    "BILL_NUMBER_DAY": _("Digits 14 to 21 of a bill's number are the day it was registered; these are no day."),
    "BILL_RANGE_SHAPE": _(
        "A sub-range is written start-end, each of up to 12 digits, or 0 for a bill that cannot be divided."
    ),
    "BILL_RANGE_ORDER": _("A sub-range begins at 1 or later and ends where it begins or after."),
    "BILL_RANGE_WHOLE": _("Range 0 says that the bill cannot be divided: its amount stands on its face."),
    "BILL_RANGE_TOO_LARGE": _("A package of sub-bills is at most 1 billion yuan."),
    "BILL_KIND": _("This form of money is neither a bill nor a voucher."),
    "BILL_KIND_DIFFERS": _("The number begins with %(digit)s: that is another kind of bill."),
    "BILL_AMOUNT": _("Give the amount or the sub-range: between 0.01 and 100 billion."),
    "BILL_NAMES": _("Name the acceptor (of a voucher its issuer)."),
    "BILL_DAYS": _("A bill is received on or after the day of issue, and matures no earlier."),
    "BILL_NOT_CONTINUOUS": _(
        "The endorsements do not follow one another: such a bill does not prove its holder's right (Negotiable Instruments "
        "Law 31). Send it back."
    ),
    "BILL_PAST_DUE": _(
        "It matured on %(day)s: after that it is not passed on any more (Negotiable Instruments Law 36)."
    ),
    "BILL_ACCEPTOR_LISTED": _(
        "%(name)s stands on the list of acceptors that do not pay, since %(day)s. To take the bill all the same, say why."
    ),
    "BILL_FACE_DIFFERS": _("Bill %(number)s is known with another kind, acceptor or days. Compare the faces."),
    "BILL_RANGE_HELD": _("Of bill %(number)s the range %(start)s-%(end)s is in hand already."),
    "AGREEMENT_NOT_VISIBLE": _("This paper belongs to a customer whom you do not see, or there is none."),
    "BILL_NOT_VISIBLE": _("This bill belongs to a customer whom you do not see, or there is none."),
    "BILL_CHANGED": _("Somebody else moved bill %(number)s first, or it cannot do this from where it is. Look again."),
    "BILL_NOT_TRANSFERABLE": _("Bill %(number)s is marked not transferable (Negotiable Instruments Law 27, 34)."),
    "BILL_BEFORE_LAST": _("Something happened to it on %(day)s; give that day or a later one."),
    "BILL_NOT_DIVISIBLE": _("Bill %(number)s cannot be divided: it moves as a whole."),
    "BILL_RANGE_OUTSIDE": _("This part runs from %(start)s to %(end)s; the range must lie within."),
    "BILL_PARTY_MISSING": _("Say who it is: the endorsee, the bank, the pledgee, or on whom is claimed."),
    "BILL_NO_MATURITY": _("Bill %(number)s is payable at sight: there is no maturity to discount to."),
    "BILL_RATE": _("The yearly rate lies between 0 and 100 per cent, and the interest below the amount."),
    "BILL_EARLY": _("It matures on %(day)s; before that it is not presented."),
    "BILL_NOT_PRESENTED": _("Present bill %(number)s first; only what was presented is dishonoured."),
    "BILL_WITHOUT_RECOURSE": _("Voucher %(number)s was passed on without recourse: nobody comes back to us."),
    "BILL_RECOVERY_OF_ANOTHER": _("Choose a receipt of the same customer that was not taken back."),
    "BILL_LINE_KNOWN": _("The bank line of this event of bill %(number)s is known already."),
    "BILL_NOT_UNDOABLE": _(
        "The last event of bill %(number)s cannot be undone. After a dishonour go on with recourse."
    ),
    "BILL_POLICY_NUMBERS": _("Each number lies between nothing and its bound; a year has 360 to 366 days."),
    "BILL_POLICY_SOURCE": _("Say who decided it or where it comes from."),
    "BILL_POLICY_CHANGED": _("Somebody else changed the numbers; version %(number)s is in force. Look again."),
    "PAPER_GOES_BY_ITSELF": _(
        "Receipt %(receipt)s is a bill or voucher. Open the bill: it is dishonoured or taken back there."
    ),
    "PAPER_MOVED_ON": _("Bill %(number)s was split or passed on: undo that first."),
    "PAPER_MISSING": _("Attach the signed paper."),
    "METHOD_NEEDS_MORE": _("Bills, vouchers and set-off are entered on pages of their own, with their papers."),
    "CASH_TAKER_MISPLACED": _("Only cash that is on no bank account is with a colleague."),
    "CASH_NOT_HELD": _("Receipt %(receipt)s is no cash that a colleague took."),
    "CASH_MORE_THAN_HELD": _("Only %(minor)s of it is still with the colleague."),
    "MONEY_MOVED_ON": _(
        "Money of receipt %(receipt)s is at the bank, passed on or kept as a deposit: undo that first."
    ),
    "BANK_LINE_UNFIT": _("Receipt %(receipt)s is no unallocated money on an account of this company in this currency."),
    "DEPOSIT_NOT_VISIBLE": _("This deposit belongs to a customer whom you do not see, or there is none."),
    "DEPOSIT_CUSTOMER": _("Say first whose money receipt %(receipt)s is."),
    "DEPOSIT_KNOWN": _("Receipt %(receipt)s is a deposit already."),
    "DEPOSIT_MORE_THAN_HELD": _("%(minor)s of the deposit is held."),
    "DEPOSIT_NOT_FORFEITABLE": _(
        "Only %(minor)s more of it can be kept: earnest money has its effect up to 20 per cent of the contract (Civil Code 586)."
    ),
    "DEPOSIT_NOTE": _("Say why it is kept for good."),
    "DEPOSIT_CONTRACT_AMOUNT": _(
        "Say the amount of the contract: of earnest money a fifth of it at most can be kept (Civil Code 586)."
    ),
    "DEPOSIT_BESIDE_PENALTY": _(
        "Earnest money or a penalty, not both (Civil Code 588). Pay it back or use it for the debt, or drop the penalty."
    ),
    "SET_OFF_NOT_DUE": _(
        "By notice only a debt of theirs that is due, so much of it in our books, goes against ours (Civil Code 568). Sign an "
        "agreement instead."
    ),
    "SET_OFF_EXCLUDED": _("What is excluded cannot be set off by notice (Civil Code 568). Sign an agreement instead."),
    "SET_OFF_CONDITIONAL": _("A notice of set-off has neither condition nor time (Civil Code 568). Write it without."),
    "SET_OFF_OTHER_KIND": _(
        "By notice only debts of one kind go against each other (Civil Code 568). Sign an agreement instead."
    ),
    "SET_OFF_NAMES": _("Name the parties and what we owe."),
    "IOU_DAYS": _("An IOU is due on the day it was signed or later."),
    "IOU_SIGNER": _("Say who signed it."),
    "IOU_ITEMS": _("The items must be this customer's, of this company and currency."),
    "WATCH_LIST_CHANGED": _("Somebody else took in version %(number)s meanwhile. Look at it first."),
    "WATCH_LIST_KNOWN": _("Version %(number)s, the newest, is this very file: nothing is new."),
    "WATCH_LIST_EMPTY": _("No row of the file could be taken. The first row names the columns."),
    "WATCH_LIST_TOO_LONG": _("The list has more rows than 50,000."),
    "WATCH_LIST_COLUMN": _("A column is missing: name, kind and first day are needed. Found: %(value)s"),
    "WATCH_LIST_NAME": _("No name, or one longer than 200 characters."),
    "WATCH_LIST_KIND": _("The kind is neither overdue nor persistently overdue."),
    "WATCH_LIST_DAY": _("No day, or one before the first."),
}
