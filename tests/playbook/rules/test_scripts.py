"""A script says only what is known: a line with a place nobody can fill is left out whole, and leaves no gap."""

from __future__ import annotations

import pytest

from huikuan.kernel.refusal import Refused
from huikuan.playbook.rules.scripts import filled

SCRIPT = "{{person_name}}您好。\n\n{{overdue_total}}停在「{{blocked_step}}」。\n\n还缺什么？"


def test_a_line_with_an_unknown_fact_is_left_out_whole() -> None:
    known = {"person_name": "王经理", "overdue_total": "人民币 100.00 元"}
    assert filled(text=SCRIPT, values=known) == ("王经理您好。", "还缺什么？")
    whole = filled(text=SCRIPT, values={**known, "blocked_step": "验收签字"})
    assert whole == ("王经理您好。", "人民币 100.00 元停在「验收签字」。", "还缺什么？")
    assert filled(text="\n\n还缺什么？\n", values={}) == ("还缺什么？",)


def test_a_place_nobody_knows_is_refused() -> None:
    with pytest.raises(Refused, match="PLACE_UNKNOWN"):
        filled(text="{{iban}}", values={})
