"""Runs commands and tells what they took; for the scripts of this folder."""
import os
import pathlib
import re
import time
from typing import NamedTuple


class Taken(NamedTuple):
    cpu: float  # seconds
    elapsed: float
    faults: int  # pages that the kernel had to give, minor ones
    status: int  # 0: ended well


def spawn(command, answer, given=None):
    """`given`: a descriptor to read from."""
    environment = dict(os.environ, LC_ALL="C", TZ="UTC")
    # Into a file: grep stops at the first hit when its output is /dev/null.
    actions = [(os.POSIX_SPAWN_OPEN, 1, answer, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
               (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
    if given is not None:
        actions.append((os.POSIX_SPAWN_DUP2, given, 0))
    return os.posix_spawnp(command[0], [str(word) for word in command], environment, file_actions=actions)


def run(command, answer):
    begin = time.monotonic()
    pid = spawn(command, answer)
    _, status, usage = os.wait4(pid, 0)
    return Taken(usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_minflt, status)


def peak_memory(command, answer, given=None):
    """MiB, from the kernel's high-water mark; wait4's figure has the script's own memory for floor."""
    pid = spawn(command, answer, given)
    peak = 0
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        try:
            found = re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())
            peak = max(peak, int(found[1])) if found else peak
        except OSError:
            pass
        time.sleep(0.002)
    return peak / 1024
