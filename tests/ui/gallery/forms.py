"""Every kind of field."""

from django import forms

from manyhands.ui.forms import DateField

SERVICES = [("", "All services"), ("libraries", "Libraries"), ("highways", "Highways"), ("housing", "Housing")]
KINDS = [("staff", "Staff"), ("councillor", "Councillor"), ("bot", "Bot")]


class Everything(forms.Form):
    name = forms.CharField(label="Name", help_text="As colleagues know you")
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    people = forms.IntegerField(label="Number of people", required=False)
    purpose = forms.CharField(label="Purpose", widget=forms.Textarea(attrs={"rows": 3}))
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 2}), max_length=200, required=False)
    service = forms.ChoiceField(label="Service", choices=SERVICES, required=False)
    kind = forms.ChoiceField(label="Kind of person", choices=KINDS, widget=forms.RadioSelect)
    networks = forms.MultipleChoiceField(
        label="Networks",
        choices=[("slack", "Slack"), ("viva", "Viva Engage")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    told = forms.BooleanField(label="Staff were told", help_text="By e-mail or at a meeting")
    day = DateField(label="When were they told?", help_text="For example, 27 3 2026")
    file = forms.FileField(label="Export", help_text="A ZIP file", widget=forms.FileInput(attrs={"accept": ".zip"}))
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget.hints = {"bot": "A program that writes messages"}

    def clean(self):
        if self.data.get("name") == "nobody":
            raise forms.ValidationError("Nobody cannot take part")
        return self.cleaned_data


class Filters(forms.Form):
    mark_optional = False

    period = forms.ChoiceField(label="Period", choices=[("12", "The last 12 months")], required=False)
    service = forms.ChoiceField(label="Service", choices=SERVICES, required=False)
    kind = forms.ChoiceField(label="Kind of person", choices=[("", "Everybody"), *KINDS], required=False)
