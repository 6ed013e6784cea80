#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace curfew::report {

/// A stranger's text as text of a page, at most so many characters of it.
std::string escaped(std::string_view text, std::size_t most = 400);

/// The same where no line may break within a date: browsers break at its hyphens.
std::string escaped_with_dates(std::string_view text, std::size_t most = 400);

/// The page up to its first heading, with the style sheet and the policy that allows it alone.
void begin_page(std::string_view title, std::ostream& out);

/// The page's end; `remark` stands in its footer and is ours.
void end_page(std::string_view version, std::string_view remark, std::ostream& out);

}  // namespace curfew::report
