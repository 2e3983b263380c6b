"""`kaohe use`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pydantic import ValidationError

from api.cli.answering import operating, refusing
from api.cli.options import PLAIN, Flag, Json, Write
from api.cli.output import as_json, line, table
from api.mistakes import of_validation
from api.sentences.words import number

if TYPE_CHECKING:
    from api.operations.store import Done


async def listed(cycle: str, *, undecided: Flag = False, json: Json = False) -> None:
    """List what the results of a cycle are proposed to be used for, and what was decided.

    Args:
        cycle: The id of the cycle.
        undecided: Only those on which somebody has to decide.
    """
    from api.operations.uses import summary  # noqa: PLC0415 - not needed by `--help`

    async with operating() as operations:
        found = await operations.uses.listed(cycle, undecided=undecided)
    if json:
        as_json(found)
        return
    table(
        ("use", "what", "decided", "withdrawn", "referral"),
        [
            (
                one.proposal.id,
                summary(one.proposal),
                "" if one.choice is None else one.choice.value,
                one.withdrawn,
                ("answered" if one.answered else "unanswered") if one.referred else "",
            )
            for one in found.uses
        ],
        empty="No uses are proposed." if found.ranking else "No uses have been proposed yet.",
    )


async def propose(cycle: str, *, write: Write = PLAIN) -> None:
    """Propose, by the rules of the rulebook, what the ranked results are to be used for.

    Args:
        cycle: The id of the cycle.
    """
    command = write.command or uuid4()
    async with operating(command, write.document) as operations:
        _say(cycle, "proposal of uses", await operations.uses.propose(cycle, write.actor, command, write.expect), write)


async def decide(  # noqa: PLR0913 - the fields of a decision
    cycle: str,
    *uses: str,
    choice: str,
    reason: str,
    until: str | None = None,
    act: str | None = None,
    person: str | None = None,
    organ: str | None = None,
    write: Write = PLAIN,
) -> None:
    """Adopt, decline or defer proposed uses, as a member of the committee.

    Args:
        cycle: The id of the cycle.
        uses: The ids of the uses, as 'kaohe use list' shows them.
        choice: adopted, declined or deferred.
        reason: Why; it becomes part of the record.
        until: The day to which a use is deferred, such as 2027-06-30.
        act: For a liability that is adopted: the act that somebody is referred for.
        person: The id of the person referred.
        organ: The organ that receives the referral.
    """
    from domain.cycle.uses.deciding import DecideUses  # noqa: PLC0415 - not needed by `--help`

    command = write.command or uuid4()
    referral = {"act": act, "person": person, "organ": organ}
    fields: dict[str, Any] = {"uses": uses, "choice": choice, "reason": reason, "until": until}
    if any(part is not None for part in referral.values()):
        fields["referral"] = {name: part or "" for name, part in referral.items()}
    with refusing():
        try:
            wish = DecideUses.model_validate(fields)
        except ValidationError as error:
            raise of_validation(f"uses of cycle {cycle}", error, DecideUses) from error
    async with operating(command, write.document) as operations:
        done = await operations.uses.decide(cycle, wish, write.actor, command, write.expect)
        _say(cycle, f"{number(len(uses), 'use')} {choice}", done, write)


async def answer(cycle: str, use: str, *, outcome: str, write: Write = PLAIN) -> None:
    """Record what came of a referral for accountability.

    Args:
        cycle: The id of the cycle.
        use: The id of the use that was referred.
        outcome: What the receiving organ has done.
    """
    from domain.cycle.uses.deciding import AnswerReferral  # noqa: PLC0415 - not needed by `--help`

    command = write.command or uuid4()
    async with operating(command, write.document) as operations:
        wish = AnswerReferral(use=use, outcome=outcome)
        done = await operations.uses.answer(cycle, wish, write.actor, command, write.expect)
        _say(cycle, f"outcome of {use}", done, write)


def _say(cycle: str, what: str, done: "Done", write: Write) -> None:
    said = f"Cycle {cycle}: {what}, {done.says}, at version {done.version} of its stream."
    as_json(done) if write.json else line(said)
