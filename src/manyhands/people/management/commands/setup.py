"""`manyhands setup`: prepares an organisation without a browser, and its first person where one is named."""

import sys
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from manyhands.people import actions, queries
from manyhands.people.models import Organisation, User


class Command(BaseCommand):
    help = "Prepares an organisation, with or without its first person."

    def add_arguments(self, parser):
        parser.add_argument("--organisation", required=True, metavar="NAME", help="the organisation's name")
        parser.add_argument("--name", default="", help="the first person's name")
        parser.add_argument("--email", default="", help="the first person's e-mail address, with which they sign in")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *args, organisation, name, email, password_stdin, **options):
        if name and not email:
            raise CommandError("Give --email too: it is what the person signs in with.")
        call_command("migrate", verbosity=0, interactive=False)
        password = self._password(email, stdin=password_stdin) if email else ""
        found = next((each for each in queries.organisations() if each.name == organisation), None)
        ours: Organisation = found or actions.create_organisation(name=organisation)
        if email:
            actions.found(organisation=ours, name=name or email.partition("@")[0], email=email, password=password)
            actions.forget_setup_token()
        self.stdout.write(f"{ours.name} is ready at /{ours.slug}/.")
        if not queries.is_set_up():
            self.stdout.write(
                "Nobody can sign in yet: open the hub in a browser, or run this again with --name and --email. "
                f"From another machine the browser asks for this token: {actions.setup_token()}"
            )

    def _password(self, email: str, *, stdin: bool) -> str:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        password = sys.stdin.readline().rstrip("\n") if stdin else getpass("Password: ")
        try:
            validate_password(password, User(email=email))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        return password
