"""Two years of invented business, the same for the same day: who bought, who paid late, who wrote what on the transfer."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from huikuan.demo.names import OVERSEAS, company_names, person_name
from huikuan.kernel.money import split_by_weights

SEED = 20260301
CUSTOMERS = 56
INVOICES = 2_000
MONTHS_BACK = 15
STATEMENT_DAYS = 30
BEHAVIOURS = (("GOOD", 58, -3, 4), ("SLOW", 27, 18, 14), ("BAD", 15, 62, 40))
"""Class of payer, share in percent, mean days late, spread in days."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """An invented customer."""

    index: int
    name: str
    region: str
    country: str
    currency: str
    behaviour: str
    terms_days: int
    usual_minor: int
    pay_weekday: int
    salesperson: int
    contact: str
    customer_class: str


@dataclass(frozen=True, slots=True)
class Sale:
    """An invented invoice with its instalments `(due, minor)`."""

    buyer: Buyer
    number: str
    issued: date
    instalments: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that a buyer sent on a day for instalments `(number, sequence, minor)`; `text` is what he wrote."""

    buyer: Buyer
    day: date
    minor: int
    shares: tuple[tuple[str, int, int], ...]
    payer: str
    text: str


@dataclass(slots=True)
class Business:
    """Everything that happened until `today`; payments of the last month are only on the bank statement."""

    today: date
    buyers: list[Buyer] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)
    past: list[Payment] = field(default_factory=list)
    recent: list[Payment] = field(default_factory=list)


def invent(*, today: date, seed: int = SEED) -> Business:
    """The demo business as of `today`."""
    chance = random.Random(seed)
    business = Business(today)
    business.buyers = _buyers(chance)
    business.sales = _sales(chance, business.buyers, today)
    for payment in _payments(chance, business.sales, today):
        recent = payment.day > today - timedelta(days=STATEMENT_DAYS) and payment.buyer.currency == "CNY"
        (business.recent if recent else business.past).append(payment)
    return business


def _buyers(chance: random.Random) -> list[Buyer]:
    names = [(name, region, "CN") for name, region in company_names(chance=chance, count=CUSTOMERS)]
    names += [(name, "", country) for name, country in OVERSEAS]
    buyers = []
    for index, (name, region, country) in enumerate(names):
        behaviour = chance.choices([row[0] for row in BEHAVIOURS], [row[1] for row in BEHAVIOURS])[0]
        size = chance.lognormvariate(0, 0.8)
        buyers.append(
            Buyer(
                index=index,
                name=name,
                region=region,
                country=country,
                currency="CNY" if country == "CN" else "USD",
                behaviour=behaviour,
                terms_days=chance.choice((30, 30, 45, 60, 90)),
                usual_minor=int(size * (4_200_000 if country == "CN" else 900_000)),
                pay_weekday=chance.choice((1, 3, 4)),
                salesperson=chance.randrange(4),
                contact=person_name(chance=chance) if country == "CN" else "Accounts Payable",
                customer_class="KEY" if size > 2 else "STANDARD",
            )
        )
    return buyers


def _sales(chance: random.Random, buyers: list[Buyer], today: date) -> list[Sale]:
    weights = [1 / (1 + buyer.index % 17) for buyer in buyers]
    sales = []
    for serial in range(INVOICES):
        buyer = chance.choices(buyers, weights)[0]
        issued = today - timedelta(days=int(MONTHS_BACK * 30.4 * (1 - serial / INVOICES)) + 1)
        minor = max(8_000, int(buyer.usual_minor * chance.lognormvariate(0, 0.7)))
        if chance.random() < 0.3:
            minor -= minor % 100_000 or 0
        number = (
            f"{issued:%y}322000{serial + 10_400_000:012d}"
            if buyer.currency == "CNY"
            else f"HK{issued:%y%m}-{serial:05d}"
        )
        due = issued + timedelta(days=buyer.terms_days)
        sales.append(Sale(buyer, number, issued, _instalments(chance, max(minor, 8_000), issued, due)))
    return sales


def _instalments(chance: random.Random, minor: int, issued: date, due: date) -> tuple[tuple[date, int], ...]:
    if minor < 3_000_000 or chance.random() > 0.2:
        return ((due, minor),)
    shares = split_by_weights(total_minor=minor, weights=(30, 65, 5))
    days = (issued + timedelta(days=10), due, due + timedelta(days=365))
    return tuple(zip(days, shares, strict=True))


def _payments(chance: random.Random, sales: list[Sale], today: date) -> list[Payment]:
    """Instalments paid by their buyers on pay days, those of one day together."""
    runs: dict[tuple[int, date], list[tuple[Sale, int, int]]] = {}
    for sale in sales:
        for sequence, (due, minor) in enumerate(sale.instalments, 1):
            day = _pay_day(chance, sale.buyer, max(due, sale.issued))
            if day < today:
                runs.setdefault((sale.buyer.index, day), []).append((sale, sequence, minor))
    return [
        _payment(chance, run[0][0].buyer, day, run)
        for (_, day), run in sorted(runs.items(), key=lambda item: (item[0][1], item[0][0]))
    ]


def _pay_day(chance: random.Random, buyer: Buyer, due: date) -> date:
    _, _, mean, spread = next(row for row in BEHAVIOURS if row[0] == buyer.behaviour)
    day = due + timedelta(days=int(chance.gauss(mean, spread)))
    if buyer.behaviour == "BAD" and chance.random() < 0.25:
        day += timedelta(days=150)
    return day + timedelta(days=(buyer.pay_weekday - day.weekday()) % 7)


def _payment(chance: random.Random, buyer: Buyer, day: date, run: list[tuple[Sale, int, int]]) -> Payment:
    shares = [(sale.number, sequence, minor) for sale, sequence, minor in run]
    if len(shares) == 1 and chance.random() < 0.06 and shares[0][2] > 200_000:  # part payment
        number, sequence, minor = shares[0]
        shares = [(number, sequence, minor * chance.randint(3, 8) // 10)]
    total = sum(minor for _, _, minor in shares)
    payer = buyer.name if chance.random() > 0.06 else person_name(chance=chance)
    return Payment(buyer, day, total, tuple(shares), payer, _text(chance, [number for number, _, _ in shares]))


def _text(chance: random.Random, numbers: list[str]) -> str:
    style = chance.random()
    if style < 0.30 and len(numbers) <= 4:
        return "货款 " + ",".join(dict.fromkeys(numbers))
    if style < 0.55:
        return "付发票尾号" + "、".join(dict.fromkeys(number[-8:] for number in numbers[:4]))
    if style < 0.70 and len(numbers) > 1:
        return f"货款 {numbers[0]}等{len(set(numbers))}张"
    return chance.choice(("货款", "往来款", "设备款", "转账", ""))
