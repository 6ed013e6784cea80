#include "postfix/knowledge.h"

#include "postfix/advice.h"
#include "postfix/queue_listings.h"

namespace curfew::postfix {
namespace {

class Postfix final : public ServerKnowledge {
 public:
  std::string_view title() const override { return "Postfix"; }

  // minimal_backoff_time and maximal_queue_lifetime, postconf(5).
  RetryFacts retries() const override {
    return {.first = std::chrono::seconds(300), .gives_up_after = std::chrono::days(5)};
  }

  std::optional<Advice> advise(const Remedy& remedy) const override {
    return postfix::advise(remedy);
  }

  std::string_view words_for(RemedyKind kind) const override {
    if (kind == RemedyKind::greet_with_name) return "smtp_helo_name";
    if (kind == RemedyKind::hold_outside_hours) {
      return "a transport of its own, named in defer_transports meanwhile";
    }
    return {};
  }

  std::vector<OptionalField> optional_fields() const override {
    return {
        {.part = LoggedPart::delay,
         .key = "postfix_delay",
         .text = "lines have no delay=: how long messages waited is known only where their arrival "
                 "stands in the log."},
        {.part = LoggedPart::duration,
         .key = "postfix_delays",
         .text = "lines have no delays= (Postfix before 2.3, or a filter in front of the log): how "
                 "long remotes took cannot be seen."},
        {.part = LoggedPart::enhanced_code,
         .key = "postfix_dsn",
         .text = "lines have no dsn= (Postfix before 2.3, or a filter in front of the log): "
                 "refusals without an enhanced code of the remote's are told apart by their text "
                 "alone."}};
  }

  std::vector<std::string> journal_programs() const override { return {"postfix"}; }
  std::vector<const QueueForm*> queue_forms() const override {
    return {&mailq(), &postqueue_json()};
  }
};

}  // namespace

const ServerKnowledge& knowledge() noexcept {
  static const Postfix known;
  return known;
}

}  // namespace curfew::postfix
