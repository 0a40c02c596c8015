"""`kg serve` with one of its two guards against SERVICE switched off, for tests of the other one alone.

python unguarded.py guarded|filtered --bind ADDRESS --store DIR ...
"""

from __future__ import annotations

import sys
from dataclasses import replace

from kg.web import server

which = sys.argv.pop(1)
run = server.run
server.run = lambda settings: run(replace(settings, guarded=which == "guarded", filtered=which == "filtered"))

from kg.cli import main  # noqa: E402  # after the server was changed

main(["serve", *sys.argv[1:]])
