"""The names of `kg.api` with their types, for editors and type checkers; Python itself reads `__init__.py`."""

from kg.api import Answer as Answer
from kg.api import Derived as Derived
from kg.api import Finding as Finding
from kg.api import KgError as KgError
from kg.api import KnowledgeGraph as KnowledgeGraph
from kg.api import Proof as Proof
from kg.api import Question as Question
from kg.api import Row as Row
from kg.api import Severity as Severity
from kg.api import Value as Value
from kg.api import as_json as as_json
from kg.api import as_markdown as as_markdown
from kg.api import as_text as as_text
from kg.api import open as open  # noqa: A004  # as in gzip and others

__version__: str
