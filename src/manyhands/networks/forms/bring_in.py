"""The forms of bringing activity in."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..registry import AUTO, NETWORKS
from ..types import Preview, TablePreview


class BringInForm(forms.Form):
    """Which network, unless the file says so itself, and the file. `offered` choices are shown at once."""

    network = forms.ChoiceField(
        label=gettext_lazy("Where is the file from?"),
        widget=forms.RadioSelect,
        initial=AUTO,
        error_messages={"required": gettext_lazy("Choose where the file is from")},
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("As the network made it, up to 2 GB. It is deleted as soon as it has been read."),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("This file is empty. Make the export again and choose the new file."),
        },
    )
    test_data = forms.BooleanField(
        label=gettext_lazy("This is test data, not about our own people"),
        required=False,
    )

    def __init__(self, *args, ready: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.ready = ready
        networks = [(network.name, _(network.title)) for network in NETWORKS.values()]
        self.fields["network"].choices = [(AUTO, _("Find out from the file")), *networks]
        self.fields["network"].widget.hints = {
            "mediawiki": _("A wiki’s whole history"),
            "table": _("Any other list, as CSV, Excel or Parquet"),
        }
        self.offered = 1 + sum(network.common for network in NETWORKS.values())
        if ready:
            del self.fields["test_data"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.MANYHANDS_UPLOAD_LIMIT:
            raise forms.ValidationError(
                _("This file is larger than 2 GB. Bring it in on the machine itself: manyhands import auto FILE")
            )
        return file

    def clean(self):
        data = super().clean()
        if not self.ready and not data.get("test_data"):
            self.add_error(
                "test_data",
                _("Before the first file about your own people, record what it is for. Test data may go ahead."),
            )
        return data


class LeaveOutForm(forms.Form):
    """Which places are not to be read."""

    leave_out = forms.MultipleChoiceField(
        label=gettext_lazy("Leave these out: they will not be read"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, preview: Preview, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leave_out"].choices = [(place.external_id, place.name) for place in preview.places]


class ColumnsForm(forms.Form):
    """Which column of a table is what."""

    def __init__(self, *args, table: TablePreview, **kwargs):
        super().__init__(*args, **kwargs)
        columns = [(column, column) for column in table.columns]
        for field in table.fields:
            self.fields[field.name] = forms.ChoiceField(
                label=_(field.title),
                choices=[("", _("Choose a column") if field.needed else _("Not in this table")), *columns],
                required=field.needed,
                initial=table.proposed.get(field.name, ""),
                error_messages={
                    "required": _("Choose the column that says this: {field}").format(field=_(field.title))
                },
            )
