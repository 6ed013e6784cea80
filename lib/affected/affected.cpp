#include "curfew/affected.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "affected/held_messages.h"
#include "curfew/version.h"
#include "report/concerned.h"

namespace curfew {

struct HeldMail::Kept {
  explicit Kept(std::size_t memory) : messages(memory) {}
  affected::HeldMessages messages;
};

namespace {

using affected::End;
using affected::HeldBy;
using affected::HeldMessage;
using affected::HeldRecipient;

class Senders {
 public:
  Senders(const Finding& finding, const Names& names, Instant log_end)
      : finding_(finding), names_(names), log_end_(log_end) {}

  void add(const HeldMessage& message) {
    Row* row = nullptr;
    End end = End::late;
    for (const HeldRecipient& one : message.recipients) {
      if (!is_affected(one)) continue;
      if (row == nullptr) row = &rows_[message.sender];
      end = std::max(end, one.end);
      add_recipient(*row, one);
    }
    if (row == nullptr) return;
    count(row->told.ends, end);
    count(ends_, end);
  }

  const HeldEnds& ends() const noexcept { return ends_; }

  std::vector<AffectedSender> take() {
    std::vector<AffectedSender> all;
    for (auto& [sender, row] : rows_) {
      row.told.sender = sender;
      all.push_back(std::move(row.told));
    }
    const auto weight = [](const AffectedSender& one) {
      return std::tuple(one.ends.returned != 0, one.ends.waiting != 0, one.longest,
                        one.ends.messages());
    };
    std::ranges::stable_sort(all, std::ranges::greater(), weight);
    return all;
  }

 private:
  struct Row {
    AffectedSender told;
    std::set<std::string_view> recipients;
  };

  bool is_affected(const HeldRecipient& recipient) const {
    return std::ranges::any_of(recipient.by, [&](const HeldBy& by) {
      return report::is_about(finding_, {.remote = names_.word(by.remote),
                                         .code = names_.word(by.code),
                                         .host = names_.word(by.host),
                                         .ip = names_.word(by.ip),
                                         .source = names_.word(by.source),
                                         .recipient = recipient.address,
                                         .first = by.first,
                                         .last = by.last,
                                         .replied = by.replied});
    });
  }

  void add_recipient(Row& row, const HeldRecipient& one) const {
    AffectedSender& told = row.told;
    const bool is_first = told.recipients.empty();
    if (!row.recipients.contains(one.address)) {
      if (told.recipients.size() < AffectedSender::most_recipients) {
        row.recipients.insert(one.address);
        told.recipients.push_back(one.address);
      } else {
        ++told.more_recipients;
      }
    }
    told.first_try = is_first ? one.first_try : std::min(told.first_try, one.first_try);
    told.last_try = is_first ? one.last_try : std::max(told.last_try, one.last_try);
    const Instant end = one.end == End::waiting ? std::max(log_end_, one.last_try) : one.ended;
    told.longest = std::max(told.longest, end - one.since);
  }

  static void count(HeldEnds& ends, End end) noexcept {
    switch (end) {
      case End::late:
        ++ends.late;
        return;
      case End::removed:
        ++ends.removed;
        return;
      case End::waiting:
        ++ends.waiting;
        return;
      case End::returned:
        ++ends.returned;
        return;
    }
  }

  const Finding& finding_;
  const Names& names_;
  Instant log_end_;
  std::map<std::string, Row> rows_;
  HeldEnds ends_;
};

std::uint64_t not_kept(const Finding& finding, const affected::HeldMessages& held) {
  std::uint64_t messages = 0;
  for (const affected::HeldMessages::NotKept& one : held.not_kept()) {
    const bool told_apart = one.remote != Name::none;
    const bool all_codes = finding.code.empty() && finding.codes.empty();
    const std::string_view code = held.names().word(one.code);
    const bool same_code = all_codes || finding.code == code ||
                           std::ranges::find(finding.codes, code) != finding.codes.end();
    if (told_apart && (held.names().word(one.remote) != whole_remote(finding) || !same_code)) {
      continue;
    }
    messages += one.messages;
  }
  return messages;
}

}  // namespace

HeldMail::HeldMail(std::size_t memory) : kept_(std::make_unique<Kept>(memory)) {}
HeldMail::~HeldMail() = default;
HeldMail::HeldMail(HeldMail&&) noexcept = default;
HeldMail& HeldMail::operator=(HeldMail&&) noexcept = default;

void HeldMail::add(const Attempt& attempt) {
  kept_->messages.add(attempt);
}

void HeldMail::add(const Events& events) {
  for (const Event& event : events) kept_->messages.add(event);
}

Affected affected_by(const Report& report, const ReportFinding& finding, const HeldMail& held) {
  const affected::HeldMessages& messages = held.kept_->messages;
  Senders senders(finding.finding, messages.names(), report.to.value_or(Instant()));
  messages.each([&](const HeldMessage& message) { senders.add(message); });
  Affected affected;
  affected.version = CURFEW_VERSION;
  affected.zone = report.zone;
  affected.finding = finding.finding.id;
  affected.about = sentence(finding.finding);
  affected.ends = senders.ends();
  affected.senders = senders.take();
  affected.not_kept = not_kept(finding.finding, messages);
  return affected;
}

Affected redacted(Affected affected, const Report& report, const Redactor& redactor) {
  if (!redactor.hides()) return affected;
  for (AffectedSender& one : affected.senders) {
    one.sender = redactor.address(one.sender);
    for (std::string& recipient : one.recipients) recipient = redactor.address(recipient);
  }
  affected.about.clear();
  for (const ReportFinding& one : report.findings) {
    if (one.finding.id == affected.finding) affected.about = sentence(one.finding);
  }
  return affected;
}

}  // namespace curfew
