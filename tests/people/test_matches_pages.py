"""The lists of pairs and of those brought together: decided in bulk, by those who may, and undone from there."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manyhands.people import actions
from manyhands.people.models import Match, Merge, Person, User
from manyhands.people.types import Role

from .factories import PASSWORD, Account, bring, fill

pytestmark = pytest.mark.django_db


def pairs(organisation, size=3, state="suggested"):
    """People Pair 000 a and Pair 000 b …, the likelier the lower their number."""
    bring(organisation, [Account(f"a{i}", f"h{i}", f"Pair {i:03} a", f"p{i}@x.example", "staff") for i in range(size)])
    bring(organisation, [Account(f"b{i}", f"h{i}", f"Pair {i:03} b", service="Parks") for i in range(size)])
    people = {person.name: person for person in Person.objects.filter(organisation=organisation)}
    made = []
    for i in range(size):
        one, other = sorted((people[f"Pair {i:03} a"], people[f"Pair {i:03} b"]), key=lambda p: p.pk)
        made.append(
            Match(
                organisation=organisation,
                one=one,
                other=other,
                score=1 - i / 200,
                reasons=["same_name", "other_service"],
                state=state,
            )
        )
    return Match.objects.bulk_create(made)


def names(response):
    return [row.get_text(" ", strip=True) for row in response.soup.select("tbody th[scope=row]")]


class TestList:
    def test_shows_both_with_what_speaks_for_it(self, visit, lee):
        pairs(lee.organisation, 1)
        response = visit("same")
        row = response.soup.select_one("tbody tr").get_text(" ", strip=True)
        for said in (
            "Pair 000 a",
            "Pair 000 b",
            "p0@x.example",
            "User name: h0",
            "Parks",
            "Very likely",
            "Same name",
            "But: different services",
        ):
            assert said in row
        assert "1 pair may be one person" in response.soup.h1.get_text()

    def test_without_any(self, visit):
        assert "Here will be people" in visit("same").soup.main.get_text()
        assert "Nobody" not in visit("same").soup.main.get_text()

    def test_filters_and_sorts_by_its_address(self, visit, lee):
        pairs(lee.organisation, 60)
        assert len(names(visit("same"))) == 50
        assert len(names(visit("same", page=2))) == 10
        assert len(names(visit("same", least="very"))) == 11
        assert "Pair 007" in names(visit("same", text="pair 007"))[0]
        assert "Pair 059" in names(visit("same", sort="score"))[0]
        assert "Pair 000" in names(visit("same", sort="nonsense", state="nonsense", least="nonsense"))[0]
        assert "Pair 059" in names(visit("same", sort="-name"))[0]
        assert names(visit("same", text="nobody")) == names(visit("same", state="refused")) == []
        assert "No pair matches" in visit("same", text="nobody").soup.main.get_text()

    def test_number_of_queries_does_not_grow(self, visit, lee):
        counts = []
        for size in (1, 40):
            Match.objects.all().delete()
            Person.objects.exclude(pk=lee.pk).delete()
            pairs(lee.organisation, size)
            visit("same")
            with CaptureQueriesContext(connection) as asked:
                visit("same")
            counts.append(len(asked))
        assert counts[0] == counts[1] <= 12

    def test_file_has_all_that_match(self, visit, lee):
        pairs(lee.organisation, 60)
        Person.objects.filter(name="Pair 001 b").update(name="=HYPERLINK(1)")
        text = visit("same.csv", least="likely").content.decode().removeprefix("\ufeff")
        rows = list(csv.reader(io.StringIO(text)))
        assert rows[0][:3] == ["How likely", "Probability", "First: name"]
        assert len(rows) == 1 + 41
        assert rows[1][-1] == "Same name; But: different services"
        assert any("'=HYPERLINK(1)" in row for row in rows)

    def test_names_are_not_run(self, visit, lee):
        pairs(lee.organisation, 1)
        Person.objects.filter(name="Pair 000 b").update(name="<script>alert(1)</script>")
        assert b"<script>alert" not in visit("same").content


class TestDeciding:
    def test_accepts_those_ticked_and_undoes_from_the_list(self, visit, lee):
        made = pairs(lee.organisation)
        people = Person.objects.count()
        visit("same/decide", {"do": "accept", "match": [str(made[0].pk), str(made[1].pk)]})
        assert Person.objects.count() == people - 2
        assert "2 pairs are one person each now" in visit("same").soup.get_text()
        assert len(names(visit("same"))) == 1
        listed = visit("same/merged")
        assert len(names(listed)) == 2
        assert "Pair 000 b" in listed.soup.main.get_text()
        ticks = [tick["value"] for tick in listed.soup.select("input[name=merge]")]
        visit("same/undo", {"merge": ticks})
        assert Person.objects.count() == people
        assert "2 pairs are two people again" in visit("same/merged").soup.get_text()
        assert len(names(visit("same", state="undone"))) == 2

    def test_refuses_and_puts_back(self, visit, lee):
        made = pairs(lee.organisation)
        visit("same/decide", {"do": "refuse", "match": str(made[0].pk), "least": "very"})
        assert len(names(visit("same"))) == 2
        assert len(names(visit("same", state="refused"))) == 1
        visit("same/decide", {"do": "reopen", "match": str(made[0].pk)})
        assert len(names(visit("same"))) == 3

    def test_all_that_match_after_asking_once_more(self, visit, lee):
        pairs(lee.organisation, 60)
        people = Person.objects.count()
        asked = visit("same/decide", {"do": "accept-all", "least": "very"})
        assert "Are 11 pairs one person each?" in asked.soup.h1.get_text()
        assert Person.objects.count() == people
        hidden = {
            field["name"]: field["value"] for field in asked.soup.select("form[action$=decide] input[type=hidden]")
        }
        visit("same/decide", {**hidden, "do": "accept-all"})
        assert Person.objects.count() == people - 11
        visit("same/decide", {"do": "refuse-all", "confirmed": "1"})
        assert Match.objects.filter(state="refused").count() == 49

    @pytest.mark.parametrize(
        "data", [{}, {"do": "accept"}, {"do": "accept", "match": "x"}, {"do": "marry", "match": 1}]
    )
    def test_nonsense_changes_nothing(self, visit, lee, data):
        pairs(lee.organisation, 1)
        assert visit("same/decide", data).status_code == 302
        assert Match.objects.get().state == "suggested"

    def test_says_what_was_left(self, visit, lee):
        (match,) = pairs(lee.organisation, 1)
        for person in (match.one, match.other):
            person.user = User.objects.create_user(f"{person.pk}@x.example", PASSWORD)
            person.save()
        visit("same/decide", {"do": "accept", "match": str(match.pk)})
        assert "1 pair was left" in visit("same").soup.get_text()
        assert not Merge.objects.exists()

    def test_compares_everybody_now(self, visit, lee, monkeypatch, django_capture_on_commit_callbacks):
        woken = []
        monkeypatch.setattr("manyhands.core.jobs.enqueue", lambda job, *args: woken.append(args))
        with django_capture_on_commit_callbacks(execute=True):
            assert visit("same/search", {}).status_code == 302
        assert woken == [(str(lee.organisation.pk),)]

    def test_who_only_sees_people_decides_nothing(self, client, lee):
        (match,) = pairs(lee.organisation, 1)
        user = User.objects.create_user("dpo@x.example", PASSWORD)
        officer = Person.objects.create(organisation=lee.organisation, user=user, name="Pat")
        actions.grant(organisation=lee.organisation.pk, role=Role.DATA_PROTECTION, person=officer, by=lee.pk)
        client.force_login(user)
        home = f"/{lee.organisation.slug}/people/same"
        page = client.get(home)
        assert b"Pair 000 a" in page.content
        assert b'name="match"' not in page.content
        assert b"One person each" not in page.content
        assert client.post(f"{home}/decide", {"do": "accept", "match": str(match.pk)}).status_code == 404
        assert client.post(f"{home}/undo", {}).status_code == 404
        assert not Merge.objects.exists()


class TestMerged:
    def test_file_names_both(self, visit, lee):
        made = pairs(lee.organisation, 1)
        visit("same/decide", {"do": "accept", "match": str(made[0].pk)})
        rows = list(csv.reader(io.StringIO(visit("same/merged.csv").content.decode().removeprefix("\ufeff"))))
        assert rows[0] == ["Name", "Brought together with", "When", "By"]
        assert rows[1][:2] == ["Pair 000 a", "Pair 000 b"]
        assert rows[1][3] == "Lee"

    def test_without_any(self, visit):
        assert "Here will be people who were brought together" in visit("same/merged").soup.main.get_text()
        assert visit("same/undo", {}).status_code == 302

    def test_by_hand_then_at_whoever_stays(self, visit, lee):
        """Whoever signs in stays, whichever page it was done from."""
        fill(lee.organisation, 1)
        other = Person.objects.get(name="Name 000")
        done = visit(f"{other.pk}/merge", {"other": lee.email, "confirmed": "1"})
        assert done.headers["Location"].endswith(str(lee.pk))
        assert names(visit("same/merged")) == ["Lee"]
