"""`kg trust`: allow a repository's profiles to name secrets."""

from __future__ import annotations

import json

import click

from kg.errors import UsageError

__all__ = ["command"]


@click.command()
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Output format.")
def command(form: str) -> None:
    """Allow the kg.toml in this folder to use secrets.

    Secrets are environment variables, commands and AWS credentials. Until you allow more, the profiles of a repository
    may only use variables that begin with KG_. The command shows what you allow. It applies on this machine until the
    profiles in the file change.

    \b
    Example:
      git diff HEAD~1 kg.toml; kg trust
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    from kg.config import REPOSITORY_FILE, read_config
    from kg.machine.trust import needs_trust, trust

    if not REPOSITORY_FILE.is_file():
        raise UsageError("no kg.toml in this folder", hint="change to the folder of the repository")
    file = read_config(REPOSITORY_FILE)
    profiles = file.content.get("profiles", {})
    asked = [
        f"[profiles.{name}] {key} {what}; it is sent to {table.get('url', 'its address')}"
        for name, table in profiles.items()
        if isinstance(table, dict)
        for key, what in needs_trust(table).items()
    ]
    trust(file)
    if form == "json":
        click.echo(json.dumps(asked, ensure_ascii=False, indent=1))
        return
    click.echo("\n".join(asked) or "kg.toml uses nothing that needs your permission")
