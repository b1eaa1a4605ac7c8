"""Runs inside one process on an imported ledger and prints one JSON object: by page, milliseconds of the server."""

from __future__ import annotations

import json
import os
import statistics
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
django.setup()

from django.test import Client  # noqa: E402 - needs the settings
from django.utils import timezone  # noqa: E402

from huikuan.accounts.operations.passwords import issue_link, set_password_by_link  # noqa: E402
from huikuan.accounts.operations.people import PersonDraft, add_person  # noqa: E402
from huikuan.kernel.actor import SYSTEM, Role  # noqa: E402

PAGES = {
    "customers who owe": "/customers/",
    "all customers": "/customers/?which=ALL",
    "open items": "/receivables/",
    "overdue items, largest first": "/receivables/?which=OVERDUE&sort=-open",
    "settled items": "/receivables/?which=SETTLED",
    "all items": "/receivables/?which=ALL",
    "money received": "/receipts/?which=ALL",
    "unallocated money": "/receipts/",
    "today": "/",
    "ageing": "/insight/ageing/",
}
ROUNDS = 7
_NAME, _PASSWORD = "bench", "only while this is measured"


def main() -> None:
    client = _signed_in()
    first = {name: _milliseconds(client, path) for name, path in PAGES.items()}
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    for _ in range(ROUNDS):
        for name, path in PAGES.items():
            times[name].append(_milliseconds(client, path))
    print(json.dumps({name: [round(statistics.median(times[name]), 1), round(first[name])] for name in PAGES}))


def _signed_in() -> Client:
    now = timezone.now()
    person = PersonDraft(username=_NAME, name=_NAME, roles=(Role.FINANCE_DIRECTOR,))
    user_id = int(str(add_person(actor=SYSTEM, now=now, key="bench-person", person=person)["user_id"]))
    link = issue_link(actor=SYSTEM, now=now, key="bench-link", user_id=user_id)
    set_password_by_link(now=now, key="bench-password", token=link.token, new=_PASSWORD)
    client = Client(headers={"host": "127.0.0.1"})
    answer = client.post("/sign-in/", {"username": _NAME, "password": _PASSWORD})
    assert answer.status_code == 303, answer.status_code
    return client


def _milliseconds(client: Client, path: str) -> float:
    started = time.perf_counter()
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return (time.perf_counter() - started) * 1_000


if __name__ == "__main__":
    main()
