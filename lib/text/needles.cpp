#include "text/needles.h"

#include <algorithm>

#include <re2/filtered_re2.h>

#include "text/memory_left.h"

namespace curfew::text {
namespace {

constexpr int shortest = 3;

// Whether the expression could match a text that holds only these of its atoms.
bool may_match(const re2::FilteredRE2& filter, const std::vector<int>& atoms) {
  std::vector<int> potentials;
  filter.AllPotentials(atoms, &potentials);
  return !potentials.empty();
}

}  // namespace

// RE2 knows which sets of atoms let the expression match. A set of atoms without which it cannot
// match is what is wanted: begin with all of them, leave out what is not needed.
std::vector<std::string> needles_of(const std::string& expression) {
  check_memory_left();
  re2::FilteredRE2 filter(shortest);
  RE2::Options options;
  options.set_log_errors(false);
  options.set_encoding(RE2::Options::EncodingLatin1);
  int id = 0;
  if (filter.Add(expression, options, &id) != RE2::NoError) return {};
  std::vector<std::string> atoms;
  filter.Compile(&atoms);
  std::vector<int> absent;
  if (atoms.empty() || may_match(filter, absent)) return {};
  std::vector<bool> needed(atoms.size(), true);
  // The shortest are the most common; better to do without them.
  std::vector<int> order(atoms.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  std::ranges::sort(order, [&](int a, int b) {
    const std::string& left = atoms[static_cast<std::size_t>(a)];
    const std::string& right = atoms[static_cast<std::size_t>(b)];
    return left.size() != right.size() ? left.size() < right.size() : left < right;
  });
  for (const int atom : order) {
    absent.push_back(atom);
    if (may_match(filter, absent)) {
      absent.pop_back();
    } else {
      needed[static_cast<std::size_t>(atom)] = false;
    }
  }
  std::vector<std::string> needles;
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    if (needed[i]) needles.push_back(atoms[i]);
  }
  std::ranges::sort(needles);
  return needles;
}

}  // namespace curfew::text
