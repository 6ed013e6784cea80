#include "hmailserver/advice.h"

#include "hmailserver/knowledge.h"

// Its administrator's pages: https://www.hmailserver.com/documentation/latest/?page=reference
// Its settings are for all remotes: there are none for one.

namespace curfew::hmailserver {
namespace {

using std::chrono::minutes;

constexpr const char* delivery_page = "Settings > Protocols > SMTP > Delivery of e-mail";
constexpr const char* for_all = " It is a setting for all remotes.";

Advice after_opening(const Remedy& remedy) {
  const std::int64_t retries = (remedy.longest_shut.count() + 60) / remedy.interval.count() + 1;
  std::string text;
  if (remedy.outlasts_retries) {
    text =
        "By default hMailServer gives up after 4 retries, an hour apart: mail for hours that "
        "are longer comes back. ";
  }
  return {.text = text + remedy.text + for_all,
          .lines = {delivery_page, "Number of retries: " + std::to_string(retries),
                    "Minutes between every retry: " + std::to_string(remedy.interval.count())}};
}

// Never by a value above the default.
std::optional<Advice> in_time(const Remedy& remedy) {
  const minutes needed = std::chrono::ceil<minutes>(remedy.greylisted) + minutes(1);
  if (needed >= *knowledge().retries().first) return std::nullopt;
  return Advice{
      .text = remedy.text + for_all,
      .lines = {delivery_page, "Minutes between every retry: " + std::to_string(needed.count())}};
}

}  // namespace

std::optional<Advice> advise(const Remedy& remedy) {
  switch (remedy.kind) {
    case RemedyKind::retry_after_opening:
      return after_opening(remedy);
    case RemedyKind::retry_in_time:
      return in_time(remedy);
    case RemedyKind::fewer_connections:
      return Advice{.text = remedy.text + for_all,
                    .lines = {"Settings > Advanced > Performance",
                              "Delivery threads: " + std::to_string(remedy.limit)}};
    case RemedyKind::slower:
      return Advice{.text = remedy.why + ". hMailServer cannot be told so for one remote: " +
                            remedy.otherwise + '.'};
    case RemedyKind::prefer_ipv4:
      return Advice{.text = remedy.text};
    default:
      return std::nullopt;
  }
}

}  // namespace curfew::hmailserver
