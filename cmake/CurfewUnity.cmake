# The files of a room as one for the compiler, which then reads their headers once. For builds of the whole: who
# changes a file waits for its room.
option(CURFEW_UNITY "Compile each folder of the library and of the command as one file" OFF)

# What these do is done once a report. Sanitized, their optimization takes more time than it gains.
set(CURFEW_SELDOM_RUN lib_affected lib_daily lib_engine lib_page lib_report lib_store lib_trace lib_verdict
  cli cli_commands cli_watch)

# When all sources of the target are named. Generated ones stay alone: they are large, and include next to nothing.
function(curfew_unity name)
  if(NOT CURFEW_UNITY)
    return()
  endif()
  get_target_property(sources ${name} SOURCES)
  get_target_property(folder ${name} SOURCE_DIR)
  foreach(source IN LISTS sources)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${folder}" NORMALIZE OUTPUT_VARIABLE path)
    cmake_path(IS_PREFIX PROJECT_BINARY_DIR "${path}" is_generated)
    if(NOT is_generated)
      cmake_path(GET path PARENT_PATH room)
      cmake_path(RELATIVE_PATH room BASE_DIRECTORY "${PROJECT_SOURCE_DIR}")
      string(REPLACE "/" "_" room "${room}")
      set_source_files_properties("${path}" TARGET_DIRECTORY ${name} PROPERTIES UNITY_GROUP "${room}")
    endif()
  endforeach()
  set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  if(CURFEW_SANITIZE)
    get_target_property(binary_folder ${name} BINARY_DIR)
    foreach(room IN LISTS CURFEW_SELDOM_RUN)
      set_source_files_properties("${binary_folder}/CMakeFiles/${name}.dir/Unity/unity_${room}_cxx.cxx"
        TARGET_DIRECTORY ${name} PROPERTIES COMPILE_OPTIONS -O0)
    endforeach()
  endif()
  # Of one file these say what is worth saying; here they speak of two that have nothing to do with one another.
  target_compile_options(${name} PRIVATE -Wno-shadow $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  # g++ inlines less where a file is large.
  target_compile_options(${name} PRIVATE
    "$<$<CXX_COMPILER_ID:GNU>:SHELL:--param inline-unit-growth=200 --param large-unit-insns=1000000>")
endfunction()
