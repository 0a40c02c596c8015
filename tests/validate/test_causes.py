"""What is wrong in this data is told before what to do: which property, how many values, which inner cause."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from cases import for_each
from rdflib.namespace import SH
from shape_examples import STEMS, as_assertion, check, example, local, named, source_of

from kg.namespaces import PREFIXES
from kg.validate.shacl.engines import ENGINES, engine_named
from kg.validate.shacl.shapes import members, shapes

if TYPE_CHECKING:
    from kg.rdf.quads import Assertion

#: What is told of the examples of shapes that are made of other shapes: the inner cause.
INNER = {
    "edge-object.or": "is issue `ceasefire`, which is not an actor, and is not a proposition",
    "evidence-kinds.qualified-max-count": (
        "has selector `north.quote-too` and selector `north.quote` as `oa:hasSelector`, "
        "each of which is of the class `oa:TextQuoteSelector`"
    ),
    "evidence-kinds.qualified-min-count": "has no `oa:hasSelector` that is of the class `oa:TextQuoteSelector`",
    "instant-precision.xone": "has `time:inXSDDate`, and has `time:inXSDgYear`",
    "meeting-alone.or": (
        "has only 1 value of `dp:participant`, and has actor `southland` as `dp:participant`, "
        "which is not an organisation, and is not a group"
    ),
    "membership-post-given.or": "has no `dp:post`, and has actor `ada-north` as `org:member`, which is a person",
    "proposition-concerns.or": "is issue `ceasefire`, which is not an actor, and is not a place",
    "record-about.xone": "has `dp:issue`, and has `dp:towards`",
    "row-founded.or": "has no `dp:evidence`, and has no `dp:row`",
    "source-issued.or": ("is issue `ceasefire`, which is not a valid `xsd:date`, and is not a valid `xsd:dateTime`"),
    "source-length-given.or": "has no `dp:length`, and is not a table",
    "statement-condition-given.or": "has polarity `conditional` as `dp:polarity`, and has no `dp:condition`",
    "statement-condition-used.or": (
        "has polarity `supports` as `dp:polarity` instead of polarity `conditional`, and has `dp:condition`"
    ),
    "statement-narrator-mode.or": (
        "has mode `indirect` as `dp:mode` instead of mode `narrator`, "
        "and has actor `narrator.2024-05-02-talks` as `dp:holder`, which is a narrator"
    ),
    "statement-withdrawal.or": "has no `dp:invalidationReason`, and has `prov:invalidatedAtTime`",
    "toll-counted.xone": "has `dp:deaths`, and has `dp:wounded`",
    "vote-motion-given.or": "has no `dp:motion`, has no `dp:symbol`, and has no `dp:row`",
}
#: One example of each other component.
PLAIN = {
    "State.closed": "actor `northland` has the property `rdfs:comment`. A state has no such property: ",
    "evidence-selector.min-count": "evidence `north` has only 1 value of `oa:hasSelector`. ",
    "position-start.less-than": "selector `north.position` is `40`, which is not before its `oa:end`, `38`. ",
    "row-confidence.max-inclusive": "`itsrdf:taConfidence` of statement `north` is `1.1`, which is more than `1`. ",
    "row-confidence.min-inclusive": "`itsrdf:taConfidence` of statement `north` is `-0.1`, which is less than `0`. ",
    "row-iri.pattern": "`<https://example.org/meeting>` does not have the required form. ",
    "row-label.datatype": "is `true`, which has no language. ",
    "row-reviewer.min-length": "`dp:reviewedBy` of statement `north` is an empty text, which is too short. ",
    "row-status.in": "`dp:status` of event `meeting` is `accepted`, which is not an allowed value. ",
    "statement-act.class": "`dp:act` of statement `north` is issue `ceasefire`, which is not an act. ",
    "statement-act.max-count": "statement `north` has 2 values of `dp:act`. A statement has exactly one act",
    "statement-addressee.disjoint": "statement `north` is actor `ada-north`, which is also its `dp:holder`. ",
    "statement-attributed.equals": "has actor `bo-west` as `prov:wasAttributedTo`, but not as `dp:holder`. ",
    "statement-proposition.min-count": "statement `north` has no `dp:towards`. A statement is about exactly one",
    "statement-revises.node-kind": "statement `north` is `text`, which is not of the kind IRI. ",
    "statement-said-from.less-than-or-equals": "which is after its `dp:saidNotAfter`, `2024-04-30`. ",
    "toll-deaths.datatype": "which has the type `xsd:boolean` instead of `xsd:nonNegativeInteger`. ",
    "toll-owner.class": "statement `north` is not a claim. Only a claim has tolls: ",
}


@for_each(("stem", "cause"), INNER.items())
def test_the_inner_cause_is_reported(stem: str, cause: str) -> None:
    (finding,) = check(example(stem))
    sentence = str(shapes().value(next(s for s in named() if local(s) == finding.rule), SH.message))
    assert f"{cause}. {sentence}" in finding.message


@for_each(("stem", "words"), PLAIN.items())
def test_a_message_leads_with_what_is_wrong_in_this_data(stem: str, words: str) -> None:
    assert any(words in finding.message for finding in check(example(stem)))


def test_every_composed_shape_is_tested_here() -> None:
    made = {SH["or"], SH.xone, SH["and"], SH["not"], SH.node, SH.qualifiedValueShape}
    wanted = {local(shape) for shape in named() if made & set(shapes().predicates(shape))}
    assert {stem.rpartition(".")[0] for stem in INNER} == wanted


def test_every_component_but_a_query_has_a_cause() -> None:
    told = {stem.rpartition(".")[2] for stem in STEMS}
    assert told == {stem.rpartition(".")[2] for stem in {*INNER, *PLAIN}} | {"sparql"}


def test_the_inner_shapes_have_names() -> None:
    """Since a result of pySHACL is looked up by the name of its shape."""
    inner = {part for shape in shapes().subjects() for name in ("or", "and", "xone") for part in members(shape, name)}
    inner |= {part for key in (SH["not"], SH.node, SH.qualifiedValueShape) for part in shapes().objects(None, key)}
    assert inner
    assert all(str(shape).startswith("https://") for shape in inner)


@pytest.mark.skipif(not find_spec("shacl"), reason="the engine `shacl` is not installed")
@for_each("stem", [*INNER, "post-held.sparql"])
def test_both_engines_report_the_same_causes(stem: str) -> None:
    told = [check(example(stem), engine_named(name)) for name in ENGINES]
    assert told[0]
    assert told[0] == told[1]


def changed(stem: str, old: str, new: str) -> Assertion:
    """Return an example with one more change."""
    text = source_of(stem)
    assert old in text
    return as_assertion(text.replace(old, new), f"{stem}.ttl")


def test_a_missing_part_is_named_from_the_data_and_not_from_the_shape() -> None:
    line = '    prov:invalidatedAtTime "2024-05-04T10:00:00Z"^^xsd:dateTime .'
    other = changed("statement-withdrawal.or", line, '    dp:invalidationReason "A misreading."@en .')
    (finding,) = check(other)
    assert "has no `prov:invalidatedAtTime`, and has `dp:invalidationReason`. " in finding.message


@pytest.mark.parametrize(
    "value", ['"""one\n\ntwo\tthree"""', '"""one\\n\\u2028two\\u0007"""', '"' + "word " * 90 + '"']
)
def test_a_message_is_one_line_whatever_the_value(value: str) -> None:
    for finding in check(changed("quote-prefix.datatype", "oa:prefix true", f"oa:prefix {value}@en")):
        assert not re.search(r"[\x00-\x1f\u2028]", finding.message)
        assert len(finding.message) < 300


def test_a_class_is_called_by_its_label_and_one_from_elsewhere_by_its_name() -> None:
    (finding,) = check(example("person-holds.class"))
    assert "which is not of the class `org:Post`. " in finding.message
    assert PREFIXES["org"] not in finding.message


@pytest.mark.parametrize(
    ("stem", "old", "new", "words"),
    [
        (
            "statement-said-from.less-than-or-equals",
            'dp:saidNotAfter "2024-04-30"^^xsd:date ;',
            'dp:saidNotAfter "2024-04-30"^^xsd:date, "2024-06-01"^^xsd:date, "soon" ;',
            "which is after its `dp:saidNotAfter`, `2024-04-30`. ",
        ),
        (
            "statement-said-from.less-than-or-equals",
            'dp:saidNotAfter "2024-04-30"^^xsd:date ;',
            'dp:saidNotAfter "soon" ;',
            "which cannot be compared with its `dp:saidNotAfter`, `soon`. ",
        ),
        (
            "row-label.datatype",
            "rdfs:label true",
            "rdfs:label mode:indirect",
            "is mode `indirect`, which is not text. ",
        ),
        (
            "statement-addressee.disjoint",
            "attribution:2024-05-02-talks.north.1 a dp:Attribution ;",
            "attribution:2024-05-02-talks.north.1",
            "which is not declared as an attribution (`a dp:Attribution`). ",
        ),
    ],
)
def test_a_cause_is_true_of_the_values_it_names(stem: str, old: str, new: str, words: str) -> None:
    text = re.sub(r"\s*# wrong", "", source_of(stem)).replace(old, new)
    messages = [finding.message for finding in check(as_assertion(text, f"{stem}.ttl"))]
    assert any(words in message for message in messages), messages
