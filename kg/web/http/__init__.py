"""HTTP as the front process has it: connections, reading requests, keeping and sending responses, static files."""
