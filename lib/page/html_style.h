#pragma once

namespace curfew::page {

/// The style of every page for a browser, light, dark and on paper.
extern const char* const html_style;
/// Its hash, as Content-Security-Policy names it; a test compares them.
extern const char* const html_style_hash;

}  // namespace curfew::page
