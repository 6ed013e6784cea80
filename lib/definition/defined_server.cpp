#include "definition/defined_server.h"

#include <utility>

namespace curfew::definition {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

AdviceValues values_of(const Remedy& remedy) {
  AdviceValues values{.domains = remedy.domains, .limit = remedy.limit};
  seconds time = remedy.delay;
  minutes rounded = std::chrono::ceil<minutes>(time);
  if (remedy.kind == RemedyKind::retry_after_opening) {
    rounded = remedy.interval;
    time = rounded;
  } else if (remedy.kind == RemedyKind::retry_in_time) {
    // A little later than mail is taken, so that the first retry is no refusal.
    time = remedy.greylisted + seconds(30);
    rounded = std::chrono::ceil<minutes>(remedy.greylisted) + minutes(1);
  }
  values.seconds = time.count();
  values.minutes = rounded.count();
  return values;
}

// Whether the server does so by itself, or the remedy is of no use to it.
bool is_needless(const Remedy& remedy, const ServerTable& server,
                 const ServerTable::AdviceForm& form, const AdviceValues& values) {
  if (remedy.kind == RemedyKind::slower) return remedy.delay.count() == 0;
  if (remedy.kind == RemedyKind::retry_in_time) {
    return minutes(values.minutes) >= *server.retries.first;
  }
  return form.usual != 0 && remedy.limit >= form.usual;
}

}  // namespace

DefinedServer::DefinedServer(std::string_view title, std::function<const ServerTable&()> table)
    : title_(title.substr(0, title.find(" ("))), table_(std::move(table)) {}

std::optional<Advice> DefinedServer::advise(const Remedy& remedy) const {
  const ServerTable& server = table_();
  const ServerTable::AdviceForm* const form = server.advice_for(remedy.kind);
  if (form == nullptr) return std::nullopt;
  const AdviceValues values = values_of(remedy);
  if (is_needless(remedy, server, *form, values)) return std::nullopt;
  std::string text = remedy.text;
  if (!form->text.empty()) text += ' ' + form->text;
  if (remedy.more_domains && names_domains(*form)) text += " And so for their other domains.";
  return Advice{.text = std::move(text), .lines = lines_of(*form, values)};
}

std::string_view DefinedServer::words_for(RemedyKind kind) const {
  const ServerTable::AdviceForm* const form = table_().advice_for(kind);
  return form == nullptr ? std::string_view() : std::string_view(form->text);
}

std::vector<OptionalField> DefinedServer::optional_fields() const {
  std::vector<OptionalField> fields;
  for (const ServerTable::Part& part : table_().parts) {
    fields.push_back({.part = part.part,
                      .of_deliveries = part.of_deliveries,
                      .key = part.key,
                      .text = part.text});
  }
  return fields;
}

}  // namespace curfew::definition
