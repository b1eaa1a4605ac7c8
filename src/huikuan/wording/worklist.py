"""Sentences of the worklist: why a task stands there, and its concrete next step."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from huikuan.wording.bills import BILL_DUTIES
from huikuan.wording.calculators import article_words
from huikuan.wording.clocks import DEADLINES
from huikuan.wording.creditors import CAUTIONS
from huikuan.wording.creditors import KINDS as JOINT_STEPS
from huikuan.wording.sanctions import RUNGS
from huikuan.wording.securities import SECURITY_KINDS
from huikuan.wording.sentences import sentence

SENTENCES: dict[str, str | Promise] = {
    "AGREED": _("Agreed: %(action)s"),
    "RUN_WAITS": ngettext_lazy(
        "%(messages)s reminder of %(date)s waits to be sent",
        "%(messages)s reminders of %(date)s wait to be sent",
        "messages",
    ),
    "OVERDUE_LETTER_TODAY": ngettext_lazy(
        "Overdue letter %(ordinal)s goes today: %(items)s item, the oldest late by %(days_said)s",
        "Overdue letter %(ordinal)s goes today: %(items)s items, the oldest late by %(days_said)s",
        "items",
    ),
    "OVERDUE_LETTER_TOMORROW": ngettext_lazy(
        "Overdue letter %(ordinal)s goes tomorrow: %(items)s item, the oldest late by %(days_said)s",
        "Overdue letter %(ordinal)s goes tomorrow: %(items)s items, the oldest late by %(days_said)s",
        "items",
    ),
    "OVERDUE_LETTER_ON": ngettext_lazy(
        "Overdue letter %(ordinal)s goes on %(date)s: %(items)s item, the oldest late by %(days_said)s",
        "Overdue letter %(ordinal)s goes on %(date)s: %(items)s items, the oldest late by %(days_said)s",
        "items",
    ),
    "DUE_LETTER_TODAY": ngettext_lazy(
        "Reminder %(ordinal)s before the due date goes today: %(items)s item",
        "Reminder %(ordinal)s before the due date goes today: %(items)s items",
        "items",
    ),
    "DUE_LETTER_TOMORROW": ngettext_lazy(
        "Reminder %(ordinal)s before the due date goes tomorrow: %(items)s item",
        "Reminder %(ordinal)s before the due date goes tomorrow: %(items)s items",
        "items",
    ),
    "DUE_LETTER_ON": ngettext_lazy(
        "Reminder %(ordinal)s before the due date goes on %(date)s: %(items)s item",
        "Reminder %(ordinal)s before the due date goes on %(date)s: %(items)s items",
        "items",
    ),
    "CALL_OF_LADDER": ngettext_lazy(
        "Step %(ordinal)s of the ladder: call %(person)s about %(items)s item, the oldest late by %(days_said)s",
        "Step %(ordinal)s of the ladder: call %(person)s about %(items)s items, the oldest late by %(days_said)s",
        "items",
    ),
    "VISIT_OF_LADDER": ngettext_lazy(
        "Step %(ordinal)s of the ladder: visit %(person)s about %(items)s item, the oldest late by %(days_said)s",
        "Step %(ordinal)s of the ladder: visit %(person)s about %(items)s items, the oldest late by %(days_said)s",
        "items",
    ),
    "LETTERS_TO_PRINT": ngettext_lazy(
        "%(letters)s letter waits to be printed since %(date)s",
        "%(letters)s letters wait to be printed, the oldest since %(date)s",
        "letters",
    ),
    "LETTERS_NOT_HANDED_OVER": ngettext_lazy(
        "%(letters)s letter was printed on %(date)s and has no waybill yet",
        "%(letters)s letters are printed and have no waybill yet, the oldest of %(date)s",
        "letters",
    ),
    "LETTERS_NOT_HEARD_OF": ngettext_lazy(
        "%(letters)s letter is with the courier since %(date)s and was not heard of",
        "%(letters)s letters are with the courier and were not heard of, the oldest since %(date)s",
        "letters",
    ),
    "MAKE_PLANNED_CALL": _("Call, and note what came of it"),
    "PAY_PLANNED_VISIT": _("Visit, and note what came of it"),
    "PRINT_LETTERS": _("Print the pile and give it to the courier"),
    "NOTE_WAYBILLS": _("Note courier and number, or that they are not posted"),
    "ASK_THE_COURIER": _("Ask the courier, and note delivered or returned with the stub"),
    "FORETOLD": ngettext_lazy(
        "%(items)s item comes due from %(due)s on; the first reminder goes on %(date)s",
        "%(items)s items come due from %(due)s on; the first reminder goes on %(date)s",
        "items",
    ),
    "MESSAGES_UNCERTAIN": ngettext_lazy(
        "%(messages)s message may or may not have arrived",
        "%(messages)s messages may or may not have arrived",
        "messages",
    ),
    "OVERDUE_SINCE": ngettext_lazy(
        "%(items)s item overdue, the oldest by %(days_said)s",
        "%(items)s items overdue, the oldest by %(days_said)s",
        "items",
    ),
    "DUE_ON": _("Next due on %(date)s"),
    "MONEY_WAITS": ngettext_lazy(
        "%(lines)s bank line waits, the oldest of %(date)s",
        "%(lines)s bank lines wait, the oldest of %(date)s",
        "lines",
    ),
    "CLAIMS_WAIT": ngettext_lazy(
        "%(claims)s receipt is claimed, the oldest of %(date)s",
        "%(claims)s receipts are claimed, the oldest of %(date)s",
        "claims",
    ),
    "MONEY_UNCLAIMED": ngettext_lazy(
        "%(lines)s receipt of an unknown payer may be your customer's, the oldest of %(date)s",
        "%(lines)s receipts of unknown payers may be your customers', the oldest of %(date)s",
        "lines",
    ),
    "GUARANTEE_RUNS_OUT": _("%(said)s answers until %(date)s, %(days_said)s left (%(article_said)s)"),
    "GUARANTEE_RAN_OUT": _("%(said)s answers no longer: the time ended on %(date)s (%(article_said)s)"),
    "SECURITY_RUNS_OUT": _("%(said)s ends on %(date)s, %(days_said)s left"),
    "SECURITY_RAN_OUT": _("%(said)s ended on %(date)s and counts for nothing"),
    "LIMITATION_RUNS_OUT": ngettext_lazy(
        "The limitation period of invoice %(number)s ends on %(date)s, %(days_said)s left (%(article_said)s)",
        "The limitation period of %(items)s invoices ends from %(date)s on, %(days_said)s left; first %(number)s (%(article_said)s)",
        "items",
    ),
    "LIMITATION_RAN_OUT": ngettext_lazy(
        "The limitation period of invoice %(number)s ended on %(date)s (%(article_said)s)",
        "The limitation period of %(items)s invoices ends or has ended, first %(number)s on %(date)s (%(article_said)s)",
        "items",
    ),
    "DEADLINE_RUNS_OUT": _("%(deadline_said)s: %(subject)s, until %(date)s, %(days_said)s left (%(article_said)s)"),
    "DEADLINE_RAN_OUT": _("%(deadline_said)s: %(subject)s, the time ended on %(date)s (%(article_said)s)"),
    "COURT_DAY_COMES": _("%(deadline_said)s: %(subject)s, on %(date)s, %(days_said)s left"),
    "COURT_DAY_PASSED": _("%(deadline_said)s: %(subject)s, was on %(date)s: say what came of it"),
    "HAVE_DEBT_CONFIRMED": _("Have the statement confirmed or a repayment plan signed, and attach it"),
    "POST_DEMAND": _("Post a demand by courier with its content on the waybill, and keep the stub"),
    "FILE_SUIT": _("File a suit or apply for a payment order, and attach the filing"),
    "REVIVE_DEBT": _("Get a new agreement or the debtor's signature on a demand, or accept the loss"),
    "JOINT_STEP_TODAY": _("%(joint_said)s with %(creditor)s today: %(text)s. Caution: %(caution_said)s"),
    "JOINT_STEP_LATE": _(
        "%(joint_said)s with %(creditor)s was planned for %(date)s: %(text)s. Caution: %(caution_said)s"
    ),
    "BUNDLE_IS_READY": ngettext_lazy(
        "The bundle of evidence for %(items)s item as of %(date)s is ready",
        "The bundle of evidence for %(items)s items as of %(date)s is ready",
        "items",
    ),
    "BUNDLE_NOT_MADE": ngettext_lazy(
        "The bundle of evidence for %(items)s item as of %(date)s could not be made",
        "The bundle of evidence for %(items)s items as of %(date)s could not be made",
        "items",
    ),
    "DO_JOINT_STEP": _("Do it by hand, and note what came of it"),
    "FETCH_BUNDLE": _("Read it, and hand it to the lawyer"),
    "RETRY_BUNDLE": _("See why, and have it tried again"),
    "MEET_DEADLINE": _("Meet the deadline, and note what was done"),
    "CAUSES_MISSING": ngettext_lazy(
        "%(debts)s late debt above the amount or age has no cause",
        "%(debts)s late debts above the amount or age have no cause",
        "debts",
    ),
    "MEND_WAITS": _("Ours to mend: %(what)s; %(person)s by %(date)s"),
    "MEND_LATE": _("Ours to mend: %(what)s; %(person)s should have by %(date)s, %(days_said)s ago"),
    "CONDUCT_PROPOSED": ngettext_lazy(
        "The rules propose malice: %(points)s points out of %(signs)s kind of signs; nobody has judged it",
        "The rules propose malice: %(points)s points out of %(signs)s kinds of signs; nobody has judged it",
        "signs",
    ),
    "CONDUCT_REVIEW": _("Judged by %(person)s; the review was set for %(date)s"),
    "CONDUCT_APPEAL": _("Appeals against the judgement of this debtor since %(date)s"),
    "RECORD_CAUSES": _("Record why they are not paid"),
    "MEND_OURS": _("Mend it, and say so"),
    "JUDGE_DEBTOR": _("Look at the rows behind it, and judge"),
    "JUDGE_ANEW": _("Judge anew"),
    "DECIDE_APPEAL": _("Decide the appeal"),
    "DISPUTE_WAITS": _("In dispute; %(person)s decides by %(date)s"),
    "DISPUTE_LATE": _("In dispute; %(person)s should have decided by %(date)s, %(days_said)s ago"),
    "PROMISE_IN_PART": _("%(person)s promised it for %(date)s; only a part of the money came"),
    "PROMISE_MISSED": _("%(person)s promised it for %(date)s; the money did not come"),
    "MORE_TIME_ASKED": _("Asks for time until %(date)s and waits for an answer"),
    "BILL_MATURES": _("Bill …%(number)s of %(acceptor)s matures on %(date)s"),
    "BILL_TO_PRESENT": _("Bill …%(number)s of %(acceptor)s has matured: to present by %(date)s (%(article_said)s)"),
    "BILL_PRESENTED_LATE": _(
        "Bill …%(number)s of %(acceptor)s was to be presented by %(date)s: endorsers may be free, its acceptor is not"
    ),
    "BILL_UNANSWERED": _("Bill …%(number)s of %(acceptor)s was presented; by %(date)s nothing was recorded"),
    "BILL_CLOCK_RUNS": _(
        "Bill …%(number)s was not paid: %(duty_said)s by %(date)s, %(days_said)s left (%(article_said)s)"
    ),
    "BILL_CLOCK_RAN_OUT": _("Bill …%(number)s was not paid: the time for “%(duty_said)s” ended on %(date)s"),
    "BILL_ACCEPTOR_ON_LIST": _(
        "%(acceptor)s, acceptor of bill …%(number)s, stands on the list of those that do not pay since %(date)s"
    ),
    "PREPARE_PRESENTATION": _("Have it presented on that day"),
    "PRESENT_BILL": _("Present it for payment"),
    "PRESENT_BILL_LATE": _("Present it now with a written explanation"),
    "RECORD_BILL_ANSWER": _("Ask the bank, and record that it was paid or dishonoured"),
    "GIVE_NOTICE_OF_DISHONOUR": _("Give notice to those before us in writing, and keep the proof"),
    "SEEK_RECOURSE": _("Seek recourse, or sue before the day"),
    "CLAIM_ON_ACCEPTOR": _("Claim on the acceptor, or sue before the day"),
    "KEEP_TO_THE_SALE": _("Keep to the debt of the sale, and have counsel look at it"),
    "ASK_FOR_OTHER_PAYMENT": _("Ask for another bill, cash or security before it matures"),
    "STATEMENT_SILENT_ONCE": _("Statement %(number)s was to be answered by %(date)s; no answer for %(days_said)s"),
    "STATEMENT_SILENT_TWICE": _("Statement %(number)s: no answer to the second request either, since %(date)s"),
    "SANCTION_BY_HAND": _("%(rung_said)s is in force since %(date)s; %(person)s carries it out"),
    "SANCTION_TO_UNDO": _("%(rung_said)s is released since %(date)s; %(person)s undoes it"),
    "SANCTION_TO_SEND": _("%(rung_said)s was approved on %(date)s; the customer has not been told"),
    "SANCTION_TO_APPLY": _("%(rung_said)s: the customer was told on %(date)s, and his time is over"),
    "DO_BY_HAND": _("Do it, and say on the ladder what was done"),
    "SEND_SANCTION": _("Let the letter go"),
    "APPLY_SANCTION": _("Put it into force"),
    "REQUEST_AGAIN": _("Send the second request, and call whoever keeps their books"),
    "PROVE_OTHERWISE": _("Prove the balance another way: signed delivery notes, acceptance, money that came later"),
    "DECIDE_DISPUTE": _("Decide the dispute: credit, correct or reject"),
    "ASK_FOR_NEW_DAY": _("Ask why, and get a new day"),
    "ANSWER_CUSTOMER": _("Answer the customer"),
    "DO_AS_AGREED": _("Do what was agreed"),
    "CALL_NOW": pgettext_lazy("next step", "Call"),
    "CALL_AND_GET_DATE": _("Call and get a date for the payment"),
    "VISIT_AND_ESCALATE": _("Visit, and bring in your manager"),
    "USE_UNAPPLIED_FIRST": _("Allocate the money that is here first"),
    "FIND_CONTACT_FIRST": _("Find out who pays there"),
    "CONFIRM_NOTHING_BLOCKS": _("Ask whether anything blocks the payment"),
    "CONFIRM_MATCHES": _("Confirm the proposed matches"),
    "FIND_PAYER": _("Find out who paid"),
    "CLAIM_MONEY": _("Claim what you know"),
    "DECIDE_CLAIMS": _("Decide about the claims"),
    "DECIDE_MESSAGE": _("Decide whether the message went out"),
    "CALL_BEFORE_LETTER": _("Call before it does, or pause the reminders"),
    "DEMAND_FROM_GUARANTOR": _(
        "Demand payment from the guarantor in writing, and attach the demand (Civil Code art. 693)"
    ),
    "SUE_FOR_GUARANTEE": _("Sue the debtor or begin arbitration, and attach the filing (Civil Code art. 693)"),
    "RENEW_SECURITY": _("Have it extended or replaced"),
    "SETTLE_LAPSED": _("Get new security, then release this one"),
    "APPROVE_RUN": _("Approve the reminder run"),
}


def reason_words(*, code: str, parameters: Mapping[str, object]) -> str:
    """Why a task stands there; a security by its kind and who gave it, a clock with its duty and article."""
    values = dict(parameters)
    if "security_kind" in values:
        kind = str(SECURITY_KINDS[str(values["security_kind"])])
        values["said"] = " · ".join(filter(None, (kind, str(values["giver"]))))
        values["article_said"] = article_words(article=str(values["article"]))
    elif "article" in values:
        values["article_said"] = article_words(article=str(values["article"]))
    if "rung" in values:
        values["rung_said"] = str(RUNGS[str(values["rung"])])
        values["person"] = values.get("person") or "–"
    if "deadline" in values:
        values["deadline_said"] = str(DEADLINES[str(values["deadline"])])
    if "joint" in values:
        values["joint_said"] = str(JOINT_STEPS[str(values["joint"])])
        values["caution_said"] = str(CAUTIONS[str(values["joint"])])
    if "duty" in values:
        values["duty_said"] = str(BILL_DUTIES[str(values["duty"])])
    return sentence(code=code, parameters=values)
