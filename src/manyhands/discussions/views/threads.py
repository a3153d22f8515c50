"""One thread: asking, answering, reacting, saying what helped."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from manyhands.core.errors import ManyhandsError
from manyhands.people.types import Verb, needs

from .. import actions, queries
from ..forms.talk import AnswerForm, ThreadForm
from ..models import Post, Thread
from ..types import Author, Following, PostRow, ReactionKind
from .common import begins_at, follow_state, found_thread, may_keep, may_write, page
from .places import refuse_untaken, written

# A message to be filled in by the browser that is told of one; static/discussions/talk.js knows the ids.
BLANK = PostRow(
    UUID(int=0),
    UUID(int=0),
    Author(UUID("11111111-1111-1111-1111-111111111111"), ""),
    None,
    None,
    False,
    False,
    "",
    None,
    False,
    False,
    {},
)


@needs(Verb.TAKE_PART)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, organisation: str) -> HttpResponse:
    """A new thread, in a group that one may write in."""
    groups = queries.writable_groups(request.person, request.persona.pk)
    initial = {"group": request.GET.get("group"), "title": request.GET.get("title", "")[:200]}
    if request.GET.get("question") == "no":
        initial["is_question"] = False
    if tag := request.GET.get("tag"):
        initial["source"] = f"#{tag[:100]} "
    kept = written(request, "ask")
    if kept["draft"] and not request.GET:
        initial |= {"title": kept["draft"].title, "source": kept["draft"].source}
    form = ThreadForm(request.POST if request.method == "POST" else None, groups=groups, initial=initial)
    if form.is_valid():
        asked = form.cleaned_data
        group = queries.group(request.person, UUID(asked["group"]))
        try:
            refuse_untaken(request, "ask")
            if group is None:
                raise Http404
            post = actions.begin_thread(
                group=group,
                title=asked["title"],
                source=asked["source"],
                is_question=asked["is_question"],
                place="ask",
                by=request.persona.pk,
            )
        except ManyhandsError as problem:
            form.add_error("source", problem.message)
            kept = written(request, "ask")
        else:
            messages.success(request, _("It is there for everybody who can read the group."))
            return redirect("discussions:thread", organisation, post.thread_id)
    return page(request, "ask", {**kept, "form": form, "groups": groups}, 422 if form.errors else 200)


@needs(Verb.SEE)
@require_safe
def thread(request: HttpRequest, organisation: str, thread: UUID) -> HttpResponse:
    """A conversation, at an address that stays."""
    found = found_thread(request, thread)
    return _drawn(request, found)


@needs(Verb.TAKE_PART)
@require_POST
def answer(request: HttpRequest, organisation: str, thread: UUID) -> HttpResponse:
    """Adds a message to a thread."""
    found = found_thread(request, thread)
    form = AnswerForm(request.POST)
    if form.is_valid():
        reply_to = form.cleaned_data["reply_to"]
        try:
            refuse_untaken(request, f"thread/{found.pk.hex}")
            post = actions.answer(
                thread=found,
                source=form.cleaned_data["source"],
                reply_to=queries.visible_post(request.person, reply_to) if reply_to else None,
                place=f"thread/{found.pk.hex}",
                by=request.persona.pk,
            )
        except ManyhandsError as problem:
            form.add_error("source", problem.message)
        else:
            return redirect(_place(organisation, post))
    return _drawn(request, found, form, 422)


@needs(Verb.SEE)
@require_safe
def post(request: HttpRequest, organisation: str, post: UUID) -> HttpResponse:
    """The address of one message: leads to its place in its thread."""
    return redirect(_place(organisation, _found_post(request, post)))


@needs(Verb.TAKE_PART)
@require_POST
def react(request: HttpRequest, organisation: str, post: UUID) -> HttpResponse:
    """Adds a reaction or takes it back."""
    found = _found_post(request, post)
    kind = request.POST.get("kind", "")
    if kind not in list(ReactionKind):
        raise Http404
    try:
        actions.react(post=found, kind=ReactionKind(kind), by=request.persona.pk)
    except ManyhandsError as problem:
        messages.warning(request, problem.message)
    return _after(request, organisation, found)


@needs(Verb.TAKE_PART)
@require_POST
def helped(request: HttpRequest, organisation: str, post: UUID) -> HttpResponse:
    """Whoever asked says that a message helped, or takes it back."""
    found = _found_post(request, post)
    try:
        actions.mark_helped(post=found, helped="stop" not in request.POST, by=request.persona.pk)
    except ManyhandsError as problem:
        messages.warning(request, problem.message)
    return redirect(_place(organisation, found))


def _drawn(request: HttpRequest, found: Thread, form: AnswerForm | None = None, status: int = 200) -> HttpResponse:
    start, before = begins_at(request, "from"), begins_at(request)
    slice_ = queries.thread_messages(found, start=start, before=before)
    persona = request.persona
    standing = queries.standing(found.group, persona.pk)
    reply_to = begins_at(request, "reply")
    kept = written(request, f"thread/{found.pk.hex}")
    if form is None:
        draft = kept["draft"]
        form = AnswerForm(initial={"reply_to": reply_to, "source": draft.source if draft else ""})
    context = {
        **kept,
        "beside": queries.extras([row.id for row in slice_.rows], persona.pk),
        "thread": found,
        "group": found.group,
        "found": slice_,
        "form": form,
        "own": queries.own_reactions(persona.pk, [row.id for row in slice_.rows]),
        "may_write": may_write(found.group, standing) and not found.locked,
        "may_keep": may_keep(request, found.group, standing),
        "is_asker": found.persona_id == persona.pk,
        "me": persona.pk,
        "reply_to": next((row for row in slice_.rows if row.id == reply_to), None),
        "follow": follow_state(request, Following.THREAD, found.pk.hex),
        "address": request.build_absolute_uri(
            reverse("discussions:thread", args=[request.organisation.slug, found.pk])
        ),
        "blank": BLANK,
    }
    response = page(request, "thread", context, status)
    if request.method == "GET":
        newest = slice_.rows[-1].id if slice_.rows else None
        actions.read(thread=found, last_post=newest, by=persona)
    return response


def _after(request: HttpRequest, organisation: str, found: Post) -> HttpResponse:
    """The reactions alone for a page that is open; else the page, at the message."""
    if not request.htmx:
        return redirect(_place(organisation, found))
    row = queries.message(found.pk, across=False)
    own = queries.own_reactions(request.persona.pk, [found.pk])
    return page(request, "parts/reacted", {"row": row, "own": own, "me": request.persona.pk})


def _found_post(request: HttpRequest, pk: UUID) -> Post:
    found = queries.visible_post(request.person, pk)
    if found is None:
        raise Http404
    return found


def _place(organisation: str, post: Post) -> str:
    address = reverse("discussions:thread", args=[organisation, post.thread_id])
    start = "" if queries.is_on_first_page(post) else f"?from={post.pk}"
    return f"{address}{start}#m-{post.pk}"
