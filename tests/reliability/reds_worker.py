"""One of several processes that take red-letter invoices on the same blue one: `reds_worker.py PLACE [WITHOUT_LOCK]`.

Prints one JSON line: booked, or waiting by the first error found, or another error by name.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

BLUE = "26312000002160569446"


def main(place: int, *, without_lock: bool) -> None:
    """Take one red-letter invoice of three tenths of the blue one."""
    import django

    django.setup()
    if without_lock:
        _without_lock()
    from huikuan.accounts.models import Company
    from huikuan.invoicing.models import TaxInvoice
    from huikuan.invoicing.operations.taking import Taking, take_invoice
    from huikuan.invoicing.rules.records import Party
    from huikuan.kernel.actor import SYSTEM
    from tests.invoicing.office import TODAY, red_invoice

    own = Company.objects.get()
    red = replace(red_invoice(f"263120000021608{place:05}", BLUE, net=-3_000, tax=-390), seller=Party(own.name))
    taking = Taking(own.pk, red, f"{red.number}.xml", b"<EInvoice/>")
    try:
        taken = take_invoice(actor=SYSTEM, now=datetime.now(UTC), today=TODAY, key=f"red-{place:03}", taking=taking)
        row = TaxInvoice.objects.get(pk=taken["tax_invoice_id"])
        outcome = "booked" if row.state == "BOOKED" else f"waits {row.findings[0]['code']}"
    except Exception as error:  # the test reports every kind
        outcome = f"error {type(error).__name__} {error}".partition("\n")[0]
    sys.stdout.write(json.dumps({outcome: 1}) + "\n")


def _without_lock() -> None:
    """The blue invoice is read without its lock, and what follows takes as long as on a busy machine."""
    from huikuan.invoicing.models import TaxInvoice
    from huikuan.invoicing.operations import booking

    class Unlocked:
        def get(self, *, pk: int) -> TaxInvoice:
            row = TaxInvoice.objects.get(pk=pk)
            time.sleep(0.2)
            return row

    class Rows:
        def select_for_update(self) -> Unlocked:
            return Unlocked()

        def __getattr__(self, name: str) -> Any:
            return getattr(TaxInvoice.objects, name)

    booking.TaxInvoice = type("Model", (), {"objects": Rows()})  # type: ignore[assignment,attr-defined]


if __name__ == "__main__":
    main(int(sys.argv[1]), without_lock="WITHOUT_LOCK" in sys.argv)
