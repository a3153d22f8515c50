"""The forms of set-up, of who is who, of joining and of profiles."""

from .invitations import AskForOwnForm, InvitationFilterForm, InvitePeopleForm
from .joining import JoinForm, JoinSignedInForm
from .personas import HostForm, PseudonymForm, RevealForm, RuleForm, SoughtPseudonymForm
from .profiles import DirectoryForm, PhotoForm, ProfileForm
from .sign_in import SignInProviderForm
from .who import (
    FirstPersonForm,
    InviteForm,
    MatchFilterForm,
    MergeForm,
    MoveForm,
    OrganisationForm,
    PeopleFilterForm,
    PurposeForm,
    RolesForm,
    ServiceForm,
    ServiceRoleForm,
    SetUpForm,
    TokenForm,
    service_choices,
)

__all__ = [
    "AskForOwnForm",
    "DirectoryForm",
    "FirstPersonForm",
    "HostForm",
    "InvitationFilterForm",
    "InviteForm",
    "InvitePeopleForm",
    "JoinForm",
    "JoinSignedInForm",
    "MatchFilterForm",
    "MergeForm",
    "MoveForm",
    "OrganisationForm",
    "PeopleFilterForm",
    "PhotoForm",
    "ProfileForm",
    "PseudonymForm",
    "PurposeForm",
    "RevealForm",
    "RolesForm",
    "RuleForm",
    "ServiceForm",
    "ServiceRoleForm",
    "SetUpForm",
    "SignInProviderForm",
    "SoughtPseudonymForm",
    "TokenForm",
    "service_choices",
]
