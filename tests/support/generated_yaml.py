"""YAML as no person writes it, for property tests: any nesting of any words under the keys of a sheet."""

from __future__ import annotations

from hypothesis import strategies as st

from kg.sources.model import EVENT, RELATION, SHEET, SOURCE, STATEMENT

__all__ = ["KEYS", "LEAF", "YAML"]

KEYS = sorted({field.name for record in (SHEET, SOURCE, STATEMENT, EVENT, RELATION) for field in record.fields})
WORDS = [
    "russia", "narrator", "calls-for", "truce", "2012-02-30", "2012-03-11", "no", "~", "1e999", "0x1F", "-1", "*a",
    "&a x", "!!binary x", "? a", "<<", "|\n  x", "said no", "{", "]", "'", '"\\x00"', "“", "\u2028", "#", "vote",
]  # fmt: skip
LEAF = st.one_of(st.sampled_from(WORDS), st.text(max_size=8).map(repr), st.integers().map(str))
YAML = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: "[" + ", ".join(items) + "]"),
        st.lists(st.tuples(st.sampled_from(KEYS), inner), max_size=5).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=12,
)
