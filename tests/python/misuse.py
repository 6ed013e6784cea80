"""A program in Python that is wrong gets an Error, and a big log takes no more memory than a small one."""
import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import unittest

import curfew

SAMPLE = "samples/cox-curfew.log"
NOW = datetime.datetime(2026, 11, 24, tzinfo=datetime.timezone.utc)


class Misuse(unittest.TestCase):
    def fails(self, kind, call, *arguments, **options):
        with self.assertRaises(curfew.Error) as caught:
            call(*arguments, **options)
        self.assertEqual(caught.exception.kind, kind)
        self.assertTrue(str(caught.exception))
        return caught.exception

    def test_options(self):
        self.fails("unknown_zone", curfew.report, SAMPLE, zone="Mars/Olympus")
        self.fails("unknown_zone", curfew.report, SAMPLE, log_zone="")
        self.assertTrue(self.fails("unknown_format", curfew.report, SAMPLE, format="semaphore").remedy)
        for year in (0, -5, 1969, 10_000, 2**40):
            self.fails("bad_value", curfew.report, SAMPLE, year=year)
        self.fails("bad_value", curfew.report, SAMPLE, now=datetime.datetime(2026, 1, 1))
        self.fails("misuse", curfew.report, SAMPLE, zone="UTC\0")
        with self.assertRaises(TypeError):
            curfew.report(SAMPLE, zoen="UTC")

    def test_files(self):
        self.fails("unreadable", curfew.report, "/nonexistent/mail.log")
        self.fails("unreadable", curfew.report, "/")
        self.fails("unknown_format", curfew.report, "LICENSE")
        self.fails("unreadable", list, curfew.events("/nonexistent/mail.log"))
        self.fails("unknown_format", list, curfew.events("LICENSE"))
        self.fails("misuse", curfew.report, "a\0b")

    def test_no_word_of_the_command_line(self):
        command = re.compile("--[a-z]|[`|] ?curfew")
        report = curfew.report(SAMPLE, system_zone="UTC", now=NOW)
        texts = [advice["text"] for finding in report["findings"] for advice in finding["advice"]]
        self.assertIn("Ask their postmaster which rule holds in these hours.", texts)
        self.assertNotRegex(json.dumps(report), command)
        with curfew.Session(SAMPLE, system_zone="UTC", now=NOW) as session:
            with open(SAMPLE, "rb") as file:
                session.feed(file.read())
            self.assertNotRegex(session.text(), command)
        for path in ("/nonexistent/mail.log", "/", "LICENSE"):
            with self.assertRaises(curfew.Error) as caught:
                curfew.report(path)
            self.assertTrue(caught.exception.remedy)
            self.assertNotRegex(caught.exception.remedy, command)

    def test_order(self):
        session = curfew.Session()
        self.fails("misuse", session.events)
        self.fails("unknown_format", session.finish)
        self.fails("misuse", session.finish)
        self.fails("misuse", session.feed, b"x")
        session.close()
        session.close()
        self.fails("misuse", session.feed, b"x")
        self.fails("misuse", session.snapshot)

    def test_an_error_leaves_the_block(self):
        with self.assertRaises(KeyError):
            with curfew.Session() as session:
                raise KeyError
        self.fails("misuse", session.snapshot)

    def test_two_threads(self):
        with open(SAMPLE, "rb") as file:
            log = file.read()
        with curfew.Session(system_zone="UTC", now=NOW) as session:
            kinds = []

            def feed():
                for _ in range(5):
                    try:
                        session.feed(log)
                        kinds.append("ok")
                    except curfew.Error as error:
                        kinds.append(error.kind)

            threads = [threading.Thread(target=feed) for _ in range(2)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(len(kinds), 10)
            self.assertLessEqual(set(kinds), {"ok", "misuse"})

    def test_pieces(self):
        whole = curfew.report(SAMPLE, system_zone="UTC", now=NOW)
        with open(SAMPLE, "rb") as file:
            log = file.read()
        with curfew.Session(SAMPLE, system_zone="UTC", now=NOW, keep_events=True) as session:
            for at in range(0, len(log), 99_991):
                session.feed(memoryview(log)[at:at + 99_991])
            fed = session.finish()
            events = session.events()
        self.assertEqual(fed["totals"], whole["totals"])
        self.assertEqual(fed["findings"], whole["findings"])
        self.assertEqual(events, list(curfew.events(SAMPLE, system_zone="UTC", now=NOW)))

    def test_events_that_are_left(self):
        events = curfew.events(SAMPLE)
        self.assertEqual(next(events)["schema"], "curfew-event/1")
        events.close()

    def test_library_that_is_missing(self):
        environment = dict(os.environ, CURFEW_LIBRARY="/nonexistent.so", PYTHONPATH=os.path.dirname(curfew.__file__))
        done = subprocess.run([sys.executable, "-c", "import curfew\ntry: curfew.version()\n"
                               "except curfew.Error as error: print(error.kind, bool(error.remedy))"],
                              env=environment, capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, "no_library True\n")


class Memory(unittest.TestCase):
    PROGRAM = ("import curfew, resource, sys\n"
               "count = sum(1 for event in curfew.events(sys.argv[1], system_zone='UTC'))\n"
               "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n")

    def peak(self, times):
        with open(SAMPLE, "rb") as file:
            log = file.read()
        with tempfile.NamedTemporaryFile() as big:
            for _ in range(times):
                big.write(log)
            big.flush()
            environment = dict(os.environ, PYTHONPATH=os.path.dirname(curfew.__file__))
            done = subprocess.run([sys.executable, "-c", self.PROGRAM, big.name], env=environment,
                                  capture_output=True, text=True, check=True)
        return [int(word) for word in done.stdout.split()]

    def test_events_take_bounded_memory(self):
        few, small = self.peak(3)
        many, large = self.peak(24)
        self.assertGreater(many, 6 * few)
        self.assertLess(large - small, 16 * 1024, "KiB more for eight times the log")
