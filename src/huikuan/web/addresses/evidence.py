"""Addresses of the pages of evidence and of case files."""

from django.urls import URLPattern

from huikuan.web.routing import route
from huikuan.web.views import cases, evidence

ROUTES: list[URLPattern] = [
    route("customers/<int:customer_id>/evidence/", evidence.evidence, name="evidence"),
    route("customers/<int:customer_id>/evidence/add/", evidence.add_evidence, name="add_evidence"),
    route("customers/<int:customer_id>/evidence/bundle/", evidence.evidence_bundle, name="evidence_bundle"),
    route("evidence/bundles/<int:ordered_id>/make/", evidence.make_evidence_bundle, name="make_evidence_bundle"),
    route("evidence/bundles/<int:ordered_id>/fetch/", evidence.fetch_evidence_bundle, name="fetch_evidence_bundle"),
    route("evidence/bundles/<int:ordered_id>/file/", evidence.evidence_bundle_file, name="evidence_bundle_file"),
    route("evidence/<int:piece_id>/file/", evidence.evidence_file, name="evidence_file"),
    route("evidence/<int:piece_id>/withdraw/", evidence.withdraw_evidence, name="withdraw_evidence"),
    route("cases/", cases.case_list, name="cases"),
    route("cases/<int:case_id>/", cases.case, name="case"),
    route("cases/<int:case_id>/step/", cases.step, name="move_case"),
    route("cases/<int:case_id>/cost/", cases.cost, name="add_case_cost"),
    route("cases/<int:case_id>/day/", cases.day, name="set_case_date"),
    route("cases/<int:case_id>/parties/", cases.parties, name="name_case_parties"),
    route("cases/<int:case_id>/interest/", cases.interest, name="claim_case_interest"),
    route("cases/<int:case_id>/files/<int:document_id>/", cases.case_paper, name="case_paper"),
    route("cases/<int:case_id>/drafts/<slug:draft>/<slug:language>/", cases.case_draft, name="case_draft"),
    route("customers/<int:customer_id>/case/", cases.open_case, name="open_case"),
]
