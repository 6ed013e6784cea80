# What only a shared library has: the names it exports, and who loads it at run time.
if(CURFEW_SANITIZE)
  return()  # python is not sanitized
endif()

add_test(NAME symbols/exported COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/symbols/exported"
  "${CMAKE_NM}" "$<TARGET_FILE:curfew>" "${PROJECT_SOURCE_DIR}/lib/c/symbols.txt")
set_tests_properties(symbols/exported PROPERTIES LABELS c)
