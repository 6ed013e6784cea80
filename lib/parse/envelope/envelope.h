#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/input.h"
#include "parse/envelope/opened_lines.h"
#include "text/state.h"

namespace curfew::parse {

/// Takes off what a logger, a journal or a container put around the lines of a log.
///
/// Gives lines as a syslog file holds them ("2026-11-23T16:04:53.469+00:00 mail
/// mta/smtp[427]: body"), or the line that was wrapped, its stamp completed with the year and
/// the zone the wrapping knows. A line that does not fit is given as it is. Never gives more lines
/// than it took. Bounded: what is put together from several lines is cut at the longest line.
class Envelope {
 public:
  virtual ~Envelope() = default;
  /// Another one that goes on from here.
  virtual std::unique_ptr<Envelope> copy() const = 0;
  /// What it holds, appended as bytes, for restore() of one of the same form.
  virtual void keep(std::string& state) const = 0;
  /// Goes on from there. Needs: nothing was opened yet. Throws Error (unreadable) where the bytes
  /// are something else.
  virtual void restore(std::string_view state) = 0;

  /// The lines inside, numbered as in the source. They live until the next call, and the given
  /// lines have to live as long. The same lines come out however the source is cut into batches.
  Lines open(Lines lines);
  /// At the end of the log: what is held back because its end has not come.
  Lines finish();

  /// Lines that only help to make another one, or nothing at all (a blank line between records).
  std::uint64_t absorbed() const noexcept { return count_.taken - count_.given; }

 protected:
  /// Lines of the source, and lines inside.
  struct Count {
    std::uint64_t taken = 0;
    std::uint64_t given = 0;

    template <class Archive>
    void each_field(Archive& archive) {
      archive(taken, given);
    }
  };

  /// Takes a source line; gives at most one line.
  virtual void take(const Line& line, OpenedLines& out) = 0;
  /// Gives what is held back: at most as many lines as were taken and not given.
  virtual void flush(OpenedLines& /*out*/) {}

  Count count_;

 private:
  Lines give();

  OpenedLines out_;
};

/// An envelope whose values are all that it holds. Self::each_field lists them: text/state.h.
template <class Self>
class CopiedEnvelope : public Envelope {
  std::unique_ptr<Envelope> copy() const final {
    return std::make_unique<Self>(static_cast<const Self&>(*this));
  }
  void keep(std::string& state) const final {
    text::StateWriter writer(state);
    writer(count_, static_cast<const Self&>(*this));
  }
  void restore(std::string_view state) final {
    text::StateReader reader(state);
    reader(count_, static_cast<Self&>(*this));
    reader.end();
  }
};

/// How tags of syslog begin behind which a mail server writes a stamp of its own once more
/// (Formats::stamped_tags): such a stamp is no sign of another line inside.
using StampedTags = std::vector<std::string>;

/// A kind of envelope: plain data.
struct EnvelopeForm {
  std::string_view name;  ///< "docker logs -t"
  /// How many of the lines surely belong to such an envelope.
  std::size_t (*recognize)(Lines lines, const StampedTags& tags) = nullptr;
  std::unique_ptr<Envelope> (*make)(const StampedTags& tags) = nullptr;
  /// Lines that stand as they should pass through: a few that do not are enough.
  bool among_bare_lines = false;
  /// The lines keep the stamps that the mail server wrote; others are given a record's time, in
  /// UTC.
  bool keeps_stamps = false;
};

/// All there are, in the order in which they are asked.
std::span<const EnvelopeForm* const> envelope_forms() noexcept;

/// The form that at least half of the lines have (blank ones not counted), or else one in two
/// hundred where the form allows bare lines; null when the lines are bare and go to the parser as
/// they are.
const EnvelopeForm* recognize_envelope(Lines head, const StampedTags& tags);

/// Why nothing can be made of lines that no parser recognized: a logger's output without a clock.
/// Empty when it is not that.
std::string_view missing_clock(Lines head);

}  // namespace curfew::parse
