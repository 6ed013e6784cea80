#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curfew::test {

/// A reply of the labelled collection that stands beside the project.
struct LabelledReply {
  std::string text;
  std::string label;   ///< what other people called it; several, parted by "|"
  std::string scheme;  ///< whose label it is
};

/// The SMTP replies of the collection; none, with a warning, where it is absent.
std::vector<LabelledReply> labelled_replies();

/// Whether a cause is among those another project's label can mean. `known` becomes false where the
/// label means nothing certain.
bool label_means(const LabelledReply& reply, std::string_view cause, bool& known);

}  // namespace curfew::test
