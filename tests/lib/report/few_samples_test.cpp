#include "report/few_samples.h"

#include <random>
#include <string>
#include <vector>

#include "support/catch.h"

namespace curfew::test {
namespace {

using report::FewSamples;

std::vector<std::string> told(const std::vector<Sample>& samples) {
  std::vector<std::string> told;
  for (const Sample& one : samples) told.push_back(one.queue_id + ' ' + one.reply_text);
  return told;
}

// Some messages are tried again and again, others once; of some the log tells no id.
std::vector<Sample> contacts(std::mt19937& chance, std::size_t count) {
  std::vector<Sample> all;
  for (std::size_t i = 0; i < count; ++i) {
    const auto message = chance() % 30;
    Sample& one = all.emplace_back();
    if (message >= 3) one.queue_id = std::to_string(message);
    one.reply_text = std::to_string(i);
  }
  return all;
}

}  // namespace

TEST_CASE("the parts of a log keep together what the whole log would") {
  std::mt19937 chance(7);
  for (int round = 0; round < 500; ++round) {
    FewSamples whole;
    FewSamples sum;
    FewSamples part;
    for (const Sample& one : contacts(chance, chance() % 80)) {
      whole.add(one);
      part.add(one);
      if (chance() % 20 != 0) continue;
      for (const Sample& kept : part.in_order()) sum.add(kept);
      part = {};
    }
    for (const Sample& kept : part.in_order()) sum.add(kept);
    REQUIRE(told(sum.all()) == told(whole.all()));
  }
}

}  // namespace curfew::test
