"""Files with messages: adding, seeing, describing, taking away."""

from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.core.errors import ManyhandsError
from manyhands.people.types import Verb, needs

from .. import actions, queries
from ..models import Attachment
from ..rules.files import MEDIA_TYPES, PICTURES, Kind
from .common import page
from .places import find_place, take_files, written


@needs(Verb.TAKE_PART)
@require_POST
def add(request: HttpRequest, organisation: str) -> HttpResponse:
    """Adds files to what is being written, which is kept as it is."""
    place = find_place(request, request.POST.get("place", ""))
    problems = take_files(request, place.key)
    if request.htmx:
        context = {**written(request, place.key), "problems": problems}
        return page(request, "parts/files", context)
    if request.POST.get("source") or request.POST.get("title"):
        try:
            actions.keep_draft(
                place=place.key,
                title=request.POST.get("title", ""),
                source=request.POST.get("source", ""),
                by=request.persona,
            )
        except ManyhandsError as problem:
            problems.append(problem.message)
    for problem in problems:
        messages.warning(request, problem)
    if not problems:
        messages.success(request, _("The file is added."))
    return redirect(place.back)


@needs(Verb.SEE)
@require_safe
def file(request: HttpRequest, organisation: str, attachment: UUID) -> HttpResponse:
    """A file, for whoever may read its message. Pictures are shown, all else is offered to be saved."""
    found = queries.attachment(request.person, attachment)
    if found is None:
        raise Http404
    try:
        with default_storage.open(found.file) as stored:
            content = stored.read()  # 10 MB at most
    except FileNotFoundError:
        raise Http404 from None
    kind = Kind(found.kind)
    response = HttpResponse(content, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(kind not in PICTURES, found.name)
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    response._csp_replace = {"default-src": ["'none'"], "sandbox": []}
    return response


@needs(Verb.TAKE_PART)
@require_POST
def describe(request: HttpRequest, organisation: str, attachment: UUID) -> HttpResponse:
    """Says what one's own picture shows."""
    found = _own(request, attachment)
    actions.describe_attachment(attachment=found, alt=request.POST.get(f"alt-{found.pk}", request.POST.get("alt", "")))
    return _back(request, organisation, found, _("Thank you. Whoever can’t see the picture is told what it shows."))


@needs(Verb.TAKE_PART)
@require_POST
def remove(request: HttpRequest, organisation: str, attachment: UUID) -> HttpResponse:
    """Takes one's own file away."""
    found = _own(request, attachment)
    actions.remove_attachment(attachment=found, by=request.persona.pk)
    return _back(request, organisation, found, _("The file is taken away."))


def _back(request: HttpRequest, organisation: str, found: Attachment, said: str) -> HttpResponse:
    if request.htmx:
        return page(request, "parts/files", written(request, found.place) | {"said": said})
    messages.success(request, said)
    if found.post_id:
        return redirect("discussions:post_change", organisation, found.post_id)
    return redirect(find_place(request, found.place).back)


def _own(request: HttpRequest, pk: UUID) -> Attachment:
    found = queries.attachment(request.person, pk)
    if found is None or found.persona_id != request.persona.pk:
        raise Http404
    return found
