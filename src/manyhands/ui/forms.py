"""Django forms drawn with GOV.UK components."""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    pass
