"""Forged rows of tax invoices."""

from huikuan.invoicing.operations.reds import RedDraft, apply_for_red
from huikuan.invoicing.operations.wishes import WishDraft, set_wishes
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW, new_books
from tests.guards.tables import Guard, copied
from tests.invoicing.office import TODAY, blue_invoice, red_invoice, take

BLUE, RED = "26312000002160569446", "26312000002160801046"
GUARDS: tuple[Guard, ...] = (
    ("invoicing.TaxInvoice", "invoicing_number_once", copied({"is_red": False}, red_minor=0)),
    ("invoicing.TaxInvoice", "invoicing_numbered", copied({"is_red": False}, number="")),
    ("invoicing.TaxInvoice", "invoicing_amount", copied({"is_red": False}, number="9", gross_minor=0, red_minor=0)),
    ("invoicing.TaxInvoice", "invoicing_red_within_blue", copied({"is_red": False}, number="9", red_minor=99_999)),
    ("invoicing.TaxInvoice", "invoicing_booked_whole", copied({"is_red": False}, number="9", invoice_id=None)),
    ("invoicing.TaxInvoice", "invoicing_red_has_blue", copied({"is_red": True}, number="9", blue_id=None)),
    ("invoicing.TaxInvoiceLine", "invoicing_line_once", copied()),
    ("invoicing.RedApplication", "invoicing_applied_amount", copied({"state": "APPLIED"}, amount_minor=0)),
    ("invoicing.RedApplication", "invoicing_applied_why", copied({"state": "APPLIED"}, reason="")),
    ("invoicing.RedApplication", "invoicing_applied_used", copied({"state": "APPLIED"}, state="USED")),
    ("invoicing.RedApplication", "invoicing_applied_confirmed", copied({"state": "APPLIED"}, state="CONFIRMED")),
    ("invoicing.RedApplication", "red", copied({"state": "USED"})),
    ("invoicing.InvoiceWish", "invoicing_wish_once", copied()),
    ("invoicing.InvoiceWish", "invoicing_wish_most", copied(number=2, most_minor=0)),
)


def ground() -> None:
    """A blue invoice with a red one on its application, an application for a second, and a customer's wishes."""
    books = new_books()
    customer = books.customer("蓝天机械有限公司", tax_code="91310000100000001X")
    taken = take(books, blue_invoice(BLUE, net=10_000, tax=1_300))
    for minor, red in ((1_130, RED), (1_000, "")):
        draft = RedDraft(minor, "折让")
        blue_id = taken["tax_invoice_id"]
        apply_for_red(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), tax_invoice_id=blue_id, draft=draft)
        if red:
            take(books, red_invoice(red, BLUE, net=-1_000, tax=-130))
    set_wishes(actor=SYSTEM, now=NOW, key=books.key(), customer_id=customer, wish=WishDraft("ap@lt.cn"), seen=0)
