#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "curfew/daily.h"
#include "daily/ranking.h"
#include "daily/transport.h"
#include "text/state.h"

namespace curfew::daily {

/// What the morning page adds up beside the counts of a report, of some stretch of time: names,
/// rejections, notices. In bounded memory.
class Sums {
 public:
  /// `most_kept`: of DailyOptions.
  explicit Sums(std::size_t most_kept);

  void add(const Event& event);
  /// Of another stretch of time, or another log. The same in any order as long as nothing was given
  /// up.
  void add(const Sums& other);
  /// Those in `top` rows of each table; 0: all.
  void put(DailyReport& report, std::size_t top, const DailyNames& names) const;
  /// What is kept of people's addresses and logins: `shown` is asked for each.
  void rename_people(const std::function<std::string(std::string_view)>& shown);

  /// What is kept: text/state.h. Read into one with the same bound.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(sender_domains_, senders_, recipient_domains_, recipients_, clients_, logins_,
            login_clients_, login_users_, transport_, failed_logins_, accepted_logins_, rejections_,
            notices_, rejections_capped_, notices_capped_);
  }

 private:
  struct RejectionKey {
    InboundAction action = InboundAction::none;
    RejectReason reason = RejectReason::none;
    Stage stage = Stage::unknown;
    std::string text;
    template <class Archive>
    void each_field(Archive& archive) {
      text::one_of(archive, action, InboundAction::discarded);
      text::one_of(archive, reason, RejectReason::policy);
      text::one_of(archive, stage, Stage::quit);
      archive(text);
    }
    friend auto operator<=>(const RejectionKey&, const RejectionKey&) = default;
  };
  struct RejectionCounts {
    std::uint64_t count = 0;
    std::uint64_t for_now = 0;
    template <class Archive>
    void each_field(Archive& archive) {
      archive(count, for_now);
    }
  };
  struct NoticeKey {
    Severity severity = Severity::none;
    std::string program;
    std::string text;
    template <class Archive>
    void each_field(Archive& archive) {
      text::one_of(archive, severity, Severity::panic);
      archive(program, text);
    }
    friend auto operator<=>(const NoticeKey&, const NoticeKey&) = default;
  };
  struct NoticeCounts {
    std::uint64_t count = 0;
    Instant first{};
    Instant last{};
    NoticeCounts& operator+=(const NoticeCounts& other) noexcept;
    template <class Archive>
    void each_field(Archive& archive) {
      archive(count, first, last);
    }
  };

  void message(const Event& event);
  void attempt(const Event& event);
  void inbound(const Event& event);
  void notice(const Event& event);
  void sender(const Event& event, Ranking::Counts counts);
  void add_sender(const Event& event, const Ranking::Counts& counts);
  static void client(Ranking& clients, const Event& event);
  void put_inbound(DailyReport& report, std::size_t top, const DailyNames& names) const;
  void put_notices(DailyReport& report, const DailyNames& names) const;

  Ranking sender_domains_;
  Ranking senders_;
  Ranking recipient_domains_;
  Ranking recipients_;
  Ranking clients_;
  Ranking logins_;
  Ranking login_clients_;
  Ranking login_users_;
  Transport transport_;
  std::uint64_t failed_logins_ = 0;
  std::uint64_t accepted_logins_ = 0;
  std::map<RejectionKey, RejectionCounts> rejections_;
  std::map<NoticeKey, NoticeCounts> notices_;
  bool rejections_capped_ = false;
  bool notices_capped_ = false;
};

}  // namespace curfew::daily
