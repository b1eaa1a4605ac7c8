"""Acts on what provisions go by: the next version of the loss matrix, a customer judged by himself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.versions import next_version
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.refusal import Refused
from huikuan.provisions.access import refuse_company
from huikuan.provisions.models import Assessment, MatrixVersion
from huikuan.provisions.rules.matrix import SHIPPED_ACCOUNTS, Matrix, matrix_fault, plain_figures
from huikuan.provisions.rules.states import LONGEST_REASON


@dataclass(frozen=True, slots=True)
class AssessmentDraft:
    """What of a customer's debt is expected to come, minor units; `is_over` puts him back into the matrix."""

    company_id: int
    customer_id: int
    currency: str
    expected_minor: int
    reason: str
    is_over: bool = False


def save_matrix(*, actor: Actor, now: datetime, key: str, matrix: Matrix) -> dict[str, Json]:
    """Put the next version of the loss matrix into force; `{"number"}`. `matrix.number` is the version the editor saw.

    It changes nothing by itself: a provision made by it is proposed, and another person decides. Raises NotPermitted,
    Refused MATRIX_…, FIGURES_… (what is wrong with it), Changed MATRIX_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.PROVISION)
    fault = matrix_fault(matrix=matrix)
    if fault is not None:
        raise Refused(fault.code, **fault.parameters)
    values: dict[str, Json] = {
        "method": matrix.method.value,
        "basis": matrix.basis,
        "edges": list(matrix.edges),
        "segment_by": matrix.segment_by,
        "figures": plain_figures(figures=matrix.figures),
        "forward_ppm": matrix.forward_ppm,
        "forward_source": matrix.forward_source.strip()[:400],
        "accounts": {name: matrix.accounts[name] for name in SHIPPED_ACCOUNTS},
        "source": matrix.source.strip()[:400],
    }

    def work(act: OpenAct) -> dict[str, Json]:
        with next_version(seen=matrix.number, newest=_newest, code="MATRIX_CHANGED") as number:
            MatrixVersion.objects.create(number=number, who_name=actor.name, at=now, act_id=act.id, **values)
        return {"number": number}

    return perform(
        intent=Intent("save_loss_matrix", actor, now, key, None, {**values, "replaces": matrix.number}), work=work
    )


def assess_customer(
    *, actor: Actor, now: datetime, today: date, key: str, assessment: AssessmentDraft
) -> dict[str, Json]:
    """Judge a customer by himself from today on; `{"assessment_id"}`. He leaves the matrix at the next provision.

    Raises NotPermitted, Refused ASSESSMENT_AMOUNT, ASSESSMENT_REASON.
    """
    refuse_company(actor=actor, company_id=assessment.company_id, need=Verb.PROVISION)
    customer_for(actor=actor, customer_id=assessment.customer_id)
    if not 0 <= assessment.expected_minor <= DOCUMENT_MAX_MINOR:
        raise Refused("ASSESSMENT_AMOUNT")
    if not 0 < len(assessment.reason.strip()) <= LONGEST_REASON:
        raise Refused("ASSESSMENT_REASON")
    values: dict[str, Json] = {
        "company_id": assessment.company_id,
        "customer_id": assessment.customer_id,
        "currency": assessment.currency,
        "expected_minor": assessment.expected_minor,
        "is_over": assessment.is_over,
        "reason": assessment.reason.strip(),
    }

    def work(act: OpenAct) -> dict[str, Json]:
        row = Assessment.objects.create(on=today, who_name=actor.name, at=now, act_id=act.id, **values)
        return {"assessment_id": row.pk}

    intent = Intent("assess_customer", actor, now, key, assessment.company_id, {**values, "on": today.isoformat()})
    return perform(intent=intent, work=work)


def _newest() -> int:
    return MatrixVersion.objects.order_by("-number").values_list("number", flat=True).first() or 0
