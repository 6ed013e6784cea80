#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "curfew/report.h"
#include "text/state.h"

namespace curfew {

/// What of a Sample is kept: text/state.h.
template <class Archive>
void each_field(Archive& archive, Sample& sample) {
  EnhancedCode& code = sample.enhanced_code;
  archive(sample.time);
  text::one_of(archive, sample.outcome, Outcome::interrupted);
  text::one_of(archive, sample.stage, Stage::quit);
  archive(sample.reply_code, sample.remote_port, code.status, code.subject, code.detail,
          sample.log_host, sample.queue_id, sample.sender, sample.recipient, sample.remote_host,
          sample.remote_ip, sample.local_ip, sample.reply_text);
}

namespace report {

/// As much of a contact as is told to a postmaster.
Sample sample_of(const Event& event);

/// Contacts of one remote and code: the first and the newest, of one message its first and its
/// newest.
class FewSamples {
 public:
  void add(Sample sample);
  /// The first, then the newest.
  std::vector<Sample> all() const;
  /// In the order in which they were added. Whoever adds these, and then what came later, keeps
  /// what it would of all contacts: so the parts of a log are put together.
  std::vector<Sample> in_order() const;

 private:
  struct Numbered {
    std::uint64_t number = 0;
    Sample sample;
  };

  std::vector<Numbered> first_;
  std::deque<Numbered> newest_;
  std::uint64_t added_ = 0;
};

}  // namespace report
}  // namespace curfew
