# Which libraries of others are in what is built: for `curfew --version --verbose`, and as a file in the
# form of SPDX. tests/supply/libraries compares it with what the programs really load.
set(CURFEW_LIBRARY_ROWS "")
set(spdx_packages "")
set(spdx_relations "")

# A library: its name, its licence as SPDX writes it, its version (may be empty), and the file of it that is loaded,
# up to ".so"; none where headers alone are used.
function(curfew_uses name licence version file)
  if(NOT version OR version STREQUAL "0.0.0")  # RE2's pkg-config file
    set(version "")
  endif()
  string(APPEND CURFEW_LIBRARY_ROWS
    "    Library{\"${name}\", \"${version}\", \"${licence}\", \"${file}\"},\n")
  set(known "NOASSERTION")
  string(MAKE_C_IDENTIFIER "${name}" id)
  string(REPLACE "_" "-" id "${id}")
  set(version_line "")
  if(version)
    set(version_line "\n      \"versionInfo\": \"${version}\",")
  endif()
  set(how DYNAMIC_LINK)
  if(file STREQUAL "" OR CURFEW_STATIC)
    set(how STATIC_LINK)
  endif()
  set(comment "")
  if(file)
    set(comment "\n      \"packageFileName\": \"${file}.so\",")
  endif()
  string(APPEND spdx_packages ",
    {
      \"SPDXID\": \"SPDXRef-${id}\",
      \"name\": \"${name}\",${version_line}${comment}
      \"downloadLocation\": \"NOASSERTION\",
      \"filesAnalyzed\": false,
      \"licenseConcluded\": \"${licence}\",
      \"licenseDeclared\": \"${licence}\",
      \"copyrightText\": \"NOASSERTION\"
    }")
  string(APPEND spdx_relations ",
    {
      \"spdxElementId\": \"SPDXRef-curfew\",
      \"relationshipType\": \"${how}\",
      \"relatedSpdxElement\": \"SPDXRef-${id}\"
    }")
  foreach(list CURFEW_LIBRARY_ROWS spdx_packages spdx_relations)
    set(${list} "${${list}}" PARENT_SCOPE)
  endforeach()
endfunction()

find_package(SQLite3 3.38 REQUIRED)
file(STRINGS "${CURFEW_TOMLPLUSPLUS_INCLUDE_DIR}/toml++/impl/version.h" toml_version
  REGEX "^#define[ \t]+TOML_LIB_(MAJOR|MINOR|PATCH)")
list(TRANSFORM toml_version REPLACE "[^0-9]+" "")
list(JOIN toml_version "." toml_version)

curfew_uses("Boost.Program_options" BSL-1.0 "${Boost_VERSION_STRING}" libboost_program_options)
curfew_uses("date" MIT "${date_VERSION}" libdate-tz)
curfew_uses("JSON for Modern C++" MIT "${nlohmann_json_VERSION}" "")
if(TARGET PkgConfig::JEMALLOC)
  curfew_uses("jemalloc" BSD-2-Clause "${JEMALLOC_VERSION}" libjemalloc)
endif()
curfew_uses("public suffix list" MPL-2.0 "" "")
curfew_uses("RE2" BSD-3-Clause "${RE2_VERSION}" libre2)
curfew_uses("SQLite" blessing "${SQLite3_VERSION}" libsqlite3)
curfew_uses("toml++" MIT "${toml_version}" "")
if(TARGET ZLIB::ZLIB)
  curfew_uses("zlib" Zlib "${ZLIB_VERSION_STRING}" libz)
endif()
if(TARGET isal::isal)
  curfew_uses("ISA-L" BSD-3-Clause "${ISAL_VERSION}" libisal)
endif()
if(TARGET LibLZMA::LibLZMA)
  curfew_uses("liblzma" LicenseRef-public-domain "${LIBLZMA_VERSION_STRING}" liblzma)
endif()
if(TARGET zstd::zstd)
  curfew_uses("Zstandard" BSD-3-Clause "${ZSTD_VERSION}" libzstd)
endif()
if(TARGET BZip2::BZip2)
  curfew_uses("bzip2" bzip2-1.0.6 "${BZIP2_VERSION_STRING}" libbz2)
endif()
if(TARGET libsystemd::libsystemd)
  curfew_uses("libsystemd" LGPL-2.1-or-later "${LIBSYSTEMD_VERSION}" libsystemd)
endif()
if(TARGET CURL::libcurl)
  curfew_uses("curl" curl "${CURL_VERSION_STRING}" libcurl)
endif()
if(TARGET httplib::httplib)
  curfew_uses("cpp-httplib" MIT "${HTTPLIB_VERSION}" libcpp-httplib)
endif()

# The moment is SOURCE_DATE_EPOCH where that is set, as for packages. Without it, none is made up that
# would differ from build to build.
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  string(TIMESTAMP spdx_created "%Y-%m-%dT%H:%M:%SZ" UTC)
else()
  set(spdx_created "1970-01-01T00:00:00Z")
endif()
string(SHA256 spdx_content "${PROJECT_VERSION}${spdx_packages}${spdx_relations}")
configure_file("${PROJECT_SOURCE_DIR}/cmake/curfew.spdx.json.in" "${PROJECT_BINARY_DIR}/curfew.spdx.json" @ONLY)
