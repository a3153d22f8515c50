"""A real SMTP server in a thread of this process, which answers as scripted. aiosmtpd speaks the protocol."""

import email
import email.policy
from collections.abc import Callable

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class MailServer:
    """`refuse` and `answer` may be set: the answer to RCPT for an address, and to the text of a message."""

    def __init__(self) -> None:
        self.received: list[email.message.EmailMessage] = []
        self.to: list[str] = []
        self.connections = 0
        self.refuse: Callable[[str], str | None] = lambda address: None
        self.answer: Callable[[int], str | None] = lambda number: None
        self.slow = 0.0  # seconds before the answer to a text
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._controller = _Controller(self, hostname="127.0.0.1", port=0)
        self._controller.start()
        self.port = self._controller.server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        if self._controller:
            self._controller.stop(no_assert=True)
            self._controller = None

    # What aiosmtpd asks.

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if said := self.refuse(address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        import asyncio

        if self.slow:
            await asyncio.sleep(self.slow)
        if said := self.answer(len(self.received) + 1):
            return said
        self.received.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        self.to += envelope.rcpt_tos
        return f"250 2.0.0 taken as {len(self.received)}"


class _Controller(Controller):
    """On a free port, which `Controller` does not ask for."""

    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=False)

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
