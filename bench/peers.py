"""The made-up logs, the tools people use today on them, and whether all give the same answers."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import measuring

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT / "build" / "bench-data"
PEERS = ROOT / "build" / "peers"

MAWK = {
    "postfix": r"""/status=deferred/ { match($0, /relay=[^,]*/); n[substr($0, RSTART, RLENGTH)]++ }
                   END { for (r in n) print n[r], r }""",
    "exim": r"""$4 == "==" { match($0, / H=[^ ]*/); n[substr($0, RSTART, RLENGTH)]++ }
                END { for (r in n) print n[r], r }""",
    "hmailserver": r"""/RECEIVED: 4/ { n[$6]++ } END { for (r in n) print n[r], r }""",
}

# A line of a deferral.
MARK = {"postfix": "status=deferred", "exim": " == ", "hmailserver": "RECEIVED: 4"}
PEER = {"postfix": "pflogsumm", "exim": "eximstats"}
LOGWATCH = pathlib.Path("/usr/share/logwatch/scripts/services/postfix")
LNAV = ["-n", "-c", ";SELECT log_procname, count(*) FROM syslog_log GROUP BY log_procname",
        "-c", ":write-csv-to -"]

# What takes minutes to read a gigabyte.
SLOW = {"pflogsumm", "eximstats", "logwatch", "lnav"}


def fail(sentence):
    sys.exit(f"run: {sentence}")


def make_log(loggen, form, size, kind="", options=()):
    """The log of that form and size; made once and kept. `kind` names what the options make of it."""
    DATA.mkdir(parents=True, exist_ok=True)
    name = "-".join(filter(None, (form, size, kind)))
    path = DATA / f"{name}.log"
    stamp = DATA / f"{name}.of"
    made_by = str(loggen.stat().st_mtime_ns)
    if not path.exists() or not stamp.exists() or stamp.read_text() != made_by:
        subprocess.run([loggen, "--format", form, "--size", size, *options, "--output", path], check=True)
        stamp.write_text(made_by)
    return path


def packed_of(log):
    packed = log.with_suffix(".log.gz")
    if not packed.exists() or packed.stat().st_mtime_ns < log.stat().st_mtime_ns:
        with open(packed, "wb") as file:
            subprocess.run(["gzip", "-6", "-c", log], stdout=file, check=True)
    return packed


def eximstats():
    """Exim's own log analyzer, unpacked from its Debian package without installing it."""
    found = shutil.which("eximstats")
    if found:
        return found
    script = PEERS / "usr" / "sbin" / "eximstats"
    if not script.exists():
        PEERS.mkdir(parents=True, exist_ok=True)
        # The sandbox user could not write into this folder.
        subprocess.run(["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", "exim4-base"],
                       cwd=PEERS, stdout=subprocess.DEVNULL)
        for package in PEERS.glob("exim4-base*.deb"):
            subprocess.run(["dpkg", "-x", package, PEERS], check=True)
    return str(script) if script.exists() else None


def peer_of(kind):
    if kind == "exim":
        return eximstats()
    return shutil.which("pflogsumm", path=os.environ["PATH"] + ":/usr/sbin")


def tools_for(kind, form, curfew, log):
    """Name and command of everything that is there to compare with."""
    found = {
        "curfew": [str(curfew), "-j1", str(log)],
        "curfew --json": [str(curfew), "-j1", "--json", str(log)],
        "curfew --format html": [str(curfew), "-j1", "--format", "html", str(log)],
        "curfew events": [str(curfew), "events", "-j1", str(log)],
        "curfew -j2": [str(curfew), "-j2", str(log)],
    }
    if form == "postfix-iso":
        packed = packed_of(log)
        found |= {
            "curfew, of a pipe": ["sh", "-c", 'cat "$1" | "$0" -j1 -', str(curfew), str(log)],
            "cat": ["cat", str(log)],
            "curfew, of gzip": [str(curfew), "-j1", str(packed)],
            "curfew -j2, of gzip": [str(curfew), "-j2", str(packed)],
            "igzip -dc": shutil.which("igzip") and ["igzip", "-dc", str(packed)],
            "gzip -dc": ["gzip", "-dc", str(packed)],
        }
    if kind in PEER:
        peer = peer_of(kind)
        found[PEER[kind]] = peer and [peer, str(log)]
    if form == "postfix-bsd":  # of ISO stamps logwatch's service script makes an empty report
        found["logwatch"] = LOGWATCH.exists() and ["sh", "-c", f'exec perl {LOGWATCH} < "$0"', str(log)]
    if form == "postfix-iso":
        found["lnav"] = shutil.which("lnav") and ["lnav", *LNAV, str(log)]
    found |= {
        "mawk, deferrals by host": shutil.which("mawk") and ["mawk", MAWK[kind], str(log)],
        "grep -c": ["grep", "-c", "-e", MARK[kind], str(log)],
        "rg -c": shutil.which("rg") and ["rg", "-c", "-e", MARK[kind], str(log)],
        "wc -l": ["wc", "-l", str(log)],
    }
    for name, command in found.items():
        if not command:
            print(f"  ({name} is not here)")
    return {name: command for name, command in found.items() if command}


def taken(command, answer):
    took = measuring.run(command, answer)
    if took.status != 0:
        fail(f"{' '.join(map(str, command))} ended with {took.status}")
    return took


def count(pattern, log):
    done = subprocess.run(["grep", "-cE", "-e", pattern, log], stdout=subprocess.PIPE,
                          env=dict(os.environ, LC_ALL="C"))
    return int(done.stdout)


def from_grep(kind, log):
    if kind == "hmailserver":
        # The answer to a message's end; sessions stand in one piece.
        done = subprocess.run(["mawk", r"""ended && /RECEIVED: 250/ { n++ }
                                           { ended = /SENT: \[nl\]\./ } END { print n + 0 }""", log],
                              stdout=subprocess.PIPE, check=True)
        return {"delivered": int(done.stdout)}
    if kind == "postfix":
        return {word: count(rf" to=<[^ ]*>, relay=.* status={status} \(", log)
                for word, status in (("delivered", "sent"), ("deferred", "deferred"),
                                     ("bounced", "bounced"))}
    line = "^.{19} [^ ]{16} "
    expired = count(line + r"\*\* .*: retry timeout exceeded$", log)
    return {"delivered": count(line + "[-=]> ", log), "deferred": count(line + "== ", log),
            "bounced": count(line + r"\*\* ", log) - expired}


def from_pflogsumm(answer):
    """Its totals are rounded to thousands beyond five digits: "142k"."""
    text = answer.read_text()
    found = {}
    patterns = {"delivered": r"^ +(\d+)([km]?) +delivered", "bounced": r"^ +(\d+)([km]?) +bounced",
                "deferred": r"\( *(\d+)([km]?) +deferrals\)"}
    for word, pattern in patterns.items():
        match = re.search(pattern, text, re.M)
        if match:
            found[word] = (int(match[1]), {"": 1, "k": 1024, "m": 1024 * 1024}[match[2]])
    return found


def check(kind, answers, log):
    totals = json.loads(answers["curfew --json"].read_text())
    ours, lines = totals["totals"], totals["lines"]
    wrong = []
    if lines["unknown"] or lines["lines"] != lines["reported"] + lines["ignored"]:
        wrong.append(f"curfew left {lines['unknown']} lines not understood")
    if lines["lines"] != int(answers["wc -l"].read_text().split()[0]):
        wrong.append("curfew and wc count different lines")
    for word, number in from_grep(kind, log).items():
        if ours[word] != number:
            wrong.append(f"{word}: curfew {ours[word]}, grep {number}")
    if "pflogsumm" in answers:
        for word, (number, unit) in from_pflogsumm(answers["pflogsumm"]).items():
            if abs(ours[word] - number * unit) > unit / 2:
                wrong.append(f"{word}: curfew {ours[word]}, pflogsumm {number * unit}")
    print(f"  answers: {ours['delivered']:,} delivered, {ours['deferred']:,} deferred, "
          f"{ours['bounced']:,} bounced, {lines['lines']:,} lines: "
          + ("the tools agree" if not wrong else "THEY DIFFER"))
    for sentence in wrong:
        print(f"    {sentence}")
    return not wrong
