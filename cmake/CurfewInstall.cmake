# cmake --install: the library with its public headers, the command, and what other projects need to
# find them: a CMake package and a pkg-config file, both relocatable.
include(CMakePackageConfigHelpers)

set(config_folder "${CMAKE_INSTALL_LIBDIR}/cmake/curfew")

install(TARGETS curfew EXPORT curfewTargets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT library NAMELINK_COMPONENT development
  FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT development)
install(EXPORT curfewTargets NAMESPACE curfew:: DESTINATION "${config_folder}"
  COMPONENT development)

if(TARGET curfew_cli)
  install(TARGETS curfew_cli RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT command)
  if(BUILD_SHARED_LIBS)
    file(RELATIVE_PATH library_from_command "/${CMAKE_INSTALL_BINDIR}" "/${CMAKE_INSTALL_LIBDIR}")
    set_target_properties(curfew_cli PROPERTIES INSTALL_RPATH "$ORIGIN/${library_from_command}")
  endif()
endif()
if(TARGET curfew_pages)
  install(DIRECTORY "${CURFEW_PAGES}/man1" DESTINATION "${CMAKE_INSTALL_MANDIR}" COMPONENT command)
  install(FILES "${CURFEW_PAGES}/curfew.bash" RENAME curfew
    DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" COMPONENT command)
  install(FILES "${CURFEW_PAGES}/curfew.zsh" RENAME _curfew
    DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" COMPONENT command)
  install(FILES "${CURFEW_PAGES}/curfew.fish"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d" COMPONENT command)
endif()
install(DIRECTORY "${PROJECT_SOURCE_DIR}/parsers/definitions/"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/curfew/formats" COMPONENT command FILES_MATCHING PATTERN "*.toml")

# It loads the shared library, and finds it from where it stands.
if(BUILD_SHARED_LIBS)
  install(FILES "${PROJECT_SOURCE_DIR}/bindings/python/curfew.py"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/curfew/python" COMPONENT library)
endif()

# systemd looks below each prefix that is usual, and there for the command, too; nothing is enabled.
option(CURFEW_INSTALL_SYSTEMD "Install units for systemd" ON)
if(CURFEW_INSTALL_SYSTEMD)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/share/systemd/" DESTINATION lib/systemd/system COMPONENT command)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/share/sysusers/" DESTINATION lib/sysusers.d COMPONENT command)
endif()

install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" "${PROJECT_BINARY_DIR}/curfew.spdx.json" DESTINATION "${CMAKE_INSTALL_DOCDIR}"
  COMPONENT command)

# Laid out as in the source, so that links between pages hold.
foreach(page README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md bench/README.md)
  cmake_path(GET page PARENT_PATH folder)
  install(FILES "${PROJECT_SOURCE_DIR}/${page}" DESTINATION "${CMAKE_INSTALL_DOCDIR}/${folder}"
    COMPONENT documentation)
endforeach()
install(DIRECTORY "${PROJECT_SOURCE_DIR}/docs" "${PROJECT_SOURCE_DIR}/samples"
  DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT documentation
  REGEX "/images/(make|terminal_page)$" EXCLUDE)

# Whoever links the static library links its packages too, and must find them first.
set(CURFEW_FIND_PACKAGES "")
if(NOT BUILD_SHARED_LIBS)
  set(CURFEW_FIND_PACKAGES [[
include(CMakeFindDependencyMacro)
list(PREPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")
find_dependency(Threads)
find_dependency(SQLite3)
find_dependency(re2 MODULE)
find_dependency(date 3.0 CONFIG)
]])
  string(APPEND CURFEW_FIND_PACKAGES
    "${CURFEW_CODEC_PACKAGES}list(POP_FRONT CMAKE_MODULE_PATH)\n")
  install(FILES "${PROJECT_SOURCE_DIR}/cmake/Findre2.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/Findzstd.cmake" "${PROJECT_SOURCE_DIR}/cmake/Findisal.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/Findlibsystemd.cmake"
    DESTINATION "${config_folder}" COMPONENT development)
endif()
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/curfewConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/curfewConfig.cmake" INSTALL_DESTINATION "${config_folder}"
  NO_SET_AND_CHECK_MACRO)
# Before 1.0 a minor version may change what programs see.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/curfewConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/curfewConfig.cmake"
  "${PROJECT_BINARY_DIR}/curfewConfigVersion.cmake"
  DESTINATION "${config_folder}" COMPONENT development)

# The prefix as seen from the .pc file, so that the installed tree can be moved.
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
  set(CURFEW_PC_PREFIX "${CMAKE_INSTALL_PREFIX}")
else()
  file(RELATIVE_PATH prefix_from_pc "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
  string(REGEX REPLACE "/$" "" prefix_from_pc "${prefix_from_pc}")
  set(CURFEW_PC_PREFIX "\${pcfiledir}/${prefix_from_pc}")
endif()
cmake_path(APPEND pc_libdir "\${prefix}" "${CMAKE_INSTALL_LIBDIR}")
cmake_path(APPEND pc_includedir "\${prefix}" "${CMAKE_INSTALL_INCLUDEDIR}")
if(BUILD_SHARED_LIBS)
  set(CURFEW_PC_DEFINITIONS "")
else()
  set(CURFEW_PC_DEFINITIONS " -DCURFEW_STATIC_DEFINE")
endif()
configure_file("${PROJECT_SOURCE_DIR}/cmake/curfew.pc.in" "${PROJECT_BINARY_DIR}/curfew.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/curfew.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig"
  COMPONENT development)
