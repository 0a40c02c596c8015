"""Asking endpoints: every question answers there as it does here, and an answer that is incomplete is an error."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import threading
from dataclasses import replace
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest
from cases import for_each
from graphs import CORNER, SEEDS, graph_of
from in_process import kg
from proxy import Proxy
from servers import missing, oxigraph

from kg.cli import main
from kg.endpoints.content import from_statements
from kg.endpoints.load import LoadOptions, load
from kg.endpoints.parts import answer_question
from kg.endpoints.profiles import from_preset
from kg.endpoints.sparql import Endpoint
from kg.endpoints.transport import Patience, admission
from kg.errors import RemoteError, UsageError
from kg.namespaces import PREFIXES
from kg.paths import shipped
from kg.query.binding import bind, form_of, with_filters
from kg.query.catalogue import Catalogue
from kg.query.results import render_results
from kg.query.run import written_out
from kg.rdf.canonical import canonical_literal

CATALOGUE = Catalogue(shipped("queries"))
NAMES = CATALOGUE.names()
find = cache(CATALOGUE.find)  # each time it reads a header anew
#: Questions with a parameter that is named where a server's plan has gone wrong before, or in lists of their own.
REORDERED = {
    ("stances", "issue"),
    ("propositions", "issue"),
    ("events", "issue"),
    *(("positions", name) for name in ("act", "by", "certainty", "degree", "mode", "side", "source", "to")),
    *((name, day) for name in ("for-and-against", "positions", "stances", "votes") for day in ("since", "until")),
    *((name, "text") for name in ("article", "for-and-against", "positions", "search", "timeline", "uncertain")),
    *(("timeline", name) for name in ("issue", "place", "proposition")),
    *(("demands", name) for name in ("actor", "issue", "source", "text")),
    ("said-of", "mode"),
    ("silent", "issue"),
    ("votes", "words"),
}
SAID = "PREFIX : <http://x/> "
#: Values that most rows have without saying so.
UNSAID = {kind: ox.NamedNode(PREFIXES[kind] + name) for kind, name in (("certainty", "certain"), ("degree", "plain"))}
#: With these, Virtuoso has lost rows of `between` that it finds with the examples of the parameters.
TOO_FEW = ({"issue": ox.NamedNode(PREFIXES["issue"] + "armed-conflict")},)
#: Parameters with which, together, Virtuoso has given other rows than with one of them.
TOGETHER = (
    ("meetings", "other", "place"),
    ("said-and-voted", "actor", "issue"),
    ("shifts", "actor", "until"),
    ("silent", "proposition", "actor"),
)
#: Who tells an article, and what the article does not say: nobody asks the narrator for a side.
UNASKED = {
    "proposition": ox.NamedNode(PREFIXES["proposition"] + "all-on-board-ukrainian-jet-were-killed"),
    "actor": ox.NamedNode(PREFIXES["actor"] + "narrator.2012-03-11-un-envoy-syria-talks"),
}
#: A state and its minister, who are on one side.
OWN_SIDE = {
    name: ox.NamedNode(PREFIXES["actor"] + of) for name, of in (("actor", "russia"), ("other", "sergei-lavrov"))
}
#: Territories with places inside where something happened, with a day, and with an issue.
DAY = ox.Literal("2012-03-01", datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
INSIDE = [
    (name, {"place": ox.NamedNode(f"{PREFIXES['place']}territory-of-{where}"), **day})
    for name, where in (("meetings", "egypt"), ("events", "syria"), ("death-tolls", "syria"), ("timeline", "syria"))
    for day in ({}, {"since": DAY})
]
HARM = {"issue": ox.NamedNode(PREFIXES["issue"] + "civilian-harm")}
INSIDE += [(name, {**terms, **HARM}) for name, terms in INSIDE if name in ("events", "timeline")]
#: Where Virtuoso has lost values of the rows that it finds with an issue, or taken them for firm.
ON_AN_ISSUE = [(name, HARM) for name in ("propositions", "said-of", "stances")]
ON_AN_ISSUE += [("said-of", {"target": ox.NamedNode(PREFIXES["actor"] + "iran"), **more}) for more in ({}, HARM)]


def contents(seeds):
    store = graph_of(seeds)
    return from_statements(
        {graph.value: list(store.quads_for_pattern(None, None, None, graph)) for graph in store.named_graphs()}
    )


def canonical(rows):
    return [tuple(canonical_literal(term) if isinstance(term, ox.Literal) else term for term in row) for row in rows]


def cases(question):
    """Return the ways in which a question is asked: unbound, and with each parameter's example."""
    yield {}
    for name, parameter in question.parameters.items():
        prefix, _, local = parameter.example.partition(":")
        kind = ox.NamedNode(PREFIXES["xsd"] + ("date" if parameter.type == "date" else "string"))
        known = (
            ox.NamedNode(PREFIXES[prefix] + local)
            if local and prefix in PREFIXES
            else ox.Literal(parameter.example, datatype=kind)
        )
        yield {name: known}


def here(seeds, text, terms):
    return _here(seeds, text, tuple(terms.items()))


def there(endpoint, question, terms):
    return canonical(map(tuple, answer_question(endpoint, bind(question.text, terms), parts=question.parts)))


@cache
def _here(seeds, text, terms):
    text, rest = with_filters(text, dict(terms))
    bound = {ox.Variable(name): term for name, term in rest.items()}
    return canonical(map(tuple, graph_of(seeds).query(text, substitutions=bound or None)))


@pytest.fixture(scope="module")
def filled_oxigraph(tmp_path_factory):
    """An Oxigraph server that holds the seeds."""
    server = oxigraph(tmp_path_factory.mktemp("oxigraph"), on_disk=False)
    load(server.profile, contents(SEEDS))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def filled_virtuoso(virtuoso_server):
    """The Virtuoso, holding the seeds."""
    load(virtuoso_server.profile, contents(SEEDS), LoadOptions(prune=True))
    return virtuoso_server


@pytest.fixture(scope="module")
def filled_fuseki(fuseki_server):
    """The Fuseki, holding the seeds."""
    load(fuseki_server.profile, contents(SEEDS), LoadOptions(prune=True))
    return fuseki_server


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso", "fuseki"])
def filled(request):
    return request.getfixturevalue(f"filled_{request.param}")


class TestTheCatalogue:
    @for_each("name", NAMES)
    def test_a_bound_text_answers_as_the_substituted_query(self, name):
        """Here, where it costs nothing: both seeds, every parameter alone and all together."""
        question = find(name)
        every = {key: term for case in cases(question) for key, term in case.items()}
        for seeds in (SEEDS, CORNER):
            for terms in (*cases(question), every):
                ours = canonical(map(tuple, graph_of(seeds).query(bind(question.text, terms))))
                assert ours == here(seeds, question.text, terms)

    def test_every_question_answers_there_as_here(self, filled):
        asked = 0
        for name in NAMES:
            # Its time is for all that it is asked: for one question, not for the catalogue.
            question, endpoint = find(name), Endpoint(filled.profile, timeout=300)
            every = list(cases(question))  # each of them is bound in the test before this one
            # Those of which a server's plan has gone wrong are asked as well.
            slow = [case for case in every[2:] if "as-of" in case or (name, *case) in REORDERED]
            for terms in every[:2] + slow:
                assert there(endpoint, question, terms) == here(SEEDS, question.text, terms), (name, terms)
                asked += 1
        assert asked > len(NAMES)

    def test_a_question_in_parts_answers_there_with_its_parameters_together(self, filled):
        """One plan for all of `between` takes more memory than Virtuoso has, with two parameters more than with one."""
        for question in (find(name) for name in NAMES if find(name).parts):
            given = [case for case in cases(question) if case]
            some = {**given[0]}, *({**given[0], **case} for case in given[1:]), {**given[1], **given[2]}
            every = {key: term for case in given for key, term in case.items()}
            # Of other questions all parameters together are the longest plan: each one costs Virtuoso seconds.
            asked = (*given[1:], *some, every, *TOO_FEW) if "issue" in question.parameters else (every,)
            for terms in asked:
                found = there(Endpoint(filled.profile, timeout=300), question, terms)
                assert found == here(SEEDS, question.text, terms), (question.name, terms)

    def test_parameters_together_are_answered_there_as_here(self, filled):
        asked = [(name, [case for case in cases(find(name)) if {*case} & {*given}]) for name, *given in TOGETHER]
        pairs = [(name, {**first, **second}) for name, (first, second) in asked]
        own = [(name, OWN_SIDE) for name in ("agreement", "between")]
        for name, terms in (*pairs, ("silent", UNASKED), *own, *INSIDE, *ON_AN_ISSUE):
            question, endpoint = find(name), Endpoint(filled.profile, timeout=300)
            assert there(endpoint, question, terms) == here(SEEDS, question.text, terms), (name, terms)

    def test_what_goes_without_saying_is_found_there_as_here(self, filled):
        """Certain and plain, which few rows say: an alternative of the pattern that no example takes."""
        for name, parameter in product(NAMES, UNSAID):
            question, terms = find(name), {parameter: UNSAID[parameter]}
            if parameter in question.parameters:
                found = there(Endpoint(filled.profile, timeout=300), question, terms)
                assert found == here(SEEDS, question.text, terms), (name, terms)

    def test_patterns_outside_graph_search_all_graphs(self, filled):
        """Beside a GRAPH as well, which asking for the union by `default-graph-uri` would leave without graphs."""
        endpoint, claim = Endpoint(filled.profile, timeout=300), ox.NamedNode(f"{PREFIXES['dp']}Claim")
        held = (triple for content in contents(SEEDS) for triple in content.triples())
        claims = sum(triple.object == claim and triple.predicate.value.endswith("#type") for triple in held)
        for pattern in ("?s a ?type", "?s a ?type . GRAPH ?g { ?s rdf:type ?type }"):
            query = f"SELECT DISTINCT ?s WHERE {{ {pattern} VALUES ?type {{ {claim} }} }}"
            assert len(endpoint.select(written_out(query), union=True)) == claims > 0

    def test_an_independent_client_answers_alike(self, filled):
        """Comunica, which shares nothing with SPARQLWrapper or Oxigraph."""
        client = shutil.which("comunica-sparql")
        if not client:
            missing(
                "Comunica", "`npm install --global @comunica/query-sparql@4.5.0` brings it (4.5 runs on Node 18 and 20)"
            )
        question = find("for-and-against")
        done = subprocess.run(
            [client, f"sparql@{filled.profile.query}", "-f", question.file, "-t", "application/sparql-results+json"],
            capture_output=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr.decode()[-500:]
        answer = json.loads(done.stdout)
        theirs = [
            [row.get(name, {"value": ""})["value"] for name in answer["head"]["vars"]]
            for row in answer["results"]["bindings"]
        ]
        ours = [[getattr(term, "value", "") for term in row] for row in here(SEEDS, question.text, {})]
        assert ours
        assert theirs == ours


X, TEXT = ox.NamedNode("http://x/a"), ox.Literal("a ?x <b> 'c'")


class TestBinding:
    STORE = ox.Store()
    STORE.load(
        b"@prefix : <http://x/> . :a :p 1, 2 ; :q :b ; :says 'a ?x <b> \\'c\\'' . :b :p 3 ; :q :a . :c :p 2 .",
        ox.RdfFormat.TURTLE,
    )

    @for_each(
        "query",
        [
            "SELECT ?x ?o WHERE { ?x :p ?o } ORDER BY ?x ?o",
            "SELECT * WHERE { ?x :p ?o } ORDER BY ?x ?o",
            "SELECT $x WHERE { $x :p ?o FILTER(?o > 1) # not ?x here, nor '\n } ORDER BY ?o",
            "SELECT ?x (COUNT(*) AS ?n) { ?x :p ?o } GROUP BY ?x ORDER BY DESC(?x)",
            "SELECT ?x (COUNT(*) AS ?n) { ?x :p ?o } GROUP BY ?x HAVING (COUNT(?x) > 1)",
            "SELECT ?x ?o { ?x :p ?o FILTER NOT EXISTS { ?x :q ?other . ?other :p ?o } } ORDER BY ?o",
            "SELECT ?x ?o { { SELECT ?x (MAX(?v) AS ?o) { ?x :p ?v } GROUP BY ?x } ?x :q ?y }",
            "SELECT ?x ?n { ?x :q ?y { SELECT (COUNT(?x) AS ?n) { ?x :p ?v } } }",
            "SELECT ?x ?o { { ?x :p ?o } UNION { ?o :q ?x } } ORDER BY ?o",
            "SELECT ?x ?o { ?o :q ?x OPTIONAL { ?x :says ?text } FILTER(BOUND(?x) && !BOUND(?nothing)) }",
            "SELECT ?x ?o { VALUES ?x { :a :b } ?x :p ?o } ORDER BY ?o",
            "SELECT ?x ?o { VALUES (?x ?o) { (:a 1) (UNDEF 2) (:b 3) } ?x :p ?o } ORDER BY ?o",
            "SELECT ?x ?o { ?x :p ?o } ORDER BY ?o VALUES ?x { :a :b }",
            "SELECT ?x ?y { ?y :q ?z BIND(?z AS ?x) }",
            'SELECT ?x ?t { ?x :says ?t FILTER(?t != """?x""" && ?t != \'?x\' && ?x != <http://x/?x>) }',
            "SELECT ?x ?o { ?x :p ?o FILTER(?o<3&&?o>1) }",
            "SELECT DISTINCT ?x { ?x :q/:q ?x ; :p [] }",
        ],
    )
    def test_binding_gives_the_rows_of_substitution_in_the_parsed_query(self, query):
        substituted = self.STORE.query(SAID + query, substitutions={ox.Variable("x"): X})
        bound = self.STORE.query(SAID + bind(query, {"x": X}))
        names = [variable.value for variable in substituted.variables]
        assert [variable.value for variable in bound.variables] == names or "*" in query
        ours = [{name: row[name] for name in names} for row in bound]
        theirs = [{name: row[name] for name in names} for row in substituted]
        assert ours == theirs

    def test_a_text_with_every_special_character_stays_one_term(self):
        rows = list(self.STORE.query(SAID + bind("SELECT ?s ?t { ?s :says ?t }", {"t": TEXT})))
        assert [(row["s"], row["t"]) for row in rows] == [(X, TEXT)]

    @pytest.mark.parametrize("form", ["ASK { ?x :p 3 }", "CONSTRUCT { ?x :p ?o } WHERE { ?x :p ?o }", "DESCRIBE ?x"])
    def test_ask_construct_and_describe_are_bound_too(self, form):
        bound = self.STORE.query(SAID + bind(form, {"x": X}))
        if form.startswith("ASK"):
            assert not bound
        else:
            assert {triple.subject for triple in bound} == {X}

    def test_a_value_that_cannot_be_bound_is_refused(self):
        with pytest.raises(UsageError, match=r"\?y cannot be bound: it is not among the query's columns"):
            bind("SELECT ?x { ?x :p ?y }", {"y": X})
        with pytest.raises(UsageError, match=r"\?n cannot be bound: the query computes it"):
            bind("SELECT (COUNT(*) AS ?n) { ?x :p ?y }", {"n": X})

    def test_the_form_is_found_behind_prefixes_and_comments(self):
        assert (
            form_of("# SELECT\nPREFIX select: <http://ask/>\nBASE <http://x/>\nconstruct { } where { }") == "CONSTRUCT"
        )
        assert form_of("INSERT DATA { }") is None


class TestAnswers:
    def test_rows_are_streamed(self, filled):
        rows = Endpoint(filled.profile).query("SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } LIMIT 20000")
        first = next(iter(rows))
        assert rows.variables == ["s", "p", "o"]
        assert len(first) == 3

    def test_a_cap_on_rows_is_noticed(self, filled_virtuoso):
        """Virtuoso answers 200, and says in a header that it has sent less than there is."""
        for header, value in (("X-SPARQL-MaxRows", "100"), ("X-SQL-State", "S1TAT")):
            profile = replace(filled_virtuoso.profile, truncation=(header,))
            with Proxy(profile.url) as proxy:
                proxy.extra = {header: value}
                endpoint = Endpoint(replace(profile, query=profile.query.replace(profile.url, proxy.url)))
                with pytest.raises(RemoteError, match=f"not complete: {header}: {value}"):
                    endpoint.query("SELECT * { ?s ?p ?o } LIMIT 5")

    def test_virtuosos_partial_result_is_noticed(self, filled_virtuoso):
        slow = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f FILTER(STR(?s) < STR(?d)) }"
        with pytest.raises(RemoteError, match=r"X-SQL-State: S1TAT|no answer within|not arrive in time"):
            Endpoint(filled_virtuoso.profile, timeout=2).query(slow)

    def test_an_answer_that_oxigraph_breaks_off_is_noticed(self, tmp_path):
        """Past its time limit it answers 200, and then half a document."""
        server = oxigraph(tmp_path, "--timeout-s", "1")
        try:
            rows = " ".join(f"<http://x/{number}> <http://x/p> {number} ." for number in range(3000))
            Endpoint(server.profile).update(f"INSERT DATA {{ GRAPH <http://x/g> {{ {rows} }} }}")
            query = "SELECT ?a ?b ?c { GRAPH ?g { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z } }"
            with pytest.raises(RemoteError, match=r"truncated|HTTP 50"):
                for _ in Endpoint(server.profile, timeout=60).query(query):
                    pass
        finally:
            server.stop()

    def test_the_clients_limit_ends_an_answer_that_does_not_end(self, filled_oxigraph):
        endless = "SELECT * { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?h ?i ?j } }"
        with pytest.raises(RemoteError, match=r"did not arrive in time|no answer within"):
            for _ in Endpoint(filled_oxigraph.profile, timeout=1).query(endless):
                pass

    def test_a_mistake_in_a_query_is_reported_in_the_servers_words(self, filled):
        with pytest.raises(RemoteError, match=r"HTTP 400: .*error"):
            Endpoint(filled.profile).query("SELECT bogus")

    def test_anything_other_than_an_answer_is_an_error(self, filled_oxigraph):
        page = replace(filled_oxigraph.profile, query=filled_oxigraph.profile.url + "/")
        with pytest.raises(RemoteError):
            Endpoint(page).query("ASK {}")

    def test_a_busy_server_is_asked_again(self, filled_oxigraph):
        fates = iter(["503", "cut", "pass"])
        with Proxy(filled_oxigraph.profile.url, lambda _: next(fates)) as proxy:
            assert Endpoint(from_preset("oxigraph", proxy.url)).query("ASK {}") is True
        assert len(proxy.requests) == 3

    def test_queries_are_posted_as_a_form(self, filled_oxigraph):
        with Proxy(filled_oxigraph.profile.url) as proxy:
            Endpoint(from_preset("oxigraph", proxy.url)).query("ASK {}", union=True)
        (request,) = proxy.requests
        assert (request.method, request.target) == ("POST", "/query")
        assert request.form == {"query": ["ASK {}"], "union-default-graph": [""]}
        assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"


class TestAdmission:
    def sent(self, **settings):
        """Return the request that a profile's query makes."""
        with Proxy("http://127.0.0.1:1", lambda _: "503") as proxy:
            endpoint = Endpoint(from_preset("sparql", proxy.url, **settings), patience=Patience(0))
            with pytest.raises(RemoteError, match="503"):
                endpoint.query("ASK {}")
        return proxy.requests[0]

    def test_basic_and_bearer_are_sent_at_once(self):
        assert self.sent(user="ann", password="pw").headers["Authorization"] == "Basic YW5uOnB3"
        assert self.sent(token="t0k").headers["Authorization"] == "Bearer t0k"
        assert "Authorization" not in self.sent().headers

    def test_basic_is_sent_with_an_empty_password(self):
        """As the graph store does: a token that stands in for the user has none."""
        assert self.sent(auth="basic", user="t0k").headers["Authorization"] == "Basic dDBrOg=="

    def test_digest_answers_the_challenge_once(self):
        """With a server of two lines, so that it is tested where there is no Virtuoso."""
        challenge = 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'
        sent = []

        class Guarded(BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                sent.append(self.headers["Authorization"])
                admitted = "response=" in (sent[-1] or "") and 'username="ann"' in sent[-1]
                body = b'{"head": {}, "boolean": true}' if admitted else b""
                self.send_response(200 if admitted else 401)
                self.send_header("Content-Type", "application/sparql-results+json")
                self.send_header("Content-Length", str(len(body)))
                if not admitted:
                    self.send_header("WWW-Authenticate", challenge)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        with HTTPServer(("127.0.0.1", 0), Guarded) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            url = f"http://127.0.0.1:{server.server_port}"
            assert Endpoint(from_preset("sparql", url, auth="digest", user="ann", password="p")).query("ASK {}") is True
            assert [bool(header) for header in sent] == [False, True]
            stranger = from_preset("sparql", url, auth="digest", user="bob", password="p")
            with pytest.raises(RemoteError, match="401"):
                Endpoint(stranger, patience=Patience(0)).query("ASK {}")
            server.shutdown()
        assert len(sent) == 4

    def test_digest_is_answered_by_virtuoso_and_is_not_global(self, filled_virtuoso):
        secured = replace(filled_virtuoso.profile, query=str(filled_virtuoso.profile.update))
        assert Endpoint(secured).query("ASK {}") is True
        with pytest.raises(RemoteError, match="401"):
            Endpoint(replace(secured, auth="none", user=None)).query("ASK {}")
        with pytest.raises(RemoteError, match="401"):
            Endpoint(replace(secured, password="wrong")).query("ASK {}")

    def test_aws_signatures_need_botocore_or_are_made(self, monkeypatch):
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        try:
            import botocore  # noqa: F401  # only whether it is there
        except ImportError:
            with pytest.raises(UsageError, match="needs botocore"):
                self.sent(auth="sigv4", region="eu-west-1")
            return
        headers = self.sent(auth="sigv4", region="eu-west-1").headers
        assert re.match(
            r"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\d{8}/eu-west-1/neptune-db/", headers["Authorization"]
        )

    def test_the_graph_store_is_admitted_in_the_same_ways(self):
        kinds = {
            auth: type(
                admission(from_preset("sparql", "http://x", auth=auth, user="u", password="p", token="t"))
            ).__name__
            for auth in ("none", "basic", "digest", "bearer", "sigv4")
        }
        assert kinds == {
            "none": "NoneType",
            "basic": "BasicAuth",
            "digest": "DigestAuth",
            "bearer": "_Bearer",
            "sigv4": "_SigV4",
        }


def test_an_answer_that_virtuoso_may_get_wrong_is_told(filled_virtuoso, tmp_path):
    text = f'[profiles.there]\npreset = "virtuoso"\nurl = "{filled_virtuoso.profile.url}"\n'
    (tmp_path / "kg.toml").write_text(text)
    environment = {"KG_CONFIG": str(tmp_path / "kg.toml")}
    told = kg("query", "new", "--at", "there", "-p", "actor=russia", "-p", "since=2012-01-01", **environment)
    assert told.code == 0
    assert "there: Virtuoso 7 has been seen to lose or change rows of `new` with actor: compare them" in told.err
    assert "has been seen" not in kg("query", "new", "--at", "there", "-p", "since=2012-01-01", **environment).err


class TestCommand:
    @pytest.fixture
    def environment(self, tmp_path, filled):
        text = f'[profiles.there]\npreset = "{filled.profile.preset}"\nurl = "{filled.profile.url}"\n'
        (tmp_path / "kg.toml").write_text(text)
        return {"KG_CONFIG": str(tmp_path / "kg.toml")}

    @for_each("form", ["csv", "json", "tsv", "xml", "table", "md"])
    def test_a_named_question_in_every_format(self, form, environment, tmp_path, monkeypatch, capsys):
        out = tmp_path / "out"
        monkeypatch.setenv("KG_CONFIG", environment["KG_CONFIG"])
        with pytest.raises(SystemExit) as ended:
            main(["query", "for-and-against", "--at", "there", "-f", form, "-o", str(out)])
        assert (ended.value.code, capsys.readouterr().err) == (0, "")
        results = graph_of(SEEDS).query(find("for-and-against").text)
        assert out.read_bytes() == render_results(results, form)

    def test_a_parameter_by_its_label(self, environment):
        named = kg("query", "positions", "--at", "there", "-p", "actor=sergei-lavrov", **environment)
        assert named.out.count("\n") > 1
        for written in ("Sergei Lavrov", "Russian foreign minister"):
            labelled = kg("query", "positions", "--at", "there", "-p", f"actor={written}", **environment)
            assert (labelled.code, labelled.out) == (0, named.out)
        assert "who held this office on 2020-01-13" in labelled.err
        wrong = kg("query", "positions", "--at", "there", "-p", "actor=sergei-lavrv", **environment)
        assert wrong.code == 2
        assert "did you mean sergei-lavrov" in wrong.err

    def test_parameters_of_every_type_other_than_names(self, environment):
        since = kg("query", "positions", "--at", "there", "-p", "since=2019-01-01", **environment)
        worded = kg("query", "positions", "--at", "there", "-p", "text=ceasefire", **environment)
        everything = kg("query", "positions", "--at", "there", **environment)
        counts = [answer.out.count("\n") for answer in (everything, since, worded)]
        assert [answer.code for answer in (everything, since, worded)] == [0, 0, 0], since.err + worded.err
        assert counts[0] > counts[1] > 1
        assert counts[0] > counts[2]

    def test_an_answer_without_rows_says_so(self, environment):
        for form in ("table", "tsv", "json"):
            nothing = kg("query", "positions", "--at", "there", "-p", "text=zebra", "-f", form, **environment)
            assert (nothing.code, nothing.err) == (0, "kg: no row answers this question: try without -p text=zebra\n")

    def test_inline_sparql_sees_all_graphs_and_known_prefixes(self, environment):
        text = "SELECT (COUNT(*) AS ?n) { ?s a dp:Claim }"
        done = kg("query", "-q", text, "--at", "there", "-f", "csv", **environment)
        expected = sum(
            1
            for _ in graph_of(SEEDS).query(
                "PREFIX dp: <https://w3id.org/diplomatic-positions/ontology#> SELECT ?s { GRAPH ?g { ?s a dp:Claim } }"
            )
        )
        assert done.out.splitlines() == ["n", str(expected)]

    def test_a_term_missing_from_the_ontology_is_refused_there_too(self, environment):
        for text, near in (("?x dp:oposes ?y", "dp:opposes"), ("?x dp:act act:denys", "act:denies")):
            done = kg("query", "-q", f"SELECT (COUNT(*) AS ?n) {{ {text} }}", "--at", "there", **environment)
            assert (done.code, done.out) == (2, "")
            assert f"did you mean {near}" in done.err

    def test_a_broken_answer_is_exit_2_and_prints_no_row(self, filled):
        with Proxy(filled.profile.url, lambda _: "half") as proxy:
            done = kg("query", "-q", "SELECT * { ?s ?p ?o } LIMIT 500", "--at", "p", KG_CONFIG=config(proxy, filled))
        assert (done.code, done.out) == (2, "")
        assert "truncated" in done.err

    def test_an_update_is_refused_before_anything_is_sent(self, environment):
        done = kg("query", "-q", "DROP ALL", "--at", "there", **environment)
        assert done.code == 2
        assert "queries can only read" in done.err

    def test_a_virtuoso_known_by_its_address_only_answers_alike(self, filled_virtuoso, tmp_path):
        (tmp_path / "kg.toml").write_text(
            f'[profiles.there]\npreset = "virtuoso"\nurl = "{filled_virtuoso.profile.url}"\n'
        )
        for question in ("between", "for-and-against"):
            call = ("query", question, "-p", "proposition=assad-should-step-down", "--at")
            named = kg(*call, "there", KG_CONFIG=str(tmp_path / "kg.toml"))
            addressed = kg(*call, filled_virtuoso.profile.query)
            assert (addressed.code, addressed.out) == (0, named.out)
            assert named.out.count("\n") > 1

    def test_explain_shows_the_bound_text(self, environment):
        done = kg("query", "positions", "--at", "there", "-p", "by=sergei-lavrov", "-x", **environment)
        assert "actor/sergei-lavrov>" in done.out


def config(proxy, server):
    path = Path(server.folder) / "proxied.toml"
    path.write_text(f'[profiles.p]\npreset = "{server.profile.preset}"\nurl = "{proxy.url}"\n')
    return str(path)
