"""Bank statements unlike those of the shared generator, with the truth beside them: `variants.py VARIANT SEED FOLDER`.

Other languages, other document numbers, more payments of several items, learned names and accounts, group companies that
pay for each other, discounts at usual rates, months and pay runs; and money that pays nothing. Deterministic by seed.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench.variant_names import NAMES, misspelt, stranger
from bench.variant_numbers import FORMATS, garbled

LAST_DAY = date(2026, 6, 30)
KINDS = {"exact": 38, "garbled": 10, "name": 10, "account": 4, "multi": 33, "noise": 5}
"""Shares of the lines in percent: a third pays several items at once."""
FEES = (500, 800, 1_000, 1_500, 2_000, 5_000)
RATES = (5, 10, 15, 20, 30)
WORDS = {
    "zh": ("货款 {}", "付{}货款", "发票{}", "合同款/{}/电汇", "往来款 {} 谢谢"),
    "hant": ("貨款 {}", "付{}貨款", "發票{}", "{}"),
    "en": ("Invoice {}", "{}", "payment {} thanks", "Inv no {} / wire"),
    "de": ("Rechnung {}", "{}", "Zahlung {} vielen Dank", "RG {} Ueberweisung"),
}
COUNTED = {"zh": "{}等{}笔货款", "hant": "{}等{}筆貨款", "en": "{} total {} invoices", "de": "{} total {} invoices"}
PLAIN = {"zh": ("货款", ""), "hant": ("貨款", ""), "en": ("payment", ""), "de": ("Zahlung", "")}
NOISE = {
    "zh": ("结息", "退款", "保证金", "内部转账", "社保退费", ""),
    "hant": ("結息", "退款", "保證金", "內部轉帳", ""),
    "en": ("interest", "refund", "deposit", "payroll", ""),
    "de": ("Zinsen", "Rueckzahlung", "deposit", ""),
}


@dataclass(frozen=True, slots=True)
class Variant:
    """A language of names and a form of document numbers."""

    language: str
    numbers: str
    kinds: dict[str, int] = field(default_factory=lambda: dict(KINDS))


VARIANTS = {
    "zh e-invoice": Variant("zh", "e-invoice"),
    "zh plain": Variant("zh", "plain"),
    "hant dotted": Variant("hant", "dotted"),
    "en slash": Variant("en", "slash"),
    "de yearly": Variant("de", "yearly"),
    "en spaced": Variant("en", "spaced"),
}


@dataclass(slots=True)
class Item:
    """An open item of the invented books."""

    pk: int
    number: str
    customer: int
    issued: date
    due: date
    minor: int


Made = tuple[str, str, str, str, int, list[Item], int]
"""Kind, payer's name, account, reference, amount, items paid, what is short."""


def main() -> None:
    name, seed, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    write(variant=VARIANTS[name], seed=seed, folder=folder)


def write(
    *, variant: Variant, seed: int, folder: Path, lines: int = 5_000, items: int = 50_000, customers: int = 2_500
) -> Path:
    """Write customers.csv, open_items.csv, statement.csv and truth.csv of one variant."""
    books = Books(variant, Random(seed), customers, items)
    folder.mkdir(parents=True, exist_ok=True)
    made = [books.line() for _ in range(lines)]
    _table(folder / "customers.csv", ["id", "name", "aliases", "accounts"], books.customer_rows())
    columns = ["id", "number", "customer_id", "issue_date", "due_date", "open_minor"]
    _table(
        folder / "open_items.csv",
        columns,
        [(i.pk, i.number, i.customer, i.issued, i.due, i.minor) for i in books.items],
    )
    columns = ["line_id", "date", "amount_minor", "payer_name", "reference", "payer_account"]
    seen = [
        (number, LAST_DAY + timedelta(days=number % 4), minor, payer, text, account)
        for number, (_, payer, account, text, minor, _, _) in enumerate(made, 1)
    ]
    _table(folder / "statement.csv", columns, seen)
    _table(folder / "truth.csv", ["line_id", "kind", "customer_id", "invoice_id", "amount_minor"], _truth(made))
    return folder


def _truth(made: list[Made]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for number, (kind, _, _, _, _, paid, short) in enumerate(made, 1):
        bearer = max(paid, key=lambda item: item.minor, default=None)
        rows += [
            (number, kind, item.customer, item.pk, item.minor - (short if item is bearer else 0)) for item in paid
        ] or [(number, kind, "", "", "")]
    return rows


class Books:
    """Customers with names, learned names and accounts; their open items; and lines that pay them."""

    def __init__(self, variant: Variant, random: Random, customers: int, items: int) -> None:
        self.variant, self.random = variant, random
        self.names = NAMES[variant.language](random, customers)
        self.accounts = {pk: f"62{random.randrange(10**12):012}{pk:05}" for pk in range(customers) if pk % 4 == 0}
        self.aliases = {pk: self._alias(pk) for pk in range(0, customers, 9)}
        typical = [random.lognormvariate(13.5, 0.9) for _ in range(customers)]
        self.items: list[Item] = []
        self.free: list[list[Item]] = [[] for _ in range(customers)]
        numbers = FORMATS[variant.numbers]
        buyers = random.choices(range(customers), [(pk + 3) ** -0.6 for pk in range(customers)], k=items)
        for pk, customer in enumerate(buyers, 1):
            own = self.free[customer]
            minor = max(int(typical[customer] * random.lognormvariate(0, 0.8)), 1_000)
            if own and random.random() < 0.04:
                minor = random.choice(own).minor  # the same service each month
            elif random.random() < 0.2:
                minor = max(minor // 10_000, 1) * 10_000
            issued = LAST_DAY - timedelta(days=240 - 239 * pk // items)
            due = issued + timedelta(days=random.choice([15, 30, 45, 60]))
            item = Item(pk, numbers(pk), customer, issued, due, minor)
            self.items.append(item)
            own.append(item)
        self.rich = [pk for pk, own in enumerate(self.free) for _ in range(min(len(own), 60))]

    def customer_rows(self) -> list[tuple[object, ...]]:
        """Rows of customers.csv."""
        return [(pk, name, self.aliases.get(pk, ""), self.accounts.get(pk, "")) for pk, name in enumerate(self.names)]

    def line(self) -> Made:
        """One line of the statement."""
        kinds = self.variant.kinds
        (kind,) = self.random.choices(list(kinds), list(kinds.values()))
        makers: dict[str, Callable[[], Made]] = {
            "exact": self._exact,
            "garbled": self._garbled,
            "name": self._by_name,
            "account": self._by_account,
            "multi": self._several,
            "noise": self._noise,
        }
        return makers[kind]()

    def _alias(self, pk: int) -> str:
        """A learned name: the group's paying company; every third is shared with the next customer of the list."""
        shared = pk // 18 * 18 if pk % 3 == 0 else pk
        return stranger(Random(shared), self.variant.language) + str(shared % 7)

    def _take(self, count: int) -> list[Item]:
        while True:
            own = self.free[self.random.choice(self.rich)]
            if len(own) < count:
                continue
            if count > 1 and self.random.random() < 0.6:
                own.sort(key=lambda item: (item.due, item.issued, item.pk))
                chosen = own[:count]
            else:
                chosen = self.random.sample(own, count)
            for item in chosen:
                own.remove(item)
            return chosen

    def _payer(self, customer: int) -> str:
        """The name on the statement: mostly the customer's own, else the group's, nobody's or a person's."""
        share = self.random.random()
        if share < 0.06 and customer in self.aliases:
            return self.aliases[customer]
        if share < 0.90:
            return self.names[customer]
        return "" if share < 0.95 else self.random.choice("李王张陈") + self.random.choice("丽强敏伟")

    def _word(self, number: str) -> str:
        return self.random.choice(WORDS[self.variant.language]).format(number)

    def _exact(self) -> Made:
        (item,) = self._take(1)
        share = self.random.random()
        short = int(item.minor * self.random.uniform(0.05, 0.7)) if share < 0.06 else 0
        if 0.06 < share < 0.12 and item.minor > 200_000:
            short = self.random.choice(FEES)
        return "exact", self._payer(item.customer), "", self._word(item.number), item.minor - short, [item], short

    def _garbled(self) -> Made:
        (item,) = self._take(1)
        text = self._word(garbled(self.random, item.number))
        return "garbled", self._payer(item.customer), "", text, item.minor, [item], 0

    def _by_name(self) -> Made:
        (item,) = self._take(1)
        name = misspelt(self.random, self.names[item.customer], self.variant.language)
        return "name", name, "", self.random.choice(PLAIN[self.variant.language]), item.minor, [item], 0

    def _by_account(self) -> Made:
        while True:
            (item,) = self._take(1)
            if account := self.accounts.get(item.customer):
                text = self.random.choice(PLAIN[self.variant.language])
                return "account", "", account, text, item.minor, [item], 0

    def _several(self) -> Made:
        items = self._take(self.random.choice([2, 2, 2, 3, 3, 4, 5, 6, 8]))
        total, short = sum(item.minor for item in items), 0
        share, numbers = self.random.random(), [item.number for item in items]
        if share < 0.12 and total > 200_000:
            short = self.random.choice(FEES)
        elif share < 0.25:
            short = total * self.random.choice(RATES) // 1000
        short = min(short, max(item.minor for item in items) - 1)
        how = self.random.choices(["named", "count", "none"], [60, 25, 15])[0]
        text = {"named": ", ".join(numbers), "none": self.random.choice(PLAIN[self.variant.language])}.get(how)
        text = text if text is not None else COUNTED[self.variant.language].format(numbers[0], len(items))
        name = self.names[items[0].customer]
        if self.random.random() < 0.2:
            name = misspelt(self.random, name, self.variant.language)
        return f"multi/{how}", name, "", text, total - short, items, short

    def _noise(self) -> Made:
        """Money that pays nothing: other business, strangers, a customer's deposit with the amount of an item."""
        minor = int(self.random.lognormvariate(13.0, 1.2))
        word = self.random.choice(NOISE[self.variant.language])
        name = stranger(self.random, self.variant.language)
        if word and self.random.random() < 0.3:
            item = self.random.choice(self.items)
            minor, name = item.minor, self.names[item.customer]
        return "noise", name, "", word, minor, [], 0


def _table(path: Path, columns: list[str], rows: Sequence[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
