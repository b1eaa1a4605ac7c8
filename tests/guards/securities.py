"""Forged rows of securities."""

from datetime import date

from huikuan.kernel.actor import SYSTEM
from huikuan.securities.operations.recording import save_haircuts
from huikuan.securities.rules import SHIPPED
from tests.books import NOW
from tests.guards.tables import Guard, changed, copied
from tests.securities.office import new_office

GUARDS: tuple[Guard, ...] = (
    ("securities.HaircutVersion", "number", copied()),
    ("securities.HaircutVersion", "securities_title_share", copied(number=9, unregistered_title_share=1001)),
    ("securities.HaircutVersion", "securities_haircut_source", copied(number=9, source="")),
    ("securities.Security", "securities_amount", changed(amount_minor=0)),
    ("securities.Security", "securities_days", changed(valid_through=date(2025, 12, 31))),
    ("securities.Security", "securities_share", changed(share_permille=1001)),
    ("securities.Security", "securities_clock_of_guarantor", changed(until_paid=True)),
    ("securities.Security", "securities_state", changed(state="LAPSED")),
    ("securities.SecurityConfirmation", "securities_confirmed_once", copied({"valid_through__isnull": False})),
    ("securities.SecurityConfirmation", "securities_open_end_confirmed_once", copied({"valid_through": None})),
    (
        "securities.SecurityConfirmation",
        "securities_confirmed_by_another",
        copied(valid_through=date(2030, 1, 1), recorded_by_id=7, confirmed_by_id=7),
    ),
    ("securities.SecurityStep", "securities_step_once", copied()),
    ("securities.SecurityStep", "securities_step_amount", copied(number=9, amount_minor=-1)),
)


def ground() -> None:
    """A deposit without and one with a last day, both confirmed, and a version of the shares."""
    office = new_office()
    for last in (None, date(2026, 12, 31)):
        office.counting(valid_through=last)
    save_haircuts(actor=SYSTEM, now=NOW, key="shares", haircuts=SHIPPED)
