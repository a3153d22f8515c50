"""Puts pages that Django's engine draws (allauth's) into the frame of ours, which Jinja2 draws."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

register = template.Library()


@register.simple_block_tag
def capture(content: str) -> str:
    """{% capture as title %}…{% endcapture %}: what a block says, for use in another place."""
    return mark_safe(content.strip())  # safe: drawn by Django's engine, which escapes


@register.simple_block_tag(takes_context=True)
def frame(context: template.Context, content: str, title: str = "", head: str = "", end: str = "") -> str:
    """{% frame title=title %}the page's content{% endframe %}"""
    values: dict[str, Any] = {"frame_title": title, "frame_head": head, "frame_content": content, "frame_end": end}
    values["form"] = context.get("form")
    page = render_to_string("ui/frame.html", values, context.get("request"))
    return mark_safe(page)  # safe: drawn by our Jinja2 engine, which escapes
