"""Profiles: what a file, the environment and a flag say of an endpoint, and that secrets stay secret."""

from __future__ import annotations

import pytest

from kg.endpoints.profiles import Profile, find_profile, from_preset, presets, profile_names
from kg.errors import InputError, UsageError


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """A folder without any configuration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("KG_CONFIG", raising=False)
    return tmp_path


def write(text, path="kg.toml"):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


LOCAL = '[profiles.local]\npreset = "oxigraph"\nurl = "http://127.0.0.1:7878"\n'


def test_a_preset_and_a_url_are_enough():
    write(LOCAL)
    profile = find_profile("local")
    assert profile.query == "http://127.0.0.1:7878/query"
    assert profile.update == "http://127.0.0.1:7878/update"
    assert profile.graph_store == "http://127.0.0.1:7878/store"
    assert profile.strategy() == "put"
    assert profile_names() == ["local"]


def test_flags_override_the_environment_which_overrides_the_file(monkeypatch):
    write(LOCAL)
    monkeypatch.setenv("KG_LOCAL_URL", "http://127.0.0.1:1")
    assert find_profile("local").query == "http://127.0.0.1:1/query"
    assert find_profile("local", {"url": "http://127.0.0.1:2"}).query == "http://127.0.0.1:2/query"
    assert find_profile("local", {"url": None}).query == "http://127.0.0.1:1/query"


def test_a_profile_comes_from_one_file_the_users_own_first_or_from_kg_config_only(elsewhere, monkeypatch):
    (elsewhere / "home" / "kg").mkdir(parents=True)
    write(LOCAL.replace("7878", "1") + 'user = "ann"\nbatch = 7\n', elsewhere / "home" / "kg" / "kg.toml")
    write(LOCAL)
    profile = find_profile("local")
    assert (profile.url, profile.user, profile.batch) == ("http://127.0.0.1:1", "ann", 7)
    write(LOCAL.replace("7878", "3"), "other.toml")
    monkeypatch.setenv("KG_CONFIG", "other.toml")
    assert find_profile("local").url == "http://127.0.0.1:3"


def test_an_endpoint_may_be_named_by_its_url():
    profile = find_profile("https://example.org/sparql")
    assert profile.query == "https://example.org/sparql"
    assert profile.strategy() == "insert"


def test_a_secret_comes_from_the_environment_and_is_never_printed(monkeypatch):
    write(LOCAL + 'user = "ann"\npassword_env = "KG_MINE"\n')
    monkeypatch.setenv("KG_MINE", "hunter2")
    profile = find_profile("local")
    assert profile.password == "hunter2"
    assert profile.auth == "basic"
    assert "hunter2" not in repr(profile)
    monkeypatch.setenv("KG_LOCAL_TOKEN", "tok-en")
    assert find_profile("local").auth == "bearer"
    assert "tok-en" not in repr(find_profile("local"))


def test_a_secret_comes_from_a_command_in_the_users_own_file(elsewhere, monkeypatch):
    text = LOCAL + "user = 'ann'\npassword_command = 'printf hunter2'\n"
    write(text, "mine.toml")
    monkeypatch.setenv("KG_CONFIG", str(elsewhere / "mine.toml"))
    assert find_profile("local").password == "hunter2"
    monkeypatch.delenv("KG_CONFIG")
    write(text)
    with pytest.raises(InputError, match="password_command runs a command, which is not allowed in a repository"):
        find_profile("local")


def test_the_output_of_a_failed_password_command_is_not_shown(elsewhere, monkeypatch):
    write(LOCAL + "password_command = 'sh -c \"echo hunter2; exit 3\"'\n", "mine.toml")
    monkeypatch.setenv("KG_CONFIG", "mine.toml")
    with pytest.raises(UsageError, match="the command failed") as caught:
        find_profile("local")
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('password = "x"', "secrets must not be written in a file"),
        ('token = "x"', "secrets must not be written in a file"),
        ('password_env = "KG_NOT_SET"', "KG_NOT_SET is not set"),
        ('pasword_env = "X"', r"unknown key 'pasword_env'"),
        ("batch = 'many'", "batch: 'many' must be a whole number"),
        ("atomic_put = 'maybe'", "atomic_put: 'maybe' must be true or false"),
        ("auth = 'ntlm'", "unknown auth 'ntlm'"),
    ],
)
def test_a_mistake_in_a_profile_is_named_with_its_file(line, message):
    write(LOCAL + line + "\n")
    with pytest.raises(UsageError, match=message) as caught:
        find_profile("local")
    assert "kg.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("[profiles.x]\n", UsageError, "needs a url"),
        ('[profiles.x]\nurl = "http://ann:pw@host/"\n', UsageError, "must not contain a password"),
        ('[profiles.x]\npreset = "virtuso"\nurl = "http://h/"\n', UsageError, "did you mean `virtuoso`"),
        ("profiles = 3\n", InputError, "must be tables"),
        ("[profiles\n", InputError, "is not TOML"),
    ],
)
def test_a_mistake_in_the_file_is_named(text, error, message):
    write(text)
    with pytest.raises(error, match=message):
        find_profile("x")


def test_an_unknown_profile_is_answered_with_the_nearest():
    with pytest.raises(UsageError, match="see docs/triplestores"):
        find_profile("local")
    write(LOCAL)
    with pytest.raises(UsageError, match="did you mean `local`"):
        find_profile("locl")


@pytest.mark.parametrize("name", presets())
def test_every_preset_is_complete(name):
    table = presets()[name]
    profile = from_preset(name, table["url"])
    assert isinstance(profile, Profile)
    assert profile.query.startswith(table["url"])
    assert profile.source.startswith("https://")
    assert profile.evidence in ("tested here", "from its documentation")
    assert (profile.evidence == "tested here") == (name in ("oxigraph", "virtuoso", "fuseki", "rdf4j"))
    assert profile.title
    assert profile.health


def test_the_presets_are_the_promised_ones():
    promised = "oxigraph virtuoso fuseki graphdb rdf4j stardog neptune qlever blazegraph allegrograph"
    assert set(promised.split()) <= set(presets())
