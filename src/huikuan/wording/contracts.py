"""Sentences and names of contracts: refusals, cautions with what the law says, states, triggers, due rules."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Names = dict[str, str | Promise]

SENTENCES: Names = {
    "ACCEPTED_BEFORE_DELIVERY": _("%(date)s lies before the delivery of %(earliest)s. Correct one of the two days."),
    "AMENDMENT_CURRENCY": _("An amendment cannot change the currency; the contract is in %(currency)s."),
    "AMENDMENT_REASON": _("Say why the contract is amended, for example the number of the supplementary agreement."),
    "AMENDMENT_STATE": _(
        "This amendment of contract %(number)s was adopted or withdrawn already; nothing was changed."
    ),
    "AMENDMENT_UNKNOWN": _("There is no such amendment."),
    "ANCHOR_NEVER_COMES": _(
        "“%(title)s” fires on a date, but its term runs from another event. Let it run from the milestone itself."
    ),
    "CONTRACT_AMOUNT": _("The amount of the contract must be more than zero and at most 100,000,000,000.00."),
    "CONTRACT_BILLS_ITSELF": _(
        "Contract %(contract)s makes its receivables from its milestones. Record the event there, with the number "
        "%(number)s, instead of entering the invoice a second time."
    ),
    "CONTRACT_EXISTS": _(
        "Contract number %(number)s is taken in this company. Use another one, or open that contract."
    ),
    "CONTRACT_HAS_FIRED": _(
        "Contract %(number)s cannot be cancelled: %(count)s of its milestones have fired. Take their events back first."
    ),
    "CONTRACT_HAS_PARTS": _(
        "Contract %(number)s cannot be cancelled: %(count)s of its sub-contracts are not. Cancel those first."
    ),
    "CONTRACT_NOT_DRAFT": _("Contract %(number)s is signed. Change it by an amendment."),
    "CONTRACT_NOT_VISIBLE": _("This contract does not exist, or belongs to a customer somebody else looks after."),
    "CONTRACT_NUMBER_MISSING": _("Give the contract a number."),
    "CONTRACT_STATE": _("Contract %(number)s is not in a state that allows this; nothing was changed. Look again."),
    "CONTRACT_UNFINISHED": _("Contract %(number)s cannot be closed: %(count)s milestones have not fired yet."),
    "CONTRACT_UNKNOWN": _("There is no such contract."),
    "DUE_ANCHOR_UNKNOWN": _(
        "The term of “%(title)s” runs from an event that is not recorded yet (%(anchor)s). Record that event first."
    ),
    "DUE_RULE": _("The term of “%(title)s” cannot be computed. Check days, months and the day of the month."),
    "EVENT_BEFORE_SIGNING": _("%(date)s lies before the signing of the contract. Use %(earliest)s or a later date."),
    "EVENT_REASON": _("Say why the event is taken back."),
    "EVENT_TAKEN_BACK": _("This event was taken back already; nothing was changed."),
    "EVENT_UNKNOWN": _("There is no such event."),
    "FIRED_BY_CONTRACT": _("A milestone of a contract made this. Take the event back on the page of the contract."),
    "HELD_FROM": _("“%(title)s”: retention is earned by delivery or by acceptance."),
    "ITEMS_TOO_MANY": _("A contract holds up to 200 items. Put the rest into a sub-contract."),
    "LATE_RATE_MISSING": _("Give the agreed rate, or choose that no late-payment interest is agreed."),
    "LATE_RATE_RANGE": _("An agreed late-payment rate is at most 1,000 %% a year or 5 %% a day."),
    "MILESTONES_MISSING": _("Enter at least one milestone: what is paid when."),
    "MILESTONES_SUM": _("The milestones do not add up to the amount of the contract."),
    "MILESTONES_SUM_OVER": _("The milestones are %(minor)s more than the contract. Lower a share or an amount."),
    "MILESTONES_SUM_SHORT": _("The milestones are %(minor)s short of the contract. Raise a share or an amount."),
    "MILESTONES_TOO_MANY": _("A contract holds up to 60 milestones. Put the rest into a sub-contract."),
    "MILESTONE_EMPTY": _(
        "“%(title)s” comes to less than the smallest unit of the currency. Raise its share or amount."
    ),
    "MILESTONE_FIRED": _(
        "“%(title)s” has fired and stays as it was. Take its event back first, or leave it unchanged."
    ),
    "MILESTONE_TITLE": _("Milestone %(milestone)s needs a title."),
    "MILESTONE_TWICE": _("Two milestones have the same number. Load the page again."),
    "MOVED_SINCE": _("“%(title)s” moved on since. Take back what happened to it later first."),
    "PART_ABOVE_WHOLE": _("The sub-contracts of %(number)s are %(minor)s more than the contract they are parts of."),
    "PART_OF_OTHERS": _("A sub-contract has the customer, the own company and the currency of contract %(number)s."),
    "PART_OF_PART": _("Contract %(number)s is a sub-contract or has some itself; parts have no parts."),
    "PROGRESS_SHARE": _("Progress is given in thousandths, from 1 to 1000."),
    "RETENTION_CONDITION": _("“%(title)s”: say on which condition the retention is released."),
    "RETENTION_TRIGGER": _("“%(title)s”: retention, and only retention, fires by its release."),
    "SHARE_OR_AMOUNT": _("“%(title)s” needs either a percentage or an amount, not both."),
    "TITLE_MISSING": _("Give the contract a title."),
    "WHOLE_CLAIMED_TWICE": _(
        "Contract %(number)s and its sub-contracts would together ask for %(minor)s more than the contract is worth. What a "
        "sub-contract asks for is not asked for by the whole again: lower one of the two plans by an amendment."
    ),
    "WHOLE_NOT_SIGNED": _("Contract %(number)s is a sub-contract. Sign the contract it is part of first."),
    # Cautions: shown at entry and on the contract, each with its article.
    "CAUTION_ACCELERATION_FEW": _(
        "The whole price may be called due only in an instalment sale of three payments or more; this plan has %(count)s."
    ),
    "CAUTION_ACCELERATION_POSSIBLE": _(
        "%(minor)s of the price of %(over)s is overdue, a fifth of it or more. After a demand and a reasonable time the whole price "
        "may be called due."
    ),
    "CAUTION_BUYER_DIFFERS": _(
        "The contract says of the buyer “%(said)s”, the customer file “%(known)s”. Correct one of them, or keep the paper of the buyer."
    ),
    "CAUTION_DEPOSIT_ON_PAYMENT": _("The deposit of %(minor)s takes effect only when it is actually paid."),
    "CAUTION_DEPOSIT_OVER_CAP": _(
        "A deposit is at most 20 %% of the contract, %(minor)s. The surplus of %(over)s has no effect as a deposit."
    ),
    "CAUTION_INSPECTION_LONG": _("An inspection period of %(days)s days goes beyond the two years of the law."),
    "CAUTION_INSPECTION_OPEN": _(
        "Payment waits for acceptance, but no inspection period is agreed: nothing makes the buyer's silence an acceptance."
    ),
    "CAUTION_ITEMS_SUM": _("The items sum to %(minor)s, the contract is %(over)s."),
    "CAUTION_ITEM_AMOUNT": _("%(title)s: quantity times unit price is %(minor)s, the amount says %(over)s."),
    "CAUTION_LATE_RATE_HIGH": _(
        "Agreed late interest of %(count)s %% a year is more than the whole price in a year. What lies more than 30 %% above the loss "
        "may be cut by a court."
    ),
    "CAUTION_LATE_RATE_NONE": _(
        "No late-payment rate is agreed. By law it is 0.05 %% a day; an agreed one must reach the one-year LPR at signing."
    ),
    "CAUTION_RETENTION_OVER_CAP": _(
        "In construction retention is at most 3 %% of the settlement price, %(minor)s; this is %(over)s more."
    ),
    "CAUTION_SELLER_DIFFERS": _(
        "The contract says of us “%(said)s”, our own declaration of %(date)s “%(known)s”. Correct one of them."
    ),
    "CAUTION_SIZE_NOT_DECLARED": _(
        "We have to tell the buyer that we are a small or medium company, or the terms of the regulation do not protect us."
    ),
}

CONTRACT_STATES: Names = {
    "DRAFT": _("Draft"),
    "SIGNED": _("Signed"),
    "CLOSED": _("Closed"),
    "CANCELLED": _("Cancelled"),
}
PLAN_STATES: Names = {
    "PLANNED": _("Planned"),
    "EXPECTED": _("Expected"),
    "WAITING": _("Trigger is late"),
    "HELD": _("Retention held"),
    "OPEN": _("Owed"),
    "PARTIAL": _("Partly paid"),
    "OVERDUE": _("Overdue"),
    "PAID": _("Paid"),
    "DROPPED": _("Dropped"),
}
TRIGGERS: Names = {
    "DATE": _("An agreed day"),
    "DELIVERY": _("Delivery of the goods"),
    "ACCEPTANCE": _("Acceptance"),
    "PROGRESS": _("Progress"),
    "STATEMENT_CONFIRMED": _("Statement confirmed"),
    "RETENTION_RELEASE": _("Release of retention"),
}
MILESTONE_KINDS: Names = {
    "PAYMENT": _("Payment"),
    "ADVANCE": _("Advance payment"),
    "DEPOSIT": _("Deposit (earnest money)"),
    "RETENTION": _("Retention"),
}
LATE_BASES: Names = {
    "NONE": _("Nothing agreed"),
    "AGREED": _("An agreed rate"),
    "DECREE_802": _("0.05 % a day (State Council decree 802)"),
    "EXCLUDED": _("No late-payment interest, as agreed"),
}

HOLIDAY_ROLLS: Names = {
    "NEXT": _("next business day"),
    "PREVIOUS": _("business day before"),
    "NONE": _("stays on a day off"),
}
