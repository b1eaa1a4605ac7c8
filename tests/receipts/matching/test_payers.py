"""Given customers, when a payer is looked up, then by account, name and alias for certain, else by closeness of name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.receipts.matching.close_names import near_pair, near_rows, spellings
from huikuan.receipts.matching.names import name_parts
from huikuan.receipts.matching.payers import PayerKind, payer_index
from huikuan.receipts.matching.records import Payer

PAYERS = [
    Payer(1, "杭州瑞恒机电有限公司", ("王建国",), ("1111",)),
    Payer(2, "杭州瑞恒机电股份有限公司", (), ("2222",)),
    Payer(3, "上海宏达化工有限公司", ("王建国",), ("1111", "3333")),
    Payer(4, "", (), ("4444",)),
    Payer(5, "厦门远东仪器有限公司", ("", "远东", "厦门远东仪表有限公司"), ("", "-")),
]
INDEX = payer_index(payers=PAYERS)


@pytest.mark.parametrize(
    ("name", "account", "customers", "kinds"),
    [
        ("杭州瑞恒机电有限公司", "", [0], [PayerKind.NAME]),
        ("杭州瑞恒机电公司", "", [0, 1], [PayerKind.FORM] * 2),
        ("王建国", "", [0, 2], [PayerKind.ALIAS] * 2),
        ("远东", "", [4], [PayerKind.ALIAS]),
        ("", "2222", [1], [PayerKind.ACCOUNT]),
        ("", "1111", [0, 2], [PayerKind.ACCOUNT] * 2),
        ("上海宏达化工有限公司", "1111", [2], [PayerKind.ACCOUNT]),  # the name tells which
        ("王建国", "3333", [2], [PayerKind.ACCOUNT]),
        ("上海宏达化工有限公司", "2222", [1, 2], [PayerKind.ACCOUNT, PayerKind.NAME]),  # they contradict each other
        ("谁也不是", "4444", [3], [PayerKind.ACCOUNT]),
        ("谁也不是", "工行４４４４", [3], [PayerKind.ACCOUNT]),  # as it was learned: "4444"
        ("谁也不是", "", [], []),
        ("", "", [], []),
    ],
)
def test_certain(name, account, customers, kinds):
    finding = INDEX.find_certain(payers=[(name, account)])[name, account]
    assert [match.customer for match in finding.certain] == customers
    assert [match.kind for match in finding.certain] == kinds
    assert finding.shared == (len(customers) > 1)
    assert finding.named == bool(name or account)


@pytest.mark.parametrize(
    ("name", "customers"),
    [
        ("厦门远东仪", [4]),  # close by two of its names
        ("上海弘达化工有限公司", [2]),
        ("宏达化工", [2]),
        ("杭州瑞恒几电有限公司", [0, 1]),
        ("北京宏达化工有限公司", []),  # the same mark in another city
        ("完全不同的公司", []),
        ("张三", []),
    ],
)
def test_close(name, customers):
    found = INDEX.find_close(names=[name], half_errors_per_ten=10)[name]
    assert sorted(match.customer for match in found) == customers


@pytest.mark.parametrize(
    ("known", "payer", "half_errors"),
    [
        ("Smithfie foundation", "SMITHFIE trust", 3),
        ("Smithfie foundation", "Smithfie Inc", 1),
        ("Smithfie", "Smithfie systems Ltd", 1),
        ("Smithfie Ltd", "Smithfei us", 3),
        ("Nordic Steel Group GmbH", "Nordic Steel GmbH", 1),
    ],
)
def test_latin_trade_words_come_and_go(known, payer, half_errors):
    index = payer_index(payers=[Payer(1, known), Payer(2, "Completely Different AG")])
    (match,) = index.find_close(names=[payer], half_errors_per_ten=10)[payer]
    assert (match.customer, match.half_errors) == (0, half_errors)


@pytest.mark.parametrize(("payer", "found"), [("SI co", True), ("瑞恒公司", True), ("SI", False), ("瑞恒", False)])
def test_a_mark_alone_is_a_company_only_with_a_legal_form(payer, found):
    index = payer_index(payers=[Payer(1, "SI corp"), Payer(2, "瑞恒有限公司")])
    assert bool(index.find_certain(payers=[(payer, "")])[payer, ""].certain) == found


def test_as_many_as_are_equally_close_are_kept():
    index = payer_index(
        payers=[Payer(key, f"杭州瑞恒{mark}电有限公司") for key, mark in enumerate("甲乙丙丁戊己庚辛壬癸子丑寅卯")]
    )
    found = index.find_close(names=["杭州瑞恒机电有限公司"], half_errors_per_ten=10)["杭州瑞恒机电有限公司"]
    assert len(found) == 14
    assert {match.half_errors for match in found} == {2}


def test_no_customers_no_payers():
    index = payer_index(payers=[])
    assert index.find_close(names=["甲公司名称"], half_errors_per_ten=10) == {"甲公司名称": ()}


def test_one_customer_is_compared_by_all_its_names():
    (match,) = INDEX.compare(name="厦门远冬仪器", customer=4, half_errors_per_ten=10)
    assert (match.known_as, match.half_errors) == ("厦门远东仪器有限公司", 2)
    assert INDEX.compare(name="厦门远冬仪器", customer=0, half_errors_per_ten=10) == ()
    assert INDEX.compare(name="厦门远冬仪器", customer=3, half_errors_per_ten=10) == ()


def test_of_very_many_close_names_the_closest_are_kept():
    far = [Payer(key, f"杭州{chr(0x4E10 + key)}{chr(0x4E50 + key)}机电有限公司") for key in range(40)]
    index = payer_index(payers=[*far, Payer(40, "杭州瑞丰机电有限公司")])
    found = index.find_close(names=["杭州瑞恒机电有限公司"], half_errors_per_ten=10)["杭州瑞恒机电有限公司"]
    assert found[0].customer == 40
    near = near_rows(
        wanted=name_parts(names=["杭州瑞恒机电有限公司"], repair=True),
        table=spellings(parts=name_parts(names=["杭州瑞丰机电有限公司"] * 30 + ["杭州丙丁机电有限公司"] * 3)),
        half_errors_per_ten=10,
    )[0]
    assert [row.row for row in near] == list(range(30))


def test_another_place_or_branch_keeps_names_apart():
    def errors(payer, known):
        (wanted,), (part,) = name_parts(names=[payer], repair=True), name_parts(names=[known])
        found = near_pair(payer=wanted, known=part, half_errors_per_ten=30)
        return found and found[0]

    assert errors("杭州瑞恒机电有限公司", "杭州瑞恒机电有限公司") == 0
    assert errors("杭州瑞恒机电有限公司", "瑞恒机电有限公司") == 1
    assert errors("杭州瑞恒机电有限公司", "湖州瑞恒机电有限公司") == 2 + 4
    assert errors("瑞恒机电", "杭州瑞恒机电科技有限公司") == 2
    assert errors("瑞恒机电有限公司一分公司", "瑞恒机电有限公司") == 1
    assert errors("Acme Trust", "Acme") == 1
    assert errors("Acme Trust", "Acme Group Ltd") == 3
    assert errors("瑞恒机电有限公司一分公司", "瑞恒机电有限公司二分公司") == 4


names = st.lists(
    st.sampled_from("杭州上海瑞恒宏达机电化工科技贸易有限公司责任股份分北京"), min_size=3, max_size=14
).map("".join)


@settings(max_examples=40)
@given(names, st.lists(names, min_size=1, max_size=6))
def test_comparing_one_by_one_and_all_at_once_agree(payer, known):
    (wanted,) = name_parts(names=[payer], repair=True)
    parts = name_parts(names=known)
    (rows,) = near_rows(wanted=[wanted], table=spellings(parts=parts), half_errors_per_ten=10)
    pairs = [near_pair(payer=wanted, known=part, half_errors_per_ten=10) for part in parts]
    assert {row.row: (row.half_errors, row.length) for row in rows} == {
        row: pair for row, pair in enumerate(pairs) if pair
    }


def test_a_character_that_slipped_into_the_legal_form_is_found_by_the_whole_name():
    known = [Payer(1, "北京嘉南印刷有限责任公司"), Payer(2, "北京嘉和包装有限责任公司")]
    index = payer_index(payers=known)
    (match,) = index.find_close(names=["嘉印南有刷限责任公司"], half_errors_per_ten=10)["嘉印南有刷限责任公司"]
    assert (match.customer, match.half_errors) == (0, 4)
    assert index.compare(name="嘉印南有刷限责任公司", customer=0, half_errors_per_ten=10) == (match,)
