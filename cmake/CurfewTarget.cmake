# What every target of the project is compiled with.
include(GNUInstallDirs)
include(CheckCXXCompilerFlag)
include(CurfewHardening)
include(CurfewUnity)

option(CURFEW_WERROR "Treat warnings as errors" OFF)

# g++ 12, tuned for no processor, fills and copies what has a few words by `rep stos` and `rep movs`, which
# cost dozens of cycles before they begin; tuned for one it writes plain stores. The instructions used stay
# those that every x86-64 has.
check_cxx_compiler_flag(-mtune=skylake CURFEW_TAKES_TUNING)

# Sanitized programs are large, and there are many of them: lld takes a quarter of the time.
if(CURFEW_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  include(CheckLinkerFlag)
  check_linker_flag(CXX -fuse-ld=lld CURFEW_TAKES_LLD)
endif()

function(curfew_target name)
  target_compile_features(${name} PUBLIC cxx_std_20)
  set_target_properties(${name} PROPERTIES
    CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  # g++ 12 sees overlaps in string concatenations at -O3 that are not there (GCC bug 105651).
  target_compile_options(${name} PRIVATE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
    $<$<BOOL:${CURFEW_WERROR}>:-Werror>
    $<$<AND:$<BOOL:${CURFEW_TAKES_TUNING}>,$<CXX_COMPILER_ID:GNU>>:-mtune=skylake>)
  if(CURFEW_SANITIZE)
    target_compile_options(${name} PRIVATE
      -fsanitize=${CURFEW_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${name} PUBLIC -fsanitize=${CURFEW_SANITIZE})
    target_link_options(${name} PRIVATE $<$<BOOL:${CURFEW_TAKES_LLD}>:-fuse-ld=lld>)
  else()
    curfew_harden(${name})
  endif()
endfunction()
