#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "definition/facts.h"
#include "definition/field.h"
#include "text/captures.h"

namespace curfew::definition {

/// A compiled pattern and the fields that its groups are.
struct FieldPattern {
  text::Captures expression;
  std::vector<Field> fields;
};

/// What the words of one field mean. A word that is not among them means `otherwise`; where there
/// is no such meaning, the line is not understood.
struct ValueMap {
  Field on = Field::text;
  std::vector<std::pair<std::string, Facts>> words;
  std::optional<Facts> otherwise;

  const Facts* meaning(std::string_view word) const noexcept;
};

/// Looks closer at one field. Of several parts on the same field the first that fits is taken.
struct Part {
  Field on = Field::text;
  std::vector<std::string> begins;  ///< one of them
  std::optional<FieldPattern> match;
  std::vector<std::pair<Field, std::string>> trims;  ///< taken off the ends of fields
  std::vector<std::size_t> maps;
  Facts set;
};

/// Splits the text at the first `before`: what stands there goes into a field, the rest is the
/// text.
struct Cut {
  std::string before;
  Field into = Field::text;
};

/// "{a}.{b}" written into a field, where all its pieces are there.
struct Writing {
  Field into = Field::text;
  struct Piece {
    std::string text;  ///< in front of the field
    std::optional<Field> field;
  };
  std::vector<Piece> pieces;
};

/// What of a line of names and values, "to=<a@b>, relay=mx, stat=Sent", belongs where.
struct Pairs {
  std::string between = ", ";
  std::string last;  ///< its value is all that follows
  std::vector<std::pair<std::string, Field>> names;
};

/// A step of an SMTP dialogue that a line tells.
enum class SmtpStep : std::uint8_t { none, open, sent, received, closed, context };

/// A [[line]]: which lines it knows, and what they say.
struct Rule {
  std::string name;
  std::size_t line = 0;

  std::vector<std::string> programs;
  std::vector<std::string> begins;    ///< one of them
  std::vector<std::string> contains;  ///< all of them
  std::vector<std::pair<Field, std::vector<std::string>>> where;
  std::optional<Cut> cut;
  std::optional<FieldPattern> match;  ///< in what is left of the text

  std::vector<std::pair<std::string, Field>> json;  ///< of the object in the field `json`
  std::optional<Pairs> pairs;
  struct Replacement {
    Field field = Field::text;
    std::string from;
    std::string to;
  };
  std::vector<Replacement> replacements;
  std::vector<std::size_t> join, store, drop;  ///< tables
  std::vector<Writing> writings;
  std::vector<Part> parts;
  std::vector<std::size_t> maps;
  Facts set;
  std::string split;  ///< between recipients
  SmtpStep smtp = SmtpStep::none;
  bool gives_event = false;
  bool telling = true;  ///< no other program writes such lines
};

}  // namespace curfew::definition
