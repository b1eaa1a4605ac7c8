"""Processes post and roll back, readers of the mirror are killed at random: it is always the ledger."""

from __future__ import annotations

import random
import time

import pytest

from tests.own_books import OwnBooks

pytestmark = pytest.mark.reliability
WRITERS, READERS, SECONDS = 3, 2, 12
SEED = """
import django
django.setup()
from tests.books import new_books
books = new_books()
print(books.company_id, books.customer("乙公司"))
"""
WRITE = """
import random, sys, time
import django
django.setup()
from django.db import transaction
from tests.books import Books
company_id, customer_id, seed, seconds = map(int, sys.argv[1:])
chance, ends, books = random.Random(seed), time.monotonic() + seconds, Books(company_id)
books.keys = iter(range(seed * 1_000_000, (seed + 1) * 1_000_000))
class Undone(Exception): pass
while time.monotonic() < ends:
    try:
        with transaction.atomic():
            for number in range(chance.randint(1, 4)):
                (item,) = books.invoice(customer_id, f"F{books.key()}", 1_000)
                books.allocate(books.receipt(700), (item, chance.randint(1, 700)))
            if chance.random() < 0.3:
                raise Undone
    except Undone:
        pass
"""
READ = """
import sys, time
from datetime import date
import django
django.setup()
from huikuan.kernel.actor import SYSTEM
from huikuan.portfolio.mirror import writing
from huikuan.portfolio.queries import ageing
writing.READ_POSTINGS, writing.FILE_ROWS, writing.SMALL_ROWS = 5, 20, 100
ends, last = time.monotonic() + int(sys.argv[1]), 0
while time.monotonic() < ends:
    report = ageing(actor=SYSTEM, as_of=date(2026, 3, 31))
    assert report.ties, report.differences
    (position,) = report.positions.values() or (0,)
    assert position >= last
    last = position
print(last)
"""
CHECK = """
from datetime import date
import django
django.setup()
from huikuan.kernel.actor import SYSTEM
from huikuan.portfolio.checks import check_portfolio
from huikuan.portfolio.queries import ageing
mirror = ageing(actor=SYSTEM, as_of=date(2026, 3, 31))
database = ageing(actor=SYSTEM, as_of=date(2026, 3, 31), engine="database")
assert mirror.ties and database.ties and list(mirror.rows) == list(database.rows)
assert [found.broken for found in check_portfolio()] == [(), ()], check_portfolio()
print(max(mirror.positions.values()))
"""


def test_the_mirror_is_the_ledger_whatever_happens_around_it(own_books: OwnBooks) -> None:
    company_id, customer_id = own_books.run("-c", SEED).split()
    where = (company_id, customer_id)
    writers = [own_books.start("-c", WRITE, *where, str(seed), str(SECONDS)) for seed in range(1, WRITERS + 1)]
    readers = [own_books.start("-c", READ, str(SECONDS)) for _ in range(READERS)]
    chance, killed, ends = random.Random(7), 0, time.monotonic() + SECONDS
    while time.monotonic() < ends:
        victim = own_books.start("-c", READ, str(SECONDS))
        time.sleep(chance.uniform(1.0, 3.0))
        victim.kill()
        victim.communicate()
        killed += 1
    for process in (*writers, *readers):
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    assert int(own_books.run("-c", CHECK)) > 50
    assert killed >= 3
