"""Known propositions are suggested by meaning if the encoder is installed, and otherwise by their words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("spacy", reason="pip install 'diplomatic-positions-kg[extract]'")
pytest.importorskip("onnxruntime", reason="pip install 'diplomatic-positions-kg[encoder]'")
pytest.importorskip("tokenizers", reason="pip install 'diplomatic-positions-kg[encoder]'")

from kg.extract.draft.drafting import Drafter
from kg.extract.meaning import encoder as module
from kg.extract.meaning.encoder import Nearest, encoder
from kg.extract.names.gazetteer import Gazetteer

SEEDS = Path(__file__).parents[2] / "seeds"
KNOWN = """
soldiers-must-withdraw-from-the-isle: {sentence: Every soldier must withdraw from the isle., issues: [war]}
there-should-be-a-tariff-on-grain: {sentence: There should be a tariff on grain., issues: [trade]}
fishermen-should-not-be-jailed: {sentence: Fishermen should not be jailed., issues: [law]}
"""
TEXT = "Kenya urged all troops to leave the island."


def suggested(folder: Path) -> tuple[str, tuple[str, ...]]:
    (folder / "propositions.yaml").write_text(KNOWN, "utf-8")
    names = Gazetteer.load(SEEDS / "reference", folder / "propositions.yaml")
    draft = Drafter(TEXT, names, date(2023, 7, 13)).draft()
    (new,) = draft.propositions.values()
    return new.sentence, new.suggested


def test_sentences_without_shared_words_can_be_similar() -> None:
    found = encoder()
    assert found is not None
    known = {"leave": "Soldiers should quit the isle.", "grain": "There should be a tariff on grain."}
    nearest = Nearest(found, known)
    assert nearest.ranked(["Troops must leave the island.", "Wheat has to be taxed."], 1, 0.3) == [["leave"], ["grain"]]
    assert nearest.ranked(["A poet was born in May."], 2, 0.4) == [[]]


def test_a_suggestion_is_not_a_link(tmp_path: Path) -> None:
    sentence, offered = suggested(tmp_path)
    assert sentence == "All troops should leave the island."
    assert offered[0] == "soldiers-must-withdraw-from-the-isle"


def test_without_the_encoder_suggestions_depend_on_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder.cache_clear()
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    try:
        assert encoder() is None
        assert suggested(tmp_path) == ("All troops should leave the island.", ())
    finally:
        encoder.cache_clear()
