# ClickHouse, by HTTP. A build without it says so where it is asked for.
set(CURFEW_ENGINE "AUTO" CACHE STRING "ClickHouse, by libcurl: ON, OFF, AUTO (where it is found)")
set_property(CACHE CURFEW_ENGINE PROPERTY STRINGS AUTO ON OFF)

set(engine_sources engine/http_missing.cpp)
set(engine_includes "")
if(NOT CURFEW_ENGINE STREQUAL "OFF")
  find_package(CURL 7.85 QUIET)
  if(TARGET CURL::libcurl)
    set(engine_sources engine/http_curl.cpp)
    # Loaded on use, not linked: that halves what every run takes to start.
    get_target_property(engine_includes CURL::libcurl INTERFACE_INCLUDE_DIRECTORIES)
  elseif(NOT CURFEW_ENGINE STREQUAL "AUTO")
    message(FATAL_ERROR "CURFEW_ENGINE=${CURFEW_ENGINE}: install libcurl4-openssl-dev")
  endif()
endif()
