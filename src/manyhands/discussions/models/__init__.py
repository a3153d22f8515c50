"""Discussions: `talk` is what is said and where; `keeping` what is kept beside it."""

from .talk import Follow, Group, GroupMember, Post, PostTag, Reaction, Read, ReadMonth, Thread

__all__ = ["Follow", "Group", "GroupMember", "Post", "PostTag", "Reaction", "Read", "ReadMonth", "Thread"]
