"""The worker does what waits, finds what was lost, and tidies."""

import pytest
from django.core.management import call_command
from django_tasks import default_task_backend

from manyhands.core import jobs, registry
from manyhands.home.management.commands import worker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lost_work(monkeypatch):
    """What the rooms were asked to look after."""
    asked = []
    monkeypatch.setattr(jobs, "_reconcilers", [lambda: asked.append("reconcile")])
    kept = [
        registry.Retention(name, name, "a day", (), forget)
        for name, forget in (("broken", lambda: 1 / 0), ("whole", lambda: asked.append("retention")))
    ]
    monkeypatch.setattr(registry, "retention", kept)
    return asked


def test_it_looks_for_lost_work_and_ends_when_nothing_waits(lost_work):
    assert default_task_backend.supports_get_result
    call_command("worker", once=True)
    assert lost_work == ["reconcile"]


def test_what_is_past_its_time_is_deleted_even_when_one_room_fails(lost_work, caplog):
    worker._tidy()
    assert lost_work == ["retention"]
    assert "division by zero" in caplog.text
