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
  parsers/hmailserver/journal.cpp parsers/hmailserver/remotes.cpp
  parsers/hmailserver/sample_test.cpp parsers/hmailserver/simulation_test.cpp
  parsers/hmailserver/simulator.cpp)
curfew_test(input
  lib/input/compression_test.cpp lib/input/folder_test.cpp lib/input/line_reader_test.cpp lib/input/source_test.cpp
  lib/input/unpacked_test.cpp)
if(TARGET input_test)
  target_compile_definitions(input_test PRIVATE ${codec_definitions})
endif()
curfew_test(text
  lib/text/cursor_test.cpp lib/text/error_test.cpp lib/text/names_test.cpp
  lib/text/pattern_test.cpp lib/text/scan_test.cpp lib/text/utf8_test.cpp)
curfew_test(time
  lib/time/clock_learner_test.cpp lib/time/log_clock_test.cpp lib/time/rfc3339_test.cpp
  lib/time/stamp_test.cpp lib/time/wall_year_test.cpp lib/time/zone_test.cpp)
curfew_test(smtp
  lib/smtp/enhanced_code_test.cpp lib/smtp/group_key_test.cpp lib/smtp/words_test.cpp)
curfew_test(event
  lib/event/events_test.cpp lib/event/ndjson_test.cpp lib/event/words_test.cpp)
curfew_test(parse
  lib/parse/dialogue_test.cpp
  lib/parse/envelope/envelope_test.cpp lib/parse/envelope/opened.cpp
  lib/parse/envelope/records_test.cpp lib/parse/envelope/repeated_lines_test.cpp
  lib/parse/envelope/unglued_source_test.cpp
  lib/parse/formats_test.cpp lib/parse/reply_test.cpp lib/parse/syslog_head_test.cpp)
curfew_test(correlate
  lib/correlate/buckets_test.cpp lib/correlate/correlator_test.cpp lib/correlate/messages_test.cpp)
curfew_test(report lib/report/hours_test.cpp)
curfew_test(analysis lib/analysis/analyzer_test.cpp lib/analysis/envelopes_test.cpp
  lib/analysis/read_all_test.cpp)
