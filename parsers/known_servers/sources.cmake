target_sources(curfew PRIVATE
  known_servers/known_servers.cpp
)
