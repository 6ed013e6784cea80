#pragma once

#include <optional>
#include <string>

#include "command_line.h"
#include "curfew/analyzer.h"
#include "curfew/mail.h"
#include "curfew/report.h"
#include "output.h"
#include "redaction.h"

namespace curfew::cli {

/// Where and in which form a report is written, as options say. Asked for before anything is read,
/// so that a mistyped option is a mistake now.
class ReportOutput {
 public:
  /// Throws UsageError, and Error (unreadable) when a file cannot be made.
  explicit ReportOutput(const CommandLine& line);

  /// Whether anything that options ask for shows findings. Throws UsageError.
  static bool needs_findings(const CommandLine& line);
  /// What it found, as this form needs it: without what is hidden, with what to type. Throws Error
  /// as Analyzer::report().
  Report report_of(Analyzer& analyzer, Hiding& hiding) const;
  /// Writes it, and the page for a browser where one was asked for; says on standard error what a
  /// reader of the figures must know. Throws Error (unreadable) with the reason.
  void write(const Report& report);

 private:
  enum class Form { text, json, html, csv, ndjson, prom, eml };

  bool needs_buckets() const noexcept;  // the form shows every slot
  static Form form_of(const CommandLine& line);
  void write_as_mail(const Report& report);

  const CommandLine& line_;
  Form form_;
  TextOptions options_;
  std::optional<Mail> mail_;
  Output output_;
};

}  // namespace curfew::cli
