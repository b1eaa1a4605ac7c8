"""Sentences of messages and their delivery, and of documents."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huikuan.wording.names import Names

CHANNEL_KINDS: Names = {
    "wecom": _("WeCom robot"),
    "dingtalk": _("DingTalk robot"),
    "feishu": _("Feishu robot"),
    "alibaba": _("SMS by Alibaba Cloud"),
    "tencent": _("SMS by Tencent Cloud"),
    "http": _("SMS by another provider"),
}
SENTENCES: dict[str, str | Promise] = {
    "ADDRESS_INVALID": _("The e-mail address cannot be used. Correct it at the contact."),
    "ANSWER_LOST": _(
        "The mail server took the whole message but gave no clear answer (%(reply)s). It may have arrived: ask the "
        "customer, then say here what became of it."
    ),
    "CHANNEL_CHANGED": _("%(name)s was changed meanwhile. Look again."),
    "CHANNEL_FAULTY": _("This channel cannot be used as described: %(why)s"),
    "CHANNEL_NAME_TAKEN": _("There is a channel %(name)s already."),
    "CHANNEL_NAME_WRONG": _("%(name)s is no name for a channel: small letters, digits and hyphens, at most 40."),
    "CHANNEL_OFF": _("%(name)s is switched off, or its secrets cannot be read. Switch it on or type them again."),
    "SMS_PROVIDER_ON": _("SMS go through %(name)s. Switch it off first: only one provider can be on."),
    "CHANNEL_NOT_CONFIGURED": _(
        "No provider is configured for this channel: its messages stay planned (Settings, Channels)."
    ),
    "CHANNEL_UNREACHABLE": _(
        "The provider of this channel could not be reached. Messages stay planned and are tried again."
    ),
    "CHANNELS_FAULTY": _("The file of channels cannot be used: %(why)s. Its channels send nothing until it is mended."),
    "MOBILE_INVALID": _("The mobile number cannot be used. Correct it at the contact."),
    "NOT_BY_PEOPLE": _("This message is sent by the system, not by a person."),
    "PHONE_INVALID": _("The telephone number cannot be used. Correct it at the contact."),
    "POSTAL_ADDRESS_INVALID": _("The postal address cannot be used. Correct it at the contact or the customer."),
    "ROBOT_BUSY": _("The robot %(robot)s takes no more messages this minute; it is written to as soon as it does."),
    "OVER_BY_NOW": _("The day it was written for is over, or nothing is to be done any more."),
    "ROBOT_REASSIGNED": _("The robot tells other people by now; what was written for one group goes to no other."),
    "ROBOT_UNKNOWN": _("This robot is not in the settings."),
    "CANCELLED_BY_PERSON": _("Taken out of the queue by %(person)s: %(reason)s"),
    "DOCUMENT_NOT_VISIBLE": _("This document does not exist, or belongs to somebody else."),
    "DOCUMENT_TOO_LARGE": _("The file %(name)s is too large (%(bytes)s bytes)."),
    "FONT_MISSING": _(
        "No Chinese font was found, and letters with a PDF wait for one. Run “make setup” again, install fonts-noto-cjk, or "
        "name a folder in HUIKUAN_FONTS."
    ),
    "HEADER_TOO_LONG": _("A line of the message head is too long."),
    "HEADER_UNSAFE": _("A name or subject holds a line break or control character. Correct it first."),
    "LEASE_EXPIRED": _("The worker that held the message stopped before anything was sent; it is tried again."),
    "LEASE_EXPIRED_SENDING": _(
        "The worker stopped while the message was being handed over. It may have arrived: ask the customer, then say here "
        "what became of it."
    ),
    "LEASE_LOST": _("Another worker holds message %(message)s now; nothing was changed."),
    "MAIL_NOT_CONFIGURED": _(
        "No mail server is configured: messages stay planned and nothing was sent. Set HUIKUAN_SMTP_URL and "
        "HUIKUAN_EMAIL_FROM."
    ),
    "MAIL_SERVER_UNREACHABLE": _("The mail server could not be reached. Messages stay planned and are tried again."),
    "MESSAGE_CHANGED": _("The message is %(state)s already. Look again."),
    "MESSAGE_UNKNOWN": _("There is no message %(message)s, or it belongs to somebody else."),
    "NOTE_NEEDED": _("Say in a few words how you found out."),
    "NOT_A_RESOLUTION": _("%(event)s cannot be said of an uncertain message."),
    "NO_RECIPIENT": _("Nobody at the customer is marked to get reminders and has an e-mail address."),
    "PERSON_NEEDED": _("Only a person who is signed in may decide this."),
    "SENDER_INVALID": _("The sender address HUIKUAN_EMAIL_FROM is not an e-mail address; nothing was sent."),
    "SERVER_DEFERRED": _("Not accepted yet by the mail server (%(code)s %(reply)s); it is tried again."),
    "SERVER_REFUSED": _("Refused by the mail server (%(code)s %(reply)s). Correct the address, then send it again."),
}
