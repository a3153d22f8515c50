"""House rules, reports, decisions with reasons, appeals that somebody else answers; all of it recorded."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manyhands.core import clock
from manyhands.discussions import actions
from manyhands.discussions.errors import NotPossible, TooMuch
from manyhands.discussions.models import Decision, HouseRules, Post, Report, Thread
from manyhands.notices.models import Notice
from manyhands.people.models import AuditEvent, Persona, PersonaLink
from manyhands.people.types import Role

from .factories import answer, ask, group, join_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def max_(lee):
    return join_organisation(lee.organisation, "Max Moderator", (Role.DIGITAL_LEAD,))


@pytest.fixture
def unkind(ann, bea, libraries):
    """A message of Ann's that Bea does not like, in a thread of Bea's."""
    return answer(ann, ask(bea, libraries, "A question"), "You are all fools")


def decide(post, who, measure="hide", reason="It attacks colleagues."):
    return actions.decide(post=post, measure=measure, reason=reason, by=who.by, own=[who.by])


def verbs(who=None):
    found = AuditEvent.objects.filter(by=str(who.by)) if who else AuditEvent.objects
    return set(found.values_list("verb", flat=True))


class TestTheWholeWay:
    def test_reported_hidden_appealed_and_back(self, visit, lee, max_, ann, bea, unkind):
        assert visit(bea, f"posts/{unkind.pk}/report").status_code == 200
        visit(bea, f"posts/{unkind.pk}/report", {"reason": "unkind", "words": "Hurts"})
        assert {notice.person_id for notice in Notice.objects.filter(kind="discussions.reported")} == {
            lee.person.pk,
            max_.person.pk,
        }
        waiting = visit(max_, "moderation").soup
        assert "1 message or appeal waits for you." in waiting.get_text()
        assert "Hurts" in waiting.get_text()
        assert "Bea" not in waiting.select_one(".mh-threads").get_text()

        form = {"measure": "hide", "reason": "It attacks colleagues."}
        assert visit(max_, f"moderation/posts/{unkind.pk}", form).status_code == 302
        assert "fools" not in visit(bea, f"threads/{unkind.thread_id}").content.decode()
        assert "A moderator has hidden" in visit(bea, f"threads/{unkind.thread_id}").soup.get_text()
        assert Thread.objects.get().answers == 0
        assert Notice.objects.get(kind="discussions.report_decided").person == bea.person
        told = Notice.objects.get(kind="discussions.decision")
        assert told.person == ann.person

        page = visit(ann, told.path.removeprefix("discussions/")).soup
        assert "It attacks colleagues." in page.get_text()
        assert "fools" in page.get_text()
        assert "Max" not in page.select_one("main").get_text()
        own = visit(ann, f"threads/{unkind.thread_id}").soup.select_one(f"#m-{unkind.pk}")
        assert "Read why" in own.get_text()

        decision = Decision.objects.get()
        assert visit(ann, f"decisions/{decision.pk}", {"words": "It was a quotation."}).status_code == 302
        # Who decided can't answer; somebody else can.
        assert "Somebody else has to answer" in visit(max_, f"moderation/decisions/{decision.pk}").soup.get_text()
        form = {"stands": "no", "answer": "It was one indeed."}
        assert visit(max_, f"moderation/decisions/{decision.pk}", form).status_code == 404
        assert visit(lee, f"moderation/decisions/{decision.pk}", form).status_code == 302
        assert "fools" in visit(bea, f"threads/{unkind.thread_id}").content.decode()
        assert Thread.objects.get().answers == 1
        assert Notice.objects.filter(person=ann.person, kind="discussions.appeal_answered").exists()
        page = visit(ann, f"decisions/{decision.pk}").soup.get_text()
        assert "It was one indeed." in page
        assert "The decision is taken back." in page
        assert {"report_post"} <= verbs(bea)
        assert {"moderate_hide"} <= verbs(max_)
        assert {"appeal"} <= verbs(ann)
        assert {"appeal_granted"} <= verbs(lee)
        assert AuditEvent.objects.get(verb="moderate_hide").purpose == "It attacks colleagues."

    def test_nothing_was_wrong(self, visit, max_, ann, bea, unkind):
        visit(bea, f"posts/{unkind.pk}/report", {"reason": "other"})
        visit(max_, f"moderation/posts/{unkind.pk}", {"measure": "leave", "reason": "An opinion."})
        assert Report.objects.get().decided
        assert not Decision.objects.exists()
        assert not Notice.objects.filter(person=ann.person, kind="discussions.decision").exists()
        assert "moderate_leave" in verbs(max_)
        assert "fools" in visit(bea, f"threads/{unkind.thread_id}").content.decode()

    def test_put_right_by_its_author_while_hidden(self, visit, max_, ann, bea, unkind):
        decide(unkind, max_)
        visit(ann, f"posts/{unkind.pk}/change", {"source": "I see it differently", "version": 1})
        assert "differently" not in visit(bea, f"threads/{unkind.thread_id}").content.decode()
        actions.take_back(decision=Decision.objects.get(), reason="Put right", by=max_.by)
        assert "differently" in visit(bea, f"threads/{unkind.thread_id}").content.decode()


class TestRemoving:
    def test_the_text_goes_when_nobody_can_appeal_any_more(self, visit, max_, ann, unkind):
        decide(unkind, max_, "remove")
        with pytest.raises(NotPossible):
            actions.edit_post(post=unkind, source="x", version=1, by=ann.by)
        assert "fools" not in visit(ann, f"decisions/{Decision.objects.get().pk}").content.decode()
        assert actions.settle_removals() == 0
        Decision.objects.update(at=clock.now() - timedelta(days=29))
        with pytest.raises(NotPossible, match="over"):
            actions.appeal(decision=Decision.objects.get(), words="x", by=ann.by)
        assert actions.settle_removals() == 1
        assert actions.settle_removals() == 0
        unkind.refresh_from_db()
        assert unkind.source == ""

    def test_not_while_an_appeal_waits(self, lee, max_, ann, unkind):
        decision = decide(unkind, max_, "remove")
        actions.appeal(decision=decision, words="x", by=ann.by)
        Decision.objects.update(at=clock.now() - timedelta(days=29))
        assert actions.settle_removals() == 0
        actions.answer_appeal(decision=decision, upheld=True, answer="So it is", by=lee.by, own=[lee.by])
        assert actions.settle_removals() == 1


def test_closed_and_open_again(visit, max_, bea, ann, unkind):
    decision = decide(unkind, max_, "lock")
    assert decision.persona_id == bea.by  # whose thread it is
    with pytest.raises(NotPossible):
        answer(ann, unkind)
    actions.take_back(decision=decision, reason="Calm again", by=max_.by)
    answer(ann, unkind)


def test_warned_it_stays(visit, max_, ann, bea, unkind):
    decide(unkind, max_, "warn")
    assert "fools" in visit(bea, f"threads/{unkind.thread_id}").content.decode()
    assert Notice.objects.filter(person=ann.person, kind="discussions.decision").exists()


class TestWhoMayNot:
    def test_nobody_decides_on_their_own(self, max_, bea, libraries):
        own = answer(max_, ask(bea, libraries))
        with pytest.raises(NotPossible):
            decide(own, max_)

    def test_nor_answers_an_appeal_about_their_own_or_of_their_own(self, lee, max_, ann, unkind):
        decision = decide(unkind, max_)
        actions.appeal(decision=decision, words="x", by=ann.by)
        for own in ([max_.by], [ann.by], [lee.by, max_.by]):
            with pytest.raises(NotPossible):
                actions.answer_appeal(decision=decision, upheld=True, answer="x", by=own[0], own=own)

    def test_nobody_decides_on_their_own_pseudonym(self, visit, lee, max_, bea, libraries):
        """Which others can't know: so it is the page that looks, and tells nobody else."""
        quiet = Persona.objects.create(organisation=lee.organisation, name="Gardener", is_pseudonym=True)
        PersonaLink.objects.create(persona=quiet, organisation=lee.organisation, person=max_.person)
        own = actions.answer(thread=ask(bea, libraries).thread, source="Mine", by=quiet.pk)
        actions.report_post(post=own, reason="other", words="", by=bea.persona)
        form = {"measure": "leave", "reason": "Fine"}
        answered = visit(max_, f"moderation/posts/{own.pk}", form)
        assert answered.status_code == 422
        assert "This is your own message." in answered.soup.get_text()
        assert "Your own message" in visit(max_, "moderation").soup.get_text()
        assert "Your own message" not in visit(lee, "moderation").soup.get_text()
        decision = decide(own, lee)
        actions.appeal(decision=decision, words="x", by=quiet.pk)
        assert "Somebody else has to answer" in visit(max_, f"moderation/decisions/{decision.pk}").soup.get_text()
        assert visit(max_, f"decisions/{decision.pk}").status_code == 200

    def test_members_find_no_moderation(self, visit, max_, ann, bea, unkind):
        decision = decide(unkind, max_)
        for path in (
            "moderation", "moderation.csv", f"moderation/posts/{unkind.pk}", f"moderation/decisions/{decision.pk}",
            "house-rules/change",
        ):  # fmt: skip
            assert visit(ann, path).status_code == 404, path
        assert visit(bea, f"decisions/{decision.pk}").status_code == 404
        assert visit(max_, f"decisions/{decision.pk}").status_code == 404

    def test_only_the_author_appeals_and_once(self, max_, ann, bea, unkind):
        decision = decide(unkind, max_)
        with pytest.raises(NotPossible):
            actions.appeal(decision=decision, words="x", by=bea.by)
        actions.appeal(decision=decision, words="x", by=ann.by)
        with pytest.raises(NotPossible):
            actions.appeal(decision=decision, words="x", by=ann.by)

    def test_a_private_groups_messages_are_moderated_when_somebody_in_it_asks(self, visit, max_, ann, bea):
        private = group(ann, "Very private", "private")
        actions.add_member(group=private, persona=bea.persona, by=ann.by)
        first = ask(ann, private, "Between us")
        assert visit(max_, f"moderation/posts/{first.pk}").status_code == 404
        actions.report_post(post=first, reason="unkind", words="", by=bea.persona)
        assert visit(max_, f"moderation/posts/{first.pk}").status_code == 200
        assert "Very private" not in visit(max_, "moderation").content.decode()

    def test_reasons_are_given(self, max_, unkind):
        with pytest.raises(NotPossible, match="Say why"):
            decide(unkind, max_, reason="  ")


class TestReporting:
    def test_the_same_person_twice_is_one_report(self, bea, unkind):
        for reason in ("other", "unkind"):
            actions.report_post(post=unkind, reason=reason, words="", by=bea.persona)
        assert Report.objects.get().reason == "unkind"

    def test_not_more_than_ten_in_an_hour(self, ann, bea, libraries):
        first = ask(ann, libraries)
        for _turn in range(10):
            actions.report_post(post=answer(ann, first), reason="other", words="", by=bea.persona)
        with pytest.raises(TooMuch, match="within an hour"):
            actions.report_post(post=answer(ann, first), reason="other", words="", by=bea.persona)

    def test_ones_own_is_not_reported(self, visit, ann, unkind):
        assert visit(ann, f"posts/{unkind.pk}/report").status_code == 404
        with pytest.raises(NotPossible):
            actions.report_post(post=unkind, reason="other", words="", by=ann.persona)

    def test_a_reason_is_chosen(self, visit, bea, unkind):
        answered = visit(bea, f"posts/{unkind.pk}/report", {})
        assert answered.status_code == 422
        assert answered.soup.select(".govuk-error-summary")


class TestHouseRules:
    def test_proposed_until_written(self, visit, max_, ann):
        assert "Be kind." in visit(ann, "house-rules").soup.get_text()
        assert "Change the house rules" not in visit(ann, "house-rules").soup.get_text()
        visit(max_, "house-rules/change", {"source": "Say **please**. <script>"})
        page = visit(ann, "house-rules").soup
        assert page.select_one("main strong").get_text() == "please"
        assert "Be kind." not in page.get_text()
        assert "set_house_rules" in verbs(max_)
        assert HouseRules.objects.get().link_previews is False


def test_the_page_takes_as_many_queries_for_many(visit, lee, max_, ann, bea, libraries):
    first, counts = ask(ann, libraries), []
    for _turn in range(3):
        reported, decided, appealed = (answer(ann, first) for _each in range(3))
        actions.report_post(post=reported, reason="other", words="", by=bea.persona)
        decide(decided, max_)
        actions.appeal(decision=decide(appealed, max_), words="x", by=ann.by)
        visit(lee, "moderation")
        with CaptureQueriesContext(connection) as seen:
            visit(lee, "moderation")
        counts.append(len(seen))
    assert counts[1] == counts[2]
    lines = visit(lee, "moderation.csv").content.decode().splitlines()
    assert len(lines) == 7
    assert Post.objects.filter(hidden__isnull=False).count() == 6
