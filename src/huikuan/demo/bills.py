"""Bills of the demo company in every state, a voucher, cash at the bank, deposits, set-off, an IOU, the list of acceptors."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from huikuan.accounts.queries import actor_of, people
from huikuan.bills.operations.agreements import IouDraft, Paper, SetOffDraft, record_iou, set_off
from huikuan.bills.operations.deposits import DepositDraft, DepositUse, keep_as_deposit, use_deposit
from huikuan.bills.operations.dishonouring import Dishonour, dishonour_part, seek_recourse
from huikuan.bills.operations.passing import Passing, Terms, discount_part, endorse_part, pledge_part
from huikuan.bills.operations.policies import ListFile, decide_acceptor, import_watch_list
from huikuan.bills.operations.presenting import Paid, present_part, settle_part
from huikuan.bills.operations.receiving import PaperDraft, receive_paper
from huikuan.bills.rules.numbers import BillRange
from huikuan.bills.rules.other_forms import DepositEvent, DepositKind, NoteKind, SetOffKind
from huikuan.demo.building import Built
from huikuan.demo.papers import BLANK_PDF
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.calendar import add_months
from huikuan.receipts.operations.allocating import AllocationDraft, Explanation, Share, allocate_receipts
from huikuan.receipts.operations.money import ReceiptDraft, record_receipts
from huikuan.receipts.rules import ReceiptMethod
from huikuan.receivables.queries.items import open_items_of

_B, _C, _F, _V = (
    ReceiptMethod.BANK_BILL,
    ReceiptMethod.COMMERCIAL_BILL,
    ReceiptMethod.FINANCE_BILL,
    ReceiptMethod.VOUCHER,
)
_ICBC, _CMB, _HUAXIN, _YUNLIAN = (
    "中国工商银行股份有限公司",
    "招商银行股份有限公司",
    "华信恒泰地产集团有限公司",
    "云链产业科技有限公司",
)
_LISTED = "恒昌置业发展有限公司"
_WATCH_LIST = ListFile(
    source="票据交易所披露名单（示例）",
    name="承兑人逾期名单.csv",
    sha256="e5" * 32,
    columns=("承兑人名称", "统一社会信用代码", "类别", "起始日期", "截止日期"),
    rows=(
        (2, (_LISTED, "", "持续逾期", "2026-03-31", "")),
        (3, ("金盛建设工程有限公司", "", "承兑人逾期", "2026-05-31", "")),
        (4, ("宏达路桥工程有限公司", "", "承兑人逾期", "2026-06-30", "")),
    ),
)
_PAPERS: tuple[tuple[str, ReceiptMethod, str, int, int, int], ...] = (
    ("held", _B, _ICBC, 48_000_000, 40, 6),
    ("soon", _B, _CMB, 26_500_000, 178, 6),
    ("endorsed", _B, _CMB, 30_000_000, 75, 6),
    ("discounted", _F, "中远海运集团财务有限责任公司", 52_000_000, 60, 6),
    ("pledged", _B, _ICBC, 18_000_000, 30, 6),
    ("settled", _B, _ICBC, 22_000_000, 200, 6),
    ("lost", _C, _HUAXIN, 35_000_000, 203, 6),
    ("voucher", _V, _YUNLIAN, 12_600_000, 20, 6),
)
"""What becomes of it, kind, acceptor or issuer, minor units, issued so many days ago, months to maturity."""


@dataclass
class _Desk:
    """Who enters it, for which company, and fresh keys."""

    clerk: Actor
    company_id: int
    now: datetime
    today: date
    keys: count[int] = field(default_factory=lambda: count(1))

    @property
    def who(self) -> dict[str, Any]:
        return {"actor": self.clerk, "now": self.now, "key": f"demo:bills:{next(self.keys)}"}


def fill_bills(*, built: Built, now: datetime, today: date) -> None:
    """Bills from taking in to recourse, through the same acts as at a real company."""
    named = {row.username: row.id for row in people().values()}
    clerk = actor_of(user_id=named["wu.jing"]) or SYSTEM
    desk = _Desk(clerk, built.companies["CNY"], now, today)
    director = actor_of(user_id=named["wang.hong"]) or SYSTEM
    for bank in (_ICBC, _CMB):
        said: dict[str, Any] = {"name": bank, "is_derecognised": True, "source": "财务制度：信用等级较高的银行"}
        decide_acceptor(actor=director, now=now, key=f"demo:bills:bank:{bank}", **said)
    import_watch_list(**desk.who, file=_WATCH_LIST)
    customers = _with_debts(built, today)
    for place, paper in enumerate(_PAPERS):
        part_id = _take_in(desk, paper, customers[place % len(customers)], place)
        _move(desk, paper[0], part_id)
    _other_forms(desk, customers)


def _with_debts(built: Built, today: date) -> list[int]:
    """Customers who owe in the company's currency, at least eight of them if there are so many."""
    found = []
    for _, pk in sorted(built.customers.items()):
        items = open_items_of(actor=SYSTEM, customer_id=pk, as_of=today)
        if sum(item.parts.outstanding for item in items if item.currency == "CNY") > 20_000_000:
            found.append(pk)
        if len(found) == len(_PAPERS):
            break
    return found or list(built.customers.values())[:1]


def _take_in(desk: _Desk, paper: tuple[str, ReceiptMethod, str, int, int, int], customer_id: int, place: int) -> int:
    _, kind, acceptor, minor, days, months = paper
    issued = desk.today - timedelta(days=days)
    digit = "6" if kind is _C else "5"
    number = f"KL-2026-{place:05d}" if kind is _V else f"{digit}102100099996{issued:%Y%m%d}{place + 1:08d}7"
    draft = PaperDraft(
        kind=kind,
        number=number,
        acceptor=acceptor,
        issued_on=issued,
        matures_on=add_months(day=issued, months=months),
        received_on=issued + timedelta(days=6),
        customer_id=customer_id,
        drawer="" if kind is _V else "华东建工集团有限公司",
        acceptor_bank="云链平台" if kind is _V else "",
        range=None if kind is _V else BillRange(1, minor),
        amount_minor=minor if kind is _V else 0,
        has_recourse=kind is not _V,
    )
    done = receive_paper(**desk.who, company_id=desk.company_id, draft=draft)
    _use(desk, int(done["receipt_id"]), customer_id, minor)
    return int(done["part_id"])


def _use(desk: _Desk, receipt_id: int, customer_id: int, minor: int) -> None:
    """Let the paper pay what the customer owes, the oldest first."""
    shares = []
    for item in open_items_of(actor=SYSTEM, customer_id=customer_id, as_of=desk.today):
        if (item.currency, item.company_id) != ("CNY", desk.company_id) or not minor:
            continue
        taken = min(minor, item.parts.outstanding)
        if taken:
            shares.append(Share(item.id, taken))
            minor -= taken
    if shares:
        why = Explanation(reasons=({"code": "BY_HAND", "params": {}},))
        drafts = [AllocationDraft(receipt_id, tuple(shares), explanation=why)]
        allocate_receipts(**desk.who, company_id=desk.company_id, allocations=drafts)


def _move(desk: _Desk, what: str, part_id: int) -> None:
    """What became of the paper."""
    week = desk.today - timedelta(days=7)
    of: dict[str, Any] = {"part_id": part_id}
    if what == "endorsed":
        endorse_part(**desk.who, **of, passing=Passing("宁波永固钢材有限公司", week, BillRange(1, 12_000_000)))
    elif what == "discounted":
        terms = Terms(rate_ppm=16_500)
        discount_part(**desk.who, **of, passing=Passing("工商银行杭州分行", week), terms=terms)
    elif what == "pledged":
        pledge_part(**desk.who, **of, passing=Passing("招商银行", week, note="质押开立保函"))
    elif what in ("settled", "lost"):
        present_part(**desk.who, **of, on=week)
        if what == "settled":
            settle_part(**desk.who, **of, paid=Paid(week))
            return
        day = week + timedelta(days=2)
        lost = dishonour_part(
            **desk.who, **of, what=Dishonour(day, BillRange(20_000_001, 35_000_000), "承兑人账户余额不足")
        )
        seek_recourse(
            **desk.who,
            part_id=int(lost["part_id"]),
            passing=Passing("华东建工集团有限公司", day, note="已书面通知并主张追索"),
        )


def _other_forms(desk: _Desk, customers: list[int]) -> None:
    """A deposit partly used, a set-off of three parties, an IOU about open items."""
    _deposit(desk, customers[0])
    _three_party_set_off(desk, customers[1])
    _iou(desk, customers[-1])


def _deposit(desk: _Desk, customer_id: int) -> None:
    money = ReceiptDraft(
        received_on=desk.today - timedelta(days=50),
        currency="CNY",
        amount_minor=9_000_000,
        customer_id=customer_id,
        reference="合同定金",
    )
    receipt_id = record_receipts(**desk.who, company_id=desk.company_id, receipts=[money])["receipt_ids"][0]
    draft = DepositDraft(
        receipt_id, DepositKind.EARNEST, 9_000_000, desk.today - timedelta(days=50), "HT-0003", 36_000_000
    )
    deposit_id = keep_as_deposit(**desk.who, draft=draft)["deposit_id"]
    use = DepositUse(DepositEvent.APPLY, 2_000_000, desk.today - timedelta(days=3), "首批发货，定金抵作货款")
    use_deposit(**desk.who, deposit_id=deposit_id, use=use)


def _three_party_set_off(desk: _Desk, customer_id: int) -> None:
    signed = desk.today - timedelta(days=9)
    off = SetOffDraft(
        customer_id=customer_id,
        kind=SetOffKind.THREE_PARTY,
        amount_minor=6_800_000,
        currency="CNY",
        on=signed,
        signed_on=signed,
        parties="本公司、客户、宁波永固钢材有限公司",
        our_debt="应付钢材款 2026-09",
    )
    paper = Paper("三方抵账协议.pdf", BLANK_PDF)
    set_off(**desk.who, company_id=desk.company_id, draft=off, paper=paper)


def _iou(desk: _Desk, customer_id: int) -> None:
    items = [
        item.id
        for item in open_items_of(actor=SYSTEM, customer_id=customer_id, as_of=desk.today)
        if (item.currency, item.company_id) == ("CNY", desk.company_id)
    ]
    iou = IouDraft(
        customer_id=customer_id,
        kind=NoteKind.DEBT,
        amount_minor=5_000_000,
        currency="CNY",
        signed_on=desk.today - timedelta(days=9),
        due_on=desk.today + timedelta(days=60),
        signed_by="财务负责人",
        receivable_ids=tuple(items[:2]),
    )
    record_iou(**desk.who, company_id=desk.company_id, draft=iou, paper=Paper("欠条.pdf", BLANK_PDF))
