#pragma once

#include "curfew/parser.h"
#include "definition/plan.h"

namespace curfew::definition {

/// The sample's lines, numbered from 1. They live as long as the sample.
std::vector<Line> lines_of(const Sample& sample);

/// How samples are read: stamps without a year are of 2026, those without a zone are in UTC.
ClockHints sample_hints();

/// Reads all samples, and compares. Throws Error (bad_definition): the first that gives something
/// other than it says; a rule that no sample needs; a definition that recognizes none of its lines.
void prove(const std::shared_ptr<const Plan>& plan, const Format& format);

/// Throws Error (bad_definition) where the other format has the same name, or takes lines of a
/// sample for its own.
void prove_apart(const Plan& plan, const Format& other);

}  // namespace curfew::definition
