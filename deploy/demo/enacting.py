"""Rulebooks on their way into force: one typed step by step by everybody concerned, the others sent at once."""

from deploy.demo.authority import Authority
from deploy.demo.script import VAGUE
from deploy.demo.shell import Shell
from deploy.demo.stage import Stage
from domain.directory import Role
from domain.regulation import content_hash, written


async def enact_step_by_step(place: Authority, name: str, shell: Shell) -> None:
    """Types every command from the draft to the publication: the office drafts, a unit comments, others approve."""
    rulebook, content = place.rulebooks[name].id, content_hash(place.rulebooks[name])
    officer, member = place.holders(Role.OFFICE)[0], place.holders(Role.COMMITTEE)[0]
    await shell.run(
        *("rulebook", "draft", str(place.folder / f"{name}.yaml"), "--as", officer),
        shown=f"rulebook draft {name}.yaml --as {officer}",
    )
    await shell.run("rulebook", "check", rulebook, "--as", officer)
    await shell.run("rulebook", "consult", rulebook, "--as", officer)
    comment = ("--text", "Leave more time for the goals.")
    await shell.run(
        *("rulebook", "comment", rulebook, *comment, "--as", place.head(VAGUE)),
        shown=f"rulebook comment {rulebook} --text ... --as {place.head(VAGUE)}",
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


async def enact_at_once(place: Authority, name: str, stage: Stage) -> None:
    """Has a rulebook drafted, checked, spared a consultation, approved and published, over the API."""
    rulebook = place.rulebooks[name]
    officer, member = place.holders(Role.OFFICE)[0], place.holders(Role.COMMITTEE)[0]
    own = f"/rulebooks/{rulebook.id}"
    stage.say(f"Rulebook {rulebook.id} of {place.id} is drafted, checked, approved and published")
    draft = {"document": written(rulebook), "reason": "For the term that begins"}
    await stage.send(officer, "/rulebooks/drafts", draft)
    await stage.send(officer, f"{own}/check")
    waiver = {"reason": "It is the one of the last term, with new dates"}
    await stage.send(officer, f"{own}/consultation/waiver", waiver)
    await stage.send(member, f"{own}/approval", {"hash": content_hash(rulebook)})
    await stage.send(officer, f"{own}/publication")
