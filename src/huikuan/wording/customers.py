"""Sentences and names of the customer file."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIELD_NAMES: dict[str, str | Promise] = {
    "code": _("Customer number"),
    "name": _("Full name"),
    "short_name": _("Short name"),
    "tax_code": _("Tax code"),
    "region": _("Region"),
    "country": _("Country"),
    "address": _("Address"),
    "language": _("Language"),
    "customer_class": _("Customer class"),
    "terms_days": _("Days of credit"),
    "terms_roll": _("Days run from"),
    "salesperson_id": _("Salesperson"),
    "do_not_contact_reason": _("Do not contact"),
    "note": _("Note"),
    "parent_id": _("Parent company"),
    "industry": _("Industry"),
    "buyer_type": _("Buyer type"),
    "distance_km": _("Distance in km"),
    "market_position": _("Market position"),
    "business_condition": _("Business condition"),
    "financial_condition": _("Financial condition"),
    "sales_network": _("Sales network"),
    "organisation": _("Organisation"),
    "other_name": _("Other name"),
    "payer_alias": _("Payer name or account"),
    "person": _("Person"),
    "size": _("Size class"),
    "report": _("Report"),
    "merged_into": _("Merged into"),
    "merged": _("Took in"),
}
INDUSTRIES: dict[str, str | Promise] = {
    "AGRICULTURE": _("Agriculture, forestry, fishing"),
    "MANUFACTURING": _("Industry (mining, manufacturing, energy)"),
    "CONSTRUCTION": _("Construction"),
    "WHOLESALE": _("Wholesale"),
    "RETAIL": _("Retail"),
    "TRANSPORT": _("Transport"),
    "STORAGE": _("Storage"),
    "POST": _("Post"),
    "LODGING": _("Hotels"),
    "CATERING": _("Catering"),
    "TELECOMS": _("Telecommunications and internet"),
    "SOFTWARE": _("Software and IT services"),
    "REAL_ESTATE": _("Real estate development"),
    "PROPERTY": _("Property management"),
    "LEASING": _("Leasing and business services"),
    "OTHER": _("Other industry"),
}
SIZES: dict[str, str | Promise] = {
    "MICRO": _("Micro enterprise"),
    "SMALL": _("Small enterprise"),
    "MEDIUM": _("Medium enterprise"),
    "LARGE": _("Large company"),
}
BUYER_TYPES: dict[str, str | Promise] = {
    "OTHER": _("Other buyer"),
    "PUBLIC": _("Public body"),
    "LARGE": _("Large company"),
}
NAME_KINDS: dict[str, str | Promise] = {
    "FORMER": _("Former name"),
    "ENGLISH": _("English name"),
    "SHORT": _("Short name"),
    "BRAND": _("Brand"),
}
ALIAS_KINDS: dict[str, str | Promise] = {"NAME": _("Payer name"), "ACCOUNT": _("Bank account")}
ALIAS_SOURCES: dict[str, str | Promise] = {"BY_HAND": _("entered by hand")}
TERMS_ROLLS: dict[str, str | Promise] = {
    "NONE": _("The invoice date"),
    "MONTH_END": _("The end of the month"),
    "NEXT_MONTH_FIRST": _("The first day of the next month"),
}
LANGUAGES: dict[str, str | Promise] = {"zh-hans": "中文", "en": "English"}
LEGAL_BASES: dict[str, str | Promise] = {
    "OWN_PERFORMANCE": _("Needed to carry out our own business with his company"),
    "CONSENT": _("His consent"),
    "PUBLISHED": _("Published by himself or his company"),
    "OWN_CONTRACT": _("A contract with himself"),
    "LEGAL_DUTY": _("A duty by law"),
}
LIKENESS: dict[str, str | Promise] = {
    "TAX_CODE": _("Same tax code"),
    "NAME": _("Same name"),
    "CLOSE_NAME": _("Nearly the same name"),
}
WARNINGS: dict[str, str | Promise] = {
    "AUTHORITY": _("The first two characters name no registration office that is known. It may be right; compare it."),
    "REGION": _("Characters 3 to 8 name no region that is known. It may be right; compare it."),
    "ORGANISATION_CHECK": _("The organisation code inside it (characters 9 to 17) does not check out. Compare it."),
    "FOREIGN_FORM": _("This does not look like a tax code of that country. It is kept; compare it."),
    "FOREIGN_UNKNOWN": _("Tax codes of this country cannot be checked. It is kept as typed."),
}
PERSON_FIELDS: dict[str, str | Promise] = {
    "name": _("Name"),
    "roles": _("Parts in paying"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "language": _("Language"),
    "gets_reminders": _("Gets reminders"),
    "legal_basis": _("Legal basis"),
    "basis_on": _("Basis since"),
    "position": _("Position"),
    "mobile": _("Mobile"),
    "wechat": _("WeChat"),
    "wecom": _("WeCom"),
    "address": _("Address"),
    "reachable_when": _("Reached when"),
    "reachable_where": _("Reached where"),
    "relationship": _("What ties us"),
    "left_on": _("Left on"),
}

SENTENCES: dict[str, str | Promise] = {
    "PERMISSION_CHANNEL_WRONG": _("Customers are not written to on this channel."),
    "PERMISSION_DAY_AHEAD": _("What a person said cannot lie in the future."),
    "PERMISSION_NOTE_TOO_LONG": _("The note has more than %(most)s characters."),
    "CUSTOMER_UNKNOWN": _("There is no such customer any more. Look again."),
    "CUSTOMER_MERGED": _(
        "%(name)s was merged into another customer and takes no new business. Use that one, or undo the merge."
    ),
    "CUSTOMER_FIELD_UNKNOWN": _("A customer has no field %(field)s that could be changed so."),
    "CUSTOMER_FIELD_WRONG": _("%(value)s does not fit here (%(field)s)."),
    "CREDIT_CODE_WRONG": _("%(value)s is no unified social credit code: compare all 18 characters with the licence."),
    "CUSTOMER_GROUP_CYCLE": _(
        "%(above)s belongs under %(name)s already, so that it cannot stand above it. Change its parent first."
    ),
    "CUSTOMER_GROUP_TOO_DEEP": _("A group has at most %(most)s levels."),
    "CUSTOMER_GROUP_CHANGED": _("Somebody else changed this group at the same moment. Look again and repeat."),
    "CUSTOMER_NUMBER_UNKNOWN": _("No customer you see has the number %(number)s."),
    "NAME_KNOWN": _("%(name)s is among his names already."),
    "NAME_WRONG": _("Enter a name of up to 200 characters."),
    "NAME_DAYS_WRONG": _("The last day lies before the first one."),
    "NAME_NOT_VISIBLE": _("This name is no longer there, or belongs to a customer whom you do not see."),
    "ALIAS_KNOWN": _("%(value)s is known already as his."),
    "ALIAS_WRONG": _("Enter the name or account number as it stands on the bank statement."),
    "ALIAS_NOT_VISIBLE": _("This payer is no longer there, or belongs to a customer whom you do not see."),
    "SIZE_INDUSTRY_UNKNOWN": _("Choose the industry: the limits differ from one to another."),
    "SIZE_FIGURE_WRONG": _("One of the figures is out of bounds. Staff is counted in people, money in yuan."),
    "SIZE_UNDECIDED": _("These figures do not decide the class. Add the missing one, or say which class was declared."),
    "SIZE_AHEAD": _("The day of the declaration lies ahead."),
    "REPORT_ISSUER_MISSING": _("Say who made the report."),
    "REPORT_EMPTY": _("The file is empty. Choose another one."),
    "REPORT_AHEAD": _("The day of the report lies ahead."),
    "REPORT_KNOWN": _("%(name)s is attached to this customer already."),
    "MERGE_WITH_HIMSELF": _("A customer cannot be merged into himself. Choose the other one."),
    "MERGE_UNDONE": _("Somebody undid this merge already; nothing was changed."),
    "MERGE_NOT_VISIBLE": _("This merge does not exist, or is of a customer whom you do not see."),
    "PERSON_FIELD_WRONG": _("One of the texts is missing or too long (%(field)s)."),
    "PERSON_ROLE_UNKNOWN": _("Choose at least one part he plays in paying."),
    "PERSON_BASIS_NEEDED": _(
        "Choose the legal basis on which we keep how to reach %(name)s (Personal Information Protection Law, Art. 13)."
    ),
    "PERSON_NOT_VISIBLE": _("This person is no longer on file, or belongs to a customer whom you do not see."),
}
