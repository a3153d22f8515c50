"""Discussions: `talk` is what is said and where; `keeping` what is kept beside it; `practice` a first try."""

from .keeping import Attachment, Decision, Draft, HouseRules, LinkPreview, PostLink, PostVersion, Report, Saved
from .practice import Buddy, Practice
from .talk import Follow, Group, GroupMember, Post, PostTag, Reaction, Read, ReadMonth, Thread

__all__ = [
    "Attachment",
    "Buddy",
    "Decision",
    "Draft",
    "Follow",
    "Group",
    "GroupMember",
    "HouseRules",
    "LinkPreview",
    "Post",
    "PostLink",
    "PostTag",
    "PostVersion",
    "Practice",
    "Reaction",
    "Read",
    "ReadMonth",
    "Report",
    "Saved",
    "Thread",
]
