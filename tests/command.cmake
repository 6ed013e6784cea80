# Tests that run the built command, as a user does. COST is about the seconds that a test takes: a fresh build folder has
# measured none, and the longest begin first, so that none is left to run alone. Those labelled `printed` compare long
# output in many forms, which .ci/test does on the released command alone: their cases in short run sanitized, too.
set(runner "${CMAKE_CURRENT_SOURCE_DIR}/cli/run_cases")
set(bin "$<TARGET_FILE_DIR:curfew_cli>")

file(GLOB cases CONFIGURE_DEPENDS cli/cases/*.case)
foreach(case IN LISTS cases)
  cmake_path(GET case STEM stem)
  add_test(NAME cli/${stem} COMMAND "${runner}" "${bin}" "${PROJECT_SOURCE_DIR}" "${case}")
  set_tests_properties(cli/${stem} PROPERTIES LABELS cli)
endforeach()

file(GLOB pages CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/README.md" "${PROJECT_SOURCE_DIR}/samples/README.md"
  "${PROJECT_SOURCE_DIR}/docs/*.md" "${PROJECT_SOURCE_DIR}/docs/formats/*.md")
add_test(NAME docs/console COMMAND "${runner}" "${bin}" "${PROJECT_SOURCE_DIR}" ${pages})
set_tests_properties(docs/console PROPERTIES LABELS docs)

add_test(NAME cli/fits_terminal COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/cli/fits_terminal"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
set_tests_properties(cli/fits_terminal PROPERTIES LABELS "cli;printed" COST 10)
add_test(NAME cli/reads_events_back COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/cli/reads_events_back"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
set_tests_properties(cli/reads_events_back PROPERTIES LABELS "cli;printed" TIMEOUT 900 COST 60)
add_test(NAME cli/counts_messages COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/cli/counts_messages" "$<TARGET_FILE:curfew_cli>")
set_tests_properties(cli/counts_messages PROPERTIES LABELS cli)
add_test(NAME cli/pages COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/cli/pages"
  "$<TARGET_FILE:curfew_cli>" "${CURFEW_PAGES}" "${PROJECT_SOURCE_DIR}")
set_tests_properties(cli/pages PROPERTIES LABELS cli)
add_test(NAME redaction/nobody_is_named COMMAND
  "${CMAKE_CURRENT_SOURCE_DIR}/redaction/nobody_is_named" "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
set_tests_properties(redaction/nobody_is_named PROPERTIES LABELS redaction COST 90)

add_test(NAME schema/validate COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/schema/validate"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}/docs/schema"
  "${PROJECT_SOURCE_DIR}/samples/cox-curfew.log" "${PROJECT_SOURCE_DIR}/samples/postfix-remotes.log")
set_tests_properties(schema/validate PROPERTIES LABELS schema ENVIRONMENT CURFEW_NO_CONFIG=yes)
add_test(NAME schema/catalogue COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/schema/validate_catalogue"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}/docs/schema" "${PROJECT_SOURCE_DIR}/lib/catalogue/data")
set_tests_properties(schema/catalogue PROPERTIES LABELS schema ENVIRONMENT CURFEW_NO_CONFIG=yes)

add_test(NAME html/well_formed COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/html/well_formed"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
add_test(NAME html/in_browser COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/html/in_browser"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
set_tests_properties(html/well_formed html/in_browser PROPERTIES LABELS html SKIP_RETURN_CODE 77 COST 30)

foreach(kind same faults)
  add_test(NAME store/${kind} COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/store/run" ${kind}
    "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
  set_tests_properties(store/${kind} PROPERTIES LABELS store TIMEOUT 900 COST 20)
endforeach()
set_tests_properties(store/same PROPERTIES LABELS "store;printed" COST 80)

# Sanitizers have a memory of their own to grow.
foreach(kind replay clients terminal)
  add_test(NAME watch/${kind} COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/watch/run" ${kind}
    "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
  set_tests_properties(watch/${kind} PROPERTIES LABELS watch SKIP_RETURN_CODE 77 TIMEOUT 900
    ENVIRONMENT "CURFEW_SANITIZE=${CURFEW_SANITIZE}")
endforeach()
set_tests_properties(watch/replay PROPERTIES LABELS "watch;printed" COST 40)

add_test(NAME media/hostile COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/media/hostile"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
set_tests_properties(media/hostile PROPERTIES LABELS media COST 25)
add_test(NAME media/words COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/media/words"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
add_test(NAME media/same_numbers COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/media/same_numbers"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
add_test(NAME media/same_bytes COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/media/same_bytes"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
set_tests_properties(media/words media/same_numbers media/same_bytes PROPERTIES LABELS media)

add_test(NAME engine/clickhouse COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/engine/clickhouse"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
set_tests_properties(engine/clickhouse PROPERTIES LABELS "engine;printed" SKIP_RETURN_CODE 77 TIMEOUT 300 COST 60)

add_test(NAME dashboards/refer_to_what_is_written COMMAND
  "${CMAKE_CURRENT_SOURCE_DIR}/dashboards/refer_to_what_is_written" "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
add_test(NAME dashboards/promtool COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/dashboards/promtool"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
add_test(NAME dashboards/units COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/dashboards/units"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
add_test(NAME dashboards/scraped COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/dashboards/scraped"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
add_test(NAME dashboards/heat_map COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/dashboards/heat_map"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
add_test(NAME dashboards/sqlite COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/dashboards/sqlite"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
add_test(NAME dashboards/grafana_types COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/dashboards/grafana_types"
  "${PROJECT_SOURCE_DIR}")
set_tests_properties(dashboards/refer_to_what_is_written dashboards/promtool dashboards/units dashboards/scraped
  dashboards/heat_map dashboards/sqlite dashboards/grafana_types
  PROPERTIES LABELS dashboards SKIP_RETURN_CODE 77 TIMEOUT 60)

add_test(NAME deploy/units COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/deploy/units"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
add_test(NAME deploy/mail COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/deploy/mail"
  "$<TARGET_FILE:curfew_cli>" "${PROJECT_SOURCE_DIR}")
set_tests_properties(deploy/units deploy/mail PROPERTIES LABELS deploy SKIP_RETURN_CODE 77 TIMEOUT 120)
