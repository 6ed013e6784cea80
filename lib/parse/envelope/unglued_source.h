#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/input.h"

namespace curfew::parse {

/// The front of a log whose records stand one behind the other without a line end: rsyslog's
/// RSYSLOG_ForwardFormat and its other forms for the wire, written to a file. Each begins with
/// "<22>" and a stamp.
bool is_glued(std::string_view front) noexcept;

/// Such a log with a line end in front of every record but the first.
class UngluedSource final : public Source {
 public:
  /// `glued` must live as long.
  explicit UngluedSource(Source& glued);
  /// Goes on from where `other` stands, with another source.
  UngluedSource(const UngluedSource& other, Source& glued);

  std::size_t read(std::span<char> room) override;
  const std::string& name() const noexcept override { return glued_.name(); }
  std::optional<Instant> modified() const override { return glued_.modified(); }
  bool is_over() const noexcept override { return at_end_; }
  /// How many line ends were put in.
  std::uint64_t inserted() const noexcept { return inserted_; }

  /// What is kept: text/state.h. Read into one that has read nothing.
  template <class Archive>
  void each_field(Archive& archive) {
    std::string rest(buffer_.data() + begin_, end_ - begin_);
    archive(rest, at_end_, at_line_start_, inserted_);
    if constexpr (Archive::is_reading) {
      if (rest.size() > buffer_.size()) return archive.damage();
      std::copy(rest.begin(), rest.end(), buffer_.begin());
      begin_ = 0;
      end_ = rest.size();
    }
  }

 private:
  bool fill();
  std::size_t give(std::span<char> room) noexcept;
  std::size_t plain() noexcept;

  Source& glued_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  bool at_end_ = false;
  bool at_line_start_ = true;  // of what was given
  std::uint64_t inserted_ = 0;
};

}  // namespace curfew::parse
