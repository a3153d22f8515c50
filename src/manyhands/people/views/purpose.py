"""Before the first real file: what has to be written down, and drafts of what has to be said."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from markdown_it import MarkdownIt

from .. import actions, queries
from ..errors import NotPossible
from ..forms import PurposeForm
from ..types import Verb, needs

CLASSES = {
    "h1": "govuk-heading-xl",
    "h2": "govuk-heading-l",
    "h3": "govuk-heading-m",
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "table": "govuk-table",
    "a": "govuk-link",
    "blockquote": "govuk-inset-text",
}


@needs(Verb.RECORD_PURPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def purpose(request: HttpRequest, organisation: str) -> HttpResponse:
    """Asks for purpose, lawful basis, whom to ask, and when staff were told."""
    recorded = queries.purpose_of(request.organisation)
    initial = recorded._asdict() if recorded else {"purpose": _suggestion()}
    form = PurposeForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.record_purpose(organisation=request.organisation, by=request.persona.pk, **form.cleaned_data)
        except NotPossible as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("That is recorded. You can bring activity in."))
            return redirect("people:purpose", organisation)
    context = {"form": form, "recorded": recorded, "documents": queries.document_titles()}
    return render(request, "people/purpose.html", context)


@needs(Verb.SEE)
@require_safe
def document(request: HttpRequest, organisation: str, name: str) -> HttpResponse:
    """A draft as a page to read and print."""
    if name not in queries.DOCUMENTS:
        raise Http404
    context = {
        "name": name,
        "title": queries.document_titles()[name],
        "text": _as_html(queries.draft(name, request.organisation)),
        "written_in": queries.draft_language(name),
    }
    return render(request, "people/document.html", context)


@needs(Verb.SEE)
@require_safe
def document_file(request: HttpRequest, organisation: str, name: str) -> HttpResponse:
    """A draft as a Markdown file to go on with."""
    if name not in queries.DOCUMENTS:
        raise Http404
    response = HttpResponse(queries.draft(name, request.organisation), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{organisation}.md"'
    return response


def _suggestion() -> str:
    return _(
        "To see how many people take part in our digital work, where it hangs on one person, and where help would be "
        "welcome, so that more people can join in. Never for performance management."
    )


def _as_html(text: str) -> SafeString:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    for token in tokens:
        if token.nesting == 1 and token.tag in CLASSES:
            token.attrSet("class", CLASSES[token.tag])
        elif token.nesting == 1 and token.tag in ("th", "td"):
            token.attrSet("class", "govuk-table__header" if token.tag == "th" else "govuk-table__cell")
        for inner in token.children or ():
            if inner.nesting == 1 and inner.tag in CLASSES:
                inner.attrSet("class", CLASSES[inner.tag])
    before, *tables = parser.renderer.render(tokens, parser.options, {}).split("<table")
    made = [before]
    for number, rest in enumerate(tables, 1):
        # A table wider than a phone scrolls in a frame of its own, which the keyboard can reach.
        label = conditional_escape(_("Table %(number)s") % {"number": number})
        made.append(f'<div class="mh-scroll" role="region" aria-label="{label}" tabindex="0"><table')
        made.append(rest.replace("</table>", "</table></div>"))
    return mark_safe("".join(made))  # safe: made by markdown-it, which escapes HTML
