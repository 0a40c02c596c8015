"""The command: what a user sees, what a program can rely on, and that nothing prints a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from cases import for_each
from in_process import kg as kg_in_this_process
from small_store import HELD, kg, make_store
from waiting import has_open, wait_for

from kg.cli import fast_options, main, query_run
from kg.cli.completion import rejoined
from kg.cli.group import group
from kg.cli.registry import COMMANDS, SUMMARIES
from kg.export.table import FORMATS as EXPORTED
from kg.proof.view import FORMATS as SHOWN
from kg.store.publish import building
from kg.validate.shacl.engines import ENGINES

HEAVY = {"dask", "distributed", "rdflib", "pyshacl", "owlready2", "spacy", "SPARQLWrapper"}
LIGHT = HEAVY | {"click", "rich", "ruamel.yaml", "typing", "pathlib", "dataclasses", "hashlib"}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("cli") / "s"
    make_store(path)
    return path


@pytest.fixture
def ask(store):
    return lambda *arguments, **more: kg("query", *arguments, "--store", store, **more)


def commands():
    context = click.Context(group)
    return [(name, group.get_command(context, name)) for name in group.list_commands(context)]


@for_each(("name", "command"), commands())
def test_every_command_and_option_is_documented(name, command):
    assert COMMANDS[name].rstrip("_") == f"kg.cli.{name}"  # `import` cannot be the name of a module
    assert len((command.help or "").split()) > 8, f"the docstring of {name} is its documentation"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"
        else:
            assert (parameter.metavar or parameter.name.upper()) in command.help, (
                f"{name}: the argument {parameter.name} is not explained"
            )


def test_help_is_printed_without_any_engine():
    """One process prints all of it; what one command imports is still there after the next."""
    calls = [["--help"], *([name, "--help"] for name in COMMANDS)]
    script = f"""
import sys
from kg.cli import main
for call in {calls!r}:
    sys.argv[1:] = call
    try: main()
    except SystemExit as e: code = e.code
    print('ENGINES', *call, code, sorted({HEAVY!r} & set(sys.modules)))
"""
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    told = [line for line in said.stdout.splitlines() if line.startswith("ENGINES")]
    assert told == [" ".join(["ENGINES", *call, "0", "[]"]) for call in calls]
    assert said.stdout.count("Usage: kg") == len(calls)


@pytest.fixture(scope="module")
def store_with_seeds(tmp_path_factory):
    """A store whose seeds are still there, so that a query looks whether they have changed."""
    parent = tmp_path_factory.mktemp("seeded")
    (parent / "seeds" / "a-source").mkdir(parents=True)
    (parent / "seeds" / "a-source" / "sheet.yaml").write_text("source: {}\n", "utf-8")
    make_store(parent / "s", parent / "seeds")
    return parent / "s"


@pytest.mark.parametrize("kind", ["store", "store_with_seeds"])
def test_a_plain_query_imports_only_what_it_needs(kind, request):
    store = request.getfixturevalue(kind)
    script = (
        f"import sys; sys.argv[1:] = ['query', '-q', {HELD!r}, '-p', 'x=1'][:3] + ['-s', {str(store)!r}]\n"
        "from kg.cli import main\ntry: main()\nexcept SystemExit as e: code = e.code\n"
        f"print('IMPORTED', code, sorted({LIGHT!r} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert said.stdout.splitlines()[-1] == "IMPORTED 0 []"


def test_a_table_on_a_terminal_imports_no_more(store):
    script = (
        "import sys; sys.stdout.isatty = lambda: True; "
        f"sys.argv[1:] = ['query', '-q', {HELD!r}, '-s', {str(store)!r}]\n"
        "from kg.cli import main\ntry: main()\nexcept SystemExit as e: code = e.code\n"
        f"print('IMPORTED', code, sorted({LIGHT!r} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert said.stdout.splitlines()[-1] == "IMPORTED 0 []"
    assert "\x1b[1m" in said.stdout


def test_a_table_to_export_imports_no_more_than_a_query_does(store):
    script = (
        f"import sys; sys.argv[1:] = ['export', '-f', 'csv', '-s', {str(store)!r}]\n"
        "from kg.cli import main\ntry: main()\nexcept SystemExit as e: code = e.code\n"
        f"print('IMPORTED', code, sorted({LIGHT | {'datetime', 'urllib.parse', 'uuid'}!r} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert said.stdout.splitlines()[-1] == "IMPORTED 0 []"


@pytest.mark.parametrize("call", [["rules"], ["rules", "quote-not-found"], ["why", "a"], ["export", "-f", "csv"]])
def test_other_plain_calls_import_neither_click_nor_yaml(store, call):
    named = [] if call[0] == "rules" else ["-s", str(store)]
    script = (
        f"import sys; sys.argv[1:] = {[*call, *named]!r}\n"
        "from kg.cli import main\ntry: main()\nexcept SystemExit as e: code = e.code\n"
        "print('IMPORTED', code, sorted({'click', 'rich', 'ruamel.yaml', 'rdflib'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert said.stdout.splitlines()[-1].endswith(" []"), said.stdout


def test_the_list_of_questions_needs_no_click():
    script = (
        "import sys; sys.argv[1:] = ['queries', '-f', 'json']\nfrom kg.cli import main\n"
        "try: main()\nexcept SystemExit as e: code = e.code\nprint('IMPORTED', code, 'click' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert said.stdout.splitlines()[-1] == "IMPORTED 0 False"


def test_the_list_of_commands_has_the_summary_of_each_command():
    for name, command in commands():
        shown = click.Command(name, help=SUMMARIES.get(name, command.help)).get_short_help_str(1000)
        assert shown == command.get_short_help_str(1000)


def test_git_looks_for_changes_while_the_rest_is_loaded():
    late = "{'kg.sources.assertion', 'kg.validate.incremental', 'sqlite3'}"
    script = f"import sys, kg.validate.run; print(sorted({late} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert said.stdout == "[]\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["positions"],
        ["-q", "ASK {}", "-f", "json"],
        ["positions", "--param", "a=b", "-p", "c=d=e", "--format=csv", "-x"],
        ["-", "--timeout", "2.5", "--store=/x y/", "-o", "out.csv"],
    ],
)
def test_both_readers_of_a_call_read_the_same(arguments):
    values = dict(commands())["query"].make_context("query", [*arguments]).params
    seen = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    assert seen == fast_options.read_options(query_run.OPTIONS, arguments)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["a", "b"], ["-p"], ["--nope"], ["-t", "x"], ["--explain=1"], ["-fcsv"]]
)
def test_unusual_options_are_left_to_click(arguments):
    assert fast_options.read_options(query_run.OPTIONS, arguments) is None


def test_a_query_prints_tsv_when_piped_unless_another_format_is_requested(ask):
    assert ask("-q", HELD).out.startswith("?holder\t?proposition\n<https://")
    assert ask("-q", HELD, "-f", "csv").out.startswith("holder,proposition\r\n")
    assert json.loads(ask("-q", HELD, "-f", "json").out)["head"]["vars"] == ["holder", "proposition"]
    assert "actor:russia" in ask("-q", HELD, "--format=table").out


def test_a_query_comes_from_a_file_or_standard_input(ask, tmp_path):
    (tmp_path / "held.rq").write_bytes(b"\xef\xbb\xbf" + f"#+ parameters: {{holder: {{type: actor}}}}\n{HELD}".encode())
    assert ask(tmp_path / "held.rq").out == ask("-q", HELD).out == ask("-", stdin=HELD.encode()).out
    assert ask(tmp_path / "held.rq", "-p", "holder=Russian Federation", "-f", "csv").out.count("\r\n") == 2


def test_output_goes_to_a_file_whose_suffix_chooses_the_format(ask, tmp_path):
    said = ask("-q", HELD, "-o", tmp_path / "x.csv")
    assert (said.code, said.out) == (0, "")
    assert said.err.startswith("kg: store ")
    assert said.err.count("\n") == 1
    assert (tmp_path / "x.csv").read_bytes().startswith(b"holder,proposition\r\n")
    assert ask("-q", HELD, "-o", tmp_path / "no" / "x.csv").code == 2


def test_explain_prints_the_query_without_asking_it(ask, tmp_path):
    (tmp_path / "held.rq").write_text(f"#+ question: Who holds it?\n#+ parameters: {{holder: {{type: actor}}}}\n{HELD}")
    said = ask(tmp_path / "held.rq", "-p", "holder=russia", "--explain")
    assert said.out.startswith("# Who holds it?\n# 1 answer in ")
    assert "# bound: ?holder = <https://w3id.org/diplomatic-positions/id/actor/russia>" in said.out
    assert "dp:holder <https://w3id.org/diplomatic-positions/id/actor/russia>" in said.out


ONE_LINE = [
    (["quarry"], "unknown command `quarry` (did you mean `query`?)"),
    (["query"], "nothing to ask"),
    (["query", "positions", "-q", "ASK {}"], "nothing to ask"),
    (["query", "positons"], "unknown query `positons` (did you mean `positions`"),
    (["query", "positions", "--formt", "csv"], "unknown option `--formt` (did you mean `--format`"),
    (["query", "positions", "-f", "cvs"], "unknown format `cvs` (did you mean `csv`"),
    (
        ["query", "positions", "-p", "holder=x"],
        "unknown parameter `holder` of positions (did you mean `actor` or `by`?)",
    ),
    (["query", "events", "-p", "day=2011-01-01"], "unknown parameter `day` of events (did you mean `since`?)"),
    (["query", "positions", "-p", "actr=x"], "unknown parameter `actr` of positions (did you mean `actor` or `act`?)"),
    (["query", "positions", "-p", "holder"], "write parameters as KEY=VALUE"),
    (["query", "positions", "-p", "actor=rusia"], "the store has no actor of that name (did you mean russia"),
    (["query", "positions", "-p", 'actor="} DROP'], "the store has no actor of that name"),
    (["query", "positions", "-p", "actor=a\nb"], "the store has no actor of that name"),
    (["query", "nope.rq"], "nope.rq: cannot be read: No such file"),
    (["query", "."], "unknown query `.`"),
    (["query", "./"], "cannot be read: Is a directory"),
    (["query", "-q", "SELECT ?s {\n ?s a }"], "-q:2:"),
    (["query", "-q", "ASK {}", "-t", "soon"], "'soon' is not allowed here"),
    (["query", "-q", "ASK {}", "-f", "ttl"], "ttl holds triples"),
    (["query", "-q", "SELECT * { ?s ?p ?o }", "a", "b"], "unexpected extra argument"),
    (["query", "positions", "-p", "actor=a", "-p", "actor=b"], "actor is already given as 'a'"),
    (["queries", "positons"], "unknown query `positons` (did you mean `positions`"),
    (["queries", "-f", "jsn"], "unknown format `jsn` (did you mean `json`?)"),
    (["queries", "-t", "nope"], "no question has the tag 'nope' (tags: "),
    (["build", "/nowhere"], "/nowhere: cannot be read: No such file"),
]


@for_each(("arguments", "message"), ONE_LINE)
def test_wrong_usage_is_one_line_and_exit_code_2(store, monkeypatch, capfdbinary, arguments, message):
    monkeypatch.setenv("KG_STORE", str(store))
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capfdbinary.readouterr()
    assert (ended.value.code, said.out) == (2, b"")
    assert message in said.err.decode()
    assert said.err.startswith(b"kg: ")
    assert said.err.count(b"\n") == 1


def test_wrong_usage_ends_a_process_in_the_same_way(store):
    arguments, message = ONE_LINE[0]
    said = kg(*arguments, KG_STORE=str(store))
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert message in said.err


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x00" * 10])
def test_a_binary_file_is_not_accepted_as_a_query(ask, tmp_path, content):
    (tmp_path / "x.rq").write_bytes(content)
    said = ask(tmp_path / "x.rq")
    assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
    assert ask("-", stdin=content).code == 2


def test_without_a_store_the_next_step_is_named(tmp_path):
    said = kg("query", "positions", "--store", tmp_path / "none")
    assert (said.code, said.err) == (2, f"kg: {tmp_path}/none: there is no store yet (run `kg build`)\n")
    assert not (tmp_path / "none").exists()


def test_a_closed_pipe_ends_quietly(store):
    many = "SELECT ?a ?b ?c ?d { ?a ?p ?b . ?c ?q ?d }"
    for arguments in (["query", "-q", many], ["--help"]):
        shell = f"{sys.executable} -m kg {' '.join(map(repr, arguments))} | head -c 10 | cat"
        said = subprocess.run(
            ["bash", "-c", f"set -o pipefail; {shell}"],
            capture_output=True,
            check=False,
            env={**os.environ, "KG_STORE": str(store)},
        )
        assert [line for line in said.stderr.splitlines() if not line.startswith(b"kg: store ")] == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize("arguments", [["query", "-q", HELD], ["export"], ["--help"]])
def test_an_output_that_cannot_be_written_is_reported_in_one_line(store, arguments):
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "kg", *arguments]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env={**os.environ, "KG_STORE": str(store)})
    assert (done.returncode, done.stderr) == (2, b"kg: standard output: cannot be written: No space left on device\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_stream_closed_by_the_caller_is_not_an_error(store, closed):
    command = f'"$0" -m kg query -q "$1" -f csv {closed}'
    settings = {**os.environ, "KG_STORE": str(store)}
    assert subprocess.run(["sh", "-c", command, sys.executable, HELD], env=settings).returncode == 0


def asking_endlessly(store):
    """Start a query that takes longer than anybody waits."""
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p FILTER(?a != ?m) }"
    command = [sys.executable, "-m", "kg", "query", "-q", endless, "-t", "50", "-s", str(store)]
    return subprocess.Popen(command, stdout=-1, stderr=-1)


def test_an_interrupt_is_exit_code_130_without_words(store):
    running = asking_endlessly(store)
    wait_for(lambda: has_open(running.pid, "/oxigraph/"))  # it asks
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (130, b"", b"")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_process_of_a_query_ends_with_its_parent_even_if_it_has_just_been_made(store, number):
    for _ in range(8):
        running = asking_endlessly(store)
        children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
        while not children.read_text("ascii"):
            pass  # no pause: the first moment counts
        running.send_signal(number)
        running.communicate(timeout=20)  # what it has started holds its output open
        assert running.returncode == 128 + number


def test_an_unexpected_error_is_one_line_unless_a_traceback_is_requested(monkeypatch, capsys):
    def fail(_folder):
        raise ZeroDivisionError("some\nwords")

    monkeypatch.setattr(query_run, "catalogue_of", fail)
    for arguments, traces in ((["query", "x"], 0), (["-v", "query", "x"], 0), (["-vv", "query", "x"], 1)):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        assert ended.value.code == 2
        assert said.err.count("Traceback") == traces
        assert said.err.splitlines()[-1].startswith("kg: internal error: ZeroDivisionError: some words")


def test_the_catalogue_is_listed_and_one_question_shown(store):
    listed = kg("queries", KG_STORE=str(store)).out.splitlines()
    assert listed[0] == "name\tquestion\tparameters"
    assert any(line.startswith("positions\t") for line in listed)
    assert {entry["name"] for entry in json.loads(kg("queries", "-f", "json").out)} == {
        line.split("\t")[0] for line in listed[1:]
    }
    shown = kg("queries", "for-and-against").out
    assert "-p proposition=PROPOSITION" in shown
    assert "SELECT" in shown
    assert "#+" not in shown
    assert kg("queries", "-f", "md").out.startswith("| name | question | parameters |")


def complete(store, *words):
    said = kg(
        KG_STORE=str(store),
        _KG_COMPLETE="zsh_complete",
        COMP_WORDS=" ".join(["kg", *words]),
        COMP_CWORD=str(len(words)),
    )
    return said.out.split("\n")[1::3]


def test_the_shell_completes_everything(store):
    assert complete(store, "que") == ["query", "queries"]
    assert "for-and-against" in complete(store, "query", "for-a")
    assert complete(store, "query", "for-and-against", "-p", "prop") == ["proposition="]
    assert complete(store, "query", "for-and-against", "-p", "proposition=cea") == ["proposition=ceasefire"]
    # As in the question itself: any word of a name, its case and accents aside.
    assert complete(store, "query", "positions", "-p", "actor=Lav") == ["actor=sergei-lavrov"]
    assert complete(store, "query", "positions", "-p", "actor=MINISTER") == ["actor=hamad", "actor=sergei-lavrov"]
    assert complete(store, "query", "positions", "-p", "actor=RU") == ["actor=russia"]
    assert complete(store, "query", "positions", "-p", "actor=zebra") == [""]
    assert complete(store, "query", "positions", "-f", "t") == ["table", "tsv", "ttl"]
    assert complete(store, "query", "nothing-like-it", "-p", "x") == [""]
    assert complete(store, "export", "-f", "") == list(EXPORTED)
    assert complete(store, "why", "x", "-f", "") == list(SHOWN)
    assert complete(store, "validate", "--engine", "") == list(ENGINES)


def test_the_shell_completes_profiles(store, tmp_path, monkeypatch):
    (tmp_path / "kg.toml").write_text('[profiles.here]\npreset = "oxigraph"\nurl = "http://127.0.0.1:1"\n')
    monkeypatch.setenv("KG_CONFIG", str(tmp_path / "kg.toml"))
    assert complete(store, "load", "--to", "h") == complete(store, "query", "x", "--at", "h") == ["here"]


def test_bash_completion_replaces_only_the_part_after_an_equals_sign(store):
    words = "kg query for-and-against -p proposition = cea"
    said = kg(KG_STORE=str(store), _KG_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD="6")
    assert said.out == "plain,ceasefire\n"
    assert rejoined(["-p", "a", "=", "b", "-f", "csv"]) == ["-p", "a=b", "-f", "csv"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kg why statement : one", ["one.a", "one.b", "one.c"]),
        ("kg why statement :", ["one.a", "one.b", "one.c"]),
        ("kg why actor : sergei", ["sergei-lavrov"]),
        ("kg why nothing : x", []),
        ("kg why statement:one", ["statement:one.a", "statement:one.b", "statement:one.c"]),  # not split at colons
    ],
)
def test_bash_completion_continues_after_a_colon(store, words, expected):
    index = len(words.split()) - 1
    said = kg(KG_STORE=str(store), _KG_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(index))
    assert said.out.split() == [f"plain,{name}" for name in expected], said.err


def test_no_colour_where_there_is_no_terminal(ask):
    assert b"\x1b" not in ask("-q", HELD, "-f", "table", FORCE_COLOR="1").raw


def test_a_terminal_gets_a_table_without_colour_on_request(store):
    import pty

    def on_terminal(**environment):
        parent, child = pty.openpty()
        command = [sys.executable, "-m", "kg", "query", "-q", HELD, "-s", str(store)]
        running = subprocess.Popen(
            command, stdout=child, stdin=child, env={**os.environ, "TERM": "xterm", **environment}
        )
        os.close(child)
        read = b""
        try:
            while part := os.read(parent, 4096):
                read += part
        except OSError:  # how a terminal says that it is closed
            pass
        running.wait(60)
        os.close(parent)
        return read

    assert b"\x1b[1m" in on_terminal()
    assert b"actor:russia" in on_terminal()
    assert b"\x1b[3" not in on_terminal(NO_COLOR="1")


def test_an_article_comes_from_standard_input(tmp_path):
    pytest.importorskip("spacy")
    text = b"Russia rejects intervention in Syria, Sergei Lavrov said on Sunday.\n"
    done = kg_in_this_process("extract", "-", "-o", tmp_path / "sheet.yaml", stdin=text)
    assert (done.code, (tmp_path / "article.txt").read_bytes()) == (0, text), done.err
    assert "speaker: sergei-lavrov" in (tmp_path / "sheet.yaml").read_text("utf-8")
    printed = kg_in_this_process("extract", "-", "-o", "-", stdin=text)
    assert "status: proposed" in printed.out
    done = kg_in_this_process("extract", "-", stdin=b" \n")
    assert (done.code, done.err) == (2, "kg: standard input: it contains no text\n")


def test_a_folder_with_a_file_that_is_not_an_article_exits_with_an_error(tmp_path):
    pytest.importorskip("spacy")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    done = kg("extract", tmp_path / "in", "-o", tmp_path / "out")
    assert (done.code, "1 failed" in done.out) == (2, True)


def test_a_second_build_is_refused_while_queries_continue(tmp_path):
    folder = make_store(tmp_path / "s")
    (tmp_path / "seeds" / "one").mkdir(parents=True)
    (tmp_path / "seeds" / "one" / "sheet.yaml").touch()
    with building(folder):
        said = kg("build", tmp_path / "seeds", "--store", folder.path)
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 1)
        assert f"locked: process {os.getpid()} has been building since" in said.err
        assert kg("query", "-q", "ASK {}", "-s", folder.path).out == "true\n"


def test_a_build_without_sources_leaves_no_folder_behind(tmp_path):
    (tmp_path / "seeds").mkdir()
    said = kg("build", tmp_path / "seeds", "--store", tmp_path / "s")
    assert (said.code, said.err) == (
        2,
        f"kg: {tmp_path}/seeds: holds no source (a source is a folder with a sheet.yaml)\n",
    )
    assert not (tmp_path / "s").exists()
