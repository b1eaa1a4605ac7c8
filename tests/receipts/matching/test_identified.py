"""Given a line of which a person said whose money it is, when it is matched, then nothing overrules that word."""

import pytest

from huikuan.receipts.matching.reasons import ReasonCode as Why
from huikuan.receipts.matching.records import Decision
from tests.receipts.matching.small_books import HONGDA, NORDIC, RUIHENG, codes, decide, doubts, line, shares

NUMBER_OF_RUIHENG = "INV-202601-00040017"
FIRST = 1_234_567


def identified(customer_id, **fields):
    (outcome,) = decide(line(**fields, customer_id=customer_id))
    return outcome


def test_another_customers_number_and_amount_are_not_sure_and_come_last():
    fields = {"minor": FIRST, "name": "杭州瑞恒机电有限公司", "text": NUMBER_OF_RUIHENG}
    assert identified(None, **fields).decision is Decision.APPLIED
    outcome = identified(HONGDA, **fields)
    assert outcome.decision is Decision.PROPOSED
    assert [candidate.customer_id for candidate in outcome.candidates] == [HONGDA, RUIHENG]
    (against,) = [reason for reason in outcome.candidates[1].against if reason.code is Why.IDENTIFIED_AS_ANOTHER]
    assert dict(against.params) == {"name": "上海宏达化工股份有限公司"}


def test_what_fits_the_customer_named_is_applied_whatever_the_payers_name():
    fields = {"minor": FIRST, "name": "上海宏达化工股份有限公司", "text": NUMBER_OF_RUIHENG}
    assert identified(None, **fields).decision is Decision.PROPOSED
    outcome = identified(RUIHENG, **fields)
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {11: FIRST})
    assert Why.IDENTIFIED in codes(outcome)


def test_how_the_payer_was_recognised_stays_where_it_is_the_customer_named():
    outcome = identified(RUIHENG, minor=FIRST, name="杭州瑞恒机电有限公司", text=NUMBER_OF_RUIHENG)
    assert Why.NAME_EXACT in codes(outcome)


def test_of_two_customers_with_one_alias_the_one_named_decides():
    assert identified(None, minor=3_331_077, name="代付中心", text="货款").decision is Decision.PROPOSED
    outcome = identified(HONGDA, minor=3_331_077, name="代付中心", text="货款")
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {21: 3_331_077})


@pytest.mark.parametrize("customer_id", [NORDIC, 99])
def test_a_customer_who_owes_nothing_here_gets_no_items_of_others_by_itself(customer_id):
    outcome = identified(customer_id, minor=FIRST, text=NUMBER_OF_RUIHENG)
    assert outcome.decision is Decision.PROPOSED
    assert {candidate.customer_id for candidate in outcome.candidates} == {RUIHENG}
    assert Why.IDENTIFIED_AS_ANOTHER in doubts(outcome)
