"""`manyhands demo`: a council that is made up, to look around in or to show to others; and its removal."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console

from ... import actions


class Command(BaseCommand):
    help = "Makes the demonstration council (again), or removes it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number, another council")
        parser.add_argument("--remove", action="store_true", help="remove it with all that belongs to it")

    def handle(self, *, seed, remove, **options):
        call_command("migrate", verbosity=0, interactive=False)
        if remove:
            count = actions.remove_demonstration()
            self.stdout.write(
                ngettext("{count} demonstration was removed.", "{count} demonstrations were removed.", count).format(
                    count=count
                )
            )
            return
        with Console(stderr=True).status(_("Making a council up")):
            made = actions.make_demonstration(seed=seed)
        self.stdout.write(_("{name} is ready. It is made up, and so are its people.").format(name=made.name))
        self.stdout.write(f"  {settings.MANYHANDS_BASE_URL}/{made.slug}/")
        self.stdout.write(
            _("  Sign in as {email} with the password {password}").format(email=made.email, password=made.password)
        )
        self.stdout.write(_("Remove it with: manyhands demo --remove"))
