"""Thresholds of the matcher as one frozen, versioned record; a decision keeps the version that made it.

The defaults are this project's own policy, not law. Where a default rests on something outside, the comment says so.
"""

from dataclasses import dataclass

DEFAULT_VERSION = "match-3"

# A payer who writes one of these means something else than paying an invoice (bank interest, refunds, own transfers).
NOT_TRADE_WORDS = (
    "结息 利息 付息 息费 存款息 退款 退货 退回 退汇 退票 冲正 冲账 工本费 内部转账 内部划转 内部调拨 资金归集 资金下拨 资金上划 "
    "资金调拨 头寸 账户互转 同名划转 理财 赎回 申购 结构性存款 定期存款 通知存款 借款 贷款 还款 放款 备用金 工资 薪资 报销 退税 "
    "社保 公积金 保证金 押金 投资款 注资 实收资本 增资 分红 股利 代发 罚款 补贴 补助 理赔 赔款"
).split()
NOT_TRADE_LATIN = (
    "INTEREST REFUND REFUNDS REFUNDED REVERSAL REVERSED CHARGEBACK CASHBACK DIVIDEND SALARY PAYROLL WAGES LOAN "
    "REDEMPTION SWEEP SWEEPING DEPOSIT SUBSIDY REIMBURSEMENT ZINSEN INTERETS RUECKZAHLUNG RUCKZAHLUNG"
).split()


@dataclass(frozen=True, slots=True)
class MatchPolicy:
    """How sure the matcher must be, how much a payer may fall short, how far it searches. Amounts in minor units."""

    version: str = DEFAULT_VERSION
    # Decision. Precision of lines applied without a touch is the figure a controller asks for first (KPI auto-match).
    # Confidence is how often such explanations were right (calibration.py): at 900 ‰ the worst applied line is wrong once
    # in ten, and of all lines applied fewer than one in a thousand (decision 0030).
    apply_permille: int = 900
    propose_permille: int = 100
    candidates_shown: int = 3
    # Short payments. Transfer fees of Chinese banks reach 50 to 200 yuan; cash discount of 1 to 3 % is the usual term.
    bank_fee_limit_minor: int = 20_000
    bank_fee_permille: int = 50
    bank_fees_minor: tuple[int, ...] = (500, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 10_000)
    discount_permille: int = 30
    discount_rates_permille: tuple[int, ...] = (5, 10, 15, 20, 25, 30)
    # Payments of several items: seven in ten pay them whole; one in ten is no sum of items at all (on account); four in
    # ten follow an order: all that is open, a month, the oldest, a run of due dates or numbers.
    paid_whole_permille: int = 700
    on_account_permille: int = 100
    usual_set_permille: int = 400
    # Money in another currency: banks' selling and middle rates differ by less than one per cent.
    exchange_permille: int = 10
    # Document numbers, counted in digits. Shorter than `number_digits` proves nothing alone; from `number_digits_sure`
    # on a number that is one of ours identifies the item even without the payer.
    number_digits: int = 6
    number_digits_sure: int = 10
    tail_digits: int = 5
    # One typed number in a hundred is wrong and still hits another of our numbers (consecutive numbering).
    wrong_number_permille: int = 10
    # Names: half errors allowed per ten characters (a typing error counts two, a lost city or trade word one).
    name_half_errors_per_ten: int = 10
    # Three payments in a hundred, of those whose evidence fits an item, are in truth something else.
    other_purpose_permille: int = 30
    # Combinations of several items.
    combination_sums: int = 20_000
    # Rounds of elimination: an item paid by one line is no longer offered to the others.
    rounds: int = 6
    not_trade_words: tuple[str, ...] = tuple(NOT_TRADE_WORDS)
    not_trade_latin: tuple[str, ...] = tuple(NOT_TRADE_LATIN)
