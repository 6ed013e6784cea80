# What a release is hardened with, whoever builds it; Debian's own flags say much of it, too. Sanitizers
# do not go with it, and builds without optimization cannot be fortified.
include(CheckCXXCompilerFlag)

option(CURFEW_HARDEN "Harden optimized builds: the content of a log is hostile input" ON)

set(hardening_flags -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong)
# Not -fcf-protection: Debian's own beginnings of programs lack its marks, so that nothing would look at ours.
check_cxx_compiler_flag(-fstack-clash-protection CURFEW_TAKES_STACK_CLASH_PROTECTION)
if(CURFEW_TAKES_STACK_CLASH_PROTECTION)
  list(APPEND hardening_flags -fstack-clash-protection)
endif()
# Paths of the build machine are nobody's business, and two builds in different folders are to have the
# same bytes. Of several that match the last one counts.
set(reproducible_flags
  "-ffile-prefix-map=${PROJECT_SOURCE_DIR}=." "-ffile-prefix-map=${PROJECT_BINARY_DIR}=build")
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)

set(optimized "$<CONFIG:Release,RelWithDebInfo,MinSizeRel>")
function(curfew_harden name)
  target_compile_options(${name} PRIVATE "$<${optimized}:${reproducible_flags}>")
  if(NOT CURFEW_HARDEN)
    return()
  endif()
  target_compile_options(${name} PRIVATE "$<${optimized}:${hardening_flags}>")
  get_target_property(type ${name} TYPE)
  if(type MATCHES "^(SHARED|MODULE)_LIBRARY$")
    target_link_options(${name} PRIVATE "$<${optimized}:LINKER:-z,relro,-z,now>")
  elseif(type STREQUAL "EXECUTABLE")
    target_compile_options(${name} PRIVATE "$<${optimized}:-fPIE>")
    target_link_options(${name} PRIVATE "$<${optimized}:LINKER:-z,relro,-z,now>")
    if(NOT CURFEW_STATIC)
      target_link_options(${name} PRIVATE "$<${optimized}:-pie>")
    endif()
  else()
    target_compile_options(${name} PRIVATE "$<${optimized}:-fPIE>")
  endif()
endfunction()
