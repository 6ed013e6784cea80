#pragma once

#include "parse/envelope/envelope.h"

namespace curfew::parse {

/// A table of comma, semicolon or tab separated values (RFC 4180) whose first line names a column
/// that holds log lines: what Splunk, Kibana, Graylog and Grafana save for a spreadsheet.
extern const EnvelopeForm csv_records;

}  // namespace curfew::parse
