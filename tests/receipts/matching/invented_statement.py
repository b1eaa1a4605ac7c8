"""A bank statement against open items, invented from a seed, with the truth beside it: one number format and one kind of
names at a time, so that accuracy is known for each and the matcher is not tuned to a single one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from huikuan.receipts.matching.records import Id, Line, OpenItem, Payer, id_order

FORMATS: dict[str, Callable[[int], str]] = {
    "dated": lambda n: f"RE{2026_01 + n % 3}-{n + 310_000:08}",
    "yearly": lambda n: f"2026-{n:05}",
    "plain": lambda n: str(700_000 + n * 3),
    "letters": lambda n: f"SI{n + 1_000:08}",
    "e-invoice": lambda n: f"2631200000{n * 7_919 % 10**10:010}",
}
_CITIES = "杭州 上海 苏州 宁波 成都 武汉 青岛 厦门 长沙 西安".split()
_MARKS = "瑞恒宏达嘉信远博鑫盛泰和明华旭东卓越启正铭源"
_TRADES = "机电 化工 包装 电子 食品 纺织 仪器 建材 软件 医药".split()
_FORMS = "有限公司 有限责任公司 股份有限公司 科技有限公司".split()
_WORDS = "Nordic Baltic Alpine Summit Harbor Pioneer Falcon Granite Meridian Orion Vertex Cobalt Delta Horizon".split()
_GOODS = "Steel Foods Logistics Textiles Chemicals Plastics Motors Pharma Packaging Tools Paper Glass".split()
_ENDS = "Ltd GmbH Inc. S.A. LLC B.V.".split()
LAST_DAY = date(2026, 6, 30)


@dataclass(frozen=True, slots=True)
class Statement:
    """What the matcher may see, and which items each line truly pays (none for noise)."""

    payers: list[Payer]
    items: list[OpenItem]
    lines: list[Line]
    truth: dict[Id, frozenset[int]]
    kind: dict[Id, str]


def invent(
    *, seed: int, numbers: str, names: str, customers: int = 250, items: int = 2_500, lines: int = 400
) -> Statement:
    """Invent a statement; `numbers` is a key of FORMATS, `names` one of city, plain, latin."""
    random = Random(seed)
    payers = [Payer(key, name, (), (f"62{key:014}",)) for key, name in enumerate(_names(random, names, customers))]
    books = [
        OpenItem(
            key,
            FORMATS[numbers](key),
            int(customers * random.random() ** 1.5),
            _amount(random),
            "CNY",
            LAST_DAY - timedelta(days=random.randint(5, 200)),
            LAST_DAY - timedelta(days=random.randint(-60, 5)),
        )
        for key in range(items)
    ]
    free: dict[Id, list[OpenItem]] = {}
    for item in random.sample(books, len(books)):
        free.setdefault(item.customer_id, []).append(item)
    invented = _Lines(random, payers, books, free)
    makers = (
        [invented.exact] * 10
        + [invented.garbled] * 4
        + [invented.by_name] * 3
        + [invented.several] * 2
        + [invented.noise] * 3
    )
    made = [(key, *random.choice(makers)()) for key in range(lines)]
    return Statement(
        payers,
        books,
        [Line(key, LAST_DAY, *seen) for key, _, _, seen in made],
        {key: frozenset(paid) for key, _, paid, _ in made},
        {key: kind for key, kind, _, _ in made},
    )


def _names(random: Random, names: str, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        mark = random.choice(_MARKS) + random.choice(_MARKS) + random.choice(_MARKS if names == "plain" else [""])
        chinese = mark + random.choice(_TRADES) + random.choice(_FORMS)
        latin = f"{random.choice(_WORDS)} {random.choice(_WORDS)} {random.choice(_GOODS)} {random.choice(_ENDS)}"
        found[{"city": random.choice(_CITIES) + chinese, "plain": chinese, "latin": latin}[names]] = None
    return list(found)


def _amount(random: Random) -> int:
    minor = int(random.lognormvariate(13.2, 1.0)) + 1_000
    return max(minor // 10_000, 1) * 10_000 if random.random() < 0.3 else minor


_Made = tuple[str, list[int], tuple[int, str, str, str, str]]


@dataclass(frozen=True, slots=True)
class _Lines:
    random: Random
    payers: list[Payer]
    items: list[OpenItem]
    free: dict[Id, list[OpenItem]]

    def _take(self, count: int) -> list[OpenItem]:
        rich = sorted(
            (customer for customer, items in self.free.items() if len(items) >= count),
            key=lambda one: id_order(value=one),
        )
        items = self.free[self.random.choice(rich)]
        return [items.pop() for _ in range(count)]

    def _payer(self, item: OpenItem) -> str:
        """The payer's name: clean, or missing, or a person who pays for the company."""
        name = self.payers[int(item.customer_id)].name
        return self.random.choices([name, "", "李" + self.random.choice(_MARKS)], [18, 1, 1])[0]

    def exact(self) -> _Made:
        (item,) = self._take(1)
        paid = item.open_minor * self.random.randint(30, 95) // 100 if self.random.random() < 0.08 else item.open_minor
        text = self.random.choice(["货款 {}", "付{}货款", "Payment {} thanks", "合同款/{}/转账", "{}"]).format(
            item.number
        )
        name = self._payer(item) if paid == item.open_minor else self.payers[int(item.customer_id)].name
        return "exact", [int(item.id)], (paid, "CNY", name, "", text)

    def garbled(self) -> _Made:
        (item,) = self._take(1)
        return (
            "garbled",
            [int(item.id)],
            (item.open_minor, "CNY", self._payer(item), "", f"货款 {self._slip(item.number)}"),
        )

    def _slip(self, number: str) -> str:
        places = [place for place, character in enumerate(number) if character.isdigit()][3:]
        place = self.random.choice(places[:-1])
        own, following = number[place], number[place + 1]
        return self.random.choice(
            [
                number[:place] + following + own + number[place + 2 :],
                number[:place] + str((int(own) + self.random.randint(1, 9)) % 10) + number[place + 1 :],
                number[:place] + number[place + 1 :],
                number.replace("-", ""),
                number.replace("-", " "),
                number.replace("0", "O", 2),
                number.lstrip("REIS"),
            ]
        )

    def by_name(self) -> _Made:
        (item,) = self._take(1)
        payer = self.payers[int(item.customer_id)]
        if self.random.random() < 0.2:
            return "account", [int(item.id)], (item.open_minor, "CNY", "", payer.accounts[0], "货款")
        characters = list(payer.name)
        place = self.random.randrange(2, len(characters) - 1)
        characters[place : place + 2] = self.random.choice(
            [characters[place + 1 : place - 1 : -1], characters[place + 1 : place + 2]]
        )
        return (
            "name",
            [int(item.id)],
            (item.open_minor, "CNY", "".join(characters), "", self.random.choice(["货款", ""])),
        )

    def several(self) -> _Made:
        items = self._take(self.random.randint(2, 5))
        short = self.random.choice([0, 0, 0, 1_000, 2_000])
        total = sum(item.open_minor for item in items) - short
        text = self.random.choice(
            [
                ",".join(item.number for item in items),
                "、".join(item.number for item in items),
                f"{items[0].number}等{len(items)}笔",
                "",
            ]
        )
        name = self.payers[int(items[0].customer_id)].name
        return "several", [int(item.id) for item in items], (total, "CNY", name, "", text)

    def noise(self) -> _Made:
        """Money that pays no item, with the amount and often the number of one."""
        item = self.random.choice(self.items)
        name = self.payers[int(item.customer_id)].name
        cases = [
            ("CNY", "", "", "结息"),
            ("CNY", name, "", "保证金"),
            ("CNY", "", "", f"退款 {item.number}"),
            ("CNY", "我司", "", "内部转账"),
            ("CNY", "拉萨" + self.random.choice(_MARKS) + "投资中心", "", "转账"),
            ("CNY", "某某物业服务中心", "", "往来款"),
            ("USD", name, "", item.number),
            ("CNY", "", "", str(int(item.id) % 100)),
        ]
        return "noise", [], (item.open_minor, *self.random.choice(cases))


def strange_lines(statement: Statement) -> Iterator[Id]:
    """Ids of the lines that pay nothing."""
    yield from (key for key, paid in statement.truth.items() if not paid)
