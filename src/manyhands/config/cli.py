"""The `manyhands` command: a door to the management commands of the rooms."""

import os
import sys

# `check` is taken by Django itself, whose own is still run before every command.
OURS = {"check": "check_hub", "import": "import_export", "mail-in": "mail_in"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyhands.config.settings")
    from django.core.management import execute_from_command_line

    argv = [sys.argv[0], *(OURS.get(word, word) if place == 0 else word for place, word in enumerate(sys.argv[1:]))]
    from django.db import DatabaseError

    try:
        execute_from_command_line(argv)
    except DatabaseError:
        if _prepared():
            raise
        sys.exit("Nothing has been prepared here yet. Run first: manyhands setup --organisation NAME")


def _prepared() -> bool:
    """Whether the database has our tables."""
    from django.db import connection

    return "people_organisation" in connection.introspection.table_names()


if __name__ == "__main__":
    main()
