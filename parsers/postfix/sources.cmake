target_sources(curfew PRIVATE
  postfix/format.cpp
)
