"""Django's way of sending mail, onto our queue: `send_mail` and django-allauth need not know of it."""

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from . import actions


class Queue(BaseEmailBackend):
    """Queues each message for each of its readers. Nothing is sent here, so that no page waits for a mail server."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        for message in email_messages:
            html = next((str(body) for body, kind in getattr(message, "alternatives", ()) if kind == "text/html"), "")
            for to in message.recipients():
                actions.write_for_django(to=to, subject=message.subject, text=str(message.body), html=html)
        return len(email_messages)
