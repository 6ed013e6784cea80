#include "exim/knowledge.h"

#include "exim/advice.h"
#include "exim/queue_listing.h"

namespace curfew::exim {
namespace {

class Exim final : public ServerKnowledge {
 public:
  std::string_view title() const override { return "Exim"; }

  // The retry rule of the configuration it comes with: "F,2h,15m; G,16h,1h,1.5; F,4d,6h".
  RetryFacts retries() const override {
    return {.first = std::chrono::minutes(15), .gives_up_after = std::chrono::days(4)};
  }

  std::optional<Advice> advise(const Remedy& remedy) const override { return exim::advise(remedy); }

  std::string_view words_for(RemedyKind kind) const override {
    if (kind == RemedyKind::greet_with_name) return "helo_data";
    if (kind == RemedyKind::hold_outside_hours) return "queue_smtp_domains";
    return {};
  }

  // The specification: log_selector, chapter "Log files".
  std::vector<OptionalField> optional_fields() const override {
    return {
        {.part = LoggedPart::remote_port,
         .key = "exim_outgoing_port",
         .text = "log_selector has no +outgoing_port: deliveries to other ports than 25 look like "
                 "the rest."},
        {.part = LoggedPart::duration,
         .of_deliveries = true,
         .key = "exim_deliver_time",
         .text = "log_selector has no +deliver_time: how long remotes took cannot be seen."},
        {.part = LoggedPart::delay,
         .of_deliveries = true,
         .key = "exim_queue_time",
         .text = "log_selector has no +queue_time: how long messages waited is known only where "
                 "their arrival stands in the log."},
        {.part = LoggedPart::reply,
         .of_deliveries = true,
         .key = "exim_smtp_confirmation",
         .text = "log_selector has no +smtp_confirmation: what remotes said when they took a "
                 "message cannot be seen."},
        {.part = LoggedPart::sender,
         .key = "exim_sender_on_delivery",
         .text = "log_selector has no +sender_on_delivery: the sender is known only where the "
                 "arrival stands in the log."}};
  }

  // It logs under the name it was started by, with the facility of syslog_facility.
  std::vector<std::string> journal_programs() const override { return {"exim", "exim4"}; }
  std::vector<std::string> stamped_tags() const override { return {"exim"}; }
  // Names as Debian and cPanel have them. A reject log repeats lines of the main log.
  std::vector<RepeatingLogs> repeating_logs() const override {
    return {{.whole = {"mainlog", "exim_mainlog"},
             .repeats = {"rejectlog", "paniclog", "exim_rejectlog", "exim_paniclog"}}};
  }
  std::vector<const QueueForm*> queue_forms() const override { return {&queue_listing()}; }
};

}  // namespace

const ServerKnowledge& knowledge() noexcept {
  static const Exim known;
  return known;
}

}  // namespace curfew::exim
