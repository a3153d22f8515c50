"""From a file to the ledger: states, counts, overlap, cancelling, bad files, and nothing of what was written."""

import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from manyhands.core import clock
from manyhands.ledger.models import Activity
from manyhands.networks import actions, queries, reader
from manyhands.networks.errors import UnreadableExport
from manyhands.networks.models import Import, Place, PlaceMember, State
from manyhands.networks.rules.states import STEPS, NotAStep, check_step
from manyhands.participation import queries as participation
from manyhands.people import queries as people
from tests.networks.exports import CANARY, make_zip, payload
from tests.paths import shared
from tests.people.factories import council

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organisation(data_folder):
    return council().organisation


def receive(organisation, path: Path, network: str = "slack", **options) -> Import:
    by = people.system_persona(organisation).id
    of = actions.receive(
        organisation=organisation, network=network, filename=path.name, path=path, by=by, options=options
    )
    actions.start(import_id=of.id, leave_out=options.get("leave_out", []), by=by, enqueue=False)
    return of


def bring(organisation, path: Path, network: str = "slack", **options) -> Import:
    return actions.run(import_id=receive(organisation, path, network, **options).id)


def upload(settings, path: Path) -> Path:
    """The file as if it had been uploaded."""
    target = settings.UPLOADS / path.name
    target.write_bytes(path.read_bytes())
    return target


def test_the_real_export_comes_in_once(organisation):
    path = shared("data", "slack-real-export.zip")
    first = bring(organisation, path)
    assert first.state == State.DONE
    assert (first.read, first.added, first.rejected) == (1611, 1611, 0)
    assert first.counts["accounts"] == 71
    assert first.counts["Join"] == 320
    assert first.counts["contributions"] == 1025
    again = bring(organisation, path)
    assert (again.read, again.added) == (1611, 0)
    assert Activity.objects.filter(contributing=True).values("actor").distinct().count() == 32
    assert PlaceMember.objects.filter(place__name="general").count() == 71


def test_a_newer_export_that_overlaps_adds_what_is_new(organisation, tmp_path):
    path = shared("data", "slack-real-export.zip")
    older = tmp_path / "older.zip"
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(older, "w") as target:
        for name in whole.namelist():
            if "/" not in name or name.rpartition("/")[2] < "2016-01-10":
                target.writestr(name, whole.read(name))
    part = bring(organisation, older)
    rest = bring(organisation, path)
    assert 0 < part.added < 1611
    assert part.added + rest.added == 1611
    assert part.source_id == rest.source_id


def test_in_a_process_of_its_own_it_reads_the_same(organisation, monkeypatch):
    path = shared("data", "slack-real-export.zip")
    monkeypatch.setattr(reader, "ALONE", 0)
    done = bring(organisation, path)
    assert (done.state, done.added, done.counts["contributions"]) == (State.DONE, 1611, 1025)


def test_the_other_process_tells_what_was_wrong(organisation, monkeypatch, tmp_path):
    files = {name: data for name, data in payload("slack").items() if "/" not in name}
    files["general/2023-01-01.json"] = b"[]"
    monkeypatch.setattr(reader, "ALONE", 0)
    done = bring(organisation, make_zip(tmp_path / "empty.zip", files))
    assert done.state == State.FAILED
    assert "no messages" in done.message


def test_an_upload_is_deleted_when_it_has_been_read(organisation, settings, tmp_path):
    path = upload(settings, make_zip(tmp_path / "export.zip", payload("slack")))
    done = bring(organisation, path)
    assert done.state == State.DONE
    assert not path.exists()
    assert done.path == ""


def test_the_operators_own_file_is_left(organisation, tmp_path):
    path = make_zip(tmp_path / "export.zip", payload("slack"))
    bring(organisation, path)
    assert path.exists()


def test_cancelled_while_it_is_read_it_keeps_what_came_before(organisation, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "STRETCH", 1)
    path = upload(settings, make_zip(tmp_path / "export.zip", payload("slack")))
    of = receive(organisation, path)

    def press_cancel(row):
        actions.cancel(import_id=of.id, by=of.by)

    done = actions.run(import_id=of.id, progress=press_cancel)
    assert done.state == State.CANCELLED
    assert Activity.objects.count() == done.read > 0
    assert not path.exists()


def test_cancelled_before_it_is_read_it_is_gone(organisation, settings, tmp_path):
    path = upload(settings, make_zip(tmp_path / "export.zip", payload("slack")))
    of = receive(organisation, path)
    actions.cancel(import_id=of.id, by=of.by)
    assert not path.exists()
    assert actions.run(import_id=of.id) is None
    assert Import.objects.get().state == State.CANCELLED


def test_only_one_reader_takes_an_import_until_it_is_taken_for_dead(organisation, tmp_path):
    of = receive(organisation, make_zip(tmp_path / "export.zip", payload("slack")))
    now = clock.now()
    Import.objects.filter(pk=of.pk).update(state=State.RUNNING, heartbeat=now)
    assert actions.run(import_id=of.id) is None
    Import.objects.filter(pk=of.pk).update(heartbeat=now - timedelta(minutes=2))
    assert actions.run(import_id=of.id).state == State.DONE


def test_lost_imports_are_put_before_the_worker_again(organisation, tmp_path):
    from django_tasks_db.models import DBTaskResult

    of = receive(organisation, make_zip(tmp_path / "export.zip", payload("slack")))
    actions.take_up()
    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[str(of.id)]]


def test_uploads_that_nobody_finished_are_deleted_after_a_week(organisation, settings, tmp_path):
    path = upload(settings, make_zip(tmp_path / "export.zip", payload("slack")))
    of = actions.receive(
        organisation=organisation,
        network="slack",
        filename="export.zip",
        path=path,
        by=people.system_persona(organisation).id,
    )
    actions.purge_uploads()
    assert path.exists()
    Import.objects.filter(pk=of.pk).update(created=clock.now() - timedelta(days=8))
    actions.purge_uploads()
    assert not path.exists()
    assert Import.objects.get().state == State.CANCELLED


def test_places_left_out_are_not_read(organisation, tmp_path):
    path = make_zip(tmp_path / "export.zip", payload("slack"))
    of = receive(organisation, path)
    proposed = [place for place in queries.preview(of.id).places if place.leave_out]
    assert "unison-branch" in {place.name for place in proposed}
    done = bring(organisation, path, leave_out=[place.external_id for place in proposed])
    assert done.read > 0
    assert not Place.objects.filter(name="unison-branch").exists()


def test_what_was_read_of_a_place_before_it_was_left_out_does_not_count(organisation, tmp_path):
    path = make_zip(tmp_path / "export.zip", payload("slack"))
    bring(organisation, path)
    union = Place.objects.get(name="unison-branch")
    before = participation.facts(organisation.id)
    bring(organisation, path, leave_out=[union.external_id])
    after = participation.facts(organisation.id)
    said_there = Activity.objects.filter(place=union.id, contributing=True).count()
    assert said_there > 0
    assert before.n.sum() - after.n.sum() == said_there
    assert union.id.hex not in {place.id for place in after.places}


@pytest.mark.parametrize("content", [b"", b"not a zip at all", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_export_is_refused_with_a_sentence(organisation, tmp_path, content):
    path = tmp_path / "export.zip"
    path.write_bytes(content)
    with pytest.raises(UnreadableExport) as refused:
        receive(organisation, path)
    assert refused.value.message.endswith(".")
    assert not Import.objects.exists()


def test_a_broken_day_is_reported_and_the_rest_is_kept(organisation, tmp_path):
    files = payload("slack")
    files["general/2024-02-01.json"] = b'[{"type": "message", "ts": "1706781600.000100", "user": '
    done = bring(organisation, make_zip(tmp_path / "export.zip", files))
    assert done.state == State.DONE
    assert done.read > 0
    (reject, *_others) = [record for record in queries.rejects(done.id) if record.file == "general/2024-02-01.json"]
    assert reject.reason


@pytest.mark.parametrize("state", list(STEPS))
def test_a_step_that_is_not_in_the_graph_raises(state):
    for to in STEPS:
        if to in STEPS[state]:
            check_step(state, to)
        else:
            with pytest.raises(NotAStep):
                check_step(state, to)


@pytest.mark.parametrize("break_it", [False, True])
def test_nothing_that_somebody_wrote_is_left_anywhere(organisation, data_folder, settings, tmp_path, caplog, break_it):
    files = payload("slack")
    if break_it:
        files["general/2024-02-01.json"] = json.dumps([{"type": "message", "text": CANARY, "ts": CANARY}]).encode()[:-9]
    path = upload(settings, make_zip(tmp_path / "outside.zip", files))
    (tmp_path / "outside.zip").unlink()
    done = bring(organisation, path)
    assert done.read > 0
    needle = CANARY.encode()
    for file in data_folder.rglob("*"):
        assert not file.is_file() or needle not in file.read_bytes(), file
    assert CANARY not in everything_in_the_database()
    assert CANARY not in caplog.text


def everything_in_the_database() -> str:
    from django.apps import apps

    return repr([list(model.objects.values_list()) for model in apps.get_models(include_auto_created=True)])
