"""Small books for the matcher's tests: a few customers and items, one line at a time, decided and read back plainly."""

from collections.abc import Sequence
from datetime import date

from huikuan.receipts.matching.engine import match_lines
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.reasons import ReasonCode
from huikuan.receipts.matching.records import Decision, Line, OpenItem, Outcome, Payer

TODAY = date(2026, 3, 20)

RUIHENG, HONGDA, JIAXIN, ACME, NORDIC = 1, 2, 3, 4, 5
PAYERS = [
    Payer(RUIHENG, "杭州瑞恒机电有限公司", aliases=("王建国", "代付中心"), accounts=("1202 0001 0900 1234",)),
    Payer(HONGDA, "上海宏达化工股份有限公司", aliases=("代付中心",), accounts=("6222000011112222", "9999888877776666")),
    Payer(JIAXIN, "嘉信贸易（苏州）有限公司", accounts=("9999888877776666",)),
    Payer(ACME, "Acme Trading Co., Ltd."),
    Payer(NORDIC, "Nordic Steel GmbH"),
]
ITEMS = [
    OpenItem(11, "INV-202601-00040017", RUIHENG, 1_234_567, "CNY", date(2026, 1, 10), date(2026, 2, 9)),
    OpenItem(12, "INV-202601-00040356", RUIHENG, 500_000, "CNY", date(2026, 1, 15), date(2026, 2, 14)),
    OpenItem(13, "INV-202602-00041789", RUIHENG, 500_000, "CNY", date(2026, 2, 3), date(2026, 3, 5)),
    OpenItem(14, "INV-202602-00042999", RUIHENG, 876_543, "CNY", date(2026, 2, 20), date(2026, 3, 22)),
    OpenItem(21, "SI00012345", HONGDA, 3_331_077, "CNY", date(2026, 2, 1), date(2026, 3, 3)),
    OpenItem(22, "SI00012399", HONGDA, 45_678, "CNY", date(2026, 2, 2), date(2026, 3, 4)),
    OpenItem(31, "2026-001", JIAXIN, 777_123, "CNY", date(2026, 2, 2), date(2026, 3, 4)),
    OpenItem(32, "12", JIAXIN, 95_311, "CNY", date(2026, 2, 5), date(2026, 3, 4)),
    OpenItem(41, "FP20260012", ACME, 1_999_001, "USD", date(2026, 2, 2), date(2026, 3, 4)),
    OpenItem(42, "FP20260013", ACME, 1_999_001, "CNY", date(2026, 2, 2), date(2026, 3, 4)),
    OpenItem(51, "24312000000012345678", NORDIC, 654_321, "EUR", date(2026, 2, 2), date(2026, 3, 4)),
]


def line(
    *,
    minor: int,
    name: str = "",
    text: str = "",
    account: str = "",
    currency: str = "CNY",
    key: int = 1,
    customer_id: int | None = None,
) -> Line:
    return Line(key, TODAY, minor, currency, name, account, text, customer_id)


def decide(
    *lines: Line,
    items: Sequence[OpenItem] = tuple(ITEMS),
    payers: Sequence[Payer] = tuple(PAYERS),
    policy: MatchPolicy | None = None,
) -> list[Outcome]:
    return match_lines(index=MatchIndex.build(items=items, payers=payers), lines=lines, policy=policy)


def shares(outcome: Outcome) -> dict[object, int]:
    """What is applied, else what is proposed first."""
    return dict(outcome.candidates[0].shares) if outcome.candidates else {}


def codes(outcome: Outcome) -> set[ReasonCode]:
    return {reason.code for reason in outcome.candidates[0].reasons}


def doubts(outcome: Outcome) -> set[ReasonCode]:
    return {reason.code for candidate in outcome.candidates for reason in candidate.against}


def applied(outcomes: Sequence[Outcome]) -> dict[object, dict[object, int]]:
    return {one.line_id: shares(one) for one in outcomes if one.decision is Decision.APPLIED}
