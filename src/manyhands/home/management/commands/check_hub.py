"""`manyhands check`: whether all is well, in sentences; exit code 1 when something is not."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from manyhands.core import registry


class Command(BaseCommand):
    help = "Check that the hub is well: database, columns, imports."

    def handle(self, **_options):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError(_("The database has not been brought up to date. Run: manyhands migrate"))
        ill = 0
        for look in registry.health:
            for found in look():
                ill += not found.well
                style = self.style.SUCCESS if found.well else self.style.ERROR
                self.stdout.write(f"{style('well' if found.well else 'ill ')}  {found.name}: {found.sentence}")
        if ill:
            raise CommandError(_("Something is not well: see above."))
        self.stdout.write(_("All is well."))
