"""What the columns of a table can mean, and the words in two of them."""

from collections.abc import Mapping

from manyhands.ledger.types import ActivityType as T
from manyhands.networks.rules.tables.matching import Field
from manyhands.networks.rules.words import N_

FIELDS = (
    Field("actor", N_("Who did it: an e-mail address, a user name or a name"), True, (
        "actor", "user", "username", "user_name", "user_id", "userid", "author", "author_id", "sender", "sender_id",
        "posted_by", "created_by", "creator", "submitter", "editor", "contributor", "member", "person", "handle",
        "account", "login", "email", "e-mail", "email_address", "upn", "user_principal_name", "sender_email",
        "user_email", "author_email", "who", "from", "by", "employee", "name", "full_name", "display_name",
        "author_name", "user_display_name", "sender_name",
    )),
    Field("date", N_("When"), True, (
        "date", "datetime", "date_time", "timestamp", "created_at", "created", "date_created", "created_date",
        "creation_date", "creationdate", "published", "published_at", "posted", "posted_at", "date_posted", "post_date",
        "sent", "sent_at", "time", "when", "day", "activity_date", "event_date", "rev_timestamp", "ts", "start_time",
        "completion_time", "last_modified", "modified", "updated_at",
    )),
    Field("place", N_("Where: a group, channel, page or event"), False, (
        "place", "channel", "channel_name", "group", "group_name", "community", "community_name", "team", "team_name",
        "space", "room", "forum", "board", "category", "page", "page_title", "site", "network", "event", "where",
    )),
    Field("type", N_("What kind of act: post, reply, like, join …"), False, (
        "type", "activity_type", "action", "activity", "verb", "act", "event_type", "operation", "message_type",
    )),
    Field("name", N_("Their name"), False, (
        "name", "full_name", "display_name", "real_name", "user_display_name", "author_name", "sender_name",
    )),
    Field("email", N_("Their e-mail address"), False, (
        "email", "e-mail", "email_address", "mail", "upn", "user_principal_name", "sender_email", "user_email",
        "author_email",
    )),
    Field("service", N_("Their service or team"), False, (
        "service", "service_area", "department", "dept", "directorate", "division", "business_unit", "section",
    )),
    Field("kind", N_("What they are: staff, councillor, peer, resident …"), False, (
        "kind", "user_type", "person_type", "account_type", "role",
    )),
    Field("id", N_("The act’s own number, the same in every export"), False, (
        "id", "message_id", "post_id", "activity_id", "event_id", "comment_id", "rev_id", "revid", "guid", "uuid",
    )),
    Field("in_reply_to", N_("The number of what it replies to"), False, (
        "in_reply_to", "in_reply_to_id", "reply_to", "reply_to_id", "replied_to", "replied_to_id", "parent",
        "parent_id",
    )),
    Field("text", N_("What was written: only its length, hashtags and mentions are kept"), False, (
        "text", "message", "body", "content", "comment", "post", "post_text", "tweet", "description",
    )),
)  # fmt: skip

TYPES: Mapping[str, tuple[T, bool]] = {
    word: (kind, contributing)
    for kind, contributing, words in (
        (T.CREATE, True, "create created post posted posts message reply replied comment commented answer answered"
         " question tweet upload uploaded note topic thread pitch blog article announcement status new"),
        (T.UPDATE, True, "edit edited update updated revision revise revised minor_edit"),
        (T.ANNOUNCE, True, "announce share shared repost reposted retweet boost quote forward"),
        (T.LIKE, False, "like liked likes reaction react reacted upvote vote voted favourite favorite kudos thanks"),
        (T.JOIN, False, "join joined member_added subscribe subscribed follow followed register registered sign_up"),
        (T.LEAVE, False, "leave left member_removed unsubscribe unsubscribed unfollow"),
        (T.READ, False, "read seen open opened"),
        (T.VIEW, False, "view viewed visit visited page_view pageview watch watched download downloaded"),
        (T.INVITE, False, "invite invited"),
        (T.DELETE, False, "delete deleted"),
        (T.ADD, False, "add added pin pinned"),
        (T.REMOVE, False, "remove removed unpin"),
    )
    for word in words.split()
}  # fmt: skip
"""What a type column may say. In a table an edit counts as taking part: it is how wikis are written."""

KINDS: Mapping[str, str] = {
    word: kind
    for kind, words in (
        ("staff", "staff employee officer internal colleague user member_of_staff"),
        ("councillor", "councillor cllr elected_member councilor"),
        ("peer", "peer partner guest external contractor other_council"),
        ("resident", "resident public citizen customer tenant"),
        ("corporate", "corporate shared service_account official team"),
        ("bot", "bot app application system integration robot"),
    )
    for word in words.split()
}
