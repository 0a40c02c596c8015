"""Secrets: who may name them, where they are sent, and that nothing prints them."""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from in_process import kg

from kg.config import REPOSITORY_FILE, read_config
from kg.endpoints.profiles import find_profile
from kg.errors import InputError, KgError, UsageError
from kg.machine.trust import is_trusted, trust
from kg.paths import shipped
from kg.redact import clean, keep_secret, redact

ANSWER = json.dumps({"head": {}, "boolean": True}).encode()
TRUE = "application/sparql-results+json"


class Listener:
    """A server that remembers the headers it was sent, and answers each request alike."""

    def __init__(self, status=200, body=ANSWER, echo=False):
        seen = self.seen = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                seen.append(dict(self.headers))
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                text = f"denied: {self.headers.get('Authorization')}".encode() if echo else body
                self.send_response(status)
                self.send_header("Content-Type", TRUE)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def credentials(self):
        return [headers["Authorization"] for headers in self.seen if "Authorization" in headers]


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A clone to work in, and a home with a configuration and a state of its own."""
    for name in ("clone", "home/kg"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "clone")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("KG_CONFIG", raising=False)
    return tmp_path


def own(place, text):
    (place / "home" / "kg" / "kg.toml").write_text(text, encoding="utf-8")


def clone(text):
    REPOSITORY_FILE.write_text(text, encoding="utf-8")


def profile(name, url, *lines):
    return "\n".join([f"[profiles.{name}]", f'url = "{url}"', *lines, ""])


@pytest.mark.hostile("secret-to-another-address")
def test_a_clone_does_not_get_the_password_of_a_profile_of_the_same_name(place, monkeypatch):
    monkeypatch.setenv("MY_PASSWORD", "correct-horse")
    with Listener() as mine, Listener() as theirs:
        own(place, profile("archive", mine.url, 'user = "ann"', 'password_env = "MY_PASSWORD"'))
        clone(profile("archive", theirs.url))
        done = kg("query", "-q", "ASK {}", "--at", "archive")
        assert done.code == 0, done.err
        assert not theirs.seen
        assert mine.seen
        assert mine.credentials() == ["Basic " + base64.b64encode(b"ann:correct-horse").decode()] * len(mine.seen)


def test_a_profile_is_not_combined_from_two_files(place, monkeypatch):
    monkeypatch.setenv("MY_PASSWORD", "correct-horse")
    own(place, '[profiles.archive]\nuser = "ann"\npassword_env = "MY_PASSWORD"\n')
    with Listener() as theirs:
        clone(profile("archive", theirs.url))
        done = kg("query", "-q", "ASK {}", "--at", "archive")
        assert done.code == 2
        assert "needs a url" in done.err
        assert not theirs.seen


@pytest.mark.hostile("secret-named-by-a-clone")
@pytest.mark.parametrize(
    "line",
    [
        'token_env = "AWS_SECRET_ACCESS_KEY"',
        'password_env = "HOME"\nuser = "u"',
        'token_env = "KG_MODEL_KEY"',
        'token_command = "cat /etc/hostname"',
        'password_command = "id"\nuser = "u"',
        'auth = "sigv4"\nregion = "eu-west-1"',
    ],
)
def test_a_clone_may_not_name_a_secret_until_it_is_allowed(line, monkeypatch):
    for variable in ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "KG_MODEL_KEY"):
        monkeypatch.setenv(variable, "wJalrXUtnFEMI")
    with Listener() as theirs:
        clone(profile("archive", theirs.url, line))
        done = kg("query", "-q", "ASK {}", "--at", "archive")
        assert done.code == 2
        assert done.err.startswith("kg: kg.toml:3: [profiles.archive] ")
        assert "kg trust" in done.err
        assert not theirs.seen


def test_a_permission_lasts_until_the_profiles_change(monkeypatch):
    monkeypatch.setenv("ARCHIVE_TOKEN", "correct-horse")
    with Listener() as theirs, Listener() as others:
        text = profile("archive", theirs.url, 'token_env = "ARCHIVE_TOKEN"')
        clone(text)
        assert "ARCHIVE_TOKEN" in kg("trust").out
        assert kg("query", "-q", "ASK {}", "--at", "archive").code == 0
        assert theirs.seen
        assert theirs.credentials() == ["Bearer correct-horse"] * len(theirs.seen)
        clone("# a remark changes nothing\n" + text)
        assert is_trusted(read_config(REPOSITORY_FILE))
        clone(text.replace(theirs.url, others.url))
        assert kg("query", "-q", "ASK {}", "--at", "archive").code == 2
        assert not others.seen


def test_another_clone_is_not_allowed_with_the_first(place, monkeypatch):
    text = profile("archive", "http://127.0.0.1:1", 'token_env = "MINE"')
    clone(text)
    trust(read_config(REPOSITORY_FILE))
    (place / "second").mkdir()
    monkeypatch.chdir(place / "second")
    clone(text)
    assert not is_trusted(read_config(REPOSITORY_FILE))


def test_a_variable_of_kg_is_everybody_s(monkeypatch):
    monkeypatch.setenv("KG_OURS", "correct-horse")
    clone(profile("archive", "http://127.0.0.1:1", 'token_env = "KG_OURS"'))
    assert find_profile("archive").token == "correct-horse"


@pytest.mark.hostile("secret-to-another-address")
@pytest.mark.parametrize("how", ["flag", "variable"])
def test_a_secret_of_a_file_is_not_sent_to_another_address(place, monkeypatch, how):
    monkeypatch.setenv("MY_TOKEN", "correct-horse")
    own(place, profile("archive", "http://127.0.0.1:1", 'token_env = "MY_TOKEN"'))
    flags = {"url": "http://127.0.0.1:2/x"} if how == "flag" else {}
    if how == "variable":
        monkeypatch.setenv("KG_ARCHIVE_QUERY", "http://127.0.0.1:2/x")
    with pytest.raises(InputError, match="only sent to the address in this file") as caught:
        find_profile("archive", flags)
    assert "KG_ARCHIVE_TOKEN" in str(caught.value)
    monkeypatch.setenv("KG_ARCHIVE_TOKEN", "another-one")  # it was given for this call
    assert find_profile("archive", flags).token == "another-one"
    monkeypatch.delenv("KG_ARCHIVE_TOKEN")
    monkeypatch.delenv("KG_ARCHIVE_QUERY", raising=False)
    assert find_profile("archive", {"url": "http://127.0.0.1:1/other/path"}).token == "correct-horse"


@pytest.mark.hostile("secret-that-cannot-be-sent")
@pytest.mark.parametrize("ending", ["\n", "\r\n", " ", "\t", "\x00x", "\x1b[0m"])
@pytest.mark.parametrize("key", ["TOKEN", "PASSWORD"])
def test_a_secret_that_cannot_be_sent_is_refused_with_the_name_of_its_variable(monkeypatch, key, ending):
    if "\x00" in ending:
        ending = "\x01x"  # no environment holds a NUL
    clone(profile("archive", "http://127.0.0.1:1", 'user = "ann"'))
    monkeypatch.setenv(f"KG_ARCHIVE_{key}", "correct-horse" + ending)
    with pytest.raises(UsageError, match=f"KG_ARCHIVE_{key}: the secret") as caught:
        find_profile("archive")
    assert "correct" not in str(caught.value)


@pytest.mark.hostile("secret-that-cannot-be-sent")
def test_the_key_of_a_model_follows_the_rules_for_secrets(monkeypatch, tmp_path):
    (tmp_path / "clone" / "a.txt").write_text("Talks\n\nRussia said that it rejects the plan.\n", encoding="utf-8")
    call = ("extract", "a.txt", "--seeds", shipped("seeds"), "--backend", "openai-compatible", "--model", "m", "--url")
    monkeypatch.setenv("KG_MODEL_KEY", "correct-horse\n")
    done = kg(*call, "http://127.0.0.1:1")
    assert (done.code, "correct" in done.err) == (2, False)
    assert "KG_MODEL_KEY: the secret" in done.err
    monkeypatch.setenv("KG_MODEL_KEY", "correct-horse")
    with Listener(401, echo=True) as server:
        done = kg(*call, server.url)
        assert (done.code, server.credentials()) == (2, ["Bearer correct-horse"])
        assert "correct" not in done.err
        assert "***" in done.err
    done = kg(*call, "http://ann:hunter2@127.0.0.1:1/v1")
    assert done.code == 2
    assert "hunter2" not in done.err


@pytest.mark.hostile("echoed-secret")
@pytest.mark.parametrize("verbose", [[], ["-vv"]])
@pytest.mark.parametrize("auth", ["basic", "bearer"])
def test_an_answer_that_echoes_the_secret_is_masked(monkeypatch, auth, verbose):
    clone(profile("archive", "http://127.0.0.1:1", f'auth = "{auth}"', 'user = "ann"'))
    monkeypatch.setenv("KG_ARCHIVE_PASSWORD" if auth == "basic" else "KG_ARCHIVE_TOKEN", "correct-horse")
    with Listener(401, echo=True) as server:
        monkeypatch.setenv("KG_ARCHIVE_URL", server.url)
        done = kg(*verbose, "query", "-q", "ASK {}", "--at", "archive")
    assert done.code == 2
    assert "denied" in done.err
    assert "correct" not in done.err
    assert base64.b64encode(b"ann:correct-horse").decode() not in done.err


@pytest.mark.hostile("password-in-an-address")
@pytest.mark.parametrize("url", ["http://user:hunter2@127.0.0.1:1/sparql", "https://user:hunt@er2@h/x"])
def test_a_password_in_an_address_is_refused_and_not_repeated(url):
    for arguments in (("query", "-q", "ASK {}", "--at", url), ("diff", url, "seeds")):
        done = kg(*arguments)
        assert done.code == 2
        assert "hunt" not in done.err
    clone(profile("p", url))
    done = kg("query", "-q", "ASK {}", "--at", "p")
    assert done.code == 2
    assert "kg.toml:2: [profiles.p] the url must not contain a password" in done.err
    assert "hunt" not in done.err


@pytest.mark.parametrize("form", ["pass/word?&=", 'quo"te', "söme-secret"])
def test_every_way_in_which_a_secret_is_written_is_masked(form):
    from urllib.parse import quote, quote_plus

    keep_secret(form, user="u")
    for written in (form, quote(form, safe=""), quote_plus(form), json.dumps(form), repr(form)):
        assert form not in redact(f"<{written}>")
        assert "***" in redact(f"<{written}>")
    assert "***" in str(KgError(f"the server said {form}", hint=form))
    assert form not in str(KgError(f"the server said {form}", hint=form))


@pytest.mark.hostile("control-characters")
def test_messages_of_a_server_cannot_control_the_terminal(monkeypatch):
    with Listener(500, b"\x1b]0;title\x07\x1b[2Jboom \xe2\x80\xae\x9b31m") as server:
        done = kg("query", "-q", "ASK {}", "--at", server.url)
    assert done.code == 2
    assert "boom" in done.err
    assert not set(done.err) & set("\x1b\x07\x9b\u202e")
    assert clean("caf\u00e9 \u4e2d") == "caf\u00e9 \u4e2d"


@pytest.mark.hostile("configuration-in-part")
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("[profile.x]\nurl = 'http://h'\n", 1, "unknown key `profile` (did you mean `profiles`?)"),
        ("\n\nprofils = 1\n", 3, "unknown key `profils` (did you mean `profiles`?)"),
        ("[profiles.a]\nurl = 'http://h'\n\n[other]\n", 4, "unknown key `other`"),
        ("[profiles.a]\nurl = 'http://h'\nunion_parameter = ['x']\n", 3, "a list of two texts"),
        ("[profiles.a]\nurl = 'http://h'\nunion_parameter = ['x', 'y', 'z']\n", 3, "a list of two texts"),
        ("[profiles.a]\nurl = 'http://h'\nquery = 'file:///etc/passwd'\n", 3, "not an address of http or https"),
        ("[profiles.a]\nurl = 'http://h'\nupdate = '/update'\n", 3, "not an address of http or https"),
        ("[profiles.a]\nurl = 'ftp://h'\n", 2, "not an address of http or https"),
        ("[profiles.a]\nurl = 'http://h:99999'\n", 2, "not an address of http or https"),
        ("[profiles.a]\nurl = 'http://[::1'\n", 2, "not an address of http or https"),
        ("[profiles.a]\nurl = 'http://h'\nauth = 'bearer'\n", 3, "auth = 'bearer' needs a token"),
        ("[profiles.a]\nurl = 'http://h'\nauth = 'digest'\n", 3, "auth = 'digest' needs a user"),
        (
            "[profiles.a]\nurl = 'http://h'\n[profiles.b]\nurll = 'http://h'\n",
            4,
            "unknown key 'urll' (did you mean `url`",
        ),
        ("[profiles.a]\nurl = 'http://h'\ntruncation = [1]\n", 3, "a list of texts"),
        ("a = 1\na = 2\n", 2, "is not TOML"),
    ],
)
def test_a_configuration_is_read_whole(text, line, message):
    clone(text)
    with pytest.raises(KgError) as caught:
        find_profile("a")
    assert str(caught.value).startswith(f"kg.toml:{line}:")
    assert message in str(caught.value)


def test_a_configuration_may_begin_with_a_byte_order_mark_and_have_any_line_ends():
    for text in (profile("local", "http://127.0.0.1:1"), profile("local", "http://127.0.0.1:1").replace("\n", "\r\n")):
        REPOSITORY_FILE.write_bytes(b"\xef\xbb\xbf" + text.encode())
        assert find_profile("local").url == "http://127.0.0.1:1"


def test_the_readers_of_a_clone_know_where_a_preset_asks_for_credentials_only_to_write():
    clone('[profiles.v]\npreset = "virtuoso"\nurl = "http://127.0.0.1:1"\n')
    assert find_profile("v").auth == "digest"  # reading needs none
