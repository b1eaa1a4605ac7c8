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
    ("securities.SecurityStep", "securities_step_once", copied()),
    ("securities.SecurityStep", "securities_step_amount", copied(number=9, amount_minor=-1)),
)


def ground() -> None:
    """One deposit and a version of the shares."""
    new_office().record()
    save_haircuts(actor=SYSTEM, now=NOW, key="shares", haircuts=SHIPPED)
