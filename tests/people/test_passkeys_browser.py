"""Passkeys by Chromium's virtual authenticator, the pages of signing in, and acting under a pseudonym, in a browser."""

import pytest
from playwright.sync_api import expect

from tests.browser import axe, screenshot, set_up

from .factories import PASSWORD

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
SLUG = "/ambridge-council"


def looked_at(page, path, name):
    assert page.goto(path).status == 200, path
    axe(page)
    screenshot(page, name)


def sign_out(page):
    page.get_by_role("button", name="Sign out", exact=True).click()
    if "/logout" in page.url:
        page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/")


def test_passkeys_then_a_pseudonym(page, page_problems):
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    authenticator = device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    set_up(page, PASSWORD)

    # Asked for a second factor, with a way past it.
    sign_out(page)
    looked_at(page, "/accounts/login/", "sign-in")
    expect(page.get_by_text("Your browser did not give a passkey")).to_be_hidden()
    page.get_by_label("E-mail address").fill("lee@ambridge.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/accounts/second-factor**")
    axe(page)
    screenshot(page, "second-factor")
    page.get_by_role("link", name="Later").click()
    page.wait_for_url(f"**{SLUG}/")

    # No pseudonym yet.
    looked_at(page, f"{SLUG}/people/personas", "personas-before")
    page.get_by_role("button", name="Add a passkey or an app").click()
    page.wait_for_url("**/accounts/2fa/")
    axe(page)
    screenshot(page, "how-you-sign-in")

    # A passkey, once the password is given again.
    page.get_by_role("link", name="Add passkeys").click()
    page.wait_for_url("**/reauthenticate/**")
    axe(page)
    screenshot(page, "password-again")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/webauthn/add/")
    axe(page)
    screenshot(page, "add-a-passkey")
    page.get_by_label("What to call it").fill("Phone")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/**")
    axe(page)
    screenshot(page, "recovery-codes")
    (credential,) = device.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert credential["isResidentCredential"]
    looked_at(page, "/accounts/2fa/webauthn/", "passkeys")
    expect(page.get_by_role("row", name="Phone")).to_be_visible()
    for path, name in (
        ("/accounts/2fa/totp/activate/", "add-an-app"),
        ("/accounts/2fa/recovery-codes/generate/", "new-recovery-codes"),
        ("/accounts/sessions/", "sessions"),
        ("/accounts/3rdparty/", "connections"),
        ("/accounts/email/", "addresses"),
        ("/accounts/password/change/", "change-password"),
    ):
        looked_at(page, path, name)

    # In with the passkey alone.
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"**{SLUG}/")

    # In with password and passkey.
    sign_out(page)
    page.get_by_label("E-mail address").fill("lee@ambridge.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/2fa/authenticate/")
    axe(page)
    screenshot(page, "one-more-step")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"**{SLUG}/")

    # A pseudonym: every page says so, and what only some may do asks for the own name.
    page.goto(f"{SLUG}/people/personas")
    page.get_by_label("Pseudonym").fill("Lee the Great")
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_role("alert").get_by_text("part of your name")).to_be_visible()
    axe(page)
    screenshot(page, "pseudonym-refused")
    page.get_by_label("Pseudonym").fill("Owl of the North")
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_text("You act under the pseudonym Owl of the North.")).to_be_visible()
    axe(page)
    screenshot(page, "personas")
    page_problems.clear()
    page.goto(f"{SLUG}/people/access")
    expect(page.get_by_role("heading", name="For this, use your own name")).to_be_visible()
    axe(page)
    screenshot(page, "own-name")
    page_problems.clear()  # the browser writes 403 to its console
    page.get_by_role("button", name="Act as Lee Green").click()
    page.wait_for_url(f"**{SLUG}/people/access")
    expect(page.get_by_text("You act under your own name, Lee Green.")).to_be_visible()

    # The rule, and who runs the hub.
    looked_at(page, f"{SLUG}/people/pseudonyms/rule", "rule-none")
    looked_at(page, f"{SLUG}/people/pseudonyms/rule/change", "keep-rule")
    page.get_by_role("button", name="Publish it").click()
    page.wait_for_url("**/pseudonyms/rule")
    axe(page)
    screenshot(page, "rule")

    # The organisation's own sign-in.
    looked_at(page, f"{SLUG}/people/sign-in", "providers-none")
    page.get_by_role("button", name="Set one up").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("alert").get_by_text("Enter the issuer’s address")).to_be_visible()
    page_problems.clear()  # the browser writes 422 to its console
    axe(page)
    page.get_by_label("What people know it by").fill("Ambridge account")
    page.get_by_label("Issuer").fill("https://login.ambridge.example")
    page.get_by_label("Client id").fill("manyhands")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("redirect URI")).to_be_visible()
    axe(page)
    screenshot(page, "provider")
    looked_at(page, f"{SLUG}/people/sign-in", "providers")
    sign_out(page)
    expect(page.get_by_role("button", name="Sign in with Ambridge account")).to_be_visible()
    axe(page)
    screenshot(page, "sign-in-ways")


def test_no_passkey_is_said_in_words(page, page_problems):
    """Where the device refuses, or has none."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | {"isUserVerified": False, "transport": "usb"}})
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Your browser did not give a passkey")).to_be_visible()
    axe(page)
