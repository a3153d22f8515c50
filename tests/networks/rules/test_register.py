"""Lines of the register as people paste them."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.networks.rules import register

TODAY = date(2026, 7, 9)


def read(text, **more):
    return register.read(text, today=TODAY, **more)


def entries(text, **more):
    understood = read(text, **more)
    assert not understood.refused
    return [line.entry for line in understood.lines]


def reasons(text):
    return [(line.number, line.reason % {"about": line.about}) for line in read(text).refused]


def known(number, in_register=True, has_source=False, **said):
    return register.Known(UUID(int=number), in_register, has_source, register.Entry(**said))


class TestReading:
    @pytest.mark.parametrize("between", ["\t", ",", ";"])
    def test_tells_what_stands_between_cells(self, between):
        text = between.join(["Facebook", "Parks", "fb.example/parks", "Parks", "News", "3"])
        assert entries(text) == [
            {
                "network": "Facebook",
                "name": "Parks",
                "address": "fb.example/parks",
                "service": "Parks",
                "purpose": "News",
                "hands": 3,
            }
        ]

    def test_columns_stand_in_any_order_under_a_heading(self):
        text = "Who can post (names);URL;Platform;Account name\nAnn; B;@p;Twitter;Parks".replace("Ann; B", '"Ann; B"')
        text = text.replace("Who can post (names)", "Who can post")
        assert entries(text) == [{"network": "X", "name": "Parks", "address": "@p", "hands": 2, "hand_names": "Ann\nB"}]

    def test_columns_that_nobody_knows_are_named(self):
        understood = read("Network\tName\tColour\t\nX\tParks\tred\t\n")
        assert understood.unknown == ["Colour"]
        assert [line.entry for line in understood.lines] == [{"network": "X", "name": "Parks"}]

    def test_headings_of_another_language_can_be_given(self):
        assert entries("Rhwydwaith,Name\nX,Parks", headings={"rhwydwaith": "network"}) == [
            {"network": "X", "name": "Parks"}
        ]

    def test_a_line_is_no_heading_because_of_one_word(self):
        assert entries("Blog,Page")[0] == {"network": "Blog", "name": "Page"}

    def test_one_bad_line_takes_no_other_with_it(self):
        text = (
            'X,One\nX,"Two\nX,Three\n,Four\nX,\nX,Six,,,,many\nX,Seven,,,,,,,32/1/2026\nX,Eight,,,,,,,,,,more\nX,Nine\n'
        )
        understood = read(text)
        assert [line.entry["name"] for line in understood.lines] == ["One", "Three", "Nine"]
        assert reasons(text) == [
            (2, "A quotation mark opens in this line and is not closed."),
            (4, "The network is missing, such as Facebook or your website."),
            (5, "The account’s name is missing."),
            (6, "“many” is not a number of people."),
            (7, "“32/1/2026” is not a date such as 27/3/2026."),
            (8, "This line has more columns than the first."),
        ]

    def test_cells_may_reach_over_lines_and_lines_are_counted_on(self):
        text = 'X,One,,,"first\nsecond"\n\n , ,\nX,\n'
        assert read(text).lines[0].entry["purpose"] == "first\nsecond"
        assert [number for number, _ in reasons(text)] == [5]

    def test_marks_in_cells_that_a_spreadsheet_copied_are_only_marks(self):
        assert entries('X\t"Our" news\nX\tMore') == [
            {"network": "X", "name": '"Our" news'},
            {"network": "X", "name": "More"},
        ]

    def test_takes_so_many_lines_and_says_where_it_stopped(self):
        understood = read("\n".join(f"X,{number}" for number in range(register.MOST_LINES + 5)))
        assert len(understood.lines) == register.MOST_LINES
        assert [refused.number for refused in understood.refused] == [register.MOST_LINES + 1]

    def test_what_is_too_long_is_refused(self):
        for field, most in register.LENGTHS.items():
            cells = {"network": "X", "name": "N", field: "x" * (most + 1)}
            (line,) = read(",".join(cells.get(each, "") for each in register.FIELDS)).refused
            assert line.about == "x" * 20

    def test_holds_nothing_that_a_database_can_not(self):
        assert entries("X\tPa\x00rks\ufeff\x1b") == [{"network": "X", "name": "Parks"}]

    @given(st.text())
    def test_no_text_at_all_is_an_error(self, text):
        understood = read(text)
        assert all(line.entry["network"] and line.entry["name"] for line in understood.lines)
        numbers = sorted([*(line.number for line in understood.lines), *(line.number for line in understood.refused)])
        assert len(set(numbers)) == len(numbers)


class TestAnswers:
    @pytest.mark.parametrize(("text", "number"), [("3", 3), ("3 people", 3), ("1,200", 1200), ("2.0", 2), ("0", 0)])
    def test_numbers(self, text, number):
        assert register.number_of(text) == number

    def test_a_number_that_a_safe_file_left_out_says_nothing(self):
        assert register.number_of("fewer than 5") is None

    @pytest.mark.parametrize("text", ["about 3", "-1", "3.5", "three", "12345678", "3 cats"])
    def test_no_numbers(self, text):
        with pytest.raises(register.Misread):
            register.number_of(text)

    @pytest.mark.parametrize(
        "text",
        ["2026-03-27", "27/03/2026", "27/3/26", "27.3.2026", "27 March 2026", "27-Mar-26", "2026-03-27 14:30:00"],
    )
    def test_dates(self, text):
        assert register.day_of(text) == date(2026, 3, 27)

    @pytest.mark.parametrize("text", ["yesterday", "3/27/2026", "1890-01-01", "3"])
    def test_no_dates(self, text):
        with pytest.raises(register.Misread):
            register.day_of(text)

    def test_a_day_to_come_is_refused(self):
        assert reasons("X,A,,,,,,,10/7/2026") == [(1, "10/07/2026 is still to come.")]
        assert not reasons("X,A,,,,,,,9/7/2026")

    def test_names(self):
        assert register.names_in_cell("Ann Archer, Bob Bell") == ["Ann Archer", "Bob Bell"]
        assert register.names_in_cell("Archer, Ann") == ["Archer, Ann"]
        assert register.names_in_cell("Archer, Ann; Bell, Bob;") == ["Archer, Ann", "Bell, Bob"]
        assert register.names_in_cell(" Ann  Archer\nAnn Archer\n\n") == ["Ann Archer"]

    def test_how_many_may_be_counted_from_names_but_not_be_fewer(self):
        assert entries("X,A,,,,,Ann;Bob")[0]["hands"] == 2
        assert entries("X,A,,,,7,Ann;Bob")[0]["hands"] == 7
        assert reasons("X,A,,,,1,Ann;Bob") == [(1, "More people are named (2) than can post.")]

    def test_a_network_has_one_name(self):
        for text in ("fb", "FACEBOOK", " Facebook"):
            assert register.network_called(text, {}) == "Facebook"
        assert register.network_called("X (Twitter)", {}) == "X"
        assert register.network_called("Twitter", {"x": "x"}) == "x"
        assert register.network_called("Our  Forum", {}) == "Our Forum"
        assert register.network_called("our forum", {"our forum": "Our Forum"}) == "Our Forum"

    def test_fewer_than_three_need_more_hands(self):
        assert [register.needs_more_hands(hands) for hands in (0, 1, 2, 3, 4, None)] == [True] * 3 + [False] * 3


class TestSpreadsheets:
    @given(st.text(alphabet="'=+-@ab ", max_size=6))
    def test_a_cell_is_safe_on_the_way_out_and_itself_on_the_way_in(self, cell):
        out = register.guarded(cell)
        assert out[:1] not in ("=", "+", "-", "@")
        assert register.unguarded(out) == cell

    @given(
        st.lists(st.text(alphabet="ab ,", min_size=1).filter(lambda name: name == " ".join(name.split())), max_size=3)
    )
    def test_names_come_back(self, names):
        each = list(dict.fromkeys(names))
        assert register.names_in_cell(register.names_as_cell("\n".join(each))) == each


class TestPlan:
    HERE = (
        known(1, network="Facebook", name="Parks", address="https://www.fb.example/parks/", hands=2),
        known(2, network="Facebook", name="Libraries", address="", hands=0),
        known(3, in_register=False, has_source=True, network="slack", name="general"),
        known(4, network="X", name="News", address="@one"),
        known(5, network="X", name="News", address="@two"),
    )

    def plan(self, text):
        planned, refused = register.plan(read(text).lines, self.HERE)
        found = [(each.what, each.known and each.known.id.int, each.fields) for each in planned]
        return found, [(line.number, line.about) for line in refused]

    def test_by_address_then_by_name(self):
        assert self.plan("fb,Park life,fb.example/PARKS")[0] == [("changed", 1, ("name", "address"))]
        assert self.plan("fb,parks,,,,2")[0] == [("changed", 1, ("name",))]
        assert self.plan("fb,Parks,,,,2")[0] == [("same", 1, ())]
        assert self.plan("fb,Parks,fb.example/other")[0] == [("new", None, ("network", "name", "address"))]
        assert self.plan("fb,Libraries,fb.example/lib")[0] == [("changed", 2, ("address",))]
        assert self.plan("X,Parks")[0] == [("new", None, ("network", "name"))]

    def test_nobody_at_all_is_a_number_too(self):
        assert self.plan("fb,Libraries,,,,0")[0] == [("same", 2, ())]
        assert self.plan("fb,Parks,,,,0")[0] == [("changed", 1, ("hands",))]

    def test_a_place_of_a_network_becomes_a_line_under_its_own_name(self):
        assert self.plan("slack,General,,,,3")[0] == [("new", 3, ("hands",))]

    def test_which_of_several_must_be_clear(self):
        found, refused = self.plan("X,News\nX,News,two")
        assert found == [("changed", 5, ("address",))]
        assert refused == [(1, "")]

    def test_the_same_account_twice_in_a_paste(self):
        found, refused = self.plan("fb,New\nfb,Parks\nfb,x,fb.example/parks\nfb,new\nfb,New,fb.example/new")
        assert [each[0] for each in found] == ["new", "same", "new"]
        assert refused == [(3, "2"), (4, "1")]
