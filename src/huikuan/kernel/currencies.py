"""Currencies: how many decimals each has (ISO 4217), and which marks and words name it in files.

The table holds every currency whose exponent is not 2, and the two-decimal currencies in circulation.
"""

from huikuan.kernel.text_faults import TextFault, TextFaultCode, text_fault
from huikuan.kernel.text_normal import narrow

_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_TWO_DECIMALS = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC
CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES
KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR
NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT
TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
"""
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
_FOUR_DECIMALS = "CLF UYW"

_EXPONENTS: dict[str, int] = {
    code: exponent
    for exponent, codes in ((0, _NO_DECIMALS), (2, _TWO_DECIMALS), (3, _THREE_DECIMALS), (4, _FOUR_DECIMALS))
    for code in codes.split()
}

_DOLLAR_CODES = "USD HKD TWD SGD AUD CAD NZD MOP MXN BRL CLP COP ARS JMD BBD BSD FJD"
_DOLLARS = frozenset(_DOLLAR_CODES.split())
# A mark may stand for several currencies: ¥ is yuan and yen, 元 is written on yuan, Hong Kong, Taiwan and Macao papers.
_MARKS: dict[str, frozenset[str]] = {
    "¥": frozenset({"CNY", "JPY"}),
    "CN¥": frozenset({"CNY"}),
    "RMB¥": frozenset({"CNY"}),
    "JP¥": frozenset({"JPY"}),
    "元": frozenset({"CNY", "HKD", "TWD", "MOP"}),
    "圆": frozenset({"CNY", "HKD", "TWD", "MOP"}),
    "$": _DOLLARS,
    "US$": frozenset({"USD"}),
    "HK$": frozenset({"HKD"}),
    "NT$": frozenset({"TWD"}),
    "A$": frozenset({"AUD"}),
    "C$": frozenset({"CAD"}),
    "S$": frozenset({"SGD"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
    "₩": frozenset({"KRW"}),
    "₹": frozenset({"INR"}),
    "₽": frozenset({"RUB"}),
    "฿": frozenset({"THB"}),
    "₫": frozenset({"VND"}),
    "RMB": frozenset({"CNY"}),
    "CNH": frozenset({"CNY"}),
    "人民币": frozenset({"CNY"}),
    "人民币元": frozenset({"CNY"}),
    "元人民币": frozenset({"CNY"}),
    "人民幣": frozenset({"CNY"}),
    "YUAN": frozenset({"CNY"}),
    "RENMINBI": frozenset({"CNY"}),
    "美元": frozenset({"USD"}),
    "美金": frozenset({"USD"}),
    "US DOLLAR": frozenset({"USD"}),
    "US DOLLARS": frozenset({"USD"}),
    "港元": frozenset({"HKD"}),
    "港币": frozenset({"HKD"}),
    "港幣": frozenset({"HKD"}),
    "欧元": frozenset({"EUR"}),
    "EURO": frozenset({"EUR"}),
    "英镑": frozenset({"GBP"}),
    "日元": frozenset({"JPY"}),
    "日圆": frozenset({"JPY"}),
    "円": frozenset({"JPY"}),
    "韩元": frozenset({"KRW"}),
    "新台币": frozenset({"TWD"}),
    "台币": frozenset({"TWD"}),
    "澳元": frozenset({"AUD"}),
    "加元": frozenset({"CAD"}),
    "加拿大元": frozenset({"CAD"}),
    "新加坡元": frozenset({"SGD"}),
    "新币": frozenset({"SGD"}),
    "瑞士法郎": frozenset({"CHF"}),
    "卢布": frozenset({"RUB"}),
    "泰铢": frozenset({"THB"}),
    "越南盾": frozenset({"VND"}),
    "澳门元": frozenset({"MOP"}),
}
# What a currency column means when the mark alone fits several currencies; the seller's own country decides.
_USUAL = {"¥": "CNY", "元": "CNY", "圆": "CNY", "$": "USD"}
LONGEST_NAME = 40


def exponent_of(*, currency: str) -> int | None:
    """Return the number of decimals of an ISO 4217 code, or None when the code is not in use."""
    return _EXPONENTS.get(currency)


def currency_codes() -> frozenset[str]:
    """Return every currency code the product can hold amounts in."""
    return frozenset(_EXPONENTS)


def currencies_of_mark(*, mark: str) -> frozenset[str]:
    """Return the currencies a mark, code or word may stand for; empty when it names none."""
    key = narrow(text=mark).upper()
    if key in _EXPONENTS:
        return frozenset({key})
    return _MARKS.get(key, frozenset())


def marks() -> tuple[str, ...]:
    """Return every mark, word and code that may stand beside an amount, the longest first."""
    return tuple(sorted((*_MARKS, *_EXPONENTS), key=lambda mark: (-len(mark), mark)))


def parse_currency(*, text: str) -> str | TextFault:
    """Return the ISO code a currency cell names (人民币, RMB, ￥, usd …); faults BLANK, UNKNOWN_CURRENCY."""
    key = narrow(text=text[:LONGEST_NAME]).upper()
    if not key:
        return text_fault(code=TextFaultCode.BLANK, value=text)
    if key in _USUAL:
        return _USUAL[key]
    found = currencies_of_mark(mark=key)
    if len(found) == 1:
        return next(iter(found))
    return text_fault(code=TextFaultCode.UNKNOWN_CURRENCY, value=text)
