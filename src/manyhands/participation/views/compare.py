"""Two periods or two services side by side, and councils beside one another by the files they give."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from manyhands.core.errors import ManyhandsError
from manyhands.people import queries as people
from manyhands.people.errors import NotPossible
from manyhands.people.types import Verb, needs

from .. import actions, queries
from ..forms import CouncilFileForm, NoiseForm, only
from ..queries import aggregates as files
from ..queries import compare as compares
from ..queries import compare_pictures, compare_words, sure_words, words
from ..queries.selections import UnknownSelection
from ..rules.aggregates import Aggregates, written
from ..types import Facts, Selection
from .asked import form_of, sees_exactly
from .tables import table_file

SIDES = ("a", "b")


@needs(Verb.SEE)
@require_GET
def compare(request: HttpRequest, organisation: str) -> HttpResponse:
    return _page(request)


@needs(Verb.SEE)
@require_GET
def figures_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    found, _problem = compared(request, queries.facts(request.organisation.id))
    return csv_of(request, "compare", compare_words.table(found))


@needs(Verb.SEE)
@require_GET
def councils_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    return csv_of(request, "councils", compare_words.councils_table(_councils(request)))


@needs(Verb.SEE)
@require_GET
def aggregates(request: HttpRequest, organisation: str) -> HttpResponse:
    """Our file for other councils, without noise: what everybody here may see."""
    facts = queries.facts(request.organisation.id)
    try:
        found = files.own_aggregates(facts, request.organisation.name)
    except ManyhandsError as error:
        return HttpResponse(error.message, status=404, content_type="text/plain; charset=utf-8")
    return _download(request, found)


@never_cache
@needs(Verb.BRING_IN)
@require_POST
def with_noise(request: HttpRequest, organisation: str) -> HttpResponse:
    """Our file with noise, made once for its months."""
    form = NoiseForm(request.POST)
    if form.is_valid():
        try:
            found = actions.release_with_noise(
                facts=queries.facts(request.organisation.id),
                name=request.organisation.name,
                epsilon=form.cleaned_data["epsilon"],
                by=request.persona.id,
            )
        except ManyhandsError as error:
            form.add_error("epsilon", error.message)
        else:
            return _download(request, found)
    return _page(request, noise=form, status=422)


@never_cache
@needs(Verb.BRING_IN)
@require_POST
def keep(request: HttpRequest, organisation: str) -> HttpResponse:
    """Keeps another council's file."""
    form = CouncilFileForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = actions.keep_council_file(
                organisation=request.organisation.id,
                filename=file.name,
                content=file.read(compare_words.MOST_READ),
                by=request.persona.id,
            )
        except ManyhandsError as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, _("{council} is in the table now.").format(council=row.council))
            return redirect("participation:compare", organisation)
    return _page(request, upload=form, status=422)


@needs(Verb.BRING_IN)
@require_POST
def remove(request: HttpRequest, organisation: str, pk: UUID) -> HttpResponse:
    try:
        actions.remove_council_file(organisation=request.organisation.id, file=pk, by=request.persona.id)
    except NotPossible:
        raise Http404 from None  # gone, or another organisation's
    messages.success(request, _("The file was removed."))
    return redirect("participation:compare", organisation)


def _page(
    request: HttpRequest, *, upload: CouncilFileForm | None = None, noise: NoiseForm | None = None, status: int = 200
) -> HttpResponse:
    facts = queries.facts(request.organisation.id)
    found, problem = compared(request, facts)
    keeps = people.may(request.person, Verb.BRING_IN, request.organisation)
    councils = _councils(request)
    forms = []
    if found:
        for prefix, shown in zip(SIDES, (found.one, found.other), strict=True):
            form = form_of(facts, shown)
            form.prefix = prefix
            forms.append(form)
    context = {
        "found": found,
        "problem": problem,
        "sentences": compare_words.sentences(facts, found) if found else [],
        "titles": [compare_words.title(facts, shown) for shown in (found.one, found.other)] if found else [],
        "forms": forms,
        "rows": compare_words.rows(found) if found else [],
        "curves": compare_pictures.curves(facts, found),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "councils": councils,
        "own": any(row.id is None for row in councils),
        "council_words": compare_words,
        "keeps": keeps,
        "upload": upload or CouncilFileForm(),
        "noise": noise or NoiseForm(),
        "words": words,
        "sure_words": sure_words,
        "exactly": sees_exactly(request),
        "wide": True,
    }
    return render(request, "participation/compare.html", context, status=status)


def compared(request: HttpRequest, facts: Facts) -> tuple[compares.Compared | None, str]:
    """What the address asks to compare, and why it was not understood; None where there is nothing yet."""
    exactly = sees_exactly(request)
    if not facts.months:
        return None, ""
    sides = compares.halves(facts, exactly=exactly) or (Selection(), Selection())
    problem = ""
    if any(name.startswith(("a-", "b-")) for name in request.GET):
        try:
            sides = _side(request, facts, "a"), _side(request, facts, "b")
        except UnknownSelection as error:
            problem = error.message
    return compares.compared(facts, *sides, exactly=exactly), problem


def _side(request: HttpRequest, facts: Facts, prefix: str) -> Selection:
    return queries.selection(
        facts,
        since=request.GET.get(f"{prefix}-since"),
        until=request.GET.get(f"{prefix}-until"),
        **only(request.GET.get(f"{prefix}-only", "")),
    )


def _councils(request: HttpRequest) -> list[files.CouncilRow]:
    """Ourselves, as we would be in another council's table, and the others."""
    try:
        mine = files.own_aggregates(queries.facts(request.organisation.id), request.organisation.name)
    except ManyhandsError:
        own = []
    else:
        own = [files.CouncilRow(None, request.organisation.name, mine, "", None)]
    return [*own, *files.councils(request.organisation.id)]


def _download(request: HttpRequest, found: Aggregates) -> HttpResponse:
    response = HttpResponse(written(found), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{request.organisation.slug}-aggregates.json"'
    return response


def csv_of(request: HttpRequest, name: str, lines: Iterable[Iterable[object]]) -> HttpResponse:
    return table_file(f"{request.organisation.slug}-{name}.csv", lines)
