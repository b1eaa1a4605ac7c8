"""`huikuan calc provision`: rates and allowance of a file, and what it says of one that is wrong (RULES_CN §6.5)."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Huikuan

FLOW = {
    "method": "flow",
    "sales": "100000.00",
    "open": ["50000.00", 23000, 8000.0, "2,000"],
    "balances": ["300000", 140000, "60000.00", 23000, 5000],
    "forward": "0.00",
}
MIGRATION = {
    "method": "migration",
    "years": [[1000] * 5 + [0], [900, 120, 350, 500, 600, 800]],
    "final_loss": "1",
    "balances": [1000, 0, 0, 0, 0, 1],
}


def written(tmp_path, document) -> str:
    path = tmp_path / "figures.json"
    path.write_text(json.dumps(document))
    return str(path)


def test_flow_and_migration_by_hand(huikuan: Huikuan, tmp_path) -> None:
    found = huikuan("calc", "provision", written(tmp_path, FLOW), "--json").document
    assert found["rates"] == ["2", "4", "8.6957", "25", "100"] and found["allowance_minor"] == 27_567_39
    assert found["unit"] == "percent" and found["buckets_minor"] == [600000, 560000, 521739, 575000, 500000]
    inferred = {"sales_minor": 100, "open_minor": [50, 0], "balances_minor": [10, 0, 0], "never_paid": None}
    found = huikuan("calc", "provision", written(tmp_path, inferred), "--json").document
    assert found["rates"] == ["0", "0", None] and found["without_rate"][0]["code"] == "NOTHING_ENTERED"
    found = huikuan("calc", "provision", written(tmp_path, MIGRATION), "--json").document
    assert found["rates"] == ["1.008", "8.4", "24", "48", "80", "100"]
    assert found["migration_rates"] == ["12", "35", "50", "60", "80", "100"] and found["allowance_minor"] == 1108


def test_segments_named_customers_and_the_table(huikuan: Huikuan, tmp_path) -> None:
    document = {
        "method": "set", "balances": ["100.00", "100.00"],
        "segments": {"East": {"rates": ["10%", "0.05"]}, "West": {"rates": ["0.5", 1], "forward": "50%"}},
        "individual": [{"name": "Yi", "balance": "1000", "expected": 250.5}],
    }  # fmt: skip
    found = huikuan("calc", "provision", written(tmp_path, document), "--json").document
    assert found["rates"] == {"East": ["10", "10"], "West": ["75", "100"]}
    assert found["segments"]["East"]["raised"] == [1] and found["segments"]["West"]["capped"] == [1]
    assert found["individual"] == [{"name": "Yi", "allowance_minor": 74950}]
    assert found["allowance_minor"] == 1000 + 1000 + 7500 + 10000 + 74950
    told = huikuan("calc", "provision", written(tmp_path, document)).out
    assert "raised" in told and "Allowance: 944.50" in told
    years = {"years": {"2025": [10, 4], "2024": [20, 0]}, "final_loss": "0.5"}
    found = huikuan("calc", "provision", written(tmp_path, years), "--json").document
    assert found["rates"] == ["10", "50"] and found["allowance_minor"] == 300
    exact = {"years": [{"balances": [10, 4], "unpaid": [1, 2]}], "balances": [10, 4]}
    assert huikuan("calc", "provision", written(tmp_path, exact), "--json").document["rates"] == ["5", "50"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"sales": "1.234"}, "$.sales: an amount from 0 with two decimals at most is wanted, not '1.234'"),
        ({"open": ["50000", "x"]}, "$.open[1]"),
        ({"open": [1, 2, 3, 4]}, "more is open later"),
        ({"balances": [1, 2]}, "2 balances for 5 buckets"),
        ({"forward": "x"}, "$.forward"),
        ({"method": "guess"}, "one of flow, migration, set is wanted, not 'guess'"),
        ({"colour": 1}, "$.colour: nobody knows this field"),
        ({"method": "migration", "years": [[1, 2]], "sales": None, "open": None}, "two year-ends"),
        ({"segments": []}, "$.segments"),
        ({"individual": [{"name": "Yi"}]}, "$.individual[0].balance"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(huikuan: Huikuan, tmp_path, changes, told: str) -> None:
    done = huikuan("calc", "provision", written(tmp_path, FLOW | changes), "--json")
    assert done.code == 1 and told in done.document["error"]["message"]
