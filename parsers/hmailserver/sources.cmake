target_sources(curfew PRIVATE
  hmailserver/advice.cpp
  hmailserver/delivery.cpp
  hmailserver/format.cpp
  hmailserver/inbound.cpp
  hmailserver/json_record.cpp
  hmailserver/knowledge.cpp
  hmailserver/log.cpp
  hmailserver/record.cpp
  hmailserver/server_conclusions.cpp
  hmailserver/server_contacts.cpp
  hmailserver/server_links.cpp
  hmailserver/server_outcomes.cpp
  hmailserver/server_sessions.cpp
  hmailserver/server_steps.cpp
  hmailserver/step.cpp
  hmailserver/text.cpp
)
