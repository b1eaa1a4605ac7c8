"""Sentences, names and cautions about other creditors and joint steps (RULES_CN §8)."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Names = Mapping[str, str | Promise]

SOURCES: Names = {
    "CREDITOR_SAID": _("The creditor told us"),
    "CUSTOMER_SAID": _("The customer told us"),
    "COURT_RECORD": _("Judgment or enforcement record"),
    "BANKRUPTCY_FILE": _("Bankruptcy file"),
    "REGISTER": _("Public register"),
    "OUR_PEOPLE": _("Our people saw it"),
    "OTHER": _("Other"),
}
CONFIDENCES: Names = {
    "PROVEN": _("Proven by a paper"),
    "LIKELY": pgettext_lazy("creditor", "Likely"),
    "HEARSAY": _("Hearsay"),
}
CONFIDENCE_TONES: Mapping[str, str] = {"PROVEN": "done", "LIKELY": "soon", "HEARSAY": "risk"}
KINDS: Names = {
    "SHARE_FACTS": _("Exchange facts"),
    "JOINT_TALK": _("Talk to the customer together"),
    "JOINT_LETTER": _("Write to the customer together"),
    "JOINT_COUNSEL": _("Instruct one lawyer together"),
    "BANKRUPTCY": _("Prepare a bankruptcy petition together"),
    "CREDITORS_MEETING": _("Prepare the creditors' meeting"),
}
CAUTIONS: Names = {
    "SHARE_FACTS": _(
        "Tell only what is true and yours to tell: nothing from confidential contracts, no personal data of "
        "his people. What is hearsay is not told on (Civil Code arts. 1024, 1025, 1034)."
    ),
    "JOINT_TALK": _(
        "Agree about your own claims only. No threats, no blocking of gates or staying against his will; "
        "agreeing to stop supply or on prices together may be a monopoly agreement (Anti-Monopoly Law art. "
        "17)."
    ),
    "JOINT_LETTER": _(
        "Each creditor states his own claim with his own figures. The letter goes to the customer alone, "
        "never to his customers, his bank or the public (Civil Code art. 1024)."
    ),
    "JOINT_COUNSEL": _(
        "Each creditor signs his own mandate. A lawyer may not act where the creditors' interests conflict, as over the same security."
    ),
    "BANKRUPTCY": _(
        "A petition is a step of law, not a means of pressure: let a lawyer judge whether he cannot pay what "
        "is due (Enterprise Bankruptcy Law arts. 2, 7). What he pays single creditors in the six months "
        "before may be taken back (art. 32)."
    ),
    "CREDITORS_MEETING": _(
        "File your claim in time and with its evidence (Enterprise Bankruptcy Law arts. 45, 48); no "
        "arrangement beside the meeting that favours one creditor."
    ),
}
STATES: Names = {
    "PLANNED": pgettext_lazy("step", "Planned"),
    "DONE": pgettext_lazy("step", "Done"),
    "DROPPED": pgettext_lazy("step", "Dropped"),
}
STATE_TONES: Mapping[str, str] = {"PLANNED": "soon", "DONE": "done"}
SENTENCES: dict[str, str | Promise] = {
    "CREDITOR_NAME": _("Say who it is."),
    "CREDITOR_SEEN_AHEAD": _("The day we learned it lies ahead. Choose today or a day before."),
    "CREDITOR_OWED": _("The sum owed lies between 0.01 and 100 billion; leave it out if you do not know it."),
    "CREDITOR_TOO_LONG": _("The text is too long: name and what he supplies 200 characters, the note 1,000."),
    "CREDITOR_HEARSAY_SAYS_WHO": _("Say in the note who said so: hearsay may never be told on as a fact."),
    "CREDITOR_SOURCE_SAYS_WHICH": _(
        "Say in the note where you know it from: a claim without a source is worth nothing."
    ),
    "CREDITOR_NOT_VISIBLE": _("There is no such creditor, or he belongs to somebody else's customer."),
    "CREDITOR_CHANGED": _("Somebody else has changed this. Look again; nothing was changed."),
    "STEP_TEXT": _("Say what is to be done, in 1,000 characters at most."),
    "STEP_DAY_PAST": _("The day lies in the past. Choose today or a later one."),
    "STEP_CAUTION_UNREAD": _("Read the caution and tick it before you plan the step."),
    "STEP_OWNER": _("Choose one of our people."),
    "STEP_CHANGED": _("This step is done or dropped already. Look again; nothing was changed."),
}
