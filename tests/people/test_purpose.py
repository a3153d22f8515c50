"""Before the first real file: what is recorded, and drafts that carry it."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from manyhands.core import clock
from manyhands.people import actions, queries
from manyhands.people.errors import NotPossible
from manyhands.people.models import AuditEvent
from manyhands.people.types import LawfulBasis

from .drafts import FOLDER, texts

RECORDED = {
    "purpose": "To find where help is welcome & <welcome>",
    "lawful_basis": "public_task",
    "data_protection_contact": "Pat, dpo@ambridge.example",
    "staff_told_day": "1",
    "staff_told_month": "3",
    "staff_told_year": "2026",
}


def test_no_real_file_before_it_is_recorded(lee, visit):
    assert not queries.ready_for_files(lee.organisation)
    visit("before-the-first-file", RECORDED)
    assert queries.ready_for_files(lee.organisation)
    kept = queries.purpose_of(lee.organisation)
    assert kept.lawful_basis == LawfulBasis.PUBLIC_TASK
    assert kept.staff_told == date(2026, 3, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": "  "},
        {"lawful_basis": "consent"},
        {"lawful_basis": ""},
        {"data_protection_contact": ""},
        {"staff_told_day": ""},
        {"staff_told_day": "31", "staff_told_month": "2"},
        {"staff_told_year": "2999"},
    ],
)
def test_what_is_missing_or_can_not_be_is_said(lee, visit, wrong):
    answer = visit("before-the-first-file", {**RECORDED, **wrong})
    assert answer.soup.select(".govuk-error-summary a, .govuk-error-summary li")
    assert not queries.ready_for_files(lee.organisation)


def test_the_demonstration_needs_none(db):
    assert queries.ready_for_files(actions.create_organisation(name="Demonstration", is_demonstration=True))


def test_staff_are_told_first(lee):
    with pytest.raises(NotPossible):
        actions.record_purpose(
            organisation=lee.organisation,
            purpose="x",
            lawful_basis=LawfulBasis.PUBLIC_TASK,
            data_protection_contact="x",
            staff_told=clock.now().date() + timedelta(days=2),
            by=lee.pk,
        )


def test_each_version_is_written_down(lee, visit):
    visit("before-the-first-file", RECORDED)
    visit("before-the-first-file", {**RECORDED, "purpose": "Another"})
    written = AuditEvent.objects.filter(verb="record_purpose").order_by("at").values_list("purpose", flat=True)
    assert list(written) == [RECORDED["purpose"], "Another"]
    assert queries.purpose_of(lee.organisation).purpose == "Another"


@pytest.mark.parametrize("name", queries.DOCUMENTS)
def test_a_draft_carries_name_and_what_was_recorded(lee, visit, name):
    before = visit(f"documents/{name}.md").content.decode()
    assert "Ambridge Council" in before
    assert "[Why you read activity.]" in before
    visit("before-the-first-file", RECORDED)
    after = visit(f"documents/{name}.md").content.decode()
    for fact in (RECORDED["purpose"], RECORDED["data_protection_contact"], "Ambridge Council"):
        assert fact in after
    assert "[Why you read activity.]" not in after
    shown = visit(f"documents/{name}")
    assert RECORDED["purpose"] in shown.soup.get_text()
    assert not shown.soup.find("welcome")
    assert shown.soup.article.h1["class"] == ["govuk-heading-xl"]


@pytest.mark.parametrize("basis", LawfulBasis)
def test_drafts_name_the_article_of_their_basis(lee, visit, basis):
    visit("before-the-first-file", {**RECORDED, "lawful_basis": basis})
    article = {"public_task": "6(1)(e)", "legitimate_interests": "6(1)(f)"}[basis]
    other = {"public_task": "6(1)(f)", "legitimate_interests": "6(1)(e)"}[basis]
    for name in ("dpia", "privacy-notice"):
        text = queries.draft(name, lee.organisation)
        assert article in text
        assert other not in text


@pytest.mark.parametrize("name", queries.DOCUMENTS)
def test_a_reader_of_welsh_is_told_that_a_draft_is_in_english(lee, visit, name):
    lee.organisation.language = "cy"
    lee.organisation.save()
    assert visit(f"documents/{name}").soup.article["lang"] == "en"


def test_general_drafts_in_docs_are_those_of_the_templates():
    with translation.override("en"):
        for file, text in texts().items():
            kept = (FOLDER / file).read_text(encoding="utf-8")
            assert kept == text, "run: python -m tests.people.drafts"


def test_never_for_performance_management_is_said_in_each():
    for text in texts().values():
        assert (
            "never for performance management" in text.lower()
            or "never used for performance management" in text.lower()
            or "never use them for performance management" in text.lower()
        )


def test_no_such_draft(visit):
    assert visit("documents/anything").status_code == 404
    assert visit("documents/anything.md").status_code == 404
