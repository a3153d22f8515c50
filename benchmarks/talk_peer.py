"""The pages of discussions as Django's tutorial would have them: model objects, Django's templates, {% url %}.

The queries are what somebody careful writes first: select_related, exists(), a slice. What they say of each thread and
message is what ours say; ours say more besides (menus, drafts).
"""

import re
from collections import Counter
from collections.abc import Callable

# ruff: noqa: E501  (a template of Django breaks no line inside a tag)
TOKEN = '<input type="hidden" name="csrfmiddlewaretoken" value="benchmark">'

AUTHOR = """{% if of.persona %}<a class="govuk-link mh-author" href="{% url 'discussions:person' organisation.slug of.persona_id %}">{{ of.persona.name }}</a>{% if of.persona.is_pseudonym %} <span class="mh-quiet">{% translate "pseudonym" %}</span>{% endif %}{% else %}<span class="mh-author">{% translate "Somebody who is no longer here" %}</span>{% endif %}"""
WHEN = """{% blocktranslate with date=moment|date:"j F Y" time=moment|date:"g:iA"|lower %}{{ date }} at {{ time }}{% endblocktranslate %}"""
TIMELINE = (
    """{% load i18n %}
<h1 class="govuk-heading-l">{% translate "What is new in what you follow" %}</h1>
<p><a class="govuk-button" href="{% url 'discussions:ask' organisation.slug %}">{% translate "Ask or begin a conversation" %}</a>
<a class="govuk-link" href="{% url 'discussions:following' organisation.slug %}">{% translate "Choose what you follow" %}</a></p>
<p class="govuk-body mh-quiet">{% translate "Newest first. Nothing is ranked or left out." %}</p>
{% for of in posts %}
<article class="mh-message" id="m-{{ of.id }}" aria-labelledby="m-{{ of.id }}-about">
  <h2 class="govuk-heading-s"><a class="govuk-link" href="{% url 'discussions:post' organisation.slug of.id %}">{{ of.thread.title }}</a>{% if of.helped %} <strong class="govuk-tag govuk-tag--green">{% translate "Helped" %}</strong>{% endif %}</h2>
  <p class="mh-message__about" id="m-{{ of.id }}-about">"""
    + AUTHOR
    + """ {% translate "in" %} <a class="govuk-link" href="{% url 'discussions:group' organisation.slug of.group_id %}">{{ of.group.name }}</a> · {% with moment=of.created %}<time datetime="{{ moment.isoformat }}">"""
    + WHEN
    + """</time>{% endwith %}</p>
  <div class="mh-message__text">{{ of.html|safe }}</div>
</article>
{% endfor %}
<a rel="next" href="?before={{ last.id }}">{% translate "Older" %}</a>
"""
)
GROUP = (
    """{% load i18n humanize %}
<span class="govuk-caption-l">{{ group.get_access_display }}</span>
<h1 class="govuk-heading-l">{{ group.name }}</h1>
<a class="govuk-button" href="{% url 'discussions:ask' organisation.slug %}?group={{ group.pk }}">{% translate "Ask or begin a conversation" %}</a>
<form method="post" action="{% url 'discussions:follow' organisation.slug %}">{{ token }}<button>{% if follows %}{% translate "Stop following" %}{% else %}{% translate "Follow" %}{% endif %}</button></form>
<a class="govuk-link" href="{% url 'discussions:members' organisation.slug group.pk %}">{% blocktranslate count count=group.members with num=group.members|intcomma %}{{ num }} member{% plural %}{{ num }} members{% endblocktranslate %}</a>
<ul class="mh-threads">
{% for of in threads %}
  <li class="mh-thread" id="t-{{ of.id }}">
    <a class="govuk-link mh-thread__title" href="{% url 'discussions:thread' organisation.slug of.id %}">{{ of.title }}</a>
    {% if of.helped %}<strong class="govuk-tag govuk-tag--green">{% translate "Helped" %}</strong>{% elif of.is_question and not of.answers %}<strong class="govuk-tag govuk-tag--yellow">{% translate "Unanswered" %}</strong>{% elif of.is_question %}<strong class="govuk-tag govuk-tag--grey">{% translate "Question" %}</strong>{% endif %}
    <p class="mh-thread__about">"""
    + AUTHOR
    + """ · {% if of.answers_all %}{% blocktranslate count count=of.answers_all %}{{ count }} answer{% plural %}{{ count }} answers{% endblocktranslate %} · {% endif %}{% with moment=of.last_at %}<time datetime="{{ moment.isoformat }}">"""
    + WHEN
    + """</time>{% endwith %}
    {% for tag in of.hashtags %} <a class="govuk-link mh-tag" href="{% url 'discussions:tag' organisation.slug tag %}">#{{ tag }}</a>{% endfor %}</p>
  </li>
{% endfor %}
</ul>
<a rel="next" href="?before={{ last.id }}">{% translate "Older" %}</a>
"""
)
THREAD = (
    """{% load i18n %}
<span class="govuk-caption-l"><a class="govuk-link" href="{% url 'discussions:group' organisation.slug group.pk %}">{{ group.name }}</a></span>
<h1 class="govuk-heading-l">{{ thread.title }}</h1>
{% for tag in thread.hashtags %} <a class="govuk-link mh-tag" href="{% url 'discussions:tag' organisation.slug tag %}">#{{ tag }}</a>{% endfor %}
{% for of in posts %}
<article class="mh-message{% if of.helped %} mh-message--helped{% endif %}" id="m-{{ of.id }}" aria-labelledby="m-{{ of.id }}-about">
  <p class="mh-message__about" id="m-{{ of.id }}-about">"""
    + AUTHOR
    + """ · {% with moment=of.created %}<a class="govuk-link govuk-link--muted" href="{% url 'discussions:post' organisation.slug of.id %}"><time datetime="{{ moment.isoformat }}">"""
    + WHEN
    + """</time></a>{% endwith %}
  {% if of.edited %}<span class="mh-quiet">{% translate "changed" %}</span>{% endif %}<strong class="govuk-tag govuk-tag--green"{% if not of.helped %} hidden{% endif %}>{% translate "This helped" %}</strong></p>
  {% if of.deleted %}<p class="govuk-body mh-quiet">{% translate "Its author has deleted this message." %}</p>
  {% elif of.hidden %}<p class="govuk-body mh-quiet">{% translate "A moderator has hidden this message." %}</p>
  {% else %}
  <div class="mh-message__text">{{ of.html|safe }}</div>
  {% for file in of.files %}<a class="govuk-link" href="{% url 'discussions:file' organisation.slug file.id %}">{{ file.name }}</a>{% endfor %}
  {% for link in of.links %}<a class="govuk-link" href="{{ link.preview.url }}">{{ link.preview.title }}</a>{% endfor %}
  <div class="mh-message__do">
    <form class="mh-reactions" method="post" action="{% url 'discussions:react' organisation.slug of.id %}" hx-post="{% url 'discussions:react' organisation.slug of.id %}" hx-swap="outerHTML">{{ token }}
    {% for kind, text, count, pressed in of.shown %}<button class="mh-reaction" name="kind" value="{{ kind }}" aria-pressed="{% if pressed %}true{% else %}false{% endif %}">{{ text }} <span data-reaction="{{ kind }}">{{ count|default:"" }}</span></button>{% endfor %}
    </form>
    <a class="govuk-link" href="?reply={{ of.id }}#answer">{% translate "Answer this" %}</a>
    <details class="mh-more"><summary class="mh-more__summary">{% translate "More" %}<span class="govuk-visually-hidden"> {% blocktranslate with name=of.persona.name %}about the message by {{ name }}{% endblocktranslate %}</span></summary>
    <div class="mh-more__items">
      <form class="mh-inline" method="post" action="{% url 'discussions:save' organisation.slug of.id %}" hx-post="{% url 'discussions:save' organisation.slug of.id %}" hx-swap="outerHTML">{{ token }}{% if of.saved %}<input type="hidden" name="stop" value="1">{% endif %}<button class="mh-plain-link">{% if of.saved %}{% translate "Saved: take it off your list" %}{% else %}{% translate "Save for later" %}{% endif %}</button></form>
      {% if of.edited %}<a class="govuk-link" href="{% url 'discussions:post_history' organisation.slug of.id %}">{% translate "What it said before" %}</a>{% endif %}
      <a class="govuk-link" href="{% url 'discussions:report' organisation.slug of.id %}">{% translate "Report" %}</a>
      <a class="govuk-link" href="{% url 'discussions:decide' organisation.slug of.id %}">{% translate "Moderate" %}</a>
    </div></details>
  </div>
  {% endif %}
</article>
{% endfor %}
<a rel="next" href="?from={{ last.id }}">{% translate "Later messages" %}</a>
<form method="post" action="{% url 'discussions:answer' organisation.slug thread.pk %}">{{ token }}{{ form.as_p }}<button>{% translate "Send your answer" %}</button></form>
<form method="post" action="{% url 'discussions:follow' organisation.slug %}">{{ token }}<button>{% if follows %}{% translate "Don’t tell me of answers" %}{% else %}{% translate "Tell me of answers" %}{% endif %}</button></form>
"""
)


def page(name: str, look) -> Callable[[], str]:
    """A page of default Django: from its queries to its text."""
    from django.template import Context, Engine
    from django.utils.safestring import mark_safe

    engine = Engine(
        builtins=["django.templatetags.i18n"],
        libraries={"humanize": "django.contrib.humanize.templatetags.humanize", "i18n": "django.templatetags.i18n"},
    )
    template = engine.from_string({"timeline": TIMELINE, "group": GROUP, "thread": THREAD}[name])
    queried = {"timeline": timeline, "group": group, "thread": thread}[name]

    def ask() -> str:
        context = {"organisation": look.person.organisation, "token": mark_safe(TOKEN), **queried(look)}
        return template.render(Context(context))

    return ask


def timeline(look) -> dict:
    from django.db.models import Q

    from manyhands.discussions.models import Follow, Post

    follows = list(Follow.objects.filter(persona=look.persona))
    targets = {
        kind: [each.target for each in follows if each.kind == kind] for kind in ("group", "person", "tag", "thread")
    }
    followed = Q(group__in=targets["group"]) | Q(persona__in=targets["person"]) | Q(thread__in=targets["thread"])
    posts = Post.objects.filter(
        followed | Q(posttag__tag__in=targets["tag"])
        if hasattr(Post, "posttag_set")
        else followed | _tagged(targets["tag"])
    )
    posts = posts.filter(_readable(look), deleted=None, hidden=None).select_related("persona", "thread", "group")
    shown = list(posts.order_by("-id").distinct()[:31])
    return {"posts": shown[:30], "last": shown[29]}


def group(look) -> dict:
    from manyhands.discussions.models import Follow, Group, GroupMember, Thread

    found = Group.objects.select_related("organisation").get(pk=look.group)
    threads = list(
        Thread.objects.filter(group=found, deleted=None).select_related("persona").order_by("-last_post")[:31]
    )
    for each in threads:
        each.answers_all = each.posts - 1
    return {
        "group": found,
        "threads": threads[:30],
        "last": threads[29],
        "standing": GroupMember.objects.filter(group=found, persona=look.persona).first(),
        "follows": Follow.objects.filter(persona=look.persona, kind="group", target=found.pk.hex).exists(),
    }


def thread(look) -> dict:
    from django.forms import CharField, Form, Textarea

    from manyhands.core import clock
    from manyhands.discussions.models import (
        Attachment,
        Decision,
        Draft,
        Follow,
        GroupMember,
        Post,
        PostLink,
        Reaction,
        Read,
        Saved,
        Thread,
    )
    from manyhands.discussions.queries import reaction_labels

    class AnswerForm(Form):
        source = CharField(label="Your answer", widget=Textarea)

    found = Thread.objects.select_related("group", "persona").filter(_readable(look)).get(pk=look.thread)
    posts = list(Post.objects.filter(thread=found).select_related("persona").order_by("id")[:51])
    own = {(each.post_id, each.kind) for each in Reaction.objects.filter(persona=look.persona, post__in=posts[:50])}
    labels = reaction_labels()
    of_posts = {"post__in": posts[:50]}
    saved = set(Saved.objects.filter(persona=look.persona, **of_posts).values_list("post_id", flat=True))
    files, links = list(Attachment.objects.filter(**of_posts)), list(PostLink.objects.filter(**of_posts))
    decisions = list(Decision.objects.filter(persona=look.persona, ended=None, **of_posts))
    for each in posts:
        each.saved = each.pk in saved
        each.files = [file for file in files if file.post_id == each.pk]
        each.links = [link for link in links if link.post_id == each.pk]
        each.shown = [(kind, text, each.reactions.get(kind), (each.pk, kind) in own) for kind, text in labels.items()]
    Read.objects.get_or_create(
        persona=look.persona, thread=found, day=clock.now().date(), defaults={"organisation": look.person.organisation}
    )
    return {
        "thread": found,
        "group": found.group,
        "posts": posts[:50],
        "last": posts[49],
        "form": AnswerForm(),
        "decisions": decisions,
        "draft": Draft.objects.filter(persona=look.persona, place=f"thread/{found.pk.hex}").first(),
        "waiting": list(Attachment.objects.filter(persona=look.persona, place=f"thread/{found.pk.hex}", post=None)),
        "standing": GroupMember.objects.filter(group=found.group, persona=look.persona).first(),
        "follows": Follow.objects.filter(persona=look.persona, kind="thread", target=found.pk.hex).exists(),
    }


def _readable(look):
    from django.db.models import Q

    from manyhands.discussions.models import GroupMember

    mine = GroupMember.objects.filter(persona=look.persona, standing__in=["member", "keeper"]).values("group")
    return Q(group__organisation=look.person.organisation) & (Q(group__access="open") | Q(group__in=mine))


def _tagged(tags: list[str]):
    from django.db.models import Q

    from manyhands.discussions.models import PostTag

    return Q(pk__in=PostTag.objects.filter(tag__in=tags).values("post"))


ITEM = re.compile(r'<(article|li) class="mh-(?:message|thread)[^>]* id="([mt]-[0-9a-f-]{36})"(.*?)</\1>', re.DOTALL)


def same(name: str, ours: str, peer: str) -> None:
    """Raises unless both list the same things in the same order, and ours says of each all that the other says."""
    one, other = _items(ours), _items(peer)
    assert len(other) == {"timeline": 30, "group": 30, "thread": 50}[name], (name, len(other))
    assert list(one) == list(other), (name, len(one), len(other))
    for key, words in other.items():
        assert not words - one[key], (name, key, words - one[key])


def _items(page: str) -> dict[str, Counter]:
    page = page.partition("<template")[0]
    return {key: Counter(re.sub(r"<[^>]*>", " ", inner).split()) for _, key, inner in ITEM.findall(page)}
