"""The first moments of a supervised process: gives up root, ties its life to the supervisor's, becomes the command.

Run by path with `python -I -S`, so it imports the standard library alone and costs a few milliseconds. Order matters:
changing the user clears the parent-death signal, so that is asked for afterwards, and the parent is looked at last,
because one that died before would never send it.
"""

import argparse
import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--parent", type=int, required=True)
    options.add_argument("--uid", type=int)
    options.add_argument("--gid", type=int)
    options.add_argument("--death-signal", type=int, default=signal.SIGKILL)
    options.add_argument("command", nargs="+")
    given = options.parse_args()

    for ours in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(ours, signal.SIG_DFL)  # a shell's background job would pass on that it ignores SIGINT
    os.umask(0o077)
    if given.uid is not None:
        os.setgroups([])
        os.setgid(given.gid)
        os.setuid(given.uid)
    if sys.platform == "linux" and ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, given.death_signal) != 0:
        sys.exit(f"cannot tie {given.command[0]} to its supervisor: {os.strerror(ctypes.get_errno())}")
    if os.getppid() != given.parent:
        sys.exit("the supervisor is gone")
    try:
        os.execvp(given.command[0], given.command)  # noqa: S606 - no shell is the point
    except OSError as error:
        print(f"cannot start {given.command[0]}: {error.strerror}", file=sys.stderr)  # noqa: T201 - its log is stderr
        sys.exit(127)


if __name__ == "__main__":
    main()
