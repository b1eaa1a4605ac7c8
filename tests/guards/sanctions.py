"""Forged rows of sanctions, their items, the ladders and what the courts' list says."""

from datetime import date

from django.db.models import F

from huikuan.audit.models import Act
from huikuan.customers.operations import ContactDraft
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.receivables.models import Receivable
from huikuan.sanctions.models import LetterVersion, Sanction, SanctionTask
from huikuan.sanctions.operations.applying import notify_sanction
from huikuan.sanctions.operations.arriving import prove_notice
from huikuan.sanctions.operations.deciding import decide_sanction
from huikuan.sanctions.operations.policies import CourtDraft, record_court_entry, save_ladders
from huikuan.sanctions.operations.proposing import SanctionDraft, propose_sanction
from huikuan.sanctions.operations.writing import Way
from huikuan.sanctions.policies import ladders_in_force
from huikuan.sanctions.rules.arriving import Arrival
from huikuan.sanctions.rules.rungs import Rung
from tests.books import NOW, new_books
from tests.guards.tables import Guard, changed, copied
from tests.people import person

TODAY = date(2026, 3, 2)


def _other_item() -> int:
    return Receivable.objects.get(invoice__number="F002").pk


_ANOTHER = {"rung": "LEGAL", "request_id": None, "message_id": None, "credit_stop_id": None}
GUARDS: tuple[Guard, ...] = (
    ("sanctions.Sanction", "sanctions_rung_once", copied(None, **{**_ANOTHER, "rung": "DEMAND_1"})),
    ("sanctions.Sanction", "request_id", copied(None, **{k: v for k, v in _ANOTHER.items() if k != "request_id"})),
    ("sanctions.Sanction", "message_id", copied(None, **{k: v for k, v in _ANOTHER.items() if k != "message_id"})),
    ("sanctions.Sanction", "credit_stop_id", copied(None, **{k: v for k, v in _ANOTHER.items() if k[0] != "c"})),
    ("sanctions.Sanction", "sanctions_amount", changed(asked_minor=0)),
    ("sanctions.Sanction", "sanctions_say_why", changed(reason="")),
    ("sanctions.Sanction", "sanctions_told_by_letter", changed(noticed_on=None)),
    ("sanctions.Sanction", "sanctions_supply_stopped_in_credit", changed(rung="STOP_SUPPLY", state="IN_FORCE")),
    ("sanctions.Sanction", "sanctions_control_lowers", changed(rung="CONTROLLED_SHIPPING")),
    ("sanctions.Sanction", "sanctions_legal_has_its_case", changed(rung="LEGAL", state="IN_FORCE")),
    ("sanctions.SanctionTask", "sanctions_task_once", copied()),
    ("sanctions.SanctionTask", "sanctions_task_end_whole", changed(ended="DROPPED")),
    ("sanctions.SanctionTask", "sanctions_task_done_says_what", changed(ended="DONE", ended_on=TODAY)),
    ("sanctions.LetterVersion", "sanctions_letter_once", copied()),
    ("sanctions.LetterVersion", "sanctions_letter_four_eyes", changed(approver=F("author"), approved_at=NOW)),
    ("sanctions.LetterVersion", "sanctions_letter_approval_whole", changed(approved_at=NOW)),
    ("sanctions.SanctionItem", "sanctions_item_once", copied()),
    ("sanctions.SanctionItem", "sanctions_item_amount", copied(receivable_id=_other_item, asked_minor=0)),
    ("sanctions.LadderVersion", "number", copied()),
    ("sanctions.LadderVersion", "sanctions_ladder_says_why", copied(number=9, reason="")),
    ("sanctions.NoticeArrival", "sanctions_arrival_by_paper", copied(on=None)),
    ("sanctions.CourtEntry", "sanctions_court_named", copied(court="")),
)


def ground() -> None:
    """The first letter to a customer, approved and on its way, a version of the ladders, an entry of the courts' list."""
    books = new_books()
    buyer = books.customer("乙公司", contacts=(ContactDraft(name="高伟", email="gao@yi.example"),))
    books.invoice(buyer, "F001", 50_000)
    draft = SanctionDraft(buyer, books.company_id, Rung.DEMAND_1, "逾期未付")
    done = propose_sanction(actor=SYSTEM, now=NOW, today=TODAY, key="s", draft=draft)
    books.invoice(buyer, "F002", 70_000, due=date(2026, 5, 1))
    director = person("sanction-director", Role.FINANCE_DIRECTOR, None)
    decide_sanction(
        actor=director, now=NOW, today=TODAY, key="sd", request_id=done["request_id"], approve=True, note="同意"
    )
    notify_sanction(actor=SYSTEM, now=NOW, today=TODAY, key="sn", sanction_id=done["sanction_id"], way=Way.EMAIL)
    Sanction.objects.update(credit_stop_id=77)
    save_ladders(actor=SYSTEM, now=NOW, key="sl", policy=ladders_in_force(), reason="照旧")
    act = Act.objects.latest("pk")
    SanctionTask.objects.create(sanction=Sanction.objects.get(), duty="DO", opened_on=TODAY, act=act)
    LetterVersion.objects.create(
        letter="DEMAND_1",
        language="zh-hans",
        number=1,
        subject="催款",
        body="x",
        author_id=director.user_id or 0,
        author_name="x",
        at=NOW,
        act=act,
    )
    arrival = Arrival(TODAY, ("回执.pdf", b"%PDF-1.4 stub"), "EMS 1")
    prove_notice(actor=SYSTEM, now=NOW, today=TODAY, key="sp", sanction_id=done["sanction_id"], arrival=arrival)
    court = CourtDraft(buyer, "某人民法院", "(2026)浙0106执1号", TODAY)
    record_court_entry(actor=SYSTEM, now=NOW, today=TODAY, key="sc", draft=court)
