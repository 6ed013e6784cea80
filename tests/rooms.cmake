curfew_test(postfix
  parsers/postfix/anchor_test.cpp parsers/postfix/envelopes_test.cpp
  parsers/postfix/expected_fields_test.cpp
  parsers/postfix/log.cpp parsers/postfix/logs_test.cpp parsers/postfix/postfix_test.cpp
  parsers/postfix/queue_id_test.cpp parsers/postfix/shared_data.cpp)
if(TARGET postfix_test)
  target_link_libraries(postfix_test PRIVATE nlohmann_json::nlohmann_json)
endif()
curfew_test(exim
  parsers/exim/exim_test.cpp parsers/exim/logs_test.cpp parsers/exim/shared_log.cpp
  parsers/exim/story_test.cpp)
curfew_test(hmailserver
  parsers/hmailserver/conversation.cpp parsers/hmailserver/genuine_test.cpp
  parsers/hmailserver/hmailserver_test.cpp
  parsers/hmailserver/journal.cpp parsers/hmailserver/record_test.cpp
  parsers/hmailserver/remotes.cpp
  parsers/hmailserver/sample_test.cpp parsers/hmailserver/simulation_test.cpp
  parsers/hmailserver/simulator.cpp)
curfew_test(known_servers parsers/known_servers/known_servers_test.cpp)
curfew_test(ndjson
  parsers/ndjson/ndjson_test.cpp parsers/ndjson/round_trip_test.cpp parsers/ndjson/same_event.cpp)
curfew_test(definition
  lib/definition/engine_test.cpp lib/definition/kept_test.cpp lib/definition/mistakes_test.cpp
  lib/definition/postfix_test.cpp lib/definition/server_test.cpp
  lib/definition/shipped_test.cpp
  lib/definition/stamp_form_test.cpp)
curfew_test(input
  lib/input/archive_test.cpp lib/input/compression_test.cpp lib/input/folder_test.cpp lib/input/line_reader_test.cpp
  lib/input/read_ahead_test.cpp lib/input/source_test.cpp
  lib/input/unpacked_test.cpp lib/input/utf16_test.cpp)
if(TARGET input_test)
  target_compile_definitions(input_test PRIVATE ${codec_definitions})
endif()
curfew_test(follow
  lib/follow/journal_test.cpp lib/follow/log_files_test.cpp lib/follow/model_test.cpp lib/follow/part_name_test.cpp)
curfew_test(text
  lib/text/cursor_test.cpp lib/text/error_test.cpp lib/text/hash_test.cpp lib/text/hints_test.cpp lib/text/mime_test.cpp
  lib/text/names_test.cpp
  lib/text/pattern_test.cpp lib/text/scan_test.cpp lib/text/state_test.cpp lib/text/toml_test.cpp lib/text/utf8_test.cpp)
curfew_test(page
  lib/page/bars_test.cpp lib/page/day_map_test.cpp lib/page/drawings_test.cpp lib/page/hostile_test.cpp
  lib/page/table_test.cpp lib/page/text_page_test.cpp
  lib/page/text_test.cpp)
curfew_test(time
  lib/time/clock_learner_test.cpp lib/time/kept_test.cpp lib/time/known_zones_test.cpp lib/time/log_clock_test.cpp lib/time/rfc3339_test.cpp
  lib/time/stamp_test.cpp lib/time/wall_year_test.cpp lib/time/zone_changes_test.cpp
  lib/time/zone_test.cpp)
curfew_test(smtp
  lib/smtp/enhanced_code_test.cpp lib/smtp/group_key_test.cpp
  lib/smtp/mask_test.cpp lib/smtp/public_suffix_test.cpp lib/smtp/steady_text_test.cpp
  lib/smtp/words_test.cpp)
if(TARGET smtp_test)
  # What the table of public suffixes is compared with.
  find_package(PkgConfig REQUIRED)
  pkg_check_modules(PSL REQUIRED IMPORTED_TARGET libpsl)
  target_link_libraries(smtp_test PRIVATE PkgConfig::PSL)
  target_compile_definitions(smtp_test PRIVATE
    CURFEW_PUBLIC_SUFFIX_LIST="${CURFEW_PUBLIC_SUFFIX_LIST}")
endif()
curfew_test(event
  lib/event/events_test.cpp lib/event/ndjson_test.cpp lib/event/words_test.cpp)
curfew_test(parse
  lib/parse/dialogue_test.cpp
  lib/parse/envelope/envelope_test.cpp lib/parse/envelope/kept_test.cpp
  lib/parse/envelope/opened.cpp
  lib/parse/envelope/records_test.cpp lib/parse/envelope/repeated_lines_test.cpp
  lib/parse/envelope/stamped_tags_test.cpp lib/parse/envelope/unglued_source_test.cpp
  lib/parse/formats_test.cpp lib/parse/other_servers_test.cpp
  lib/parse/reject_reason_test.cpp lib/parse/reply_test.cpp lib/parse/syslog_head_test.cpp)
curfew_test(correlate
  lib/correlate/ledger_test.cpp 
  lib/correlate/contacts_test.cpp
  lib/correlate/correlator_test.cpp lib/correlate/messages_test.cpp
  lib/correlate/deferred_task_test.cpp lib/correlate/held_sample_test.cpp
  lib/correlate/open_sessions_test.cpp
  lib/correlate/remote_code_table_test.cpp lib/correlate/remotes_test.cpp
  lib/correlate/slot_series_test.cpp)
curfew_test(report
  lib/report/card_test.cpp lib/report/few_samples_test.cpp lib/report/grid_test.cpp lib/report/hour_tallies_test.cpp
  lib/report/briefs_test.cpp lib/report/html_test.cpp lib/report/letter_test.cpp lib/report/mail_test.cpp
  lib/report/media_test.cpp lib/report/page_test.cpp lib/report/sentence_test.cpp lib/report/trend_test.cpp)
curfew_test(detect
  lib/detect/circular_test.cpp lib/detect/decide_test.cpp lib/detect/detector_test.cpp lib/detect/discoveries_test.cpp lib/detect/edges_test.cpp
  lib/detect/findings_test.cpp lib/detect/models_test.cpp lib/detect/nature_test.cpp lib/detect/next_change_test.cpp
  lib/detect/quota_bound_test.cpp lib/detect/rotation_test.cpp lib/detect/unit_test.cpp
  lib/detect/workers_test.cpp scenarios/explain.cpp scenarios/families.cpp scenarios/scenario.cpp scenarios/simulation.cpp)
if(TARGET report_test)
  target_link_libraries(report_test PRIVATE nlohmann_json::nlohmann_json)
endif()
if(TARGET detect_test)
  target_link_libraries(detect_test PRIVATE nlohmann_json::nlohmann_json)
endif()
curfew_test(analysis lib/analysis/analyzer_test.cpp lib/analysis/consumer_test.cpp lib/analysis/correlator_keep_test.cpp
  lib/analysis/envelopes_test.cpp
  lib/analysis/journal_test.cpp lib/analysis/kept_test.cpp lib/analysis/partial_test.cpp
  lib/analysis/servers_test.cpp lib/analysis/sources_test.cpp
  lib/analysis/read_all_test.cpp lib/analysis/relay_test.cpp lib/analysis/session_test.cpp lib/analysis/threads_test.cpp
  lib/analysis/wrappers_test.cpp)
if(TARGET analysis_test)
  target_link_libraries(analysis_test PRIVATE nlohmann_json::nlohmann_json)
endif()
curfew_test(engine lib/engine/client_test.cpp lib/engine/slots_test.cpp lib/engine/sql_test.cpp
  lib/engine/tab_separated_test.cpp)
curfew_test(lint lib/lint/linter_test.cpp lib/lint/mask_test.cpp lib/lint/silences_test.cpp
  lib/lint/templates_test.cpp)
curfew_test(catalogue
  lib/catalogue/catalogue_test.cpp lib/catalogue/classifier_test.cpp
  lib/catalogue/explain_test.cpp
  lib/catalogue/labelled_replies.cpp lib/catalogue/recent_replies_test.cpp lib/catalogue/replies_test.cpp)
curfew_test(verdict lib/verdict/advice_test.cpp lib/verdict/claim_check_test.cpp
  lib/verdict/closed_time_test.cpp
  lib/verdict/stated_cause_test.cpp lib/verdict/wait_shares_test.cpp)
curfew_test(redact
  lib/redact/places_test.cpp lib/redact/redactor_test.cpp lib/redact/siphash_test.cpp)
curfew_test(queue lib/queue/queue_test.cpp)
curfew_test(affected lib/affected/affected_test.cpp)
curfew_test(trace lib/trace/joined_test.cpp lib/trace/tracer_test.cpp
  lib/trace/why_test.cpp)
curfew_test(daily lib/daily/daily_test.cpp lib/daily/page_test.cpp lib/daily/ranking_test.cpp lib/daily/spread_test.cpp lib/daily/sums_test.cpp lib/daily/wording_test.cpp)
if(TARGET daily_test)
  target_link_libraries(daily_test PRIVATE nlohmann_json::nlohmann_json)
endif()
curfew_test(c lib/c/misuse_test.cpp lib/c/no_memory_test.cpp lib/c/same_report_test.cpp)
# What runs on several threads, in one program: the thread sanitizer need not wait for the others.
if(CURFEW_SANITIZE MATCHES "thread")
  curfew_test(threads
    lib/analysis/consumer_test.cpp lib/analysis/correlator_keep_test.cpp lib/analysis/relay_test.cpp lib/analysis/threads_test.cpp
    lib/c/misuse_test.cpp
    lib/correlate/deferred_task_test.cpp
    lib/detect/workers_test.cpp lib/input/read_ahead_test.cpp)
endif()
