"""What lines say: payers recognised, numbers read, and names nobody is called by compared with all there are."""

from collections.abc import Sequence
from dataclasses import replace

from huikuan.receipts.matching.evidence import Evidence
from huikuan.receipts.matching.explaining import plainly_named
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.payers import Finding
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.records import Line
from huikuan.receipts.matching.references import reference_reader

_NO_PAYER = -1
"""Place of a customer who owes nothing and is not among the payers."""


def evidence_of(*, index: MatchIndex, lines: Sequence[Line], policy: MatchPolicy) -> list[Evidence]:
    """Read the lines, each beside what its payer and its numbers may mean."""
    payers = index.payers.find_certain(payers=[(line.payer_name, line.payer_account) for line in lines])
    reader = reference_reader(not_trade_words=policy.not_trade_words, not_trade_latin=policy.not_trade_latin)
    texts = reader.read_all(texts={line.reference for line in lines})
    found = [
        Evidence(
            line,
            _payer(index, line, payers[line.payer_name, line.payer_account]),
            texts[line.reference],
            index.numbers.mentions(runs=texts[line.reference].runs),
        )
        for line in lines
    ]
    return _with_close_names(index, found, policy)


def _payer(index: MatchIndex, line: Line, recognised: Finding) -> Finding:
    """Take a person's word for whose money it is."""
    if line.customer_id is None:
        return recognised
    customer = index.place_of.get(line.customer_id, _NO_PAYER)
    name = index.customers[customer].name if customer != _NO_PAYER else ""
    return recognised.identified_as(customer=customer, name=name or str(line.customer_id))


def _with_close_names(index: MatchIndex, found: Sequence[Evidence], policy: MatchPolicy) -> list[Evidence]:
    """Compare unrecognised names with all customers' names, or where numbers leave no question with that customer's."""
    allowed = policy.name_half_errors_per_ten
    unknown = {
        place: plainly_named(index=index, evidence=evidence)
        for place, evidence in enumerate(found)
        if evidence.line.payer_name.strip() and not evidence.payer.certain
    }
    close = index.payers.find_close(
        names={found[place].line.payer_name for place, customer in unknown.items() if customer is None},
        half_errors_per_ten=allowed,
    )
    result = list(found)
    for place, customer in unknown.items():
        name, payer = found[place].line.payer_name, found[place].payer
        matches = close.get(name)
        if customer is not None:
            matches = index.payers.compare(name=name, customer=customer, half_errors_per_ten=allowed)
        if matches:
            result[place] = replace(found[place], payer=replace(payer, close=matches))
    return result
