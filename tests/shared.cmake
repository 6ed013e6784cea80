# What only a shared library has: the names it exports, and who loads it at run time.
if(CURFEW_SANITIZE)
  return()  # python is not sanitized
endif()

add_test(NAME symbols/exported COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/symbols/exported"
  "${CMAKE_NM}" "$<TARGET_FILE:curfew>" "${PROJECT_SOURCE_DIR}/lib/c/symbols.txt"
  "${PROJECT_SOURCE_DIR}/lib/symbols.txt")
set_tests_properties(symbols/exported PROPERTIES LABELS c)
add_test(NAME python/examples COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/python/run"
  "${PROJECT_SOURCE_DIR}/bindings/python" "${PROJECT_SOURCE_DIR}")
set_tests_properties(python/examples PROPERTIES LABELS python
  ENVIRONMENT "CURFEW_LIBRARY=$<TARGET_FILE:curfew>")
