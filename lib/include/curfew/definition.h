#pragma once

// Log formats that a file describes, with the samples that prove it (docs/adding-a-format.md).
// Immutable once read: may be shared by threads. What is wrong in a file throws Error
// (bad_definition) with file and line.
//
//     #include <curfew/builtin_formats.h>
//     curfew::Formats formats = curfew::builtin_formats();
//     curfew::add_definitions(formats, "/etc/curfew/formats");

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/export.h"
#include "curfew/parser.h"

namespace curfew {

/// A log format that a file describes: docs/adding-a-format.md. Immutable; const functions may be
/// called from several threads.
class CURFEW_API Definition final : public Format {
 public:
  /// Reads and compiles a definition and proves its samples. `file` is named when something is
  /// wrong. Throws Error (bad_definition): one sentence with file and line.
  static std::shared_ptr<const Definition> read(std::string toml, std::string file);
  /// One that was proved before: it is read when something is asked of it for the first time.
  static std::shared_ptr<const Definition> proved(std::string_view name, std::string_view title,
                                                  std::string_view toml);
  ~Definition() override;

  std::string_view name() const noexcept override;
  std::string_view title() const noexcept override;
  std::size_t recognize(Lines lines) const override;
  std::unique_ptr<Parser> make(const ClockHints& hints) const override;
  bool has_stamps() const noexcept override { return true; }
  bool stamp(std::string_view line, Stamp& stamp) const override;
  /// What the definition's [server] says.
  const ServerKnowledge* server() const noexcept override;

  /// A parser that tells the place (in lines()) of what knew each line it read.
  std::unique_ptr<Parser> make_watched(const ClockHints& hints,
                                       std::function<void(std::size_t)> on_line) const;

  /// The text of the file.
  std::string_view toml() const noexcept;
  /// Names of the kinds of lines it knows, in the order in which they are tried.
  std::vector<std::string> lines() const;
  /// What the server does not log, in sentences.
  std::vector<std::string> unlogged() const;
  std::size_t samples() const;

  /// Reads the samples again. Throws Error (bad_definition).
  void prove() const;
  /// Throws Error (bad_definition) where the other format has the same name, or takes a line of a
  /// sample for its own.
  void prove_apart_from(const Format& other) const;

 private:
  struct State;
  explicit Definition(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The definition in a file, or those in a folder (*.toml), by name of file. Throws Error
/// (bad_definition), also where nothing is there.
CURFEW_API std::vector<std::shared_ptr<const Definition>> read_definitions(const std::string& path);

/// Adds the definitions of a file or a folder. Throws Error (bad_definition), also for a name that
/// is taken, and where one takes lines of another's samples for its own.
CURFEW_API void add_definitions(Formats& formats, const std::string& path);

}  // namespace curfew
