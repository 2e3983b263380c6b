"""The emptiest workflow, in a file of its own because the sandbox imports it anew with everything beside it."""

from temporalio import workflow


@workflow.defn
class Empty:
    """Ends as soon as it begins."""

    @workflow.run
    async def run(self) -> None:
        pass
