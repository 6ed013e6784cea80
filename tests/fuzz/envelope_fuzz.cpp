// The bytes are a log. It is opened at once, in batches and line by line: the same lines come out,
// and none is lost. Every form is tried, not only the one that is recognized.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "fuzz/require.h"
#include "parse/envelope/envelope.h"
#include "parse/envelope/json_object.h"
#include "parse/envelope/repeated_lines.h"
#include "parse/envelope/unglued_source.h"
#include "support/lines.h"

namespace curfew::fuzz {
namespace {

const parse::StampedTags stamped_tags{"exim"};

struct Given {
  std::string text;
  std::uint64_t number = 0;
  friend bool operator==(const Given&, const Given&) = default;
};

std::vector<Given> open_lines(Lines lines, const parse::EnvelopeForm& form, std::size_t batch) {
  const std::unique_ptr<parse::Envelope> envelope = form.make(stamped_tags);
  parse::RepeatedLines repeated;
  std::vector<Given> given;
  std::uint64_t opened = 0;
  const auto keep = [&](Lines some) {
    opened += some.size();
    for (const Line& line : repeated.open(some)) {
      require(line.number >= 1 && line.number <= lines.size());
      require(line.text.find('\n') == std::string_view::npos);
      given.push_back({std::string(line.text), line.number});
    }
  };
  for (std::size_t at = 0; at < lines.size(); at += batch) {
    keep(envelope->open(lines.subspan(at, std::min(batch, lines.size() - at))));
    require(opened <= at + batch);
  }
  keep(envelope->finish());
  require(opened + envelope->absorbed() == lines.size());
  return given;
}

void check_forms(Lines lines) {
  parse::recognize_envelope(lines, stamped_tags);
  parse::missing_clock(lines);
  for (const parse::EnvelopeForm* const form : parse::envelope_forms()) {
    require(form->recognize(lines, stamped_tags) <= lines.size());
    const std::vector<Given> whole =
        open_lines(lines, *form, std::max<std::size_t>(1, lines.size()));
    require(open_lines(lines, *form, 1) == whole);
    require(open_lines(lines, *form, 7) == whole);
  }
}

void check_object(std::string_view text) {
  parse::JsonObject object(text);
  std::string out;
  for (parse::JsonMember member; object.next(member);) {
    require(lies_in(member.key, text) && lies_in(member.value, text));
    out.clear();
    parse::append_text(out, member);
    require(out.size() <= member.value.size());
  }
}

std::string unglued(std::string_view text, std::size_t size) {
  const std::unique_ptr<Source> glued = text_source("glued", text);
  parse::UngluedSource source(*glued);
  std::string result;
  std::vector<char> room(size);
  while (const std::size_t got = source.read(room)) result.append(room.data(), got);
  require(result.size() == text.size() + source.inserted());
  return result;
}

void check(std::string_view text) {
  check_forms(test::numbered_lines(text));
  check_object(text);
  parse::is_glued(text);
  require(unglued(text, 7) == unglued(text, text.size() + 1));
}

}  // namespace
}  // namespace curfew::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  curfew::fuzz::check(curfew::fuzz::text_of(data, size));
  return 0;
}
