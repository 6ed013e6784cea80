"""How the command's costs grow: with size, remotes, files and servers; counts alone; one line; ten gigabytes."""
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import tempfile

import measuring
import peers


def row(name, command, rounds, answer):
    """Prints what it takes. Returns the medians: CPU and elapsed seconds, MiB at the peak."""
    taken = [peers.taken(command, answer) for _ in range(rounds)]
    cpu = statistics.median(one.cpu for one in taken)
    elapsed = statistics.median(one.elapsed for one in taken)
    faults = min(one.faults for one in taken)
    peak = measuring.peak_memory(command, answer)
    print(f"  {name:34} {cpu:8.3f} {elapsed:8.3f} {peak:9.1f} {faults:8}")
    return cpu, elapsed, peak


def heading(title):
    print(f"\n{title:36} {'CPU s':>8} {'elapsed':>8} {'peak MiB':>9} {'pages':>8}")


def by_remotes(bench):
    heading("by remotes, 100 MB")
    for domains in (500, 6000, 48000):
        log = peers.make_log(bench.loggen, "postfix-iso", "100M", f"domains{domains}", ["--domains", str(domains)])
        row(f"mail to {domains:,} domains", [bench.curfew, "-j1", log], bench.rounds, bench.answer)


def by_files(bench):
    heading("by files, 200 MB of one server")
    log = peers.make_log(bench.loggen, "postfix-iso", "200M")
    row("one", [bench.curfew, "-j1", log], bench.rounds, bench.answer)
    with tempfile.TemporaryDirectory(dir=peers.DATA) as folder:
        subprocess.run(["split", "-n", "l/20", log, f"{folder}/mail.log."], check=True)
        files = sorted(pathlib.Path(folder).iterdir())
        row("twenty", [bench.curfew, "-j1", *files], bench.rounds, bench.answer)


def by_servers(bench):
    """Returns how much quicker all cores are."""
    heading("by servers, 30 MB each")
    logs = []
    for number in range(1, 5):
        log = peers.make_log(bench.loggen, "postfix-iso", "30M", f"server{number}", ["--seed", str(number)])
        renamed = log.with_suffix(".renamed")
        if not renamed.exists() or renamed.stat().st_mtime_ns < log.stat().st_mtime_ns:
            with open(renamed, "wb") as file:
                subprocess.run(["sed", f"s/ mx1 / mx{number} /", log], stdout=file, check=True)
        logs.append(renamed)
    row("one, one thread", [bench.curfew, "-j1", logs[0]], bench.rounds, bench.answer)
    alone = row("four, one thread", [bench.curfew, "-j1", *logs], bench.rounds, bench.answer)
    cores = os.cpu_count()
    together = row(f"four, {cores} threads", [bench.curfew, f"-j{cores}", *logs], bench.rounds, bench.answer)
    bench.aim(f"four servers on {cores} cores", 0.9 * min(cores, 4), alone[1] / together[1], "times as quick")


def counts_alone(bench):
    heading(f"counts alone, {bench.sizes[-1]}")
    log = peers.make_log(bench.loggen, "postfix-iso", bench.sizes[-1])
    row("with findings", [bench.curfew, "-j1", log], bench.rounds, bench.answer)
    counts = row("--format csv", [bench.curfew, "-j1", "--format", "csv", log], bench.rounds, bench.answer)
    peer = peers.peer_of("postfix")
    if peer:
        theirs = row("pflogsumm", [peer, log], 1, bench.answer)
        bench.aim(f"counts alone, {bench.sizes[-1]}", 36, theirs[0] / counts[0], "x pflogsumm")


def one_line(bench):
    heading("a log of one line")
    log = peers.make_log(bench.loggen, "postfix-iso", "100")
    row("curfew", [bench.curfew, log], max(9, bench.rounds), bench.answer)
    if not shutil.which("strace"):
        print("  (strace is not here)")
        return
    with tempfile.NamedTemporaryFile() as table:
        subprocess.run(["strace", "-f", "-c", "-o", table.name, bench.curfew, log], check=True,
                       stdout=subprocess.DEVNULL, env=dict(os.environ, LC_ALL="C", TZ="UTC"))
        calls = re.search(r"^100\.00 +\S+ +(?:\d+ +)?(\d+) .*total$", pathlib.Path(table.name).read_text(), re.M)
    print(f"  {calls[1] if calls else '?'} system calls")


def ten_gigabytes(bench):
    """Out of a pipe: ten gigabytes need not be kept."""
    print("\npeak memory")
    peaks = {}
    for size in ("1G", "10G"):
        maker = subprocess.Popen([bench.loggen, "--format", "postfix-iso", "--size", size], stdout=subprocess.PIPE)
        peaks[size] = measuring.peak_memory([bench.curfew, "-j1", "-"], bench.answer, maker.stdout.fileno())
        maker.stdout.close()
        maker.wait()
        print(f"  {size:34} {peaks[size]:.1f} MiB")
    bench.aim("memory of 1 GB, MiB", 64, peaks["1G"], "at most", most=True)
    bench.aim("memory of 10 GB beside 1 GB", 1.5, peaks["10G"] / peaks["1G"], "times at most", most=True)


def hostile(bench):
    print("\nhostile logs")
    done = subprocess.run([peers.ROOT / "bench" / "hostile", bench.build], stdout=subprocess.PIPE, text=True, check=True)
    print(done.stdout, end="")
    worst = max(float(ns) for ns in re.findall(r"([\d.]+) ns/byte", done.stdout))
    bench.aim("hostile logs", 5, worst, "ns a byte at most", most=True)


PARTS = {"remotes": by_remotes, "files": by_files, "servers": by_servers, "counts": counts_alone,
         "line": one_line, "memory": ten_gigabytes, "hostile": hostile}
