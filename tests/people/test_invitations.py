"""Inviting colleagues: what is understood of a list, one letter each, and how far each is."""

import pytest
from bs4 import BeautifulSoup
from django.core import mail as outbox
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core import clock, registry
from manyhands.people import actions, queries
from manyhands.people.models import AuditEvent, Invitation, Person
from manyhands.people.rules.invitees import (
    MOST,
    Invitee,
    Problem,
    as_csv,
    problem_with,
    read_csv,
    read_pasted,
    with_kind,
)
from manyhands.people.rules.kinds import known_as
from manyhands.people.types import InvitationState, Kind, Role
from tests.digest.test_digest import STYLES, TAGS

from .factories import council

FORTY = "\n".join(f"Colleague {i:02} <c{i}@ambridge.example>" for i in range(40))


@pytest.fixture(autouse=True)
def _letters_go_out_at_once(monkeypatch):
    """By Django, into its own outbox: how mail is queued is another room's."""
    monkeypatch.setattr(registry, "letters", [])


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def emails(read):
    return [each.email for each in read.people]


class TestUnderstanding:
    @pytest.mark.parametrize(
        ("text", "understood"),
        [
            ("ann@x.example", [("", "ann@x.example")]),
            ("Ann Smith <Ann@X.example>", [("Ann Smith", "ann@x.example")]),
            ("a@x.example, b@x.example;c@x.example", [("", "a@x.example"), ("", "b@x.example"), ("", "c@x.example")]),
            ('"Smith, Ann" <a@x.example>; Bob <b@x.example>', [("Ann Smith", "a@x.example"), ("Bob", "b@x.example")]),
            ("Smith, Ann <a@x.example>, b@x.example", [("Ann Smith", "a@x.example"), ("", "b@x.example")]),
            ("Ann Smith a@x.example", [("Ann Smith", "a@x.example")]),
            ("a@x.example <a@x.example>", [("", "a@x.example")]),
            ("mailto:a@x.example", [("", "a@x.example")]),
            ("a@x.example.\r\n\r\n  b@x.example  \n", [("", "a@x.example"), ("", "b@x.example")]),
            ("\ufeffa@x.example", [("", "a@x.example")]),
            ("Siân\t<sian@cyngor.cymru>", [("", "sian@cyngor.cymru")]),
            ("o'brien+hub@x.example", [("", "o'brien+hub@x.example")]),
        ],
    )
    def test_what_mail_programs_copy(self, text, understood):
        assert [(each.name, each.email) for each in read_pasted(text).people] == understood

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("ann", Problem.NO_ADDRESS),
            ("Ann <ann>", Problem.NO_AT),
            ("Ann <>", Problem.NO_ADDRESS),
            ("@x.example", Problem.NOTHING_BEFORE),
            ("ann@", Problem.NO_DOMAIN),
            ("ann@localhost", Problem.NO_DOMAIN),
            ("ann@10.0.0.1", Problem.NO_DOMAIN),
            ("ann@x..example", Problem.NO_DOMAIN),
            ("Ann <ann smith@x.example>", Problem.SPACE),
            ("ann..smith@x.example", Problem.LETTERS),
            ("ann\u0000@x.example", Problem.LETTERS),
            ("a" * 65 + "@x.example", Problem.TOO_LONG),
        ],
    )
    def test_what_is_broken_says_where_and_why(self, text, problem):
        read = read_pasted(f"good@x.example\n{text}")
        assert [(each.line, each.problem) for each in read.broken] == [(2, problem)]
        assert emails(read) == ["good@x.example"]

    def test_an_address_that_stands_there_twice_is_invited_once(self):
        read = read_pasted("Ann <a@x.example>\nA@X.example")
        assert emails(read) == ["a@x.example"]
        assert [(each.line, each.problem) for each in read.broken] == [(2, Problem.TWICE)]

    def test_no_more_than_can_be_invited_at_once(self):
        read = read_pasted("\n".join(f"a{i}@x.example" for i in range(MOST + 2)))
        assert len(read.people) == MOST
        assert [each.problem for each in read.broken] == [Problem.TOO_MANY] * 2

    @pytest.mark.parametrize(
        "data",
        [
            b"Name,E-mail,Service\nAnn,ann@x.example,Libraries\n",
            "service;e-mail address;name\r\nLibraries;ANN@x.example;Ann\r\n".encode("utf-8-sig"),
            "Ann\tann@x.example\tLibraries".encode("utf-16"),
            "Ann,ann@x.example,Libraries".encode("cp1252"),
        ],
    )
    def test_files_of_every_kind(self, data):
        (ann,) = read_csv(data).people
        assert ann[1:] == ("Ann", "ann@x.example", "Libraries", "")

    @pytest.mark.parametrize(
        "data",
        [
            b"name,email,service,role\nAnn,ann@x.example,Libraries,Cllr\n",
            b"Kind;E-mail\nCllr;ann@x.example\n",
            b"Ann,ann@x.example,Libraries,Cllr",
        ],
    )
    def test_a_column_says_what_they_are(self, data):
        (ann,) = read_csv(data).people
        assert ann.kind == "Cllr"

    @pytest.mark.parametrize(
        ("word", "kind"),
        [
            ("Colleague", Kind.STAFF),
            (" member of  STAFF ", Kind.STAFF),
            ("Cllr.", Kind.COUNCILLOR),
            ("cynghorydd", Kind.COUNCILLOR),
            ("Peer", Kind.PEER),
            ("", None),
            ("bot", None),
            ("wizard", None),
        ],
    )
    def test_words_for_a_kind(self, word, kind):
        assert known_as(word) == kind

    def test_a_line_says_otherwise_than_the_choice_for_all(self):
        read = read_csv(b"email,kind\na@x.example,peer\nb@x.example,\nc@x.example,Wizard\nbroken,peer\n")
        found, unknown = with_kind(read, Kind.COUNCILLOR)
        assert [each.kind for each in found.people] == [Kind.PEER, Kind.COUNCILLOR, Kind.COUNCILLOR]
        assert unknown == ["Wizard"]
        assert [each.text for each in found.broken] == ["broken, peer"]
        assert [each.kind for each in read_csv(as_csv(found.people).encode()).people] == ["peer"] + ["councillor"] * 2

    def test_a_file_says_which_line_is_broken(self):
        read = read_csv(b"name,email\nAnn,ann@x.example\n\nBob,bob\n,\n")
        assert [(each.line, each.text, each.problem) for each in read.broken] == [(4, "Bob, bob", Problem.NO_AT)]

    def test_an_empty_file_and_one_that_is_no_text(self):
        assert read_csv(b"") == ([], [])
        assert not read_csv(bytes(range(256)) * 4).people

    @given(st.text())
    def test_anything_is_read_and_nothing_is_lost_silently(self, text):
        read = read_pasted(text)
        for each in read.people:
            assert problem_with(each.email) is None

    @given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=5))
    def test_a_preview_hands_on_what_it_showed(self, said):
        people = read_pasted("\n".join(f"{name} <a{i}@x.example>" for i, (name, _) in enumerate(said))).people
        people = [each._replace(service=" ".join(said[i % len(said)][1].split())) for i, each in enumerate(people)]
        again = read_csv(as_csv(people).encode("utf-8", "surrogatepass") if people else b"").people
        assert [each.email for each in again] == [each.email for each in people]


@pytest.mark.django_db
class TestInviting:
    def test_forty_colleagues_get_one_letter_each(self, visit, lee, on_commit):
        preview = visit("invitations/new", {"addresses": FORTY})
        assert "40 people will be invited." in preview.soup.get_text()
        assert not Invitation.objects.exists()
        understood = preview.soup.find("input", {"name": "understood"})["value"]
        with on_commit():
            visit("invitations/new", {"understood": understood})
        assert sorted(letter.to[0] for letter in outbox.outbox) == sorted(f"c{i}@ambridge.example" for i in range(40))
        assert all("Lee invites you to Manyhands at Ambridge Council." in letter.body for letter in outbox.outbox)
        assert len({word for letter in outbox.outbox for word in letter.body.split() if "/join/" in word}) == 40
        with on_commit():
            visit("invitations/new", {"understood": understood})
        assert len(outbox.outbox) == 40
        assert "0 of 40 invited have joined." in visit("invitations").soup.get_text()

    def test_the_letter_is_made_for_mail_programs(self, lee, on_commit):
        people = [Invitee(1, "Ann <b>&", "ann@x.example")]
        with on_commit():
            actions.invite_all(
                organisation=lee.organisation, people=people, by=queries.own_persona(lee.user, lee.organisation).pk
            )
        (letter,) = outbox.outbox
        ((html, kind),) = letter.alternatives
        assert kind == "text/html"
        soup = BeautifulSoup(html, "html.parser")
        assert {tag.name for tag in soup.find_all(True)} <= TAGS
        styles = {name.split(":")[0].strip() for tag in soup.find_all(style=True) for name in tag["style"].split(";")}
        assert styles - {""} <= STYLES | {"word-break"}  # for phones; where it is not known, the link is only wider
        assert all(tag.get("style") for tag in soup.find_all("td") if tag.get("class"))
        links = {tag["href"] for tag in soup.find_all("a")}
        assert links == {word for word in letter.body.split() if "/join/" in word}
        shown = " ".join(soup.find("body").get_text(" ").split())
        for sentence in letter.body.split("\n\n"):
            assert " ".join(sentence.split()) in shown

    def test_preview_tells_the_broken_and_those_known_already(self, visit, lee):
        invited = Invitee(1, "Ann", "ann@ambridge.example")
        actions.invite_all(organisation=lee.organisation, people=[invited], by=lee.pk)
        gone = actions.invite(
            organisation=lee.organisation, name="Gil", email="gil@ambridge.example", roles=[Role.MEMBER], by=lee.pk
        )
        actions.deactivate(person=gone, by=lee.pk)
        Invitation.objects.filter(email="gil@ambridge.example").delete()
        text = "lee@ambridge.example\nann@ambridge.example\ngil@ambridge.example\nbroken@\nnew@ambridge.example"
        preview = visit("invitations/new", {"addresses": text})
        said = {row.find("th").get_text(): row.get_text(" ", strip=True) for row in preview.soup.select("tbody tr")}
        assert "Signs in already." in said["lee@ambridge.example"]
        assert "Was invited" in said["ann@ambridge.example"]
        assert "An administrator can let them in again." in said["gil@ambridge.example"]
        assert said["broken@"].startswith("4 ")
        understood = preview.soup.find("input", {"name": "understood"})["value"]
        assert emails(read_csv(understood.encode())) == ["new@ambridge.example"]

    def test_says_nothing_of_who_signs_in_elsewhere_in_the_hub(self, visit, lee):
        council("Borchester Council", "brian@borchester.example")
        known = visit("invitations/new", {"addresses": "brian@borchester.example"})
        unknown = visit("invitations/new", {"addresses": "nobody@borchester.example"})
        strip = [
            page.soup.find("main").get_text(" ", strip=True).replace(name, "")
            for page, name in ((known, "brian@"), (unknown, "nobody@"))
        ]
        assert strip[0] == strip[1]

    def test_a_file_with_services(self, visit, lee, on_commit):
        service = actions.add_service(organisation=lee.organisation, name="Libraries", by=lee.pk)
        data = b"name,email,service\nAnn,ann@x.example,libraries\nBea,bea@x.example,Sorcery\n"
        preview = visit("invitations/new", {"file": SimpleUploadedFile("list.csv", data, "text/csv")})
        assert "Sorcery" in preview.soup.get_text()
        understood = preview.soup.find("input", {"name": "understood"})["value"]
        with on_commit():
            visit("invitations/new", {"understood": understood})
        assert dict(Invitation.objects.values_list("name", "service")) == {"Ann": service.pk, "Bea": None}

    def test_as_what_they_are_invited(self, visit, lee, on_commit):
        data = b"name,email,service,kind\nAnn,ann@x.example,,peer\nBea,bea@x.example,,Wizard\n"
        file = SimpleUploadedFile("list.csv", data, "text/csv")
        preview = visit("invitations/new", {"addresses": "cy@x.example", "kind": "councillor", "file": file})
        said = {
            row.find_all("td")[0].get_text(): row.get_text(" ", strip=True) for row in preview.soup.select("tbody tr")
        }
        assert said["ann@x.example"].endswith("Peer at another organisation")
        assert said["bea@x.example"].endswith("Councillor")
        assert said["cy@x.example"].endswith("Councillor")
        assert "invited as councillor: Wizard. Use colleague" in preview.soup.get_text()
        with on_commit():
            visit("invitations/new", {"understood": preview.soup.find("input", {"name": "understood"})["value"]})
        kinds = dict(Invitation.objects.values_list("email", "kind"))
        assert kinds == {
            "ann@x.example": Kind.PEER,
            "bea@x.example": Kind.COUNCILLOR,
            "cy@x.example": Kind.COUNCILLOR,
        }
        lines = visit("invitations.csv", text="ann").content.decode().splitlines()
        assert "Kind" in lines[0]
        assert "Peer at another organisation" in lines[1]
        assert "Peer at another organisation" in visit("invitations").soup.find("table").get_text()

    def test_colleagues_unless_chosen_and_nothing_else_can_be(self, visit, on_commit):
        preview = visit("invitations/new", {"addresses": "cy@x.example"})
        assert preview.soup.select("tbody tr")[0].get_text(" ", strip=True).endswith("Colleague")
        with on_commit():
            visit("invitations/new", {"understood": "Name,E-mail,Service,Kind\n,cy@x.example,,bot"})
        assert Invitation.objects.get().kind == Kind.STAFF
        assert visit("invitations/new", {"addresses": "d@x.example", "kind": "bot"}).soup.select(".govuk-error-summary")

    def test_nothing_pasted_and_nothing_in_it(self, visit):
        assert "Paste e-mail addresses" in visit("invitations/new", {"addresses": " "}).soup.get_text()
        assert "no e-mail address" in visit("invitations/new", {"addresses": ";;\n,"}).soup.get_text()

    def test_the_list_can_be_changed_before_it_goes_out(self, visit):
        page = visit("invitations/new", {"understood": as_csv([Invitee(1, "Ann", "a@x.example")]), "change": "1"})
        assert page.soup.find("textarea").get_text().strip() == "Ann <a@x.example>"
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize("role", [Role.MEMBER, Role.DATA_PROTECTION])
    def test_only_for_those_who_may_invite(self, client, lee, role):
        ann = actions.invite(organisation=lee.organisation, name="Ann", email="ann@x.example", roles=[role], by=lee.pk)
        client.force_login(ann.user)
        for path in ("invitations", "invitations.csv", "invitations/new"):
            assert client.get(f"/{lee.organisation.slug}/people/{path}").status_code == 404
        assert client.post(f"/{lee.organisation.slug}/people/invitations/change").status_code == 404


@pytest.mark.django_db
class TestHowFar:
    @pytest.fixture
    def invited(self, lee, on_commit):
        people = [Invitee(i, name, f"{name.lower()}@x.example") for i, name in enumerate(("Ann", "Bea", "Cy"))]
        with on_commit():
            actions.invite_all(organisation=lee.organisation, people=people, by=lee.pk)
        return {each.name: each for each in Invitation.objects.all()}

    def test_reminds_and_takes_back(self, visit, lee, invited, on_commit):
        with on_commit():
            visit("invitations/change", {"do": "remind", "invitation": [invited["Ann"].pk]})
        assert [letter.to for letter in outbox.outbox[3:]] == [["ann@x.example"]]
        assert "reminder" in outbox.outbox[3].body
        visit("invitations/change", {"do": "take_back", "invitation": [invited["Bea"].pk]})
        assert queries.invitation_counts(lee.organisation)[InvitationState.TAKEN_BACK] == 1
        assert queries.link_state(Invitation.objects.get(name="Bea")) == queries.Link.TAKEN_BACK
        verbs = list(AuditEvent.objects.filter(verb__contains="in").values_list("verb", flat=True))
        assert {"remind", "take_invitation_back", "invite"} <= set(verbs)
        with on_commit():
            visit("invitations/change", {"do": "remind", "invitation": [invited["Bea"].pk]})
        assert queries.link_state(Invitation.objects.get(name="Bea")) == queries.Link.OPEN

    def test_asks_for_a_tick(self, visit, lee):
        visit("invitations/change", {"do": "remind"})
        assert "Tick at least one invitation." in visit("invitations").soup.get_text()

    def test_a_letter_that_came_back(self, visit, lee, invited):
        ann = invited["Ann"]
        key = f"invitation/{ann.pk.hex}/1"
        for duty in registry.letter_lost:
            duty(registry.LostLetter(lee.organisation_id, key, "550 no such user"))
            duty(registry.LostLetter(lee.organisation_id, "digest/1", "550"))
        page = visit("invitations", state="lost")
        assert "550 no such user" in page.soup.get_text()
        assert [row.find("th").get_text() for row in page.soup.select("tbody tr")] == ["Ann"]

    def test_an_address_that_is_known_not_to_exist_is_noted_at_once(self, lee, monkeypatch):
        monkeypatch.setattr(registry, "letters", [lambda letters: {each.key: "550 no such user" for each in letters}])
        actions.invite_all(organisation=lee.organisation, people=[Invitee(1, "", "gone@x.example")], by=lee.pk)
        assert queries.invitation_counts(lee.organisation)[InvitationState.LOST] == 1

    def test_hundreds_take_no_more_queries_than_a_few(self, lee, django_assert_max_num_queries):
        people = [Invitee(i, "", f"n{i}@x.example") for i in range(150)]
        with django_assert_max_num_queries(30):
            assert actions.invite_all(organisation=lee.organisation, people=people, by=lee.pk).sent == 150

    def test_an_earlier_letter_that_comes_back_late_says_nothing_of_the_latest(self, lee, invited):
        ann = invited["Ann"]
        actions.remind(organisation=lee.organisation, invitations=[ann.pk], by=lee.pk)
        actions.letter_lost(registry.LostLetter(lee.organisation_id, f"invitation/{ann.pk.hex}/1", "550"))
        ann.refresh_from_db()
        assert ann.lost == ""

    def test_as_a_file(self, visit, invited):
        lines = visit("invitations.csv", text="ann").content.decode().splitlines()
        assert len(lines) == 2
        assert "ann@x.example" in lines[1]
        assert "Invited" in lines[1]

    def test_the_number_of_queries_is_constant(self, visit, lee, django_assert_max_num_queries):
        people = [Invitee(i, f"N{i}", f"n{i}@x.example") for i in range(45)]
        actions.invite_all(organisation=lee.organisation, people=people[:1], by=lee.pk)
        with django_assert_max_num_queries(40) as few:
            visit("invitations")
        actions.invite_all(organisation=lee.organisation, people=people, by=lee.pk)
        with django_assert_max_num_queries(len(few)):
            visit("invitations")

    def test_another_organisations_are_not_touched(self, visit, lee, invited):
        brian = council("Borchester Council", "brian@borchester.example")
        assert not queries.own_invitations(brian.organisation, [each.pk for each in invited.values()])
        assert actions.take_back(organisation=brian.organisation, invitations=[invited["Ann"].pk], by=brian.pk) == 0

    def test_are_forgotten_after_a_year(self, invited):
        assert actions.forget_invitations() == 0
        Invitation.objects.filter(name="Ann").update(made=clock.now().replace(year=clock.now().year - 2))
        assert actions.forget_invitations() == 1

    def test_go_with_the_person_and_are_in_their_data(self, lee, invited):
        person = actions.join(invitation=invited["Ann"], name="Ann", password="many hands make light work")
        assert queries.export(person)["invitations"][0]["email"] == "ann@x.example"
        actions.erase_person(person=Person.objects.get(pk=person.pk), by=lee.pk)
        assert not Invitation.objects.filter(email="ann@x.example").exists()
