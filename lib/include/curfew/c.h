#pragma once

/// curfew for programs in C, and for languages that call C. C99; needs nothing of C++.
///
///     curfew_analyzer* analyzer = NULL;
///     char* json = NULL;
///     curfew_error error;
///     if (curfew_analyzer_new(NULL, &analyzer, &error) != CURFEW_OK ||
///         curfew_analyzer_read_file(analyzer, "/var/log/mail.log", &error) != CURFEW_OK ||
///         curfew_analyzer_report(analyzer, CURFEW_JSON, &json, NULL, &error) != CURFEW_OK) {
///       fprintf(stderr, "%s\n%s\n", error.message, error.remedy);
///     } else {
///       puts(json);
///     }
///     curfew_string_free(json, NULL);
///     curfew_analyzer_free(analyzer, NULL);
///
/// Errors. Every function that can fail returns a curfew_status and, where `error` is not null,
/// writes it there with a sentence and what to do about it. No C++ exception leaves the library,
/// also where memory runs out; the analyzer is then to be freed. (Two libraries below, RE2 and
/// nlohmann/json, end the program where their clean-up gets no memory.) Where a function
/// fails, what it would have given is null or zero.
///
/// Handles. A curfew_analyzer* or curfew_session* is a number in the dress of a pointer, looked up
/// at every call and given out once. One that is null where it may not be, was freed, or is of the
/// other kind gives CURFEW_MISUSE and harms nothing.
///
/// Threads. Any thread may call any function. An analyzer and its sessions do one thing at a time:
/// who calls while another thread is inside gets CURFEW_MISUSE and changes nothing. Different
/// analyzers do not wait for one another.
///
/// Texts. What is passed in is not needed after the call; paths are bytes, other texts UTF-8, each
/// ended by a zero byte. What is given out through `char**` is the caller's and goes back by
/// curfew_string_free, not by free().
///
/// Nothing is redacted. Nothing is printed. Where no zone is set, TZ and the machine's zone are
/// read.

// NOLINTBEGIN(readability-identifier-naming,modernize-*): names and words of C
#include <stddef.h>
#include <stdint.h>

#include "curfew/export.h"

/// Of this header. It changes when a program that was compiled with an older one would break.
#define CURFEW_API_VERSION 1

#ifdef __cplusplus
#define CURFEW_NOEXCEPT noexcept
extern "C" {
#else
#define CURFEW_NOEXCEPT
#endif

/// How a call went. The numbers stay; newer libraries may give others.
typedef enum curfew_status {
  CURFEW_OK = 0,
  CURFEW_MISUSE = 1,          ///< the program is wrong: an argument, a handle, the order of calls
  CURFEW_NO_MEMORY = 2,       ///< memory ran out
  CURFEW_INTERNAL = 3,        ///< a fault of the library
  CURFEW_UNREADABLE = 4,      ///< a file that is missing, forbidden, a folder, damaged
  CURFEW_COMPRESSED = 5,      ///< data that were not unpacked
  CURFEW_ARCHIVE = 6,         ///< files in a file, or no text: no log as it is
  CURFEW_UNKNOWN_FORMAT = 7,  ///< no format of that name, or none was recognized: no mail log
  CURFEW_UNKNOWN_ZONE = 8,    ///< a time zone that the system's database does not have
  CURFEW_BAD_VALUE = 9        ///< an option's value that cannot be meant
} curfew_status;

/// What went wrong. The caller's own memory; nothing to free. Written by each call it is given to,
/// also by those that succeed. Texts are UTF-8, ended by a zero byte, and cut where they are too
/// long; they may hold untrusted words, but no control characters.
typedef struct curfew_error {
  int status;          ///< a curfew_status
  char message[1024];  ///< one sentence that names the thing; empty where all went well
  char remedy[1024];   ///< what to do about it; may be empty
} curfew_error;

/// The whole pipeline: logs in, reports out.
typedef struct curfew_analyzer curfew_analyzer;
/// A log that comes in pieces.
typedef struct curfew_session curfew_session;

/// How logs are read. Begin with CURFEW_OPTIONS_INIT, which means the default of everything.
typedef struct curfew_options {
  size_t size;              ///< of this struct, by which later versions know this one
  const char* zone;         ///< of hours in the report: "America/Phoenix"; null: the log's own
  const char* log_zone;     ///< of stamps without one; null: learned from the log
  const char* system_zone;  ///< where neither is known; null: the machine's, as "local"
  const char* format;       ///< a format's name; null: recognized
  int64_t now;  ///< seconds since 1970, UTC: nothing in a log is younger; 0: the clock's
  int year;     ///< of the first stamp, for stamps without a year, 1970 to 9999; 0: found
  int events;   ///< not 0: events are kept for curfew_analyzer_events
} curfew_options;

/// A struct of options in which nothing is set.
#define CURFEW_OPTIONS_INIT \
  { sizeof(curfew_options), NULL, NULL, NULL, NULL, 0, 0, 0 }

/// How a text is wanted.
enum {
  CURFEW_JSON = 0,  ///< a document with a schema and a promise (docs/json.md)
  CURFEW_TEXT = 1   ///< a page for people, 100 columns wide. Not stable
};

/// CURFEW_API_VERSION of the library that runs.
CURFEW_API int curfew_api_version(void) CURFEW_NOEXCEPT;
/// "0.2.0". Lives as long as the library.
CURFEW_API const char* curfew_version(void) CURFEW_NOEXCEPT;
/// "unreadable" for CURFEW_UNREADABLE; "unknown" for another number. Lives as long as the library.
CURFEW_API const char* curfew_status_name(int status) CURFEW_NOEXCEPT;

/// Makes an analyzer, to be freed by curfew_analyzer_free. `options` may be null.
/// Gives CURFEW_MISUSE, CURFEW_UNKNOWN_ZONE, CURFEW_UNKNOWN_FORMAT, CURFEW_BAD_VALUE.
CURFEW_API curfew_status curfew_analyzer_new(const curfew_options* options,
                                             curfew_analyzer** analyzer,
                                             curfew_error* error) CURFEW_NOEXCEPT;
/// Frees it and ends its sessions; their handles are then as if they were freed, too. Null is
/// nothing to do. Gives CURFEW_MISUSE for what was freed, and while another thread is inside:
/// nothing is freed then.
CURFEW_API curfew_status curfew_analyzer_free(curfew_analyzer* analyzer,
                                              curfew_error* error) CURFEW_NOEXCEPT;
/// Reads a log to its end, packed ones (gzip, xz, zstd, bzip2) too. Several one after the other,
/// the oldest first. Where it fails what was read before stays counted. Gives CURFEW_UNREADABLE,
/// CURFEW_COMPRESSED, CURFEW_ARCHIVE, CURFEW_UNKNOWN_FORMAT.
CURFEW_API curfew_status curfew_analyzer_read_file(curfew_analyzer* analyzer, const char* path,
                                                   curfew_error* error) CURFEW_NOEXCEPT;
/// What was read: in `form` CURFEW_JSON the document "curfew-summary/1". While a session is open it
/// is what curfew_analyzer_snapshot gives. `length`, in bytes without the zero byte, may be null.
CURFEW_API curfew_status curfew_analyzer_report(curfew_analyzer* analyzer, int form, char** text,
                                                size_t* length,
                                                curfew_error* error) CURFEW_NOEXCEPT;
/// What curfew_analyzer_report would say if all sessions ended here; they do not. Its cost does not
/// grow with the length of the logs.
CURFEW_API curfew_status curfew_analyzer_snapshot(curfew_analyzer* analyzer, int form, char** text,
                                                  size_t* length,
                                                  curfew_error* error) CURFEW_NOEXCEPT;
/// The events since the last call, a line of JSON each ("curfew-event/1", docs/events.md), each
/// ended by a line end; an empty text where there are none. They are kept until they are taken:
/// take them after each piece, and memory stays bounded. Gives CURFEW_MISUSE without
/// curfew_options.events.
CURFEW_API curfew_status curfew_analyzer_events(curfew_analyzer* analyzer, char** lines,
                                                size_t* length,
                                                curfew_error* error) CURFEW_NOEXCEPT;

/// A log that the program feeds. `name` is for messages. Freed by curfew_session_free; its analyzer
/// must live until it is finished.
CURFEW_API curfew_status curfew_session_new(curfew_analyzer* analyzer, const char* name,
                                            curfew_session** session,
                                            curfew_error* error) CURFEW_NOEXCEPT;
/// A log in a file, packed ones too, that is read piece by piece with curfew_session_read.
/// Gives CURFEW_UNREADABLE, CURFEW_COMPRESSED.
CURFEW_API curfew_status curfew_session_open(curfew_analyzer* analyzer, const char* path,
                                             curfew_session** session,
                                             curfew_error* error) CURFEW_NOEXCEPT;
/// The next bytes, cut anywhere; `bytes` may be null where `length` is 0. The log's first mebibyte
/// tells what it is; a failure ends the session, and what was counted stays.
/// Gives CURFEW_UNKNOWN_FORMAT, CURFEW_COMPRESSED, CURFEW_ARCHIVE; CURFEW_MISUSE for a session that
/// is over or reads a file.
CURFEW_API curfew_status curfew_session_feed(curfew_session* session, const void* bytes,
                                             size_t length, curfew_error* error) CURFEW_NOEXCEPT;
/// Reads at most 256 KiB of the file. `*more` is 0 when it was read to its end, which finishes the
/// session. Gives what curfew_analyzer_read_file gives; CURFEW_MISUSE for a session that is over or
/// is fed.
CURFEW_API curfew_status curfew_session_read(curfew_session* session, int* more,
                                             curfew_error* error) CURFEW_NOEXCEPT;
/// The log is over; once. Gives what curfew_session_feed gives.
CURFEW_API curfew_status curfew_session_finish(curfew_session* session,
                                               curfew_error* error) CURFEW_NOEXCEPT;
/// Frees it; a log that is not over ends here. Null is nothing to do. Gives CURFEW_MISUSE as
/// curfew_analyzer_free does.
CURFEW_API curfew_status curfew_session_free(curfew_session* session,
                                             curfew_error* error) CURFEW_NOEXCEPT;

/// What a code of a provider, a reply code, an enhanced code or a whole reply means: in `form`
/// CURFEW_JSON an object "curfew-explain/1" and a line end. What nobody knows is no error: the text
/// says so.
CURFEW_API curfew_status curfew_explain(const char* code_or_reply, int form, char** text,
                                        size_t* length, curfew_error* error) CURFEW_NOEXCEPT;

/// Gives back a text. Null is nothing to do. Gives CURFEW_MISUSE for what is no text of this
/// library, or was given back and not given out again.
CURFEW_API curfew_status curfew_string_free(char* text, curfew_error* error) CURFEW_NOEXCEPT;

#ifdef __cplusplus
}  // extern "C"
#endif
// NOLINTEND(readability-identifier-naming,modernize-*)
