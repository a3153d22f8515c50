"""What kinds, roles and lawful bases are called on screen."""

from django.utils.translation import gettext as _

from ..rules.invitees import Problem
from ..rules.kinds import INVITABLE
from ..rules.matching import LIKELY, VERY, Reason
from ..types import InvitationState, Kind, LawfulBasis, MatchState, Role


def kind_labels() -> dict[str, str]:
    return {
        Kind.STAFF: _("Staff"),
        Kind.COUNCILLOR: _("Councillor"),
        Kind.PEER: _("Peer at another organisation"),
        Kind.RESIDENT: _("Resident"),
        Kind.CORPORATE: _("Corporate account"),
        Kind.BOT: _("Bot"),
        Kind.UNKNOWN: _("Not known"),
    }


def invitable_labels() -> dict[str, str]:
    """What those can be who are invited."""
    return {kind: label for kind, label in (kind_labels() | {Kind.STAFF: _("Colleague")}).items() if kind in INVITABLE}


def kind_hints() -> dict[str, str]:
    """What tells the less obvious kinds apart."""
    return {
        Kind.CORPORATE: _("An account run by several people. It is counted apart, not as a hand."),
        Kind.BOT: _("A program. It is counted apart, not as a hand."),
    }


def role_labels() -> dict[str, str]:
    return {
        Role.MEMBER: _("Member"),
        Role.COUNCILLOR: _("Councillor"),
        Role.EDITOR: _("Editor"),
        Role.APPROVER: _("Approver"),
        Role.SENIOR_CHAMPION: _("Senior champion"),
        Role.DIGITAL_LEAD: _("Digital lead"),
        Role.DATA_PROTECTION: _("Data protection"),
        Role.NAMED_OFFICER: _("Named officer for pseudonyms"),
        Role.ADMINISTRATOR: _("Administrator"),
    }


def role_hints() -> dict[str, str]:
    return {
        Role.MEMBER: _("Takes part in discussions, sees how many hands there are, and their own data."),
        Role.COUNCILLOR: _("As a member, and shown to others as a councillor."),
        Role.EDITOR: _("Also drafts posts for the organisation’s accounts."),
        Role.APPROVER: _("Also lets drafts go out."),
        Role.SENIOR_CHAMPION: _("A senior officer who stands behind it, whom people may turn to."),
        Role.DIGITAL_LEAD: _(
            "Also brings activity in, keeps the accounts, places and people, and may see exact figures for a purpose."
        ),
        Role.DATA_PROTECTION: _("Also records the purpose, sees who looked at what, and erases people on request."),
        Role.NAMED_OFFICER: _(
            "May learn who is behind a pseudonym, under the published rule. The person is told each time."
        ),
        Role.ADMINISTRATOR: _("Also gives roles and keeps the organisation’s settings."),
    }


def basis_labels() -> dict[str, str]:
    return {
        LawfulBasis.PUBLIC_TASK: _("Public task"),
        LawfulBasis.LEGITIMATE_INTERESTS: _("Legitimate interests"),
    }


def basis_hints() -> dict[str, str]:
    return {
        LawfulBasis.PUBLIC_TASK: _(
            "UK GDPR article 6(1)(e). What most councils use: reading is necessary for a task or power that is theirs "
            "by law. Name it in the purpose."
        ),
        LawfulBasis.LEGITIMATE_INTERESTS: _(
            "UK GDPR article 6(1)(f). Not open to a public authority for its own tasks. Needs a legitimate interests "
            "assessment."
        ),
    }


def reason_labels() -> dict[str, str]:
    """What two people have in common, and what speaks against it."""
    return {
        Reason.SAME_NAME: _("Same name"),
        Reason.SHORT_NAME: _("Same surname, and a first name that is short for the other"),
        Reason.INITIAL: _("Same surname and a fitting initial"),
        Reason.NEAR_NAME: _("Surnames that are nearly alike"),
        Reason.SPELT: _("A user name that spells the other’s name"),
        Reason.SAME_HANDLE: _("Same unusual user name"),
        Reason.SAME_HANDLE_FROM_NAME: _("Same user name, made from the name"),
        Reason.SAME_EMAIL: _("Same e-mail address"),
        Reason.SAME_SERVICE: _("Same service"),
        Reason.OTHER_NAME: _("But: different names"),
        Reason.OTHER_EMAIL: _("But: two addresses of one organisation"),
        Reason.OTHER_SERVICE: _("But: different services"),
    }


def likeliness_label(score: float | None) -> str:
    """How likely it is that two people are one, in words."""
    if score is None:
        return _("Found by hand")
    return _("Very likely") if score >= VERY else _("Likely") if score >= LIKELY else _("Possible")


def match_state_labels() -> dict[str, str]:
    """The lists of pairs; accepted ones are in the list of merges."""
    return {
        MatchState.SUGGESTED: _("To be decided"),
        MatchState.REFUSED: _("Two people"),
        MatchState.UNDONE: _("Parted again"),
    }


def showable_labels() -> dict[str, str]:
    """What of a profile can be shown to others or kept."""
    return {
        "photo": _("My photo"),
        "pronouns": _("My pronouns"),
        "knows": _("What I know"),
        "wants": _("What I want"),
        "whereabouts": _("Where I am"),
        "languages": _("My languages"),
        "service": _("My service"),
        "email": _("My e-mail address"),
    }


def invitation_labels() -> dict[str, str]:
    """How far an invitation is."""
    return {
        InvitationState.ASKED: _("Asked for one"),
        InvitationState.WAITING: _("Invited"),
        InvitationState.LOST: _("Letter came back"),
        InvitationState.EXPIRED: _("Link has expired"),
        InvitationState.JOINED: _("Joined"),
        InvitationState.TAKEN_BACK: _("Taken back"),
    }


def problem_labels() -> dict[str, str]:
    """Why something in a list is no invitation, and what to do about it."""
    return {
        Problem.NO_ADDRESS: _("There is no e-mail address here."),
        Problem.NO_AT: _("An e-mail address has an @ in it."),
        Problem.SPACE: _("There is a space in the address."),
        Problem.NOTHING_BEFORE: _("Something is missing before the @."),
        Problem.NO_DOMAIN: _("What follows the @ is not complete. It should look like example.org."),
        Problem.LETTERS: _("There is a character before the @ that addresses don’t have."),
        Problem.TOO_LONG: _("It is too long to be an address."),
        Problem.TWICE: _("The same address is further up."),
        Problem.TOO_MANY: _("This is more than can be invited at once. Invite these afterwards."),
    }


def verb_label(verb: str) -> str:
    """What a recorded act is called, in every room; a new one by its own word until it has a line here."""
    labels = {
        "create_organisation": _("made the organisation"),
        "add_first_person": _("made the first person"),
        "rename_organisation": _("renamed the organisation"),
        "change_organisation": _("changed the organisation"),
        "invite": _("invited"),
        "allow_address": _("had an address written to again"),
        "remind": _("sent an invitation again"),
        "take_invitation_back": _("took an invitation back"),
        "ask_for_invitation": _("asked for an invitation"),
        "join": _("joined"),
        "publish_rule": _("published a rule on who may learn who is behind a pseudonym"),
        "name_host": _("said who runs the hub"),
        "keep_sign_in_provider": _("changed the organisation’s own sign-in"),
        "forget_sign_in_provider": _("removed an organisation’s own sign-in"),
        "deactivate": _("ended a sign-in"),
        "reactivate": _("let somebody sign in again"),
        "grant": _("gave a role"),
        "revoke": _("took a role back"),
        "set_kind": _("changed kinds"),
        "undo_set_kind": _("undid a change of kinds"),
        "move": _("moved to another service"),
        "merge_people": _("brought two people together"),
        "undo_merge": _("parted two people again"),
        "search_matches": _("looked for people who may be one"),
        "refuse_matches": _("said of pairs that they are two people"),
        "reopen_matches": _("put pairs of people back to be decided"),
        "erase_person": _("erased a person"),
        "forget": _("deleted what was past its time"),
        "set_known_number": _("typed a number"),
        "set_reached": _("said from where networks can be reached"),
        "consent_to_be_named": _("agreed to be named"),
        "withdraw_consent_to_be_named": _("no longer agreed to be named"),
        "add_help": _("wrote down help given in person"),
        "remove_help": _("took back help given in person"),
        "record_invitation": _("wrote down an invitation"),
        "export_person": _("downloaded a person’s data"),
        "person_behind": _("asked who is behind a persona"),
        "record_purpose": _("recorded the purpose"),
        "import_interested": _("imported how many are interested"),
        "show_by_name": _("showed people of the demonstration by name"),
        "add_service": _("added a service"),
        "change_service": _("changed a service"),
        "remove_service": _("removed a service"),
        "see_exact_figures": _("saw exact figures"),
        "make_group": _("made a group"),
        "change_group": _("changed a group"),
        "let_in": _("let somebody into a group"),
        "add_member": _("added somebody to a group"),
        "refuse_member": _("refused somebody a group"),
        "remove_member": _("took somebody out of a group"),
        "keep_digest": _("changed when the weekly e-mail goes out"),
        "new_feed_address": _("made a new address for a feed"),
        "stop_feed": _("stopped the address of a feed"),
        "set_house_rules": _("changed the house rules"),
        "report_post": _("reported a message"),
        "moderate_leave": _("found nothing wrong with a message"),
        "moderate_warn": _("asked an author to take care"),
        "moderate_hide": _("hid a message"),
        "moderate_remove": _("removed a message"),
        "moderate_lock": _("closed a conversation"),
        "moderate_take_back": _("took back a moderator’s decision"),
        "appeal": _("appealed against a moderator’s decision"),
        "appeal_upheld": _("let a decision stand upon appeal"),
        "appeal_granted": _("took a decision back upon appeal"),
        "keep_council_file": _("added another council’s aggregates"),
        "remove_council_file": _("removed another council’s aggregates"),
        "release_with_noise": _("made aggregates with noise"),
        "add_to_register": _("added an account or place"),
        "change_in_register": _("changed an account or place"),
        "remove_from_register": _("removed an account or place"),
        "bring_register_in": _("brought a list of accounts and places in"),
    }
    return labels.get(verb, verb.replace("_", " "))
