#pragma once

#include "catalogue/rule.h"
#include "catalogue/rule_store.h"

namespace curfew::catalogue {

/// What a Catalogue is made of.
struct Holding {
  RuleStore own;  ///< empty in the built-in catalogue
  Rules rules;
};

}  // namespace curfew::catalogue
