"""`huikuan calc gate`: each gate refuses naming the fact and the article, and opens once it is given."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from huikuan.cli.calc_gate import gate_command

RETAKE = ["retake", "--price", "1000.00", "--arrears", "200", "--demanded", "2026-03-01", "--retention-agreed"]
ACCELERATE = ["accelerate", "--price", "1000", "--payments", "3", "--demanded", "2026-03-01", "--arrears"]
DEPOSIT = ["deposit", "--contract", "1000", "--paid", "300", "--called-deposit"]
UNREST = [
    "supply",
    "--order",
    "SO9",
    "--turn",
    "OURS_FIRST",
    "--unrest",
    "ASSET_FLIGHT",
    "--papers",
    "1",
    "--order-stands",
]
LISTED = ["publish", "--case-number", "(2026)浙0106执1号", "--stands"]
SET_OFF = ["set-off", "--theirs-due", "2026-03-19", "--same-kind", "--noticed", "2026-03-20"]


def asked(*arguments: str) -> dict[str, Any]:
    done = CliRunner().invoke(gate_command, [*arguments, "--as-of", "2026-03-20", "--json"], standalone_mode=False)
    assert done.exception is None, done.output
    found: dict[str, Any] = json.loads(done.output)
    return found


@pytest.mark.parametrize(
    ("arguments", "article", "missing"),
    [
        ([*RETAKE, "--paid", "749.99"], "CC-642", []),
        ([*RETAKE, "--paid", "750"], "", [("THREE_QUARTERS_PAID", "SALES-26")]),
        ([*ACCELERATE, "200"], "CC-634", []),
        ([*ACCELERATE, "199.99"], "", [("ARREARS_BELOW_FIFTH", "CC-634")]),
        ([*ACCELERATE, "200", "--payments", "2"], "", [("PAYMENTS_FEW", "SALES-27")]),
        ([*DEPOSIT, "--claimed", "200"], "CC-587", []),
        ([*DEPOSIT, "--claimed", "200.01"], "", [("DEPOSIT_CLAIMED_OVER_FIFTH", "CC-586")]),
        ([*DEPOSIT, "--penalty"], "", [("DEPOSIT_OR_PENALTY", "CC-588")]),
        (DEPOSIT[:1] + DEPOSIT[3:], "", [("DEPOSIT_CONTRACT_UNKNOWN", "CC-586")]),
        (SET_OFF, "CC-568", []),
        ([*SET_OFF, "--conditional"], "", [("SETTING_OFF_CONDITION", "CC-568"), ("SETTING_OFF_NOT_AGREED", "CC-569")]),
        ([*UNREST, "--noticed", "2026-03-19"], "CC-527", []),
        ([*LISTED, "--checked", "2026-03-20"], "CC-1024", []),
        ([*SET_OFF[:-1], "2026-03-21"], "", [("NOTICE_AHEAD", "CC-568"), ("SETTING_OFF_NOT_AGREED", "CC-569")]),
        ([*LISTED, "--checked", "2026-03-21"], "", [("COURT_DAY", "CC-1024")]),
        ([*LISTED, "--checked", "2006-03-20"], "", [("COURT_LOOKED_UP_LONG_AGO", "CC-1024")]),
        (["publish"], "", [("COURT_CASE", "CC-1024"), ("COURT_LOOKED_UP", "CC-1024"), ("COURT_ENTRY_GONE", "CC-1024")]),
    ],
)
def test_a_gate(arguments: list[str], article: str, missing: list[tuple[str, str]]) -> None:
    found = asked(*arguments)
    told = [(one["code"], one["article"]) for way in found["ways"] for one in way["missing"]]
    assert (found["allowed"], found["article"]) == (bool(article), article)
    assert article != "" or told == missing


def test_a_notice_is_missing_for_the_unrest_defence() -> None:
    told = [one["text"] for one in asked(*UNREST)["ways"][1]["missing"]]
    assert len(told) == 1 and told[0]


def test_a_price_must_be_given() -> None:
    done = CliRunner().invoke(gate_command, ["retake", "--as-of", "2026-03-20"])
    assert done.exit_code == 2 and "--price" in done.output
