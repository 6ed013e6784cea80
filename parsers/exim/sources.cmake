target_sources(curfew PRIVATE
  exim/format.cpp
)
