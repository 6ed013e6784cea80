#include "analysis/opened_log.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

namespace curfew::analysis {

std::vector<std::string> names_of_envelopes(const Wrapping& wrapping) {
  std::vector<std::string> names;
  for (const parse::EnvelopeForm* const form : wrapping.envelopes) names.emplace_back(form->name);
  return names;
}

bool set_envelopes(const std::vector<std::string>& names, Wrapping& wrapping) {
  constexpr std::size_t most = 16;
  wrapping.envelopes.clear();
  if (names.size() > most) return false;
  const std::span<const parse::EnvelopeForm* const> forms = parse::envelope_forms();
  for (const std::string& name : names) {
    const auto form = std::ranges::find(forms, name, &parse::EnvelopeForm::name);
    if (form == forms.end()) return false;
    wrapping.envelopes.push_back(*form);
  }
  return true;
}

namespace {

// The front, then the source itself.
class Replay final : public Source {
 public:
  Replay(Front front, Source& rest) : front_(std::move(front)), rest_(rest) {}

  std::size_t read(std::span<char> room) override {
    if (given_ == front_.size) return rest_.read(room);
    const std::size_t n = std::min(room.size(), front_.size - given_);
    std::memcpy(room.data(), front_.bytes.get() + given_, n);
    given_ += n;
    return n;
  }
  const std::string& name() const noexcept override { return rest_.name(); }
  std::optional<Instant> modified() const override { return rest_.modified(); }
  bool is_over() const noexcept override { return rest_.is_over(); }

 private:
  Front front_;
  std::size_t given_ = 0;
  Source& rest_;
};

}  // namespace

OpenedLog::OpenedLog(Source& source, const Wrapping& wrapping, std::size_t batch)
    : unglued_(wrapping.glued ? std::make_optional<parse::UngluedSource>(source) : std::nullopt),
      reader_(unglued_ ? *unglued_ : source, batch) {
  make_envelopes(wrapping);
}

OpenedLog::OpenedLog(const Front& front, Source& rest, const Wrapping& wrapping, std::size_t batch)
    : whole_(wrapping.glued ? std::make_unique<Replay>(front, rest) : nullptr),
      unglued_(wrapping.glued ? std::make_optional<parse::UngluedSource>(*whole_) : std::nullopt),
      reader_(unglued_ ? LineReader(*unglued_, batch)
                       : LineReader(rest, front.bytes, front.size, batch)) {
  make_envelopes(wrapping);
}

void OpenedLog::make_envelopes(const Wrapping& wrapping) {
  for (const parse::EnvelopeForm* const form : wrapping.envelopes) {
    envelopes_.push_back(form->make(wrapping.stamped_tags));
  }
}

OpenedLog::OpenedLog(const OpenedLog& other, Source& source)
    : unglued_(other.unglued_ ? std::make_optional<parse::UngluedSource>(*other.unglued_, source)
                              : std::nullopt),
      reader_(other.reader_, unglued_ ? *unglued_ : source),
      finished_(other.finished_),
      repeated_(other.repeated_),
      copies_(other.copies_),
      inbound_copies_(other.inbound_copies_),
      at_end_(other.at_end_) {
  for (const auto& envelope : other.envelopes_) envelopes_.push_back(envelope->copy());
}

// Out of the envelopes from the given one on.
Lines OpenedLog::open(Lines lines, std::size_t from) {
  for (std::size_t i = from; i < envelopes_.size() && !lines.empty(); ++i) {
    lines = envelopes_[i]->open(lines);
  }
  return lines;
}

Lines OpenedLog::next() {
  while (!at_end_) {
    const Lines lines = reader_.next();
    if (lines.empty() && !reader_.at_end()) return {};
    at_end_ = lines.empty();
    const Lines opened = open(lines, 0);
    if (!opened.empty()) return repeated_.open(opened);
  }
  // What the outer ones held back goes through the inner ones before these end.
  while (finished_ < envelopes_.size()) {
    const Lines held = envelopes_[finished_]->finish();
    ++finished_;
    const Lines opened = open(held, finished_);
    if (!opened.empty()) return repeated_.open(opened);
  }
  return {};
}

std::shared_ptr<const void> OpenedLog::hold() const noexcept {
  return envelopes_.empty() && !repeated_.repeated() ? reader_.hold() : nullptr;
}

void OpenedLog::parse(Lines lines, Parser& parser, Events& events) {
  if (!repeated_.repeated()) {
    parser.parse(lines, events);
    return;
  }
  std::size_t begin = 0;
  for (std::size_t at = 1; at < lines.size(); ++at) {
    if (lines[at].number != lines[at - 1].number) continue;
    parser.parse(lines.subspan(begin, at - begin), events);
    begin = at + 1;
    copies_ -= parser.count();
    inbound_copies_ -= parser.inbound();
    Parser::UnknownListener listener = parser.tell_unknown(nullptr);
    parser.parse(lines.subspan(at, 1), events);
    parser.tell_unknown(std::move(listener));
    copies_ += parser.count();
    inbound_copies_ += parser.inbound();
  }
  parser.parse(lines.subspan(begin), events);
}

LineCount OpenedLog::count(const LineCount& parsed) const noexcept {
  LineCount count = parsed;
  count -= copies_;
  for (const auto& envelope : envelopes_) count.ignored += envelope->absorbed();
  return count;
}

LineCount OpenedLog::inbound(const LineCount& parsed) const noexcept {
  LineCount inbound = parsed;
  inbound -= inbound_copies_;
  return inbound;
}

std::uint64_t OpenedLog::bytes() const noexcept {
  return reader_.bytes() - (unglued_ ? unglued_->inserted() : 0);
}

}  // namespace curfew::analysis
