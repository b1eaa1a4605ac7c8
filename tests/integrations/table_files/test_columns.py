"""Headers of real systems find their fields; two equal candidates or a missing column are said, never guessed away."""

import pytest

from huikuan.integrations.table_files.columns import MatchSource, guess_mapping, known_header
from huikuan.integrations.table_files.headers import Unit
from huikuan.integrations.table_files.table_kinds import TABLE_KINDS

IBM = "countryCode customerID PaperlessDate invoiceNumber InvoiceDate DueDate InvoiceAmount Disputed SettledDate"
WHOLESALE = "business_code cust_number name_customer buisness_year doc_id posting_date due_in_date baseline_create_date"


def _fields(kind, headers, **more):
    mapping = guess_mapping(kind=kind, columns=headers, **more)
    return {name: column.header for name, column in mapping.columns.items()}


@pytest.mark.parametrize(
    ("kind", "headers", "fields"),
    [
        (
            "invoices",
            IBM.split(),
            {
                "customer_number": "customerID",
                "invoice_number": "invoiceNumber",
                "issue_date": "InvoiceDate",
                "due_date": "DueDate",
                "amount": "InvoiceAmount",
                "settled_date": "SettledDate",
                "disputed": "Disputed",
            },
        ),
        (
            "receivables",
            [*WHOLESALE.split(), "cust_payment_terms", "converted_usd"],
            {
                "customer_name": "name_customer",
                "customer_number": "cust_number",
                "invoice_number": "doc_id",
                "issue_date": "posting_date",
                "due_date": "due_in_date",
                "amount": "converted_usd",
                "terms": "cust_payment_terms",
                "company_code": "business_code",
            },
        ),
        (
            "invoices",
            ["id", "number", "customer_id", "issue_date", "due_date", "currency", "amount_minor"],
            {
                "customer_number": "customer_id",
                "invoice_number": "number",
                "issue_date": "issue_date",
                "due_date": "due_date",
                "amount": "amount_minor",
                "currency": "currency",
                "source_id": "id",
            },
        ),
        (
            "receipts",
            ["id", "date", "customer_id", "amount_minor", "reference"],
            {
                "receipt_number": "id",
                "received_date": "date",
                "amount": "amount_minor",
                "customer_number": "customer_id",
                "reference": "reference",
            },
        ),
        (
            "allocations",
            ["receipt_id", "invoice_id", "amount_minor"],
            {"receipt_number": "receipt_id", "invoice_source_id": "invoice_id", "amount": "amount_minor"},
        ),
        (
            "customers",
            ["id", "name", "credit_limit_minor", "terms_days"],
            {
                "customer_name": "name",
                "customer_number": "id",
                "credit_limit": "credit_limit_minor",
                "terms": "terms_days",
            },
        ),
        (
            "receivables",
            ["客户", "客户分类", "发票号", "到期日", "未收金额"],
            {
                "customer_name": "客户",
                "customer_class": "客户分类",
                "invoice_number": "发票号",
                "due_date": "到期日",
                "open_amount": "未收金额",
            },
        ),
        (
            "invoices",
            ["Customer", "Customer Group", "Invoice No", "Invoice Date", "Amount"],
            {
                "customer_name": "Customer",
                "customer_class": "Customer Group",
                "invoice_number": "Invoice No",
                "issue_date": "Invoice Date",
                "amount": "Amount",
            },
        ),
        (
            "receivables",
            ["客户名称", "单据编号", "业务日期", "到期日", "应收金额", "未收金额", "余额", "币别", "0-30天", "31-60天"],
            {
                "customer_name": "客户名称",
                "invoice_number": "单据编号",
                "issue_date": "业务日期",
                "due_date": "到期日",
                "open_amount": "未收金额",
                "amount": "应收金额",
                "currency": "币别",
            },
        ),
        (
            "invoices",
            [
                "发票代码",
                "发票号码",
                "购买方名称",
                "购买方识别号",
                "开票日期",
                "金额(不含税)",
                "税额",
                "价税合计",
                "备注",
                "销售方名称",
            ],
            {
                "customer_name": "购买方名称",
                "customer_tax_code": "购买方识别号",
                "invoice_number": "发票号码",
                "invoice_code": "发票代码",
                "issue_date": "开票日期",
                "amount": "价税合计",
                "net_amount": "金额(不含税)",
                "tax_amount": "税额",
                "note": "备注",
                "company_code": "销售方名称",
            },
        ),
        (
            "receipts",
            ["收款日期", "付款单位名称", "收款金额", "收款方式", "摘要", "业务员"],
            {
                "received_date": "收款日期",
                "amount": "收款金额",
                "payer_name": "付款单位名称",
                "payment_method": "收款方式",
                "reference": "摘要",
                "salesperson": "业务员",
            },
        ),
    ],
)
def test_layouts_of_known_systems(kind, headers, fields):
    mapping = guess_mapping(kind=kind, columns=headers)
    assert {name: column.header for name, column in mapping.columns.items()} == fields
    assert mapping.is_complete
    assert mapping.ambiguous == {}
    assert {headers[index] for index in mapping.unmapped} == set(headers) - set(fields.values())


@pytest.mark.parametrize(
    ("header", "preamble", "unit"),
    [
        ("价税合计（万元）", (), Unit(power=4)),
        ("Amount (USD)", (), Unit(power=0, currency="USD")),
        ("converted_usd", (), Unit(power=0, currency="USD")),
        ("amount_minor", (), Unit(is_minor=True)),
        ("金额", ("单位：万元 币种：人民币",), Unit(power=4, currency="CNY")),
        ("金额(元)", ("单位：万元",), Unit(power=0)),
        ("amount", (), Unit()),
    ],
)
def test_the_amount_knows_its_unit(header, preamble, unit):
    assert guess_mapping(kind="invoices", columns=["客户", header], preamble=preamble).columns["amount"].unit == unit


def test_a_text_column_never_carries_the_unit_above_the_table():
    mapping = guess_mapping(kind="invoices", columns=["客户", "金额"], preamble=("单位：万元",))
    assert mapping.columns["customer_name"].unit == Unit()


def test_the_surer_name_wins_over_the_looser_one():
    assert _fields("invoices", ["日期", "开票日期"])["issue_date"] == "开票日期"
    assert _fields("invoices", ["单据编号", "发票号"])["invoice_number"] == "发票号"
    assert _fields("invoices", ["记账日期", "单据日期"])["issue_date"] == "单据日期"


def test_two_equal_columns_are_ambiguous_and_neither_is_taken():
    mapping = guess_mapping(kind="invoices", columns=["客户", "开票金额", "应收金额"])
    assert mapping.ambiguous == {"amount": (1, 2)}
    assert "amount" not in mapping.columns
    assert ("amount",) in mapping.missing_required
    assert guess_mapping(kind="invoices", columns=["客户", "金额", "金额"]).ambiguous == {"amount": (1, 2)}


def test_part_of_a_header_is_less_sure():
    column = guess_mapping(kind="invoices", columns=["本期开票金额"]).columns["amount"]
    assert column.source is MatchSource.PART_OF_HEADER
    assert column.confidence < 90


def test_a_tax_rate_is_no_amount():
    assert guess_mapping(kind="invoices", columns=["发票金额税率", "不含税发票金额"]).columns == {}


def test_cells_can_speak_against_a_header():
    samples = [["甲", "货款"], ["乙", "货款"]]
    doubted = guess_mapping(kind="invoices", columns=["客户", "发票金额"], samples=samples).columns["amount"]
    sure = guess_mapping(kind="invoices", columns=["客户", "发票金额"], samples=[["甲", "5.00"]]).columns["amount"]
    assert (doubted.confidence, sure.confidence) == (70, 100)
    assert "amount" not in guess_mapping(kind="invoices", columns=["客户", "本期开票金额"], samples=samples).columns


def test_ambiguous_and_serial_days_still_look_like_days():
    for cell in ("3/4/2026", "46027", "1/2/13"):
        found = guess_mapping(kind="invoices", columns=["开票日期"], samples=[[cell]]).columns["issue_date"]
        assert found.confidence == 100


def test_required_groups_say_what_is_missing():
    mapping = guess_mapping(kind="invoices", columns=["客户名称", "颜色"])
    assert mapping.missing_required == (("invoice_number",), ("amount",), ("issue_date", "due_date"))
    assert mapping.unmapped == (1,)
    assert not mapping.is_complete


def test_a_saved_mapping_overrides_field_by_field():
    headers = ["客户", "金额", "应收金额", "日期", "备注"]
    saved = {"amount": "金额", "note": None}
    mapping = guess_mapping(kind="invoices", columns=headers, saved=saved)
    assert mapping.columns["amount"].index == 1
    assert mapping.columns["amount"].source is MatchSource.SAVED
    assert mapping.columns["customer_name"].index == 0
    assert "note" not in mapping.columns
    assert mapping.unmapped == (2, 4)


def test_what_was_saved_maps_the_same_file_the_same_way():
    headers = ["客户", "金额(万元)", "发票号", "日期"]
    first = guess_mapping(kind="invoices", columns=headers)
    again = guess_mapping(kind="invoices", columns=headers, saved=first.to_save())
    assert {n: (c.index, c.unit) for n, c in again.columns.items()} == {
        n: (c.index, c.unit) for n, c in first.columns.items()
    }


def test_a_saved_header_the_file_lost_is_asked_for():
    mapping = guess_mapping(kind="invoices", columns=["客户", "金额"], saved={"amount": "价税合计"})
    assert "amount" not in mapping.columns
    assert ("amount",) in mapping.missing_required


def test_a_saved_header_that_stands_twice_is_ambiguous():
    assert guess_mapping(kind="invoices", columns=["金额", "金额"], saved={"amount": "金额"}).ambiguous == {
        "amount": (0, 1)
    }


def test_cells_are_reached_by_field():
    mapping = guess_mapping(kind="invoices", columns=["发票号", "金额"])
    assert mapping.cell(row=["F001", "5.00"], field="amount") == "5.00"
    assert mapping.cell(row=["F001"], field="amount") == ""
    assert mapping.cell(row=["F001", "5.00"], field="due_date") == ""


def test_an_unknown_kind_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        guess_mapping(kind="unknown", columns=[])


def test_known_headers_of_any_kind():
    assert known_header(text="客户名称")
    assert known_header(text="金额（万元）")
    assert not known_header(text="甲公司")
    assert not known_header(text="")


@pytest.mark.parametrize("kind", sorted(TABLE_KINDS))
def test_no_name_means_two_fields_of_one_kind(kind):
    seen: dict[str, str] = {}
    for field in TABLE_KINDS[kind].fields:
        for name in field.names:
            assert seen.setdefault(name, field.name) == field.name
    required = {name for group in TABLE_KINDS[kind].required for name in group}
    assert required <= {field.name for field in TABLE_KINDS[kind].fields}


@pytest.mark.parametrize(
    "header",
    [
        *"未收 未收金额 未收款 未清 未清金额 尚欠 尚欠金额 欠款 欠款金额 未回款 未回款金额 应收余额 余额 剩余金额".split(),
        *"未收金額 未回款金額 應收餘額 剩餘金額 尚欠金額 餘額 open balance outstanding Remaining OWED".split(),
        *("Open Amount", "open_amount", "balance due", "amount due"),
    ],
)
def test_what_is_open_is_known_by_its_names(header):
    columns = ["客户名称", "单据编号", "业务日期", "金额", header]
    rows = [["甲公司", "F1", "2026-01-10", "100.00", "40.00"]]
    found = guess_mapping(kind="receivables", columns=columns, samples=rows)
    assert (found.columns["open_amount"].header, found.columns["amount"].header) == (header, "金额")


def test_what_is_overdue_is_not_what_is_open():
    columns = ["客户名称", "单据编号", "业务日期", "金额", "逾期金额"]
    found = guess_mapping(kind="receivables", columns=columns, samples=[["甲", "F1", "2026-01-10", "100.00", "40.00"]])
    assert "open_amount" not in found.columns
    assert found.unmapped == (4,)
