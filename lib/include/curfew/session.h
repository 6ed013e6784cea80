#pragma once

#include <memory>
#include <string_view>

#include "curfew/export.h"

namespace curfew {

/// A log that is fed as it comes, in pieces that are cut anywhere: between lines, within one,
/// within a character. What comes of it does not depend on the cuts.
///
///     curfew::Analyzer analyzer(curfew::builtin_formats());
///     curfew::Session session = analyzer.session("mail.log");
///     while (more(bytes)) {
///       session.feed(bytes);
///       curfew::write_text(analyzer.snapshot(), std::cout);
///     }
///     session.finish();
///
/// What the log is, its zone and its year are told by its first mebibyte, as in a file that is read
/// whole; until then the bytes are kept, and snapshots know them. Later the memory held for a
/// session does not grow with the log. UTF-16 is read; packed bytes have to be unpacked first.
///
/// One thread at a time, and that for an analyzer and all its sessions together. Callbacks of the
/// analyzer are called as if it read the log.
class CURFEW_API Session {
 public:
  struct State;  // of the library itself

  explicit Session(std::unique_ptr<State> state);  // Analyzer::session makes them
  /// Ends it like finish(), but says nothing of what is wrong.
  ~Session();
  Session(Session&&) noexcept;
  Session& operator=(Session&&) = delete;

  /// The next bytes; they are not needed afterwards. Throws Error: unknown_format when the first
  /// mebibyte holds no mail log; compressed, archive for what is no text. What is fed after that,
  /// or after finish(), is dropped.
  void feed(std::string_view bytes);
  /// The log is over. Throws what feed() throws, of a log that is shorter than a mebibyte. Once.
  void finish();
  /// The log has shown what it is.
  bool is_recognized() const noexcept;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace curfew
