# ClickHouse, by HTTP. A build without it says so where it is asked for.
set(CURFEW_ENGINE "AUTO" CACHE STRING "ClickHouse, by libcurl: ON, OFF, AUTO (where it is found)")
set_property(CACHE CURFEW_ENGINE PROPERTY STRINGS AUTO ON OFF)

set(engine_sources engine/http_missing.cpp)
set(engine_targets "")
if(NOT CURFEW_ENGINE STREQUAL "OFF")
  find_package(CURL 7.85 QUIET)
  if(TARGET CURL::libcurl)
    set(engine_sources engine/http_curl.cpp)
    set(engine_targets CURL::libcurl)
    string(APPEND CURFEW_CODEC_PACKAGES "find_dependency(CURL)\n")
    # By name: pkg-config --static libcurl adds libraries whose development packages need not be there.
    string(APPEND CURFEW_CODEC_PC_LIBS " -lcurl")
  elseif(NOT CURFEW_ENGINE STREQUAL "AUTO")
    message(FATAL_ERROR "CURFEW_ENGINE=${CURFEW_ENGINE}: install libcurl4-openssl-dev")
  endif()
endif()
