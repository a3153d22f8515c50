"""Finding out from the file where it is from, on the page and in the terminal; and which networks are offered first."""

import re
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.test import Client

from manyhands.networks.models import Import, State
from manyhands.networks.registry import AUTO, NETWORKS
from manyhands.people.models import User
from tests.networks import exports, whole_files
from tests.networks.meta import samples as meta
from tests.networks.test_pages import address, problems, refused, said, send, sent
from tests.people.factories import council


@pytest.fixture
def page(db, data_folder):
    council()
    client = Client()
    client.force_login(User.objects.get())
    return client


def form_of(response):
    return BeautifulSoup(response.content, "html.parser").select_one("form[enctype]")


def test_to_find_out_is_what_is_chosen_unless_somebody_chooses(page):
    form = form_of(page.get(address("bring-in/")))
    radios = form.select("input[type=radio][name=network]")
    assert [radio["value"] for radio in radios if radio.has_attr("checked")] == [AUTO]
    assert [radio["value"] for radio in radios] == [AUTO, *NETWORKS]
    assert len({radio["id"] for radio in radios}) == len(radios)
    assert len(form.select("fieldset")) == 1
    more = [radio["value"] for radio in form.select("details input")]
    assert more == [name for name, network in NETWORKS.items() if not network.common]
    assert not form.details.has_attr("open")


def test_what_was_chosen_under_more_is_shown_again(page):
    answer = page.post(address("bring-in/"), {"network": "linkedin", "test_data": "on"})
    details = form_of(answer).details
    assert details.has_attr("open")
    assert details.select_one("input[checked]")["value"] == "linkedin"
    assert problems(answer) == ["Choose a file"]


@pytest.mark.parametrize("network", NETWORKS)
def test_a_file_is_found_out_about(page, tmp_path, network):
    path, *_ = whole_files.SAMPLES[network](tmp_path)
    if path.is_dir():
        pytest.skip("a folder can't be sent through a browser")
    of = sent(send(page, path.read_bytes(), AUTO, path.name))
    assert (of.network, of.state) == (network, State.UPLOADED)
    shown = said(page.get(address(f"imports/{of.pk}/")))
    assert f"This is taken to be from: {NETWORKS[network].title}." in shown


def test_what_nobody_knows_is_refused_with_a_sentence(page, settings):
    assert refused(send(page, b"%PDF-1.7", AUTO, "minutes.pdf"), settings, "Nothing here knows what this file is.")
    both = exports.zip_bytes({**exports.payload("slack"), **exports.payload("viva_engage")})
    assert refused(send(page, both, AUTO), settings, "could be from more than one network")


def test_columns_are_asked_for_only_where_they_are_not_known(page):
    of = sent(send(page, meta.FACEBOOK, AUTO, "posts.csv"))
    assert "This file holds 2 places." in said(page.get(address(f"imports/{of.pk}/")))

    of = sent(send(page, meta.WELSH, "meta", "postiadau.csv"))
    asked = page.get(address(f"imports/{of.pk}/"))
    assert "Say which column is what." in said(asked)
    assert "The post’s number (Post ID)" in said(asked)
    page.post(address(f"imports/{of.pk}/columns/"), {"id": "ID y postiad", "date": "Amser cyhoeddi"})
    assert "This file holds 1 place." in said(page.get(address(f"imports/{of.pk}/")))


def test_a_report_without_places_has_nothing_to_leave_out(page, tmp_path):
    of = sent(send(page, whole_files.SAMPLES["teams"](tmp_path)[-1].read_bytes(), AUTO, "report.csv"))
    shown = said(page.get(address(f"imports/{of.pk}/")))
    assert "This file holds figures, and no places that could be left out." in shown
    assert "Places in this file" not in shown
    assert "What is lost with the names" in shown


@pytest.mark.usefixtures("transactional_db", "page")
@pytest.mark.parametrize("network", NETWORKS)
def test_in_the_terminal(tmp_path, network):
    path, *_ = whole_files.SAMPLES[network](tmp_path)
    told = StringIO()
    call_command("import_export", AUTO, str(path), stderr=told)
    assert told.getvalue() == f"This is taken to be from: {NETWORKS[network].title}\n"
    of = Import.objects.get()
    assert (of.network, of.state, of.filename) == (network, State.DONE, path.name)
    assert of.added or of.counts["usage"]


@pytest.mark.usefixtures("transactional_db", "page")
@pytest.mark.parametrize(("network", "added"), [("meta", 3), ("linkedin", 2)])
def test_posts_of_pages_twice_add_nothing_the_second_time(tmp_path, network, added):
    path, *_ = whole_files.SAMPLES[network](tmp_path)
    for _ in range(2):
        call_command("import_export", AUTO, str(path), stderr=StringIO())
    first, second = Import.objects.order_by("created")
    assert (first.read, first.added, first.rejected) == (added, added, 0)
    assert (second.read, second.added, second.source) == (added, 0, first.source)


@pytest.mark.usefixtures("page")
def test_in_the_terminal_what_nobody_knows(tmp_path):
    (tmp_path / "minutes.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="Nothing here knows what this file is"):
        call_command("import_export", AUTO, str(tmp_path / "minutes.pdf"))
    assert not Import.objects.exists()


def test_help_names_networks_in_the_order_of_the_page(capsys):
    with pytest.raises(SystemExit):
        call_command("import_export", "--help")
    described = " ".join(capsys.readouterr().out.split())
    described = described[described.index("auto finds out") :]
    places = [re.search(rf"\b{name}\b", described) for name in [AUTO, *NETWORKS]]
    assert all(places)
    assert [place.start() for place in places] == sorted(place.start() for place in places)
