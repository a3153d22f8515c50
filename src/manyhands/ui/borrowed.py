"""Words of django-allauth that readers can meet, named so that they are in our catalogues: it has none in Welsh.

Django's own are in Django's Welsh catalogue. Nothing imports this; the extractor of messages reads it.
"""

from django.utils.translation import gettext_noop as _

WORDS = [
    # Labels and errors of its forms.
    _("Code"),
    _("Current Password"),
    _("Email"),
    _("New Password"),
    _("New Password (again)"),
    _("Password"),
    _("Password (again)"),
    _("Remember Me"),
    _("Incorrect password."),
    _("Please type your current password."),
    _("Too many failed login attempts. Try again later."),
    _("The email address and/or password you specified are not correct."),
    _("The password reset token was invalid."),
    _("This account is currently inactive."),
    _("A user is already registered with this email address."),
    _("You must type the same password each time."),
    _("You cannot add more than %d email addresses."),
    _("Your primary email address must be verified."),
    # What it says after something is done.
    _("Confirmation email sent to %(email)s."),
    _("Password successfully changed."),
    _("Password successfully set."),
    _("Primary email address set."),
    _("Removed email address %(email)s."),
    _("You cannot remove your primary email address (%(email)s)."),
    _("You have confirmed %(email)s."),
    _("You have signed out."),
    # Its pages about e-mail addresses and about confirming who one is.
    _("Account Inactive"),
    _("This account is inactive."),
    _("Add Email"),
    _("Add Email Address"),
    _("Confirm"),
    _("Confirm Access"),
    _("Confirm Email Address"),
    _("Email Addresses"),
    _("Enter your password:"),
    _("Make Primary"),
    _("Please reauthenticate to safeguard your account."),
    _("Primary"),
    _("Re-send Verification"),
    _("Remove"),
    _("The following email addresses are associated with your account:"),
    _("Unverified"),
    _("Verified"),
    _("Verify Your Email Address"),
    _("Forgot your password?"),
    _(
        "We have sent an email to you for verification. Follow the link provided to finalize the signup process. "
        "If you do not see the verification email in your main inbox, check your spam folder. "
        "Please contact us if you do not receive the verification email within a few minutes."
    ),
    # What it says when ways to sign in change: our words, in ui/allauth.
    _("Your passkey is added."),
    _("The passkey is removed."),
    _("Your authenticator app is added."),
    _("The authenticator app is removed."),
    _("You have new recovery codes."),
    _("You are signed out everywhere else."),
    _("Your organisation’s sign-in is connected."),
    _("That account is connected to somebody else here."),
    _("Your organisation’s sign-in is disconnected."),
    # Its errors on passkeys, apps and codes.
    _("Incorrect code."),
    _("You cannot deactivate two-factor authentication."),
    _("Your account has no password set up."),
    _("Be patient, you are sending too many requests."),
]
