target_sources(curfew PRIVATE
  ndjson/contact_lines.cpp
  ndjson/format.cpp
  ndjson/members.cpp
  ndjson/value.cpp
)
