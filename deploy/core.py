"""What every process and every command needs: the log, its keys, and the one way for commands.

Kept apart from the services so that a command of one second does not load what only they need.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from api.operations import Operations
from deploy.settings import Settings
from domain.aggregates import AGGREGATES
from domain.refusal import Reason, Refused
from store.ballots import BallotBox
from store.clock import Clock, system_clock
from store.connect import engine, too_mighty
from store.execute import Executor
from store.faults import translated
from store.keys import DataKeys, FileKeyProvider
from store.log import Log

CONNECTIONS = 10
"""Connections of a process to the log; no more activities than these run at once."""


@dataclass(frozen=True)
class Core:
    """What every process needs: the log, the keys, and the one way for commands."""

    log: Log
    keys: DataKeys
    executor: Executor
    ballots: BallotBox
    clock: Clock


@asynccontextmanager
async def open_core(settings: Settings, clock: Clock = system_clock) -> AsyncIterator[Core]:
    """Connects to the log; refuses a login that could change history, and a database whose key file is missing."""
    log = await Log.open(database_url(settings), size=CONNECTIONS)
    try:
        with translated():
            refusal = await too_mighty(log.pool)
        if refusal:
            raise refusal
        provider = FileKeyProvider(settings.keys, begun=await DataKeys.begun(log.pool))
        keys = await DataKeys.open(log.pool, provider)
        executor = Executor(log, keys, AGGREGATES, clock=clock)
        yield Core(log, keys, executor, BallotBox(log.pool), clock)
    finally:
        await log.close()


@asynccontextmanager
async def open_operations(settings: Settings) -> AsyncIterator[Operations]:
    """Everything a door can do, over the log."""
    async with open_core(settings) as core, views_engine(settings) as views:
        yield Operations(core.log, core.keys, core.executor, core.ballots, views, clock=core.clock)


@asynccontextmanager
async def views_engine(settings: Settings) -> AsyncIterator[AsyncEngine]:
    """Reads the views."""
    reading = engine(database_url(settings))
    try:
        yield reading
    finally:
        await reading.dispose()


def database_url(settings: Settings) -> str:
    if settings.database_url is None:
        raise missing("DATABASE_URL", "the database")
    return settings.database_url


def missing(variable: str, what: str) -> Refused:
    """The refusal of a command that has nothing to work with."""
    return Refused(
        Reason.INVALID,
        what,
        f"is not known: nothing runs on the data folder, and {variable} is not set",
        f"Start it with 'kaohe up' in another terminal, or set {variable}",
    )
