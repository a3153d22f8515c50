"""A council in which somebody has a pseudonym, and all that another can open there: for attacks on the pseudonym."""

import re
from datetime import timedelta
from uuid import UUID

from bs4 import BeautifulSoup
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from manyhands.core import clock, registry
from manyhands.core.ids import uuid7
from manyhands.people import actions, queries
from manyhands.people.models import AuditEvent, Grant, Person, PersonaLink
from manyhands.people.types import Role

from .factories import act, member, url
from .test_tenancy import URLS, address


class World:
    """A council with Owl, who asked something, was answered, reported and looked up; and who is Owl."""

    def __init__(self, lee: Person) -> None:
        self.lee, self.organisation = lee, lee.organisation
        self.ann = member(self.organisation, "Ann Black", "ann@gmail.example")
        self.bea = member(self.organisation, "Bea White", "bea@gmail.example")
        self.cat = member(self.organisation, "Cat Grey", "cat@ambridge.example")
        self.pat = member(self.organisation, "Pat Brown", "pat@x.example", [Role.MEMBER, Role.NAMED_OFFICER])
        Grant.objects.filter(person=self.pat).update(granted=clock.now() - timedelta(days=20))
        actions.publish_rule(organisation=self.organisation, text="Only when a court says so.", by=lee.pk)
        self.owl = actions.take_pseudonym(person=self.ann, name="Owl of the North")
        self.heron = actions.take_pseudonym(person=self.cat, name="Heron")
        self.before = AuditEvent.objects.count()
        self._live()

    def client(self, person: Person) -> Client:
        cache.clear()
        client = Client(raise_request_exception=False)
        client.force_login(person.user)
        return client

    def _live(self) -> None:
        slug = self.organisation.slug
        group = self._group()
        owl, cat = self.client(self.ann), self.client(self.cat)
        act(owl, self.ann, self.owl)
        owl.post(url(self.ann, "me/profile"), {"knows": "hedgerows", "shown": ["knows"], "listed": "on"})
        asked = owl.post(
            f"/{slug}/discussions/ask",
            {
                "group": str(group.pk),
                "title": "Who looks after hedgerows?",
                "source": "I wonder #parks",
                "is_question": "on",
            },
        )
        assert asked.status_code == 302, asked.content.decode()[:3000]
        thread = asked.headers["Location"]
        owl.get(thread)
        answered = cat.post(f"{thread}/answer", {"source": "We do, @“Owl of the North”"})
        assert answered.status_code == 302
        post = answered.headers["Location"]
        owl.get(post)
        owl.post(f"/{slug}/discussions/follow", {"kind": "tag", "target": "parks"})
        page = BeautifulSoup(owl.get(thread).content, "html.parser")
        for form in page.find_all("form", action=re.compile("/react$"))[:1]:
            owl.post(form["action"], {"kind": "thanks"})
        # Under her own name, the same person says something too; Bea the same, so that both are alike.
        for person in (self.ann, self.bea):
            client = self.client(person)
            act(client, person, queries.own_persona(person.user, self.organisation))
            client.post(url(person, "me/profile"), {"knows": "roads", "shown": ["knows"], "listed": "on"})
        by = queries.own_persona(self.pat.user, self.organisation).pk
        actions.reveal(persona=self.owl, officer=self.pat, purpose="A court order of 3 November.", by=by)

    def _group(self):
        from manyhands.discussions import actions as discussions
        from manyhands.discussions.types import Access

        return discussions.create_group(
            organisation=self.organisation,
            name="Parks",
            purpose="Green things",
            access=Access.OPEN,
            by=queries.own_persona(self.cat.user, self.organisation).pk,
        )

    def becomes_bea(self) -> None:
        """Owl was Bea all the time: the link and what reached its person move, and nothing else does."""
        links = PersonaLink.objects.filter(persona=self.owl)
        assert links.update(person=self.bea)
        letters = apps.get_model("notices.Letter").objects.filter(kind__in=list(registry.notice_kinds))
        letters.filter(person=self.ann).update(person=self.bea)
        letters.filter(to=self.ann.user.email).update(to=self.bea.user.email)
        for name, key in (("notices.Notice", "key"), ("notices.ReplyAddress", "target")):
            rows = apps.get_model(name).objects
            both = list(rows.filter(person=self.bea).values_list(key, flat=True))
            rows.filter(person=self.ann).exclude(**{f"{key}__in": both}).update(person=self.bea)
        cache.clear()


def ids(world: World) -> dict[str, list[UUID]]:
    """What may stand in an address, by what the address calls it."""
    personas = [world.owl, world.heron, *(queries.own_persona(p.user, p.organisation) for p in (world.ann, world.bea))]
    first = {
        name: list(apps.get_model(model).objects.order_by("pk").values_list("pk", flat=True)[:3])
        for name, model in {
            "group": "discussions.Group",
            "thread": "discussions.Thread",
            "post": "discussions.Post",
            "member": "discussions.GroupMember",
            "letter": "notices.Letter",
            "notice": "notices.Notice",
            "service": "people.Service",
            "grant": "people.Grant",
        }.items()
    }
    return first | {
        "person": [world.ann.pk, world.bea.pk, world.owl.pk],
        "persona": [each.pk for each in personas] + [world.ann.pk],
    }


def opened(world: World, client: Client) -> dict[str, str]:
    """Everything that this reader can open in the organisation, by address, without what is new each time."""
    slug, found = world.organisation.slug, {}
    every = ids(world)
    for route, converters, _entry in URLS:
        path = address(route, converters, slug)
        uuids = [name for name, each in converters.items() if type(each).__name__ == "UUIDConverter"]
        if len(uuids) > 1 or "live" in path:
            continue
        for key in every.get(uuids[0], [uuid7()]) if uuids else [None]:
            here = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", str(key), path) if key else path
            here = here.replace("/tags/x", "/tags/parks")
            answer = client.get(here)
            if answer.status_code == 200 and not answer.streaming:
                found[here] = settled(answer.content.decode(errors="replace"))
    for search in ("Owl", "hedgerows", "Ann", "gmail"):
        for path in (
            f"/{slug}/search?q={search}",
            f"/{slug}/people/?text={search}",
            f"/{slug}/people/directory?text={search}",
        ):
            answer = client.get(path)
            if answer.status_code == 200:
                found[path] = settled(answer.content.decode())
    return found


def settled(text: str) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    text = re.sub(r'nonce="[\w=+/-]+"', "", text)
    text = re.sub(r'data-live-since="\d+"', "", text)
    text = re.sub(r'"csrf\w*": ?"\w+"', "", text)
    return re.sub(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|\+00:00)?", "TIME", text)
