"""/<organisation>/discussions/…: groups, threads, people and tags to follow."""

from django.urls import path

from .views import groups, lists, members, threads

app_name = "discussions"
urlpatterns = [
    path("", lists.timeline, name="timeline"),
    path("all", lists.everything, name="all"),
    path("unanswered", lists.unanswered, name="unanswered"),
    path("tags", lists.tags, name="tags"),
    path("tags/<str:tag>", lists.tag, name="tag"),
    path("people/<uuid:persona>", lists.person, name="person"),
    path("following", lists.following, name="following"),
    path("follow", lists.follow, name="follow"),
    path("read", lists.reads, name="reads"),
    path("ask", threads.ask, name="ask"),
    path("threads/<uuid:thread>", threads.thread, name="thread"),
    path("threads/<uuid:thread>/answer", threads.answer, name="answer"),
    path("posts/<uuid:post>", threads.post, name="post"),
    path("posts/<uuid:post>/react", threads.react, name="react"),
    path("posts/<uuid:post>/helped", threads.helped, name="helped"),
    path("groups", groups.groups, name="groups"),
    path("groups.csv", groups.groups_csv, name="groups_csv"),
    path("groups/new", groups.new_group, name="new_group"),
    path("groups/<uuid:group>", groups.group, name="group"),
    path("groups/<uuid:group>/join", groups.join, name="join"),
    path("groups/<uuid:group>/leave", groups.leave, name="leave"),
    path("groups/<uuid:group>/change", groups.change_group, name="change_group"),
    path("groups/<uuid:group>/archive", groups.archive, name="archive"),
    path("groups/<uuid:group>/members", members.members, name="members"),
    path("groups/<uuid:group>/members.csv", members.members_csv, name="members_csv"),
    path("groups/<uuid:group>/members/add", members.add, name="add_member"),
    path("groups/<uuid:group>/members/<uuid:member>", members.decide, name="decide_member"),
]
