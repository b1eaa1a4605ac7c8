"""Forged rows of openings."""

from datetime import date

from django.db import models

from huikuan.openings.models import Opening, OpeningDocument
from huikuan.openings.operations.applying import withdraw_opening
from tests.books import NOW
from tests.guards.tables import Forge, Guard, changed, copied
from tests.openings.office import new_office


def check_of_another(named: str = "", **values: object) -> Forge:
    """The field check once more for another application; the checker's own id in the column `named`."""

    def forge(model: type[models.Model]) -> None:
        checker = model._default_manager.values_list("checker_id", flat=True)[0]
        other = Opening.objects.filter(state="WITHDRAWN").values_list("pk", flat=True)[0]
        copied(**{**({named: checker} if named else {}), **values, "opening_id": other})(model)

    return forge


GUARDS: tuple[Guard, ...] = (
    ("openings.RequirementVersion", "number", copied()),
    ("openings.RequirementVersion", "openings_valid_months", copied(number=9, valid_months=0)),
    ("openings.RequirementVersion", "openings_requirements_source", copied(number=9, source="")),
    ("openings.Opening", "openings_running_once", copied({"state": "CHECKED"})),
    ("openings.Opening", "openings_validity_whole", changed(valid_from=date(2026, 3, 2))),
    ("openings.Opening", "openings_reason", changed(reason="")),
    ("openings.OpeningDocument", "openings_document_once", copied({"document_id__isnull": False})),
    (
        "openings.OpeningDocument",
        "openings_document_or_waiver",
        copied({"document_id__isnull": True}, waived_because=""),
    ),
    ("openings.FieldCheck", "opening", copied()),
    ("openings.FieldCheck", "openings_checker_not_applicant", check_of_another("applicant_id")),
    ("openings.FieldCheck", "openings_checker_not_salesperson", check_of_another("salesperson_id")),
    ("openings.FieldCheck", "openings_check_written", check_of_another(findings="")),
    ("openings.OpeningStep", "openings_step_once", copied()),
)


def ground() -> None:
    """One checked application with a document and a waiver, one taken back; a version of the requirements."""
    office = new_office()
    office.require_from(None)
    withdraw_opening(actor=office.people.owner, now=NOW, key="withdraw", opening_id=office.start())
    opening_id = office.submitted()
    office.check(opening_id)
    first = OpeningDocument.objects.order_by("pk")[0]
    OpeningDocument.objects.create(
        opening_id=opening_id, code="OTHER", document_id=1, who_name="x", at=first.at, act_id=first.act_id
    )
