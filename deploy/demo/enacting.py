"""The rulebook on its way into force: the office drafts, a unit comments, others approve; each types the own part."""

from deploy.demo.city import RULEBOOK, City
from deploy.demo.script import VAGUE
from deploy.demo.shell import Shell
from domain.directory import Role
from domain.regulation import content_hash


async def enact(city: City, shell: Shell) -> None:
    """Types every command from the draft to the publication."""
    rulebook, content = city.rulebook.id, content_hash(city.rulebook)
    officer, member = city.holders(Role.OFFICE)[0], city.holders(Role.COMMITTEE)[0]
    await shell.run(
        *("rulebook", "draft", str(RULEBOOK), "--as", officer), shown=f"rulebook draft rulebook.yaml --as {officer}"
    )
    await shell.run("rulebook", "check", rulebook, "--as", officer)
    await shell.run("rulebook", "consult", rulebook, "--as", officer)
    comment = ("--text", "Leave more time for the goals.")
    await shell.run(
        *("rulebook", "comment", rulebook, *comment, "--as", city.head(VAGUE)),
        shown=f"rulebook comment {rulebook} --text ... --as {city.head(VAGUE)}",
    )
    response = ("--response", "They have as long as last year, which was long enough for all.")
    await shell.run(
        *("rulebook", "close-consultation", rulebook, *response, "--as", officer),
        shown=f"rulebook close-consultation {rulebook} --response ... --as {officer}",
    )
    await shell.run(
        *("rulebook", "approve", rulebook, "--content", content, "--as", member),
        shown=f"rulebook approve {rulebook} --content {content[:15]}... --as {member}",
    )
    await shell.run("rulebook", "publish", rulebook, "--as", officer)
