"""When the digest goes out."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy


class RhythmForm(forms.Form):
    is_on = forms.BooleanField(label=gettext_lazy("Send a weekly digest"), required=False)
    weekday = forms.TypedChoiceField(label=gettext_lazy("On"), coerce=int, choices=list(WEEKDAYS.items()))
    hour = forms.TypedChoiceField(
        label=gettext_lazy("At"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)]
    )
    opening = forms.CharField(
        label=gettext_lazy("What the next digest opens with"),
        help_text=gettext_lazy("A sentence or two from you, if you like. It goes out once, above everything else."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
