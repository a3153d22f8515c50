"""Discussions: `talk` is what is said and where; `keeping` what is kept beside it."""

from .keeping import Attachment, Decision, Draft, HouseRules, LinkPreview, PostLink, PostVersion, Report, Saved
from .talk import Follow, Group, GroupMember, Post, PostTag, Reaction, Read, ReadMonth, Thread

__all__ = [
    "Attachment",
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
    "Reaction",
    "Read",
    "ReadMonth",
    "Report",
    "Saved",
    "Thread",
]
