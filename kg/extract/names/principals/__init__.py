"""For whom persons speak: by an office, by the words beside a name, or by what a text tells elsewhere."""
