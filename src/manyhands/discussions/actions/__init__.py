"""What may be done in discussions. Other rooms import from here, not from the modules inside."""

from .counting import put_back, take_out
from .erasing import erase_person
from .following import follow, unfollow
from .groups import (
    add_member,
    archive_group,
    change_group,
    create_group,
    join,
    leave,
    let_in,
    refuse,
    remove_member,
    set_keeper,
)
from .mailing import answer_by_mail
from .reacting import mark_helped, react
from .reading import forget_reads, read
from .spreading import spread, take_up_untold
from .writing import answer, begin_thread

__all__ = [
    "add_member",
    "answer",
    "answer_by_mail",
    "archive_group",
    "begin_thread",
    "change_group",
    "create_group",
    "erase_person",
    "follow",
    "forget_reads",
    "join",
    "leave",
    "let_in",
    "mark_helped",
    "put_back",
    "react",
    "read",
    "refuse",
    "remove_member",
    "set_keeper",
    "spread",
    "take_out",
    "take_up_untold",
    "unfollow",
]
