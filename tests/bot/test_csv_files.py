"""CSV files as people save them."""

import pytest

from bot.csv_files import read_rows
from domain.imports import CannotImport

COLUMNS = ("id", "name", "team")


@pytest.fixture
def read(tmp_path):
    """Write a file and read its rows."""

    def read(content):
        path = tmp_path / "file.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_rows(path, COLUMNS)

    return read


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("id,name,team\nU1,Zoë,Ops\n", id="commas"),
        pytest.param("id;name;team\nU1;Zoë;Ops\n", id="semicolons"),
        pytest.param("id;name;team\r\nU1;Zoë;Ops\r\n", id="Windows"),
        pytest.param("\ufeffid,name,team\nU1,Zoë,Ops", id="BOM, no last line end"),
        pytest.param('"id","name","team"\n"U1","Zoë","Ops"\n', id="all in quotes"),
    ],
)
def test_they_are_read_alike(read, content):
    assert read(content) == [(1, ["id", "name", "team"]), (2, ["U1", "Zoë", "Ops"])]


def test_a_semicolon_in_a_name_divides_nothing_where_commas_do(read):
    assert read("id,name,team\nU1,A; B,Ops\n")[1] == (2, ["U1", "A; B", "Ops"])


def test_a_row_is_where_it_begins_also_behind_a_cell_of_several_lines(read):
    assert [number for number, _ in read('id,name,team\nU1,"A\nB",Ops\n\nU2,C,Ops\n')] == [1, 2, 5]


def test_empty_lines_above_the_header_are_skipped(read):
    assert read("\n\nid,name,team\n")[0] == (3, ["id", "name", "team"])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", "line 1: the file is empty. Its first line is id,name,team.", id="empty"),
        pytest.param(b" \n\n", "line 1: the file is empty.", id="blank"),
        pytest.param("id,name\nU1,Zo\xeb".encode("latin-1"), "line 2: this is no UTF-8 text. Save", id="Latin-1"),
        pytest.param("id,name".encode("utf-16"), "line 1: this is no UTF-8 text. Save", id="UTF-16"),
        pytest.param(
            b'id,name\nU1,"Ana\nU2,Bo\n', "line 2: a double quote opens here and never closes", id="open quote"
        ),
        pytest.param(
            b'id,name\nU1,"A"na\n', "line 2: something stands behind a closing double quote", id="quote within"
        ),
        pytest.param(b"id,name\nU1," + b"x" * 200_000, "line 2: this is no CSV (field larger", id="endless cell"),
    ],
)
def test_what_is_no_csv_is_explained(read, content, expected):
    with pytest.raises(CannotImport) as wrong:
        read(content)

    assert str(wrong.value).startswith(expected)
