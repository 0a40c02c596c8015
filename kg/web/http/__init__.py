"""HTTP in the front process: connections, reading requests, caching and sending responses, static files."""
