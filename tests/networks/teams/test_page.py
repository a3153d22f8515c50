"""What becomes of the report: a sentence on the page on who takes part, with concealed names as without."""

import pytest
from django.core.management import call_command
from django.test import Client

from manyhands.ledger.models import Activity
from manyhands.networks.models import UsageReport
from manyhands.people.models import Identity, User
from tests.networks.teams import samples
from tests.networks.test_pages import said
from tests.people.factories import council


@pytest.mark.parametrize("concealed", [False, True])
def test_how_many_were_active_is_said(transactional_db, data_folder, tmp_path, concealed):
    council()
    names = [f"{n:032X}" if concealed else f"p{n}@exampleshire.example" for n in range(1, 31)]
    lines = [
        samples.line(name, active="2026-10-30" if n < 20 else "", channel=3 if n < 9 else 0)
        for n, name in enumerate(names)
    ]
    (tmp_path / "report.csv").write_bytes(samples.report(*lines))
    call_command("import_export", "teams", str(tmp_path / "report.csv"))
    report = UsageReport.objects.get()
    assert (report.accounts, report.readers, report.posters) == (30, 20, 9)
    assert Identity.objects.filter(external_id__in=[name.lower() for name in names]).count() == (0 if concealed else 30)
    assert not Activity.objects.exists()
    client = Client()
    client.force_login(User.objects.get())
    shown = said(client.get("/ambridge-council/participation/"))
    expected = "Microsoft Teams: of 30 people with access, 20 were active, 9 posted in channels in the 30 days to"
    assert expected in shown
