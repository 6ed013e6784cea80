#pragma once

namespace curfew::report {

/// The page's only style sheet, and its SHA-256 for the content security policy: a page that holds
/// strangers' text may use this and nothing else. A test proves that the two belong together.
extern const char* const html_style;
extern const char* const html_style_hash;

}  // namespace curfew::report
