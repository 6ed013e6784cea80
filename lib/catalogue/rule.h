#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "curfew/catalogue.h"

namespace curfew::catalogue {

/// In which order rules are asked; the first that fits is taken.
enum class Rank : std::uint8_t {
  own_server,  ///< texts of our own server
  provider,    ///< codes and words of one provider
  software,
  blocklist,
  greylisting,
  wording
};

/// One expression, and words of which one must stand in the text (needles.h).
struct Wording {
  std::string_view pattern;  ///< RE2, with its "(?i)"
  std::span<const std::string_view> needles;
};

/// An entry and how it is recognized. Any of the wordings will do.
struct Rule {
  CatalogueEntry entry;
  Rank rank = Rank::wording;
  bool own = false;                        ///< the user's: asked before all others
  bool needs_mx = false;                   ///< the words are too common without the remote's name
  std::span<const std::uint16_t> replies;  ///< reply codes it is said with; empty: any
  std::span<const std::string_view> mx;    ///< domains of the provider's mail hosts
  std::span<const Wording> wordings;
  std::uint16_t first_code = 0;  ///< how this provider's codes look: a range of the code forms
  std::uint16_t code_count = 0;
};

/// How a provider's codes look.
struct CodeForm {
  std::string_view provider;
  Wording wording;
  bool alone = false;  ///< unmistakable: trusted where no entry fits
};

struct CauseWords {
  std::string_view meaning;
  std::string_view remedy;
};

/// Rules in the order in which they are asked, and what they refer to.
struct Rules {
  std::span<const Rule> rules;
  std::span<const CodeForm> codes;
};

/// What the build made of lib/catalogue/data.
extern const Rules built_in_rules;
extern const std::span<const CauseWords> built_in_causes;  ///< by Cause

}  // namespace curfew::catalogue
