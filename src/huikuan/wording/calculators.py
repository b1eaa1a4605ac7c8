"""Sentences of the calculators: steps of a due day, statutory payment terms, credit codes; articles in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

ANCHORS: dict[str, str | Promise] = {
    "INVOICE": _("Invoice"),
    "DELIVERY": _("Delivery"),
    "ACCEPTANCE": _("Acceptance"),
    "STATEMENT_CONFIRMED": _("Statement confirmed"),
    "SETTLEMENT_CONFIRMED": _("Settlement amount confirmed"),
    "MILESTONE": _("Milestone"),
}
ROLLS: dict[str, str | Promise] = {
    "NONE": _("That day itself"),
    "EOM": _("The end of its month"),
    "NEXT_MONTH_1ST": _("The first day of the next month"),
    "FIXED_DAY": _("A fixed day of the month"),
}
BUYERS: dict[str, str | Promise] = {
    "PUBLIC": _("Public body"),
    "LARGE": _("Large company"),
    "OTHER": _("Other buyer"),
}
SELLERS: dict[str, str | Promise] = {
    "MICRO": _("Micro enterprise"),
    "SMALL": _("Small enterprise"),
    "MEDIUM": _("Medium enterprise"),
    "LARGE": _("Large company"),
}

SENTENCES: dict[str, str | Promise] = {
    "DUE_START": _("The term runs from this day; it is not counted itself."),
    "DUE_ROLLED_EOM": _("Counted from the end of the month."),
    "DUE_ROLLED_NEXT_MONTH": _("Counted from the first day of the next month."),
    "DUE_ROLLED_FIXED_DAY": _("Counted from the next day %(fixed_day)s of a month, the month's end where it has none."),
    "DUE_MONTHS": ngettext_lazy(
        "%(months)s month later, the corresponding day.", "%(months)s months later, the corresponding day.", "months"
    ),
    "DUE_MONTHS_NO_SUCH_DAY": ngettext_lazy(
        "%(months)s month later; that month has no such day, so its last day.",
        "%(months)s months later; that month has no such day, so its last day.",
        "months",
    ),
    "DUE_DAYS": ngettext_lazy("%(days)s day later.", "%(days)s days later.", "days"),
    "DUE_GRACE": ngettext_lazy("%(days)s day of grace, as agreed.", "%(days)s days of grace, as agreed.", "days"),
    "DUE_BUSINESS_DAY": _("The last day is a business day."),
    "DUE_HOLIDAY_NEXT": _("%(from)s is a day off: the next business day."),
    "DUE_HOLIDAY_PREVIOUS": _("%(from)s is a day off: the business day before, as agreed."),
    "DUE_HOLIDAY_KEPT": _("A day off; it stays as agreed."),
    "DUE_CALENDAR_UNPUBLISHED": _(
        "The holidays of %(year)s are not published yet: only weekends are counted, look again later."
    ),
    "DUE_DELIVERED": _("Delivered; the day itself is not counted."),
    "DUE_ACCEPTED": _("Accepted: the term runs from acceptance."),
    "DUE_INSPECTION_END": ngettext_lazy(
        "End of the agreed inspection period of %(days)s day.",
        "End of the agreed inspection period of %(days)s days.",
        "days",
    ),
    "DUE_CLOCK_AT_INSPECTION_END": _("Not accepted by then: the term runs from the end of the inspection period."),
    "DUE_CONTRACT_DAYS": ngettext_lazy(
        "%(days)s day, as the contract says.", "%(days)s days, as the contract says.", "days"
    ),
    "DUE_STATUTORY_DAYS": ngettext_lazy(
        "%(days)s day, the longest term the law allows here.",
        "%(days)s days, the longest term the law allows here.",
        "days",
    ),
    "RULE_NEGATIVE": _("Months, days and days of grace are not negative."),
    "RULE_TOO_LONG": _("A term of more than ten years, or more than 366 days of grace, is not computed."),
    "RULE_FIXED_DAY_MISSING": _("Say on which day of the month: 1 to 31."),
    "RULE_FIXED_DAY_UNUSED": _("A fixed day of the month belongs to the rule of that name only."),
    "RULE_FIXED_DAY_RANGE": _("A day of the month lies between 1 and 31."),
    "RULE_NO_TERM": _("Give months or days, one of the two."),
    "CASE_NEGATIVE_DAYS": _("Days are not negative."),
    "CASE_TOO_MANY_DAYS": _("A term of more than ten years is not computed."),
    "CASE_ACCEPTED_BEFORE_DELIVERY": _("The acceptance lies before the delivery. Correct one of the two days."),
    "CASE_SIGNED_AFTER_DELIVERY": _("The contract is signed after the delivery. Correct one of the two days."),
    "TERM_OVER_CAP": _(
        "The contract gives %(days)s days; a public body may agree on %(cap)s at most. The term ends at %(cap)s days."
    ),
    "TERM_OVER_USUAL": _(
        "The contract gives %(days)s days; a large company pays within %(cap)s unless more is reasonable by the custom of "
        "the trade. Here the claim runs from %(cap)s days."
    ),
    "TERM_OVER_USUAL_REASONABLE": _(
        "The contract gives %(days)s days instead of %(cap)s; it stands because you found it reasonable by the custom of "
        "the trade. Keep the reason."
    ),
    "TERM_PAY_WHEN_PAID_VOID": _(
        "Payment may not wait for a third party's payment: that clause is void, the statutory term runs."
    ),
    "TERM_PAY_WHEN_PAID_AGREED": _(
        "The contract lets payment wait for a third party. Here no article forbids it by name; have it looked at."
    ),
    "TERM_INSPECTION_LATE": ngettext_lazy(
        "Accepted %(days)s day after the inspection period: the term runs from its end on %(day)s.",
        "Accepted %(days)s days after the inspection period: the term runs from its end on %(day)s.",
        "days",
    ),
    "TERM_INSPECTION_OPEN": _(
        "Not accepted yet: computed from the end of the inspection period on %(day)s. An earlier acceptance starts it earlier."
    ),
    "TERM_RATE_BELOW_PRIME": _(
        "Agreed late interest of %(rate)s %% a year lies below the one-year loan prime rate of %(prime)s %% at signing."
    ),
    "TERM_NO_TERM": _("No term agreed and none set by law: payable on delivery, or on demand after time to prepare."),
    "TERM_CALENDAR_UNPUBLISHED": _(
        "The holidays of %(year)s are not published yet: only weekends are counted, look again later."
    ),
    "TERM_NOT_COVERED": _(
        "No statutory cap: the regulation protects micro, small and medium sellers against public bodies and large companies."
    ),
    "TERM_VERSION_UNKNOWN": _(
        "No statutory cap is claimed: the version in force before 2025-06-01 is not among the data of this product."
    ),
    "TERM_SELLER_MUST_TELL": _(
        "The size class at signing counts, and the seller must tell the buyer that he is a small or medium enterprise."
    ),
    "RATE_AGREED": _("Late interest as agreed: %(rate)s %% a year"),
    "RATE_DAILY": _("Nothing agreed: %(rate)s %% a day"),
    "RATE_PRIME": _("One-year loan prime rate: %(rate)s %% a year"),
    "RATE_PRIME_PLUS": _("Prime rate at default and 30 to 50 %% on top: %(rate)s to %(most)s %% a year"),
    "USCC_BLANK": _("Type a code."),
    "USCC_TOO_LONG": _("A code has 18 characters."),
    "USCC_WRONG_LENGTH": _("A code has 18 characters. Count them, or look for one that was cut off."),
    "USCC_ILLEGAL_CHARACTER": _("A code holds digits and capital letters without I, O, S, V and Z."),
    "USCC_WRONG_CHECK_CHARACTER": _("The last character does not fit the others: one of them is mistyped."),
    "USCC_ORGANISATION_CHECK": _(
        "The check character of the organisation code (character 17) does not fit. Look at the licence."
    ),
    "USCC_AUTHORITY": _("The first two characters name no registering authority and kind that we know."),
    "USCC_REGION": _("Characters 3 to 8 name no region that we know."),
    "WORDS_EMPTY": _("Character %(position)s: the amount in capitals is missing. Write it as 壹佰元整."),
    "WORDS_TOO_LONG": _("The text is longer than any amount in capitals. Leave out what is no part of it."),
    "WORDS_CHARACTER": _(
        "Character %(position)s of “%(value)s” is none that capitals are written with. Use 壹贰叁肆伍陆柒捌玖零, 拾佰仟万亿, 元角分 and 整."
    ),
    "WORDS_GAP": _("Character %(position)s of “%(value)s”: no gap may stand there. Close it up."),
    "WORDS_NO_UNIT": _(
        "Character %(position)s of “%(value)s”: no unit follows the digit. Write 拾, 佰, 仟, 万, 亿, 元, 角 or 分."
    ),
    "WORDS_NO_DIGIT": _(
        "Character %(position)s of “%(value)s”: no digit stands before the unit. Write it, as in 壹拾元."
    ),
    "WORDS_UNIT_ORDER": _(
        "Character %(position)s of “%(value)s”: the units do not fall in order from there. Look at the text again."
    ),
    "WORDS_NO_YUAN": _("Character %(position)s of “%(value)s”: 元 is missing. Write it after the whole yuan."),
    "WORDS_ZERO_MISSING": _(
        "Character %(position)s of “%(value)s”: a 零 must stand there. Write one for the places left out."
    ),
    "WORDS_ZERO_TOO_MUCH": _("Character %(position)s of “%(value)s”: no 零 may stand there. Leave it out."),
    "WORDS_WHOLE_MISSING": _(
        "Character %(position)s of “%(value)s”: what ends with 元 is closed by 整 or 正. Write it."
    ),
    "WORDS_WHOLE_NOT_HERE": _(
        "Character %(position)s of “%(value)s”: 整 stands only after 元 or 角 at the end. Leave it out."
    ),
    "WORDS_TOO_LARGE": _("An amount so large has no spelling here."),
    "WORDS_NO_AMOUNT": _("“%(value)s” is no amount in yuan with at most two decimals. Write it as 107000.53."),
    "WORDS_NO_DAY": _("“%(value)s” is no day. Write 2026-10-20, or in capitals 贰零贰陆年零壹拾月零贰拾日."),
}

LAWS: dict[str, str | Promise] = {
    "CC": _("Civil Code art. %(number)s"),
    "D802": _("Decree 802 on payments to small enterprises, art. %(number)s"),
    "SALES": _("Interpretation on sales contracts, art. %(number)s"),
    "FS2014-8": _("Interpretation 法释〔2014〕8号 on doubled interest in enforcement, art. %(number)s"),
    "FS2023-13": _("Interpretation 法释〔2023〕13号 on contracts, art. %(number)s"),
    "LOANS": _("Interpretation on private lending, art. %(number)s"),
    "EBL": _("Enterprise Bankruptcy Law art. %(number)s"),
    "SECURITY": _("Interpretation on security, art. %(number)s"),
    "CONSTRUCTION": _("First interpretation on construction contracts, art. %(number)s"),
    "JZ2017-138": _("Rules on construction retention, Jianzhi [2017] No. 138, art. %(number)s"),
    "NIL": _("Negotiable Instruments Law art. %(number)s"),
    "LIMITATION": _("Rules on limitation, art. %(number)s"),
    "CPL": _("Civil Procedure Law art. %(number)s"),
    "GB": _("Standard GB %(number)s"),
    "PIPL": _("Personal Information Protection Law art. %(number)s"),
}
PARTS: dict[str, str | Promise] = {
    "NIL": _("Negotiable Instruments Law art. %(number)s item %(part)s"),
    "CC": _("Civil Code art. %(number)s item %(part)s"),
    "SALES": _("Interpretation on sales contracts, art. %(number)s para. %(part)s"),
    "D802": _("Decree 802 on payments to small enterprises, art. %(number)s para. %(part)s"),
    "PSL": _(
        "Public Security Administration Punishments Law, art. %(number)s item %(part)s (text of 2012, renumbered in 2026)"
    ),
}
WHOLE: dict[str, str | Promise] = {"FS2024-11": _("Reply 法释〔2024〕11号 of the Supreme Court")}


def article_words(*, article: str) -> str:
    """An article's code in words: `CC 201`, `CC 511(4)`, `D802 9(1)`, `FS2024-11`."""
    law, _space, rest = article.partition(" ")
    if not rest:
        return str(WHOLE.get(law, law))
    number, bracket, part = rest.partition("(")
    words = (PARTS if bracket else LAWS).get(law)
    return article if words is None else str(words) % {"number": number, "part": part.rstrip(")")}


def percent_of_basis_points(*, basis_points: int) -> str:
    """300 basis points as 3.00."""
    return f"{basis_points // 100}.{basis_points % 100:02d}"


def percent_of_millionths(*, millionths: int) -> str:
    """500 millionths as 0.05."""
    return f"{millionths // 10_000}.{millionths % 10_000:04d}".rstrip("0").rstrip(".")
