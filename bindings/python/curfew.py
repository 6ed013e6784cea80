"""curfew for Python: which server turns our mail away, at which hours, with which code.

Reads mail server logs by the shared library libcurfew. One file, Python 3.11, nothing but the standard
library.

    >>> import curfew
    >>> summary = curfew.report("samples/cox-curfew.log", log_zone="America/Phoenix")
    >>> summary["schema"], summary["lines"]["unknown"]
    ('curfew-summary/1', 0)
    >>> curfew.explain("AUP#CXCNCT")["provider"]
    'Cox'

The library is the file that the variable CURFEW_LIBRARY names; else the one that was installed with this
file; else the one that the system's loader finds.

Different threads may use different sessions at the same time. A session serves one thread at a time: a
second one that calls meanwhile gets an Error of kind "misuse", and nothing happens.
"""

from __future__ import annotations

import ctypes
import datetime
import json
import os
import pathlib
import typing
from collections.abc import Iterator

__all__ = ["Error", "Session", "events", "explain", "report", "version"]

_SONAME = "libcurfew.so.0.2"
_API_VERSION = 1

_JSON = 0
_TEXT = 1
_INTERNAL = "internal"

Json = dict[str, typing.Any]
Path = str | bytes | os.PathLike[str] | os.PathLike[bytes]


class Error(Exception):
    """What is wrong, in one sentence; `remedy` says what to do about it and may be empty.

    `kind` is for programs: "misuse", "no_memory", "internal", "unreadable", "compressed", "archive",
    "unknown_format", "unknown_zone" or "bad_value"; "no_library" where libcurfew cannot be loaded.

    >>> try:
    ...     report("/nonexistent/mail.log")
    ... except Error as error:
    ...     print(error.kind, "-", error)
    unreadable - /nonexistent/mail.log: no such file or directory
    """

    def __init__(self, message: str, remedy: str = "", kind: str = _INTERNAL) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.kind = kind


class _CError(ctypes.Structure):
    _fields_ = [("status", ctypes.c_int), ("message", ctypes.c_char * 1024), ("remedy", ctypes.c_char * 1024)]


class _COptions(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_size_t),
        ("zone", ctypes.c_char_p),
        ("log_zone", ctypes.c_char_p),
        ("system_zone", ctypes.c_char_p),
        ("format", ctypes.c_char_p),
        ("now", ctypes.c_int64),
        ("year", ctypes.c_int),
        ("events", ctypes.c_int),
    ]


# What each function takes before the place for its error. A handle is a number that is not followed.
_HANDLE = ctypes.c_void_p
_HANDLE_PLACE = ctypes.POINTER(ctypes.c_void_p)
_TEXT_PLACES = [ctypes.POINTER(ctypes.c_void_p), ctypes.POINTER(ctypes.c_size_t)]
_FUNCTIONS = {
    "curfew_analyzer_new": [ctypes.POINTER(_COptions), _HANDLE_PLACE],
    "curfew_analyzer_free": [_HANDLE],
    "curfew_analyzer_read_file": [_HANDLE, ctypes.c_char_p],
    "curfew_analyzer_report": [_HANDLE, ctypes.c_int, *_TEXT_PLACES],
    "curfew_analyzer_snapshot": [_HANDLE, ctypes.c_int, *_TEXT_PLACES],
    "curfew_analyzer_events": [_HANDLE, *_TEXT_PLACES],
    "curfew_session_new": [_HANDLE, ctypes.c_char_p, _HANDLE_PLACE],
    "curfew_session_open": [_HANDLE, ctypes.c_char_p, _HANDLE_PLACE],
    "curfew_session_feed": [_HANDLE, ctypes.c_char_p, ctypes.c_size_t],
    "curfew_session_read": [_HANDLE, ctypes.POINTER(ctypes.c_int)],
    "curfew_session_finish": [_HANDLE],
    "curfew_explain": [ctypes.c_char_p, ctypes.c_int, *_TEXT_PLACES],
    "curfew_string_free": [ctypes.c_void_p],
}


def _places() -> Iterator[str]:
    chosen = os.environ.get("CURFEW_LIBRARY")
    if chosen:
        yield chosen
        return
    try:  # share/curfew/python/curfew.py of an installed tree
        prefix = pathlib.Path(__file__).resolve().parents[3]
    except IndexError:
        prefix = None
    if prefix is not None:
        for folder in ("lib", "lib64"):
            for place in (prefix / folder / _SONAME, *sorted(prefix.glob(f"{folder}/*-linux-*/{_SONAME}"))):
                if place.exists():
                    yield str(place)
    yield _SONAME


def _load() -> ctypes.CDLL:
    failures = []
    for place in _places():
        try:
            library = ctypes.CDLL(place)
            found = library.curfew_api_version()
        except (OSError, AttributeError) as failure:
            failures.append(str(failure))
            continue
        if found != _API_VERSION:
            failures.append(f"{place}: its interface is of version {found}, not {_API_VERSION}")
            continue
        for name, arguments in _FUNCTIONS.items():
            function = getattr(library, name)
            function.argtypes = [*arguments, ctypes.POINTER(_CError)]
            function.restype = ctypes.c_int
        for name, argument in (("curfew_version", []), ("curfew_status_name", [ctypes.c_int])):
            getattr(library, name).argtypes = argument
            getattr(library, name).restype = ctypes.c_char_p
        return library
    raise Error(
        "libcurfew cannot be loaded: " + "; ".join(failures),
        "Build it with BUILD_SHARED_LIBS and install it, or name the file in CURFEW_LIBRARY.",
        "no_library",
    )


_library: ctypes.CDLL | None = None


def _loaded() -> ctypes.CDLL:
    global _library
    if _library is None:
        _library = _load()
    return _library


def _call(name: str, *arguments: typing.Any) -> None:
    library = _loaded()
    error = _CError()
    status = getattr(library, name)(*arguments, ctypes.byref(error))
    if status != 0:
        raise Error(
            error.message.decode("utf-8", "replace"),
            error.remedy.decode("utf-8", "replace"),
            library.curfew_status_name(status).decode("ascii"),
        )


def _text(name: str, *arguments: typing.Any) -> str:
    text = ctypes.c_void_p()
    length = ctypes.c_size_t()
    _call(name, *arguments, ctypes.byref(text), ctypes.byref(length))
    try:
        return ctypes.string_at(text.value, length.value).decode("utf-8", "replace")
    finally:
        _call("curfew_string_free", text)


def _bytes(text: Path) -> bytes:
    encoded = os.fsencode(text)
    if b"\0" in encoded:
        raise Error("a text holds a zero byte", "Zero bytes end texts; leave them out.", "misuse")
    return encoded


class _Options(typing.TypedDict, total=False):
    """What all functions that read logs take, by name.

    zone: of hours in the report, "America/Phoenix"; else the log's own.
    log_zone: of stamps without one; else learned from the log.
    system_zone: where neither is known; else the machine's.
    format: "exim"; else recognized.
    year: of the first stamp, for stamps without a year.
    now: nothing in a log is younger; else this moment. A datetime with a zone, for the same answer tomorrow.
    """

    zone: str | None
    log_zone: str | None
    system_zone: str | None
    format: str | None
    year: int | None
    now: datetime.datetime | None


def _c_options(options: _Options, keep_events: bool) -> _COptions:
    unknown = sorted(set(options) - set(_Options.__annotations__))
    if unknown:
        raise TypeError("no such option: " + ", ".join(unknown))
    ours = _COptions(size=ctypes.sizeof(_COptions), events=int(keep_events))
    for name in ("zone", "log_zone", "system_zone", "format"):
        value = options.get(name)
        if value is not None:
            setattr(ours, name, _bytes(value))
    year = options.get("year")
    if year is not None:
        if not 0 < year < 2**31:
            raise Error(f"year: {year} is no such year", "Give a year from 1970 to 9999.", "bad_value")
        ours.year = year
    now = options.get("now")
    if now is not None:
        if now.tzinfo is None:
            raise Error("now: its zone is not known", "Give a datetime with tzinfo.", "bad_value")
        ours.now = int(now.timestamp())
    return ours


class _Analyzer:
    """Owns an analyzer of the library and, at most, one session in it."""

    def __init__(self, options: _Options, keep_events: bool = False) -> None:
        self.handle = ctypes.c_void_p()
        self.session = ctypes.c_void_p()
        _call("curfew_analyzer_new", _c_options(options, keep_events), ctypes.byref(self.handle))

    def text(self, name: str, form: int = _JSON) -> str:
        return _text(name, self.handle, form)

    def events(self) -> list[Json]:
        lines = _text("curfew_analyzer_events", self.handle)
        return [json.loads(line) for line in lines.split("\n") if line]

    def close(self) -> None:
        handle, self.handle = self.handle, ctypes.c_void_p()
        self.session = ctypes.c_void_p()
        if handle:
            _call("curfew_analyzer_free", handle)

    def __enter__(self) -> _Analyzer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        try:
            self.close()
        except Exception:  # the interpreter may be half gone
            pass


def version() -> str:
    """The version of the library that is loaded.

    >>> version().count(".")
    2
    """
    return _loaded().curfew_version().decode("ascii")


def report(path: Path, **options: typing.Unpack[_Options]) -> Json:
    """What one log says, as `curfew --json` prints it: schema "curfew-summary/1" (docs/json.md).

    Packed logs (gzip, xz, zstd, bzip2) are unpacked. The options are those of _Options.

    >>> summary = report("samples/cox-curfew.log", zone="America/Phoenix", log_zone="America/Phoenix")
    >>> [(finding["remote"], finding["code"]) for finding in summary["findings"][:1]]
    [('cox.example', '421 AUP#CXCNCT')]
    """
    with _Analyzer(options) as analyzer:
        _call("curfew_analyzer_read_file", analyzer.handle, _bytes(path))
        return json.loads(analyzer.text("curfew_analyzer_report"))


def events(path: Path, **options: typing.Unpack[_Options]) -> Iterator[Json]:
    """What the lines of a log say, one dict each: schema "curfew-event/1" (docs/events.md).

    They come as the log is read, so that memory does not grow with the log.

    >>> sum(event.get("provider_code") == "AUP#CXCNCT" for event in events("samples/cox-curfew.log"))
    416
    """
    with _Analyzer(options, keep_events=True) as analyzer:
        _call("curfew_session_open", analyzer.handle, _bytes(path), ctypes.byref(analyzer.session))
        more = ctypes.c_int(1)
        while more.value:
            try:
                _call("curfew_session_read", analyzer.session, ctypes.byref(more))
            except Error as error:
                if error.kind not in ("misuse", "no_memory", _INTERNAL):
                    yield from analyzer.events()  # what came before it broke off
                raise
            yield from analyzer.events()


def explain(text: str) -> Json:
    """What a code of a provider, a reply code, an enhanced code or a whole reply means: schema
    "curfew-explain/1". What nobody knows is no error.

    >>> explain("421 4.7.0 too many connections")["cause"]
    'concurrency'
    """
    asked = text.encode("utf-8", "replace").replace(b"\0", b" ")
    return json.loads(_text("curfew_explain", asked, _JSON))


class Session:
    """A log that is fed as it comes, in pieces that are cut anywhere. It needs close() at the end, or `with`.

    >>> with Session("mail.log", log_zone="America/Phoenix") as session:
    ...     with open("samples/cox-curfew.log", "rb") as log:
    ...         while piece := log.read(65536):
    ...             session.feed(piece)
    ...     so_far = session.snapshot()
    ...     whole = session.finish()
    >>> so_far == whole
    True

    With `keep_events=True`, events() gives what was told since it was asked last. The other options are
    those of _Options.
    """

    def __init__(self, name: str = "log", *, keep_events: bool = False, **options: typing.Unpack[_Options]) -> None:
        self._analyzer = _Analyzer(options, keep_events)
        _call("curfew_session_new", self._analyzer.handle, _bytes(name), ctypes.byref(self._analyzer.session))

    def feed(self, piece: bytes | bytearray | memoryview) -> None:
        """The next bytes. An Error of kind "unknown_format" says that the first mebibyte is no mail log."""
        data = bytes(piece)
        _call("curfew_session_feed", self._analyzer.session, data, len(data))

    def snapshot(self) -> Json:
        """The report of everything fed so far; the session goes on."""
        return json.loads(self._analyzer.text("curfew_analyzer_snapshot"))

    def events(self) -> list[Json]:
        """The events since the last call. They are kept until they are taken: take them after each piece."""
        return self._analyzer.events()

    def finish(self) -> Json:
        """The log is over; gives its report. Once. Events are still to be had."""
        _call("curfew_session_finish", self._analyzer.session)
        return json.loads(self._analyzer.text("curfew_analyzer_report"))

    def text(self) -> str:
        """The page for people, of everything fed so far. Not stable."""
        return self._analyzer.text("curfew_analyzer_snapshot", _TEXT)

    def close(self) -> None:
        """Gives everything back; may be called again."""
        self._analyzer.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
