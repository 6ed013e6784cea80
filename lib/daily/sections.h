#pragma once

#include "curfew/daily.h"

namespace curfew::daily {

class Sheet;

/// The morning page, section by section, in whatever medium the sheet is.
void write_sections(const DailyReport& report, const TextOptions& options, Sheet& out);

}  // namespace curfew::daily
