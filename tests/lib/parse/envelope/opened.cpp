#include "lib/parse/envelope/opened.h"

#include <algorithm>

#include "support/catch.h"
#include "support/lines.h"

namespace curfew::test {
namespace {

const parse::StampedTags stamped_tags{"exim"};

}  // namespace

Opened open_text(std::string_view text, std::size_t batch) {
  const std::vector<Line> lines = numbered_lines(text);
  Opened opened;
  const parse::EnvelopeForm* const form = parse::recognize_envelope(lines, stamped_tags);
  if (form == nullptr) return opened;
  opened.form = form->name;

  const std::unique_ptr<parse::Envelope> envelope = form->make(stamped_tags);
  const auto keep = [&opened](Lines given) {
    for (const Line& line : given) {
      opened.lines.push_back(std::to_string(line.number) + ": " + std::string(line.text));
    }
  };
  if (batch == 0) batch = lines.size();
  for (std::size_t at = 0; at < lines.size(); at += batch) {
    keep(envelope->open(Lines(lines).subspan(at, std::min(batch, lines.size() - at))));
  }
  keep(envelope->finish());
  opened.absorbed = envelope->absorbed();
  CHECK(opened.lines.size() + opened.absorbed == lines.size());
  return opened;
}

Opened open_any_way(std::string_view text) {
  Opened whole = open_text(text);
  for (const std::size_t batch : {std::size_t(1), std::size_t(7)})
    CHECK(open_text(text, batch).lines == whole.lines);
  return whole;
}

}  // namespace curfew::test
