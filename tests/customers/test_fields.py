"""Fields of a customer: what they may hold, and that each change is kept with who, when and why."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from huikuan.audit.operations import Intent, perform
from huikuan.customers.field_rules import FIELDS, clean_value, verbs_for
from huikuan.customers.fields import change_customers
from huikuan.customers.models import Customer, CustomerChange, CustomerFile, CustomerName
from huikuan.customers.operations import assign_salesperson, classify_customers, set_do_not_contact
from huikuan.kernel.actor import SYSTEM, Verb
from huikuan.kernel.refusal import Refused
from tests.books import NOW, Books, new_books
from tests.customers.changing import change
from tests.people import new_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Books:
    return new_books()


def history(customer_id: int) -> list[tuple[str, object, object]]:
    rows = CustomerChange.objects.filter(customer_id=customer_id).order_by("pk")
    return [(row.field, row.before, row.after) for row in rows]


def test_each_field_keeps_what_it_was(books: Books) -> None:
    buyer = books.customer("甲客户", terms_days=30)
    change(buyer, reason="新合同", terms_days=60, terms_roll="MONTH_END", industry="WHOLESALE", region=" 上海 ")
    assert sorted(history(buyer)) == [
        ("industry", "", "WHOLESALE"),
        ("region", "", "上海"),
        ("terms_days", 30, 60),
        ("terms_roll", "NONE", "MONTH_END"),
    ]
    kept = CustomerChange.objects.first()
    assert kept is not None
    assert (kept.reason, kept.at, kept.who_name, kept.who_id) == ("新合同", NOW, "system", None)
    row, file = Customer.objects.get(pk=buyer), CustomerFile.objects.get(pk=buyer)
    assert (row.terms_days, row.terms_roll, row.region, file.industry) == (60, "MONTH_END", "上海", "WHOLESALE")


def test_what_is_the_same_already_is_no_change(books: Books) -> None:
    buyer = books.customer("甲客户", terms_days=30)
    change(buyer, terms_days=30, buyer_type="OTHER")
    change(buyer)
    assert history(buyer) == []


def test_a_new_name_is_found_by_and_the_old_one_is_kept(books: Books) -> None:
    buyer = books.customer("上海甲贸易有限公司")
    change(buyer, name="上海乙贸易有限公司")
    change(buyer, name="上海丙贸易有限公司")
    row = Customer.objects.get(pk=buyer)
    assert " shanghaibingmaoyi" in row.name_pinyin
    assert row.name_sort.startswith("shang4 hai3 bing3")
    names = CustomerName.objects.filter(customer_id=buyer).order_by("pk")
    assert [(name.kind, name.name, name.valid_through) for name in names] == [
        ("FORMER", "上海甲贸易有限公司", NOW.date()),
        ("FORMER", "上海乙贸易有限公司", NOW.date()),
    ]


def test_history_cannot_be_rewritten(books: Books) -> None:
    change(books.customer("甲客户"), region="上海")
    for forge in (lambda rows: rows.update(after="北京"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            forge(CustomerChange.objects.all())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("terms_days", -1),
        ("terms_days", 721),
        ("terms_days", True),
        ("terms_days", "30"),
        ("name", "  "),
        ("name", "甲" * 201),
        ("name", 7),
        ("terms_roll", "SOMETIMES"),
        ("buyer_type", ""),
        ("industry", "MINING"),
        ("region", "上\0海"),
        ("distance_km", 40_001),
    ],
)
def test_a_value_that_does_not_fit_is_refused(field: str, value: object) -> None:
    with pytest.raises(Refused) as refused:
        clean_value(name=field, value=value)
    assert (refused.value.code, refused.value.parameters["field"]) == ("CUSTOMER_FIELD_WRONG", field)


def test_a_field_nobody_knows_is_refused(books: Books) -> None:
    with pytest.raises(Refused, match="CUSTOMER_FIELD_UNKNOWN"):
        change(books.customer("甲客户"), name_sort="x")
    with pytest.raises(Refused, match="CUSTOMER_FIELD_UNKNOWN"):
        verbs_for(names=["colour"])


def test_every_field_names_the_verb_that_changes_it() -> None:
    assert {rule.verb for rule in FIELDS.values()} == {Verb.EDIT_CUSTOMER, Verb.EDIT_FILE}
    assert verbs_for(names=["industry", "region"]) == {Verb.EDIT_FILE}
    assert verbs_for(names=["industry", "terms_days"]) == {Verb.EDIT_FILE, Verb.EDIT_CUSTOMER}


def test_the_number_stays_unique_and_the_credit_code_right(books: Books) -> None:
    buyer, other = books.customer("甲客户"), books.customer("乙客户")
    with pytest.raises(Refused, match="CUSTOMER_EXISTS"):
        change(buyer, code="C-乙客户")
    with pytest.raises(Refused) as refused:
        change(buyer, tax_code="911100006000373410")
    assert (refused.value.code, refused.value.parameters["fault"]) == ("CREDIT_CODE_WRONG", "WRONG_CHECK_CHARACTER")
    change(buyer, tax_code="９１１１ 0000-6000 37341l", code="C-1")
    assert Customer.objects.values_list("code", "tax_code").get(pk=buyer) == ("C-1", "91110000600037341L")
    change(other, country="DE", tax_code="de 136,695 976")
    assert Customer.objects.values_list("country", "tax_code").get(pk=other) == ("DE", "136695976")
    with pytest.raises(Refused, match="CREDIT_CODE_WRONG"):
        change(other, country="CN")


def test_a_code_that_came_with_an_import_is_judged_only_when_it_changes(books: Books) -> None:
    buyer = books.customer("甲客户", tax_code="12345")
    change(buyer, tax_code="12345", region="上海")
    assert history(buyer) == [("region", "", "上海")]


def test_an_unknown_customer(books: Books) -> None:
    with pytest.raises(Refused, match="CUSTOMER_UNKNOWN"):
        change(10**9, region="上海")


def test_the_older_acts_keep_history_too(books: Books, django_assert_max_num_queries: object) -> None:
    seller = new_people().owner.user_id
    ids = [books.customer(f"客户{number}") for number in range(40)]
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        done = assign_salesperson(actor=SYSTEM, now=NOW, key="a", customer_ids=ids, salesperson_id=seller)
    assert done == {"changed": 40}
    classify_customers(actor=SYSTEM, now=NOW, key="c", customer_ids=ids[:1], customer_class="KEY")
    set_do_not_contact(actor=SYSTEM, now=NOW, key="d", customer_id=ids[0], reason="诉讼中")
    assert history(ids[0]) == [
        ("salesperson_id", None, seller),
        ("customer_class", "STANDARD", "KEY"),
        ("do_not_contact_reason", "", "诉讼中"),
    ]
    assert history(ids[39]) == [("salesperson_id", None, seller)]


def test_many_do_not_get_what_one_has_for_himself(books: Books) -> None:
    ids = [books.customer("甲"), books.customer("乙")]
    with pytest.raises(Refused, match="CUSTOMER_FIELD_UNKNOWN"):
        perform(
            intent=Intent("x", SYSTEM, NOW, "many"),
            work=lambda act: {"n": change_customers(act=act, customer_ids=ids, changes={"tax_code": "x"}, reason="")},
        )
