#include "exim/exim.h"

namespace curfew::exim {
namespace {

class Skeleton final : public Parser {
 public:
  explicit Skeleton(const ClockHints& hints) : Parser(hints) {}
  void parse(Lines lines, Events&) override {
    for (const Line& line : lines) count_unknown(line);
  }
};

std::size_t recognize(Lines) { return 0; }
std::unique_ptr<Parser> make(const ClockHints& hints) { return std::make_unique<Skeleton>(hints); }

}  // namespace

constinit const Format format = {.name = "exim", .title = "exim", .recognize = recognize, .anchor = nullptr, .make = make};

}  // namespace curfew::exim
