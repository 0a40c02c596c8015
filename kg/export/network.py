"""Actors and propositions as a signed two-mode network, for programs that draw and measure networks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Network", "NetworkNode", "NetworkTie", "network", "to_gexf", "to_graphml"]

#: The sign of a tie, so that layouts and measures can sum ties. Only what is last known to be held has one: what is
#: merely possible, taken back or over would otherwise pull as strongly as what is firm.
SIGNS = {"supports": 1, "opposes": -1, "neutral": 0, "conditional": 0}
#: The standing of what an actor is known to hold.
_HELD = "last-known"
_NODE_KEYS = {"label": "string", "kind": "string", "type": "string", "issue": "string"}
_TIE_KEYS = {
    "polarity": "string",
    "kind": "string",
    "standing": "string",
    "sign": "int",
    "statements": "int",
    "acts": "string",
    "ids": "string",
}
_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GEXF = "http://gexf.net/1.3"


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """An actor or a proposition: `type` is the actor's class, `issue` the proposition's issues, joined by `|`."""

    id: str
    label: str
    kind: str
    type: str = ""
    issue: str = ""


@dataclass(frozen=True, slots=True)
class NetworkTie:
    """An actor's tie to a proposition: all statements of the same kind, polarity and standing form one tie."""

    source: str
    target: str
    polarity: str
    kind: str
    standing: str
    acts: tuple[str, ...]
    ids: tuple[str, ...]

    def attributes(self) -> dict[str, str]:
        """Return the values of the tie's attributes, as both formats write them."""
        return {
            "polarity": self.polarity,
            "kind": self.kind,
            "standing": self.standing,
            "sign": str(SIGNS.get(self.polarity, 0) if self.standing == _HELD else 0),
            "statements": str(len(self.ids)),
            "acts": "|".join(self.acts),
            "ids": "|".join(self.ids),
        }


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and ties, each in a fixed order."""

    nodes: tuple[NetworkNode, ...]
    ties: tuple[NetworkTie, ...]


def network(rows: Iterable[Mapping[str, str]]) -> Network:
    """Return the network of the rows of the flat table: a tie from each holder to each proposition it spoke on."""
    nodes: dict[str, NetworkNode] = {}
    groups: dict[tuple[str, str, str, str, str], list[Mapping[str, str]]] = {}
    for row in rows:
        holder, about = f"actor/{row['holder']}", f"proposition/{row['proposition']}"
        # The id includes the kind, since an actor and a proposition may have the same slug.
        nodes[holder] = NetworkNode(holder, row["holder_label"], "actor", type=row["holder_type"])
        nodes[about] = NetworkNode(about, row["proposition_label"], "proposition", issue=row["issue"])
        key = (holder, about, row["polarity"], row["kind"], row["standing"])
        groups.setdefault(key, []).append(row)
    ties = [_tie(key, group) for key, group in sorted(groups.items())]
    return Network(tuple(nodes[key] for key in sorted(nodes)), tuple(ties))


def _tie(key: tuple[str, str, str, str, str], rows: list[Mapping[str, str]]) -> NetworkTie:
    acts = tuple(sorted({row["act"] for row in rows}))
    return NetworkTie(*key, acts, tuple(sorted({f"{row['source']}.{row['id']}" for row in rows})))


def to_graphml(network: Network) -> bytes:
    """Return the network as GraphML 1.0, directed from actors to propositions."""
    ET.register_namespace("", _GRAPHML)
    root = ET.Element(f"{{{_GRAPHML}}}graphml")
    keys = [("node", name, kind) for name, kind in _NODE_KEYS.items()]
    keys += [("edge", name, kind) for name, kind in {**_TIE_KEYS, "weight": "double"}.items()]
    for domain, name, kind in keys:
        declared = {"id": f"{domain}-{name}", "for": domain, "attr.name": name, "attr.type": kind}
        ET.SubElement(root, f"{{{_GRAPHML}}}key", declared)
    graph = ET.SubElement(root, f"{{{_GRAPHML}}}graph", {"id": "positions", "edgedefault": "directed"})
    for node in network.nodes:
        element = ET.SubElement(graph, f"{{{_GRAPHML}}}node", {"id": node.id})
        _data(element, "node", {name: getattr(node, name) for name in _NODE_KEYS})
    for number, tie in enumerate(network.ties):
        ends = {"id": f"e{number}", "source": tie.source, "target": tie.target}
        element = ET.SubElement(graph, f"{{{_GRAPHML}}}edge", ends)
        _data(element, "edge", {**tie.attributes(), "weight": f"{len(tie.ids)}.0"})
    return _serialised(root)


def _data(element: ET.Element, domain: str, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        if value:
            ET.SubElement(element, f"{{{_GRAPHML}}}data", {"key": f"{domain}-{name}"}).text = _legal(value)


def to_gexf(network: Network) -> bytes:
    """Return the network as GEXF 1.3, directed from actors to propositions; a tie's weight is its statement count."""
    ET.register_namespace("", _GEXF)
    root = ET.Element(f"{{{_GEXF}}}gexf", {"version": "1.3"})
    graph = ET.SubElement(root, f"{{{_GEXF}}}graph", {"defaultedgetype": "directed", "mode": "static"})
    node_keys = {name: kind for name, kind in _NODE_KEYS.items() if name != "label"}
    _declare(graph, "node", node_keys)
    _declare(graph, "edge", _TIE_KEYS)
    nodes = ET.SubElement(graph, f"{{{_GEXF}}}nodes")
    for node in network.nodes:
        element = ET.SubElement(nodes, f"{{{_GEXF}}}node", {"id": node.id, "label": _legal(node.label)})
        _values(element, "node", {name: getattr(node, name) for name in node_keys})
    ties = ET.SubElement(graph, f"{{{_GEXF}}}edges")
    for number, tie in enumerate(network.ties):
        # Gephi keeps parallel ties only if their `kind` differs.
        kind = f"{tie.kind} {tie.polarity} {tie.standing}".rstrip()
        ends = {"id": f"e{number}", "source": tie.source, "target": tie.target, "kind": kind}
        element = ET.SubElement(ties, f"{{{_GEXF}}}edge", {**ends, "weight": f"{len(tie.ids)}.0"})
        _values(element, "edge", tie.attributes())
    return _serialised(root)


def _declare(graph: ET.Element, domain: str, keys: Mapping[str, str]) -> None:
    group = ET.SubElement(graph, f"{{{_GEXF}}}attributes", {"class": domain})
    for name, kind in keys.items():
        declared = {"id": f"{domain}-{name}", "title": name, "type": "integer" if kind == "int" else kind}
        ET.SubElement(group, f"{{{_GEXF}}}attribute", declared)


def _values(element: ET.Element, domain: str, values: Mapping[str, str]) -> None:
    group = ET.SubElement(element, f"{{{_GEXF}}}attvalues")
    for name, value in values.items():
        if value:
            ET.SubElement(group, f"{{{_GEXF}}}attvalue", {"for": f"{domain}-{name}", "value": _legal(value)})


def _legal(text: str) -> str:
    """Return `text` with a replacement for each character that XML 1.0 does not allow."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\N{REPLACEMENT CHARACTER}", text)


def _serialised(root: ET.Element) -> bytes:
    ET.indent(root)
    body: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()
