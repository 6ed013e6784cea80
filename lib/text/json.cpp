#include "text/json.h"

#include <ostream>

namespace curfew::text {

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

void JsonDocument::begin(const char* key) {
  out_ << before_ << '"' << key << "\": ";
  before_ = ",\n ";
}

void JsonDocument::member(const char* key, const Json& value) {
  if (value.is_array()) {
    begin_list(key);
    for (const Json& one : value) entry(one);
    end_list();
    return;
  }
  begin(key);
  out_ << dumped(value);
}

void JsonDocument::begin_list(const char* key) {
  begin(key);
  out_ << '[';
  before_entry_ = "\n  ";
}

void JsonDocument::entry(const Json& value) {
  out_ << before_entry_ << dumped(value);
  before_entry_ = ",\n  ";
}

void JsonDocument::end_list() {
  out_ << ']';
}

void JsonDocument::begin_table(const char* key, const Json& columns) {
  begin(key);
  out_ << "{\"columns\": " << dumped(columns) << ", \"rows\": [";
  before_entry_ = "\n  ";
}

void JsonDocument::end_table() {
  out_ << "]}";
}

void JsonDocument::end() {
  out_ << "\n}\n";
}

}  // namespace curfew::text
