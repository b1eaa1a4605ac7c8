"""Sentences of reminders: why a message is not sent, why a run waits, what is wrong with a policy or a letter text."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huikuan.wording.names import Names

KEPT_BACK: Names = {
    "BANK_NEVER_STATED": _("no bank statement was ever imported"),
    "BANK_STALE": _("bank statements are too old"),
    "BANK_UNKNOWN": _("no bank account in this currency"),
    "BELOW_MINIMUM": _("below the smallest amount"),
    "DAY_CAP": _("one message a day at most"),
    "DISPUTED": _("the whole amount is disputed"),
    "DO_NOT_CONTACT": _("not to be contacted"),
    "EXCLUDED_BY_PERSON": _("taken out by a person"),
    "GAP": _("too soon after the step before"),
    "LATER_STEP_REACHED": _("a later step was reached"),
    "MAY_BE_PAID": _("unused money may pay for it"),
    "NOTHING_OPEN": _("nothing open"),
    "NOT_A_BUSINESS_DAY": _("no business day"),
    "NO_CONSENT": _("no consent to be written to"),
    "NO_LEGAL_BASIS": _("no legal basis for the personal data"),
    "NO_RECIPIENT": _("nobody to write to"),
    "MOBILE_INVALID": _("no usable mobile number"),
    "OPTED_OUT": _("wants no more messages on this channel"),
    "PHONE_INVALID": _("no usable telephone number"),
    "POSTAL_ADDRESS_INVALID": _("no usable postal address"),
    "OUR_CAUSE": _("ours to mend first"),
    "OURS_ACCEPTANCE_OUTSTANDING": _("delivery not accepted yet"),
    "OURS_CHECKS_FAILED": _("invoice has an error"),
    "OURS_INSPECTION_ENDED": _("acceptance by silence not recorded"),
    "OURS_NOT_AS_WANTED": _("invoice not as the customer wants it"),
    "OURS_NOT_SENT": _("invoice not sent"),
    "OURS_REJECTED": _("rejected goods not replaced"),
    "OURS_RETURNED": _("invoice sent back"),
    "OURS_SENT": _("invoice not confirmed as received"),
    "OURS_UNSIGNED": _("delivery note not signed"),
    "PAUSED": _("paused"),
    "PAYMENT_DAY_AHEAD": _("the customer's payment day is near"),
    "PAYMENT_PROPOSED": _("a payment is proposed"),
    "PLANNED": _("a plan to pay runs"),
    "PROMISED_BY": _("a payment is promised"),
    "QUIET_HOURS": _("outside contact hours"),
    "STEP_BEFORE_UNSETTLED": _("the step before is not settled"),
    "STEP_OUT_OF_TIME": _("its time is over"),
    "STEP_TAKEN_ALREADY": _("another run took this step"),
    "WEEK_CAP": _("enough messages this week"),
}
SENTENCES: dict[str, str | Promise] = {
    # why a message is kept back
    "BANK_NEVER_STATED": _("No statement of bank account %(account)s was ever imported; the customer may have paid."),
    "BANK_STALE": _(
        "The statements of %(account)s reach only to %(through)s; the customer may have paid since. Import newer ones."
    ),
    "BANK_UNKNOWN": _(
        "There is no bank account in %(currency)s whose statements would show a payment. Add one, or switch the check off "
        "in the policy."
    ),
    "BELOW_MINIMUM": _("%(open)s is open, less than the smallest amount worth a reminder (%(minimum)s)."),
    "CUSTOMERS_REASSIGNED": _("Somebody else looks after these customers now."),
    "DAY_CAP": _("The customer gets at most %(most)s automatic message a day."),
    "DO_NOT_CONTACT": _("The customer is not to be contacted: %(reason)s"),
    "DISPUTED": _("The whole open amount is disputed (%(minor)s); the rest of the account is asked for without it."),
    "EXCLUDED_BY_PERSON": _("Taken out of the run by %(person)s: %(reason)s"),
    "GAP": _("The next step is not due before %(until)s."),
    "LATER_STEP_REACHED": _("Skipped, because a later step was reached already."),
    "MAY_BE_PAID": _("The customer has unused money here that may pay for an item (%(minor)s). Allocate it first."),
    "NOTHING_OPEN": _("Nothing of this is open any more."),
    "NOT_A_BUSINESS_DAY": _("%(day)s is not a business day."),
    "OUR_CAUSE": _("The cause lies on our side: %(what)s (%(person)s, until %(date)s). We mend it before we ask."),
    "OURS_ACCEPTANCE_OUTSTANDING": _("Delivery %(number)s is not accepted yet; the policy waits for our side."),
    "OURS_CHECKS_FAILED": _("Invoice %(number)s has an error and is not in the books; the policy waits for our side."),
    "OURS_INSPECTION_ENDED": _(
        "Delivery %(number)s counts as accepted by silence, which nobody recorded; the policy waits for our side."
    ),
    "OURS_NOT_AS_WANTED": _("Invoice %(number)s is not as the customer wants it; the policy waits for our side."),
    "OURS_NOT_SENT": _("Invoice %(number)s was not sent to the customer yet; the policy waits for our side."),
    "OURS_REJECTED": _("Rejected goods of delivery %(number)s are not replaced; the policy waits for our side."),
    "OURS_RETURNED": _("The customer sent invoice %(number)s back; the policy waits for our side."),
    "OURS_SENT": _("Nobody confirmed that invoice %(number)s was received; the policy waits for our side."),
    "OURS_UNSIGNED": _("Delivery note %(number)s is not signed; the policy waits for our side."),
    "PAUSED": _("Reminders are paused through %(through)s: %(reason)s"),
    "PAYMENT_DAY_AHEAD": _("By the customer's own process the money comes on %(day)s; the policy waits for it."),
    "PAYMENT_PROPOSED": _("Money of an unnamed payer may be the customer's (%(minor)s). Decide the proposal first."),
    "PLANNED": _("A plan to pay runs; its items are not asked for through %(through)s."),
    "PROMISED_BY": _("The customer promised to pay by %(day)s; it is not asked for through %(through)s."),
    "QUIET_HOURS": _("Outside the contact hours %(start)s–%(end)s."),
    "STEP_BEFORE_UNSETTLED": _("What became of the step before is not settled yet."),
    "STEP_OUT_OF_TIME": _(
        "The time of this step is over: the due date has come or was changed since it was planned, or a later letter has gone."
    ),
    "STEP_TAKEN_ALREADY": _("Another run took this step meanwhile."),
    "WEEK_CAP": _("The customer gets at most %(most)s automatic messages in seven days."),
    # why a run waits
    "CUSTOMER_TWICE": _("One customer would get %(messages)s messages on one day."),
    "RUN_ABOVE_BOUND": _(
        "%(messages)s messages; the largest run of the last 30 days had %(largest)s. A run above %(factor)s "
        "times that has to be looked at and approved by a second person."
    ),
    "DAY_ABOVE_BOUND": _(
        "Together with what was sent today these are %(messages)s messages, more than the %(small)s that always may leave "
        "on a day and more than %(factor)s times the largest run of the last 30 days (%(largest)s). A second person has to "
        "look at the run and approve it."
    ),
    "RUN_CHANGED": _("The run was sent, cancelled or planned anew meanwhile. Look at it again."),
    "RUN_OUTDATED": _("Run %(run)s was planned for %(day)s. Plan again for today."),
    "RUN_BEYOND": _(
        "Run %(run)s holds letters of companies or customers that you do not see. Plan a run of your own, or ask somebody "
        "who sees them all."
    ),
    "RUN_UNKNOWN": _("There is no run %(run)s."),
    "ROW_UNKNOWN": _("There is no message %(row)s in this run, or it belongs to somebody else."),
    "SAME_PERSON": _("A second person has to approve this, not the one who made it."),
    # policies
    "BEFORE_DUE_NOT_DESCENDING": _("Steps before the due date must come closer to it one after the other."),
    "BEFORE_DUE_TOO_LATE": _("The first reminder must come %(days)s days before the due date at the latest."),
    "BOUND_WRONG": _("The safety bound must be 1 or more."),
    "CAPS_WRONG": _("At least one message a day must be allowed, and no fewer in a week than in a day."),
    "FOREWARNING_TOO_LATE": _("The salesperson must be told no later than the customer (%(days)s days before)."),
    "FRESHNESS_WRONG": _("The age of bank data must be 0 days or more."),
    "GAP_TOO_SHORT": _("There must be at least one day between two steps."),
    "MINIMUM_WRONG": _("The smallest amount in %(currency)s cannot be used."),
    "OVERDUE_NOT_ASCENDING": _(
        "Steps after the due date must come one after the other, the first at least one day late."
    ),
    "PAYMENT_DAY_WITHIN_WRONG": _("The days after the due date must lie between 0 and %(most)s."),
    "POLICY_CHANGED": _("Somebody else saved version %(number)s of this policy meanwhile. Look again."),
    "SMALL_RUN_WRONG": _("The number of messages that always may leave on a day must lie between 0 and %(most)s."),
    "STEPS_NOT_NUMBERED": _("The steps must be numbered 1, 2, 3 …"),
    "TOO_MANY_STEPS": _("A policy may have at most %(most)s steps."),
    "WINDOW_EMPTY": _("The contact hours end before they begin."),
    # letter texts
    "ITEMS_ONCE_ALONE": _("{{items}} must stand once, alone on its line."),
    "LANGUAGE_UNKNOWN": _("Letters are written in Chinese or English, not in %(language)s."),
    "LETTER_APPROVED": _("This text is approved already."),
    "LETTER_UNKNOWN": _("There is no text %(letter)s."),
    "PLACE_MALFORMED": _("Two braces may only stand around a name of the list, as in {{total}}."),
    "PLACE_NOT_HERE": _("{{%(place)s}} cannot stand in the subject."),
    "PLACE_MISSING": _("{{%(place)s}} is missing: this letter cannot go without it."),
    "PLACE_UNKNOWN": _("{{%(place)s}} is not a name of the list for this letter."),
    "RESERVATION_MISSING": _("An overdue letter must carry {{reservation}}, so that claims for late payment are kept."),
    "TOO_MANY_PLACES": _("A text may have at most %(most)s places."),
    "CHANNEL_NOT_TO_CUSTOMERS": _("Robots write to our own people only: choose another channel for customers."),
    "CHANNEL_TWICE": _("Step %(ordinal)s names the same channel twice. Leave the second one empty."),
    "COURIER_MISSING": _("Name the courier, in at most 60 characters."),
    "HANDED_ON_WRONG": _("This day lies before the letter was printed or handed over, or in the future."),
    "LETTER_MOVED": _("Somebody has noted something else of this letter meanwhile. Look again."),
    "POSTED_LETTER_UNKNOWN": _("There is no printed letter %(letter)s, or not all of its pile is yours to see."),
    "NOT_A_TASK": _("This message is no call or visit."),
    "NOT_SENT_YET": _("Nobody can have answered a message that was not sent."),
    "NO_CONSENT": _("The person has not agreed to be written to on this channel. Note his consent with the person."),
    "NO_LEGAL_BASIS": _(
        "There is no legal basis noted for this person's data (Personal Information Protection Law, Art. 13)."
    ),
    "OPTED_OUT": _("The person wants no more messages on this channel."),
    "WAYBILL_LIST_FAULTY": _(
        "Line %(line)s, %(column)s “%(value)s” cannot be used; %(count)s lines in all. Nothing was noted."
    ),
    "WAYBILL_NUMBER_WRONG": _("A waybill number has 6 to 40 letters, digits and hyphens."),
    "WAYBILL_TAKEN": _("The waybill %(number)s is another letter's already."),
    "WORDING_NEEDS_SECOND_PERSON": _(
        "This text has words that another person must look at: the author cannot put it into use alone."
    ),
    "WORD_NOT_ALLOWED": _(
        "“%(word)s” (line %(line)s, character %(column)s) has no place in a message: no threats, insults or shaming."
    ),
    # pauses
    "PAUSE_ENDED": _("This pause is over already."),
    "PAUSE_IN_PAST": _("%(day)s lies in the past."),
    "PAUSE_TOO_LONG": _("You may pause reminders through %(day)s at most."),
    "PAUSE_UNKNOWN": _("There is no pause %(pause)s."),
    "REASON_NEEDED": _("Give a reason."),
}
