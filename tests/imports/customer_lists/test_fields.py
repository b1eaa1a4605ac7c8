"""Which column is which field, by its usual names or as the user says."""

from __future__ import annotations

import pytest

from huikuan.imports.customer_lists.fields import PartyField, party_columns
from huikuan.imports.rules import ImportKind
from huikuan.kernel.refusal import Refused

CUSTOMERS, PEOPLE = ImportKind.CUSTOMERS, ImportKind.PEOPLE


@pytest.mark.parametrize(
    ("kind", "header", "expected"),
    [
        (
            CUSTOMERS,
            ["客户编号", "客户名称", "税号"],
            {"customer_number": 0, "customer_name": 1, "customer_tax_code": 2},
        ),
        (
            CUSTOMERS,
            ["Customer_Code", " NAME ", "Credit Limit*"],
            {"customer_number": 0, "customer_name": 1, "credit_limit": 2},
        ),
        (CUSTOMERS, ["编码", "单位名称", "账期", "颜色"], {"customer_number": 0, "customer_name": 1, "terms": 2}),
        (PEOPLE, ["客户编号", "姓名", "手机", "角色"], {"customer_number": 0, "person": 1, "mobile": 2, "roles": 3}),
        (PEOPLE, ["Company", "Name", "E-mail"], {"customer_name": 0, "person": 1, "email": 2}),
    ],
)
def test_columns_are_found_by_their_usual_names(kind, header, expected):
    found = party_columns(kind=kind, header=header)
    assert {field.value: place for field, place in found.items()} == expected


def test_what_the_user_says_wins():
    found = party_columns(
        kind=CUSTOMERS, header=["A", "B", "备注"], mapping={"customer_number": "a", "customer_name": "B", "note": ""}
    )
    assert found == {PartyField.NUMBER: 0, PartyField.NAME: 1}


@pytest.mark.parametrize(
    ("kind", "header", "mapping", "code", "said"),
    [
        (
            CUSTOMERS,
            ["客户编号", "地区"],
            {},
            "COLUMNS_MISSING",
            {"fields": "customer_name", "found": "客户编号, 地区"},
        ),
        (
            PEOPLE,
            ["姓名"],
            {},
            "COLUMNS_MISSING",
            {"fields": "customer_number|customer_name|customer_tax_code", "found": "姓名"},
        ),
        (
            CUSTOMERS,
            ["编号", "编码", "名称"],
            {},
            "COLUMN_REPEATED",
            {"column": "编号, 编码", "field": "customer_number"},
        ),
        (
            CUSTOMERS,
            ["a", "a", "名称"],
            {"customer_number": "a"},
            "COLUMN_REPEATED",
            {"column": "a", "field": "customer_number"},
        ),
        (CUSTOMERS, ["编号", "名称"], {"colour": "编号"}, "FIELD_UNKNOWN", None),
        (CUSTOMERS, ["编号", "名称"], {"note": "x"}, "COLUMN_UNKNOWN", {"column": "x", "found": "编号, 名称"}),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_by_name(kind, header, mapping, code, said):
    with pytest.raises(Refused) as refusal:
        party_columns(kind=kind, header=header, mapping=mapping)
    assert refusal.value.code == code
    assert said is None or refusal.value.parameters == said
