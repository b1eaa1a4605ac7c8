"""One form for the numbers of bank accounts, however a bank, a file or a person writes them."""

import re
import unicodedata

_OTHERS = re.compile(r"[^0-9A-Za-z]")


def bare_account(*, number: str) -> str:
    """An account number without blanks, marks, words and case, its characters half-width: what two spellings share.

    Empty where the text holds no number. Payers are remembered by it: another form needs their aliases rewritten.
    """
    # Unlike an amount, a number that only names something may be folded by NFKC.
    return _OTHERS.sub("", unicodedata.normalize("NFKC", number)).upper()
