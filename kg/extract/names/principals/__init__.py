"""For whom persons speak whose office the text gives without a state: by its headline, the place, or a superior."""

from kg.extract.names.principals.unstated import state_of_briefing, state_of_headline, superior_of

__all__ = ["state_of_briefing", "state_of_headline", "superior_of"]
