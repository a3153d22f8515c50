"""The machines that addresses are of."""

from manyhands.participation.rules.hosts import hosts


def test_each_once_in_order_and_nothing_that_is_no_host():
    addresses = [
        "https://www.facebook.com/ambridge",
        "www.facebook.com/ambridge-libraries",
        "HTTPS://X.com/ambridge",
        "@ambridge",
        "library@ambridge.example",
        "the library’s account",
        "",
        "http://[broken",
        "bsky.app/profile/ambridge.example",
    ]
    assert hosts(addresses) == ["bsky.app", "www.facebook.com", "x.com"]
