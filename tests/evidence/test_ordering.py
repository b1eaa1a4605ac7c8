"""A bundle is ordered on the page, made elsewhere, told of in the worklist, tried again when it failed, and fetched."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from huikuan.activities.operations import ActivityDraft, add_activities
from huikuan.activities.rules import ActivityKind
from huikuan.audit.operations import Intent, perform
from huikuan.documents.files import path_of, read_file
from huikuan.evidence.access import ordered_for
from huikuan.evidence.checks import check_bundles
from huikuan.evidence.models import Bundle, OrderedBundle
from huikuan.evidence.operations.bundling import Maker
from huikuan.evidence.operations.ordering import fetch_bundle, make_ordered, retry_bundle
from huikuan.evidence.queries import ordered_bundles_of, unfetched_bundles
from huikuan.evidence.rules.kinds import Kind
from huikuan.evidence.rules.ordering import OrderState, Stage, stage_number
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.worklist.queries import worklist
from huikuan.worklist.rules.tasks import Task, TaskKind
from tests.books import NOW
from tests.evidence.office import TODAY, EvidenceOffice, new_evidence, verified
from tests.people import new_people

pytestmark = pytest.mark.django_db
MAKER = Maker(zone=ZoneInfo("Asia/Shanghai"))


def made(now: datetime = NOW) -> int:
    return make_ordered(clock=lambda: now, maker=MAKER)


def notices(actor: Actor) -> list[Task]:
    found = worklist(actor=actor, today=TODAY)
    return [row.task for row in found.rows if row.task.kind is TaskKind.BUNDLE_READY]


def called_at_night(office: EvidenceOffice) -> None:
    """A call at one in the morning of 2 March in Shanghai, which is still 1 March in Greenwich."""
    at = datetime(2026, 3, 1, 17, tzinfo=UTC)
    draft = ActivityDraft(customer_id=office.customer, company_id=None, kind=ActivityKind.CALL, at=at, text="夜里来电")
    intent = Intent("record_activity", SYSTEM, NOW, office.books.key(), None, {})
    perform(intent=intent, work=lambda act: {"id": add_activities(act=act, drafts=[draft])[0]})


def test_an_ordered_bundle_is_made_told_of_and_fetched_and_verifies(tmp_path: Path) -> None:
    office, people = new_evidence(), new_people()
    called_at_night(office)
    ordered = office.order(people.director)
    (row,) = ordered_bundles_of(actor=people.director, customer_id=office.customer)
    assert (row.state, row.archive_bytes, notices(people.director)) == (OrderState.WAITING, 0, [])
    with pytest.raises(Refused, match="EVIDENCE_BUNDLE_NOT_READY"):
        fetch_bundle(actor=people.director, now=NOW, key="early", ordered_id=ordered)
    assert (made(), made()) == (1, 0), "once, however often the worker looks"
    (ready,) = unfetched_bundles(actor=people.director)
    assert (ready.state, Bundle.objects.get().made_by) == (OrderState.READY, people.director.name)
    (task,) = notices(people.director)
    assert (task.reason, task.customer_id, notices(people.accountant)) == ("BUNDLE_IS_READY", office.customer, [])
    for actor in (people.owner, people.accountant):
        with pytest.raises(NotPermitted):
            fetch_bundle(actor=actor, now=NOW, key="theft", ordered_id=ordered)
    fetch_bundle(actor=people.director, now=NOW, key="fetch", ordered_id=ordered)
    assert notices(people.director) == []
    content = read_file(sha256=ordered_for(actor=people.director, ordered_id=ordered).archive_sha256)
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path)
    assert verified(tmp_path)[0] == 0
    assert "2026-03-02,电话,夜里来电" in (tmp_path / "timeline.csv").read_text("utf-8-sig"), "days are the company's"
    assert check_bundles()[0].broken == ()
    path_of(sha256=ready.archive_sha256).write_bytes(b"other")
    assert [one.object for one in check_bundles()[0].broken] == [f"bundle {ordered}"]


def test_what_cannot_be_made_says_why_and_is_tried_again() -> None:
    office, people = new_evidence(), new_people()
    office.add(Kind.CONTRACT, name="合同.pdf")
    file = path_of(sha256=office.sha256_of(Kind.CONTRACT))
    content = file.read_bytes()
    file.unlink()
    ordered = office.order(people.director)
    assert made() == 0
    (row,) = ordered_bundles_of(actor=people.director, customer_id=office.customer)
    assert (row.state, row.fault) == (OrderState.FAILED, "EVIDENCE_FILE_DAMAGED")
    assert [one.reason for one in notices(people.director)] == ["BUNDLE_NOT_MADE"]
    file.write_bytes(content)
    retry_bundle(actor=people.director, now=NOW, key="again", ordered_id=ordered)
    with pytest.raises(Changed, match="EVIDENCE_BUNDLE_CHANGED"):
        retry_bundle(actor=people.director, now=NOW, key="twice", ordered_id=ordered)
    assert made() == 1
    # he who ordered it has gone: nobody's name is lent
    office.order(replace(people.director, user_id=987_654))
    assert made() == 0
    assert OrderedBundle.objects.latest("pk").fault == "EVIDENCE_ORDERER_GONE"


def test_a_bundle_is_claimed_once_and_again_only_when_its_maker_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    office = new_evidence()
    ordered = office.order()
    seen: list[tuple[int, str, int]] = []

    def spied(**given: object) -> object:
        given["maker"].told(Stage.SETTING)  # type: ignore[attr-defined]
        row = OrderedBundle.objects.get(pk=ordered)
        seen.append((row.tries, row.stage, made()))
        raise RuntimeError("the machine stops")

    monkeypatch.setattr("huikuan.evidence.operations.ordering.make_bundle", spied)
    assert made() == 0
    assert seen == [(1, "SETTING", 0)], "a second worker finds nothing to take"
    assert OrderedBundle.objects.get().fault == "EVIDENCE_NOT_MADE"
    monkeypatch.undo()
    OrderedBundle.objects.update(state="MAKING", fault="", begun_at=NOW)
    assert made(NOW + timedelta(minutes=15)) == 0
    assert made(NOW + timedelta(minutes=16)) == 1
    assert [stage_number(stage=stage) for stage in Stage] == [1, 2, 3, 4]
