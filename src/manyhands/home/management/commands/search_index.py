"""`manyhands search_index`: puts into the search index what is missing, and takes out what should not be there."""

from django.core.management.base import BaseCommand

from manyhands.core.search import index
from manyhands.discussions import queries as discussions


class Command(BaseCommand):
    help = "Brings the search index into step with what there is. People go on working meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("--anew", action="store_true", help="make all of it again; meanwhile a search finds less")

    def handle(self, *, anew, **options):
        for name, model, _there, _held in discussions.searched():
            came, went = index.tidy(model, anew=anew)
            self.stdout.write(f"{name}: {came} put in, {went} taken out, {index.kept(model)} can be found")
