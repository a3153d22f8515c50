"""What may be done in discussions. Other rooms import from here, not from the modules inside."""

from .attachments import (
    add_attachment,
    describe_attachment,
    erase_kept,
    forget_waiting_files,
    remove_attachment,
    take_up_attachments,
)
from .counting import put_back, take_out
from .drafts import forget_draft, forget_old_drafts, keep_draft
from .erasing import erase_person
from .following import follow, unfollow
from .groups import (
    add_member,
    archive_group,
    begin_with_a_group,
    change_group,
    create_group,
    join,
    leave,
    let_in,
    refuse,
    remove_member,
    set_keeper,
)
from .indexing import take_up_index, tidy_index
from .kept import KEPT
from .mailing import answer_by_mail
from .moderation import (
    answer_appeal,
    appeal,
    decide,
    may_appeal,
    report_post,
    set_house_rules,
    settle_removals,
    take_back,
)
from .pace import hold_back
from .practice import (
    accept_practice,
    ask_buddy,
    decline_practice,
    end_practice,
    forget_practice,
    publish_practice,
    set_buddy,
    take_back_practice,
    try_out,
)
from .previews import fetch_preview, forget_previews, note_links, take_up_previews
from .reacting import mark_helped, react
from .reading import forget_reads, read
from .saved import save_post, unsave_post
from .spreading import spread, take_up_untold
from .versions import delete_post, edit_post, restore_post, settle_deletions
from .writing import answer, begin_thread, rendered_for

__all__ = [
    "KEPT",
    "accept_practice",
    "add_attachment",
    "add_member",
    "answer",
    "answer_appeal",
    "answer_by_mail",
    "appeal",
    "archive_group",
    "ask_buddy",
    "begin_thread",
    "begin_with_a_group",
    "change_group",
    "create_group",
    "decide",
    "decline_practice",
    "delete_post",
    "describe_attachment",
    "edit_post",
    "end_practice",
    "erase_kept",
    "erase_person",
    "fetch_preview",
    "follow",
    "forget_draft",
    "forget_old_drafts",
    "forget_practice",
    "forget_previews",
    "forget_reads",
    "forget_waiting_files",
    "hold_back",
    "join",
    "keep_draft",
    "leave",
    "let_in",
    "mark_helped",
    "may_appeal",
    "note_links",
    "publish_practice",
    "put_back",
    "react",
    "read",
    "refuse",
    "remove_attachment",
    "remove_member",
    "rendered_for",
    "report_post",
    "restore_post",
    "save_post",
    "set_buddy",
    "set_house_rules",
    "set_keeper",
    "settle_deletions",
    "settle_removals",
    "spread",
    "take_back",
    "take_back_practice",
    "take_out",
    "take_up_attachments",
    "take_up_index",
    "take_up_previews",
    "take_up_untold",
    "tidy_index",
    "try_out",
    "unfollow",
    "unsave_post",
]
