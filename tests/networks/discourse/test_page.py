"""What the list of users tells of reading stands beside posting, on the page on who comes in."""

from django.core.management import call_command

from manyhands.networks.models import UsageReport
from manyhands.participation import queries
from manyhands.participation.queries import typed
from manyhands.participation.types import About
from tests.networks import exports
from tests.networks.discourse import sample
from tests.networks.teams import samples
from tests.people.factories import council


def test_topics_opened_and_time_spent_are_kept_and_shown(transactional_db, data_folder, tmp_path):
    person = council()
    users = [
        sample.user(number, topics_entered=10 + number % 2, time_read=600 + number)
        if number <= 24
        else sample.user(number, topics_entered=0, posts_read_count=0, time_read=0, post_count=0, likes_given=0)
        for number in range(1, 41)
    ]
    files = sample.site()
    files.update({name: sample.table(users, sample.USER_COLUMNS) for name in files if name.startswith("user-list")})
    call_command("import_export", "discourse", str(exports.make_zip(tmp_path / "forum.zip", files)))
    report = UsageReport.objects.get()
    assert (report.readers, report.entered, report.seconds_read) == (24, 10 * 24 + 12, 600 * 24 + 300)
    facts = queries.facts(person.organisation_id)

    def reading(exactly):
        sections = queries.topic(facts, "who-comes-in", exactly=exactly).sections
        return next(each for each in sections if each.key == "reading").rows

    ((_name, access, read, _liked, _posted, entered, seconds),) = reading(True)
    assert (access, read, entered, seconds) == (40, 24, 10.5, 612.5)
    ((_name, access, read, _liked, _posted, entered, seconds),) = reading(False)
    assert (access, read, entered, seconds) == (About(40), About(20), 10.5, 600)


def test_what_a_report_does_not_say_is_not_known(transactional_db, data_folder, tmp_path):
    person = council()
    lines = [samples.line(f"{n:032X}", active="2026-10-30", channel=1) for n in range(30)]
    (tmp_path / "report.csv").write_bytes(samples.report(*lines))
    call_command("import_export", "teams", str(tmp_path / "report.csv"))
    (row,) = typed.reading(queries.facts(person.organisation_id))
    assert (row.readers, row.entered, row.seconds) == (30, None, None)
