"""HTTP as the front process has it: reading requests, keeping and sending responses, static files."""
