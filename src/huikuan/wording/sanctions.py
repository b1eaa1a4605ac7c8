"""Sentences and names of sanctions: rungs, gates with the facts they miss, articles, ladders, court entries."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = Mapping[str, str | Promise]

RUNGS: Names = {
    "DEMAND_1": _("First demand letter"),
    "DEMAND_2": _("Second demand letter"),
    "DEMAND_3": _("Third demand letter"),
    "LAWYER_LETTER": _("Lawyer's letter"),
    "STOP_DISCOUNT": _("Stop discounts"),
    "STOP_SUPPLY": _("Stop supply"),
    "STOP_SERVICE": _("Stop service"),
    "END_AUTHORISATION": _("End authorisation"),
    "LEGAL": _("Legal action"),
    "CONTROLLED_SHIPPING": _("Controlled shipping"),
}
STATES: Names = {
    "PROPOSED": pgettext_lazy("sanction", "Proposed"),
    "APPROVED": pgettext_lazy("sanction", "Approved"),
    "NOTIFIED": pgettext_lazy("sanction", "Customer told"),
    "IN_FORCE": pgettext_lazy("sanction", "In force"),
    "RELEASED": pgettext_lazy("sanction", "Released"),
    "REJECTED": pgettext_lazy("sanction", "Rejected"),
    "WITHDRAWN": pgettext_lazy("sanction", "Withdrawn"),
}
STATE_TONES: Mapping[str, str] = {
    "PROPOSED": "soon",
    "APPROVED": "soon",
    "NOTIFIED": "risk",
    "IN_FORCE": "risk",
    "RELEASED": "done",
}
EVENTS: Names = {
    "PROPOSE": pgettext_lazy("sanction", "Proposed"),
    "STATE": _("Facts stated"),
    "APPROVE": pgettext_lazy("sanction", "Approved"),
    "REJECT": pgettext_lazy("sanction", "Rejected"),
    "WITHDRAW": pgettext_lazy("sanction", "Withdrawn"),
    "NOTIFY": pgettext_lazy("sanction", "Customer told"),
    "ARRIVE": _("The letter arrived"),
    "NOT_ARRIVE": _("Proof of arrival taken back"),
    "APPLY": pgettext_lazy("sanction", "In force"),
    "REPORT": _("Done by hand"),
    "RELEASE": pgettext_lazy("sanction", "Released"),
}
DUTIES: Mapping[tuple[str, str], str | Promise] = {
    ("STOP_SERVICE", "DO"): _("Stop the service, and say what was stopped"),
    ("STOP_SERVICE", "UNDO"): _("Paid: resume the service, and say so"),
    ("END_AUTHORISATION", "DO"): _("End the authorisation, and say what was ended"),
    ("END_AUTHORISATION", "UNDO"): _("Paid: restore the authorisation, and say so"),
    ("LEGAL", "UNDO"): _("Paid: withdraw or settle the case, and say so"),
}
"""What is done by hand for a rung, and undone once it is released."""
WAYS: Names = {"EMAIL": _("By e-mail"), "POST": _("By post"), "HAND": _("Handed over")}
TURNS: Names = {
    "": _("Not known yet"),
    "TOGETHER": _("Goods against money"),
    "THEIRS_FIRST": _("The customer pays first"),
    "OURS_FIRST": _("We deliver first"),
}
UNREST: Names = {
    "DETERIORATION": _("Business seriously deteriorated"),
    "ASSET_FLIGHT": _("Assets or funds moved away to evade debts"),
    "LOST_CREDIT": _("Business credit lost"),
    "INABILITY": _("Otherwise unable to perform, or likely to be"),
}
GATE_KINDS: Names = {
    "supply": _("Stop supply"),
    "accelerate": _("Call in the whole price"),
    "retake": _("Retake goods"),
    "deposit": _("Keep a deposit"),
    "set-off": _("Set-off"),
    "publish": _("Name a debtor"),
}
ARTICLES: Names = {
    "CC-525": _("Civil Code Art. 525"),
    "CC-526": _("Civil Code Art. 526"),
    "CC-527": _("Civil Code Art. 527"),
    "CC-528": _("Civil Code Art. 528"),
    "CC-634": _("Civil Code Art. 634"),
    "CC-641": _("Civil Code Art. 641"),
    "CC-642": _("Civil Code Art. 642"),
    "SALES-26": _("Interpretation on sales contracts Art. 26"),
    "SALES-27": _("Interpretation on sales contracts Art. 27"),
    "CC-586": _("Civil Code Art. 586"),
    "CC-587": _("Civil Code Art. 587"),
    "CC-588": _("Civil Code Art. 588"),
    "CC-568": _("Civil Code Art. 568"),
    "CC-569": _("Civil Code Art. 569"),
    "CC-1024": _("Civil Code Art. 1024"),
}
QUOTES: Names = {
    "CC-525": _(
        "Where the parties owe each other performance in no order, they perform at the same time. Each may refuse the other's "
        "demand until the other performs."
    ),
    "CC-526": _(
        "Where one party is to perform first and has not, the party that performs later may refuse the other's demand."
    ),
    "CC-527": _(
        "The party that performs first may suspend with definite evidence that the other's business has seriously "
        "deteriorated, that it moves assets away to evade debts, has lost its business credit, or is otherwise unable to "
        "perform. Who suspends without definite evidence is liable for breach."
    ),
    "CC-528": _(
        "Who suspends under the article before notifies the other promptly. Where suitable security is given, performance is "
        "resumed."
    ),
}
MISSING: dict[str, str | Promise] = {
    "SUPPLY_ORDER_UNNAMED": _("Which order is to stop is not said."),
    "SUPPLY_ORDER_UNKNOWN": _(
        "%(order)s is no order and no signed contract of this customer in the books. Name the right one, or confirm that it stands."
    ),
    "SUPPLY_OTHER_ORDER": _(
        "Order %(order)s is not the one in breach; unpaid are %(breached)s. Only the same order may be held back."
    ),
    "SUPPLY_NOTHING_DUE": _("Nothing undisputed is due and unpaid under it."),
    "SUPPLY_TURN_UNKNOWN": _("Who performs first under the order is not stated."),
    "SUPPLY_OURS_FIRST": _("Under this order we deliver first: their later payment is no ground yet."),
    "SUPPLY_NOT_OURS_FIRST": _("This ground is only for orders under which we deliver first."),
    "UNREST_UNNAMED": _("What shows that they will not perform is not stated."),
    "UNREST_EVIDENCE": _("No definite evidence is kept: a paper is missing."),
    "UNREST_NOTICE": _("The customer has not been notified."),
    "NOTICE_AHEAD": _("%(date)s lies ahead: the notice is still to be given."),
    "UNREST_SECURITY_GIVEN": _("Suitable security was given: supply must be resumed."),
    "PAYMENTS_FEW": _("The price is paid in %(found)s payments; an instalment sale has at least %(least)s."),
    "ARREARS_BELOW_FIFTH": _("%(minor)s are in arrears; a fifth of the price is %(minimum)s."),
    "DEMAND_MISSING": _("No demand has been made."),
    "DEMAND_TIME_RUNS": _("The time of the demand runs through %(date)s."),
    "RETENTION_NOT_AGREED": _("Retention of title is not agreed."),
    "NO_ARREARS": _("Nothing is in arrears."),
    "THREE_QUARTERS_PAID": _("%(found)s of %(expected)s are paid: from 75 %% on goods cannot be taken back."),
    "THIRD_PARTY_IN_GOOD_FAITH": _("A third party holds the goods in good faith, and the retention is not registered."),
    "RETENTION_UNREGISTERED": _("The retention is not registered: it does not bind third parties in good faith."),
    "NOT_A_DEPOSIT": _("It was not agreed as a deposit (定金); an advance payment has no such effect."),
    "DEPOSIT_NOT_PAID": _("The deposit was not really paid."),
    "DEPOSIT_OR_PENALTY": _("A penalty is claimed: deposit or penalty, not both."),
    "DEPOSIT_CONTRACT_UNKNOWN": _("The amount of the contract is not known: a deposit is at most a fifth of it."),
    "DEPOSIT_CLAIMED_OVER_FIFTH": _(
        "%(found)s are claimed as a deposit; at most a fifth of the contract, %(expected)s, has that effect."
    ),
    "DEPOSIT_OVER_FIFTH": _("Only %(expected)s have the effect of a deposit; %(over)s above a fifth have not."),
    "SETTING_OFF_NOT_DUE": _("Their debt is not due."),
    "SETTING_OFF_OTHER_KIND": _("The debts are not of the same kind."),
    "SETTING_OFF_EXCLUDED": _("The law, the contract or the nature of the debt excludes set-off."),
    "SETTING_OFF_NOTICE": _("The other side was not notified."),
    "SETTING_OFF_CONDITION": _("A set-off must not have a condition or a time."),
    "SETTING_OFF_NOT_AGREED": _("Both sides have not agreed on it."),
    "COURT_CASE": _("Say the number of the case."),
    "COURT_DAY": _("%(date)s lies ahead. Say when the list was looked up."),
    "COURT_LOOKED_UP": _("Say on which day the list was looked up."),
    "COURT_LOOKED_UP_LONG_AGO": _(
        "The list was looked up on %(date)s, longer ago than %(days_said)s. Look it up again: entries are struck off."
    ),
    "COURT_ENTRY_GONE": _("The entry stands no more."),
}
"""What a gate misses, as sentences with their figures."""
GATE_FACTS: Names = {
    "SUPPLY_ORDER_UNNAMED": _("the order that is to stop"),
    "SUPPLY_ORDER_UNKNOWN": _("an order that the books know, or that is confirmed to stand"),
    "SUPPLY_OTHER_ORDER": _("a breach of the same order"),
    "SUPPLY_NOTHING_DUE": _("something undisputed, due and unpaid under it"),
    "SUPPLY_TURN_UNKNOWN": _("who performs first"),
    "SUPPLY_OURS_FIRST": _("an order under which we do not deliver first"),
    "SUPPLY_NOT_OURS_FIRST": _("or an order under which we deliver first"),
    "UNREST_UNNAMED": _("what shows that they will not perform"),
    "UNREST_EVIDENCE": _("definite evidence on paper"),
    "UNREST_NOTICE": _("the notice to the customer"),
    "NOTICE_AHEAD": _("a notice that was given already"),
    "UNREST_SECURITY_GIVEN": _("that no security was given"),
}
"""The same facts in a few words, for a refusal that names them one after another."""
LADDER: dict[str, str | Promise] = {
    "LADDER_REACHED": _("%(minor)s undisputed, %(days_said)s overdue; this rung comes from day %(from_days)s on."),
    "LADDER_MALICIOUS": _("Judged malicious: the ladder runs quicker."),
    "LADDER_NOTHING_OVERDUE": _("Nothing undisputed is overdue."),
    "LADDER_HELD_PROMISE": _("A promise runs: nothing is proposed until its day is over."),
    "LADDER_HELD_PLAN": _("A plan to pay runs: nothing is proposed while it is kept."),
    "LADDER_HELD_CASE": _("A case runs about it: the court or authority is asked, not the ladder."),
    "LADDER_HELD_MONEY": _("Money of this customer covers it and is not used yet: match it first."),
    "LADDER_HELD_OURS": _("Something on our side is to be mended first."),
    "LADDER_RUNG_PENDING": _("Another rung waits for its decision or its letter."),
    "LADDER_RUNG_RUNS": _("This rung runs already."),
    "LADDER_AT_ITS_END": _("Every rung of the ladder is taken."),
    "LADDER_TOO_EARLY": _("%(days_said)s overdue; this rung comes from day %(from_days)s on."),
    "LADDER_TOO_LITTLE": _("%(minor)s overdue; this rung asks for at least %(minimum)s."),
    "LADDER_GAP": _("The rung before it has time until %(date)s."),
    "LADDER_NOT_ITS_TURN": _("An earlier rung comes first."),
}
SENTENCES: dict[str, str | Promise] = {
    **MISSING,
    **LADDER,
    **{f"SANCTION_ASKED_{rung}": title for rung, title in RUNGS.items() if rung != "STOP_SUPPLY"},
    "SANCTION_ASKED_STOP_SUPPLY": _("Stop supply under order %(order)s"),
    "COURT_NAME": _("Say which court it is."),
    "DISCOUNT_STOPPED": _(
        "A sanction stops discounts that no contract grants, so invoice %(invoice)s cannot get one. Leave the rest open, or have "
        "the sanction lifted first."
    ),
    "LADDER_CHANGED": _("Somebody else changed the ladders; version %(number)s is in force. Look again."),
    "LADDER_REASON": _("Say why the ladders change, in at most %(most)s characters."),
    "LADDER_STANDARD_MISSING": _("The ladder of standard customers is missing."),
    "LADDER_SOURCE_MISSING": _("Say where the ladders come from."),
    "LADDER_COURT_DAYS": _("A look-up of the courts' list is taken as true for 1 to 90 days."),
    "LADDER_QUICK_BOUND": _("The share for malicious debtors lies between 1 and 1,000 per mille."),
    "LADDER_ORDER": _("The rungs of a ladder must stand in their order, each once."),
    "LADDER_NUMBERS": _("Days and gaps must be at least 1, amounts not below 0."),
    "LADDER_DAYS_FALL": _("A later rung must not begin earlier than the one before it."),
    "SANCTION_CHANGED": _("This sanction has moved on meanwhile. Look again; nothing was changed."),
    "SANCTION_FACTS_ARE_YOURS": _("You stated the facts for it: another person has to approve."),
    "SANCTION_GATE_CLOSED": _("The law does not allow it yet. Missing: %(missing)s."),
    "SANCTION_LETTER_ONLY": _("This rung is done with its letter."),
    "SANCTION_LIFT_WHY": _("Say why it is lifted although not all is paid."),
    "SANCTION_LOWERS": _("Say by how much each delivery must lower what is owed."),
    "NOTICE_NOT_SENT": _("The customer was not told yet. Let the letter go first."),
    "NOTICE_DAY": _("The letter arrives on a day from the one it went out until today."),
    "NOTICE_PAPER": _("The file is empty. Choose a photograph or scan of the stub or the receipt."),
    "NOTICE_NOTE": _("Courier and number take %(most)s characters at most."),
    "NOTICE_PROVED": _("A proof of arrival is kept already. Take that back first, if it is wrong."),
    "NOTICE_UNPROVED": _("No proof of arrival is kept, or somebody took it back meanwhile."),
    "SANCTION_NOTE": _("Say what is to be done, or what was done."),
    "SANCTION_NOTHING_LEFT": _("Nothing of what it asked for is overdue and undisputed any more."),
    "SANCTION_NOT_VISIBLE": _("There is no such sanction, or it belongs to somebody else's customer."),
    "SANCTION_NO_ADDRESS": _(
        "Nobody at the customer may be written to by e-mail. Send the letter by post or hand it over."
    ),
    "SANCTION_ORDER_FIXED": _("The customer was told of order %(order)s: it cannot be changed any more."),
    "SANCTION_OVER": _("The sanction is over, or what it asked for is paid."),
    "SANCTION_REASON": _("Say why, in at most %(most)s characters."),
    "SANCTION_TASK_ENDED": _("This task was done or dropped meanwhile. Nothing was changed."),
    "SANCTION_TIME_RUNS": _("The letter gives the customer time until %(date)s."),
    "SANCTION_UNKNOWN": _("This request belongs to no sanction."),
}
