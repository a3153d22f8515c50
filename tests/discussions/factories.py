"""People who talk, and what they say."""

from dataclasses import dataclass

from manyhands.discussions import actions
from manyhands.discussions.models import Group, Post
from manyhands.discussions.types import ReactionKind
from manyhands.people import actions as people_actions
from manyhands.people import queries as people
from manyhands.people.models import Organisation, Person, Persona
from manyhands.people.types import Role


@dataclass(frozen=True)
class Somebody:
    """A person with the persona they act as."""

    person: Person
    persona: Persona

    @classmethod
    def of(cls, person: Person) -> "Somebody":
        person = Person.objects.select_related("user", "organisation").get(pk=person.pk)
        return cls(person, people.own_persona(person.user, person.organisation))

    @property
    def organisation(self) -> Organisation:
        return self.person.organisation

    @property
    def by(self):
        return self.persona.pk

    def again(self) -> Person:
        """The person as another request would find them: nothing kept on it."""
        return Person.objects.select_related("user", "organisation").get(pk=self.person.pk)


def join_organisation(organisation: Organisation, name: str, roles: tuple[Role, ...] = (Role.MEMBER,)) -> Somebody:
    email = f"{name.lower().replace(' ', '.')}@{organisation.slug}.example"
    by = people.system_persona(organisation).pk
    person = people_actions.invite(organisation=organisation, name=name, email=email, roles=list(roles), by=by)
    return Somebody.of(person)


def group(keeper: Somebody, name: str, access: str = "open", share_with: tuple = ()) -> Group:
    return actions.create_group(
        organisation=keeper.organisation, name=name, purpose="", access=access, share_with=share_with, by=keeper.by
    )


def ask(who: Somebody, group: Group, title: str = "How do you do it?", source: str = "Please say.") -> Post:
    return actions.begin_thread(group=group, title=title, source=source, is_question=True, by=who.by)


def answer(who: Somebody, post: Post, source: str = "Like this.") -> Post:
    return actions.answer(thread=post.thread, source=source, by=who.by)


def talk(person: Person) -> tuple[Group, Post, Post]:
    """A group of somebody's, with a question of theirs and Ann's answer, each with all that can stand there."""
    lee = Somebody.of(person)
    ann = join_organisation(person.organisation, "Ann")
    found = group(lee, "Libraries")
    first = ask(lee, found, "?", "#general")
    said = answer(ann, first, "#general")
    actions.edit_post(post=said, source="#general?", version=1, by=ann.by)
    actions.react(post=said, kind=ReactionKind.THANKS, by=lee.by)
    actions.mark_helped(post=said, by=lee.by)
    return found, first, said
