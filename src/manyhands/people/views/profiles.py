"""Profiles: one's own, others', and the directory."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.core import registry
from manyhands.ui.files import csv_file

from .. import actions, queries
from ..errors import NotPossible
from ..forms import DirectoryForm, PhotoForm, ProfileForm
from ..types import SHOWABLE, Verb, needs

ASKED = ("text", "field", "service")
USUALLY_SHOWN = [name for name in SHOWABLE if name != "email"]


@needs(Verb.SEE)
@require_safe
def directory(request: HttpRequest, organisation: str) -> HttpResponse:
    """Those who chose to be found."""
    tree = queries.services_tree(request.organisation)
    form = DirectoryForm(request.GET, tree=tree)
    sought = form.sought()
    page = queries.directory_page(request.organisation, sought, request.GET.get("page"), tree)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "asked": [value for value in sought if value],
        "page": page,
        "own": queries.profile_of(request.persona),
        "csv_url": f"{reverse('people:directory_csv', args=[organisation])}?{query.urlencode()}",
    }
    return render(request, "people/directory.html", context)


@needs(Verb.SEE_PEOPLE)
@require_safe
def directory_csv(request: HttpRequest, organisation: str) -> HttpResponse:
    """The same list whole, as a file, for those who keep the list of people."""
    form = DirectoryForm(request.GET, tree=queries.services_tree(request.organisation))
    fields = ("name", "pronouns", "service", "knows", "wants", "whereabouts", "languages", "email")
    rows = (
        [getattr(card, name) for name in fields]
        for card in queries.whole_directory(request.organisation, form.sought())
    )
    header = [
        _("Name"), _("Pronouns"), _("Service"), _("Knows"), _("Wants"), _("Where"), _("Languages"), _("E-mail address"),
    ]  # fmt: skip
    return csv_file(f"directory-{organisation}.csv", header, rows)


@needs(Verb.SEE)
@require_safe
def profile(request: HttpRequest, organisation: str, persona: UUID) -> HttpResponse:
    """What somebody shows of themselves; one's own as others see it."""
    card = queries.card_of(request.organisation, persona)
    if card is None:
        raise Http404
    more = [
        (each.label, reverse(each.view, args=[organisation, persona]))
        for each in sorted(registry.about_somebody, key=lambda page: page.place)
        if queries.may(request.person, each.verb, request.organisation)
    ]
    return render(request, "people/profile.html", {"card": card, "is_own": persona == request.persona.pk, "more": more})


@needs(Verb.SEE)
@require_safe
def photo(request: HttpRequest, organisation: str, persona: UUID) -> HttpResponse:
    """A picture that its owner shows. Made anew by us, so it is what it says it is."""
    found = queries.photo_of(request.organisation, persona, own=request.persona.pk)
    if found is None:
        raise Http404
    try:
        response = FileResponse(found.open("rb"), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs(Verb.SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def own_profile(request: HttpRequest, organisation: str) -> HttpResponse:
    """What the persona that somebody acts as says of itself, and which of it others see."""
    persona = request.persona
    form = _form(request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = dict(form.cleaned_data)
        if not persona.is_pseudonym:
            actions.rename(persona=persona, name=said.pop("name"))
        listed, shown = said.pop("listed"), said.pop("shown")
        actions.keep_profile(persona=persona, listed=listed, shown=shown, words=said)
        messages.success(request, _("Your profile is kept."))
        return redirect("people:profile", organisation, persona.pk)
    return _own(request, form, PhotoForm())


@needs(Verb.SEE)
@require_POST
def own_photo(request: HttpRequest, organisation: str) -> HttpResponse:
    """Another picture, or none."""
    if request.POST.get("do") == "remove":
        actions.remove_photo(persona=request.persona)
        messages.success(request, _("The photo is removed."))
        return redirect("people:own_profile", organisation)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            kept = actions.keep_photo(persona=request.persona, data=form.cleaned_data["photo"].read())
        except NotPossible as error:
            form.add_error("photo", error.message)
        else:
            if "photo" in kept.shown.split():
                messages.success(request, _("The photo is kept."))
            else:
                messages.info(request, _("The photo is kept. Others don’t see it yet: tick “My photo” below."))
            return redirect("people:own_profile", organisation)
    return _own(request, _form(request), form)


def _form(request: HttpRequest, data: QueryDict | None = None) -> ProfileForm:
    held = queries.profile_of(request.persona)
    initial = {name: getattr(held, name) for name in actions.PROFILE_WORDS} | {
        "name": request.persona.name,
        "shown": USUALLY_SHOWN if held._state.adding else held.shown.split(),
        "listed": held.listed,
    }
    return ProfileForm(data, initial=initial, is_pseudonym=request.persona.is_pseudonym)


def _own(request: HttpRequest, form: ProfileForm, photo_form: PhotoForm) -> HttpResponse:
    held = queries.profile_of(request.persona)
    context = {
        "form": photo_form if photo_form.errors else form,
        "profile_form": form,
        "photo_form": photo_form,
        "held": held,
        "persona": request.persona,
        "photo": held.photo.name.rpartition("/")[2] if held.photo else "",
    }
    return render(request, "people/own_profile.html", context)
