"""Runs inside one process on an imported ledger and prints one JSON object: milliseconds of a credit check over the API.

`check` asks and writes nothing; `order` asks, reserves and keeps the decision; `bare` is one customer's open sum by plain SQL.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
os.environ.setdefault("HUIKUAN_API_CALLS_PER_MINUTE", "1000000")
django.setup()

from django.db import connection  # noqa: E402 - needs the settings
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from huikuan.accounts.operations.people import PersonDraft, add_person  # noqa: E402
from huikuan.accounts.operations.tokens import TokenDraft, issue_token  # noqa: E402
from huikuan.accounts.queries import companies  # noqa: E402
from huikuan.customers.queries import customer_ids_by_code  # noqa: E402
from huikuan.kernel.actor import SYSTEM, Role  # noqa: E402

CALLS, SEED = 400, 1
_BARE = """
SELECT SUM(outstanding_minor) FROM receivables_receivable WHERE customer_id = %s AND outstanding_minor > 0
"""


def main() -> None:
    client, own = _client(), companies(actor=SYSTEM)[0]
    chance = random.Random(SEED)
    customers = chance.choices(sorted(customer_ids_by_code().values()), k=CALLS)

    def body(place: int, order: str) -> dict[str, object]:
        asked = {"company_id": own.id, "customer_id": customers[place], "amount_minor": 1_000, "currency": own.currency}
        return {**asked, "at": "order", "order_number": order, "reserve": bool(order)}

    def check(place: int) -> None:
        _posted(client, body(place, ""), f"bench-check-{place:05}", 200)

    def order(place: int) -> None:
        _posted(client, body(place, f"SO-{place}"), f"bench-order-{place:05}", 201)

    def bare(place: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_BARE, [customers[place]])
            cursor.fetchall()

    print(json.dumps({name: _measured(one) for name, one in (("bare", bare), ("check", check), ("order", order))}))


def _measured(call: Callable[[int], None]) -> dict[str, float]:
    times = []
    for place in range(CALLS):
        started = time.perf_counter()
        call(place)
        times.append((time.perf_counter() - started) * 1_000)
    usual = times[CALLS // 10 :]  # the first calls open connections and load modules
    return {"p50": round(statistics.median(usual), 3), "p95": round(statistics.quantiles(usual, n=20)[-1], 3)}


def _posted(client: Client, body: dict[str, object], key: str, status: int) -> None:
    answer = client.post(
        "/api/v1/credit/checks", body, content_type="application/json", headers={"Idempotency-Key": key}
    )
    assert answer.status_code == status, answer.content


def _client() -> Client:
    now = timezone.now()
    person = PersonDraft(username="erp", name="ERP", roles=(Role.AR_ACCOUNTANT,))
    user_id = int(str(add_person(actor=SYSTEM, now=now, key="bench-erp", person=person)["user_id"]))
    draft = TokenDraft(user_id, "bench", can_write=True)
    token = issue_token(actor=SYSTEM, now=now, key="bench-token", draft=draft).token
    return Client(headers={"host": "127.0.0.1", "authorization": f"Bearer {token}"})


if __name__ == "__main__":
    main()
