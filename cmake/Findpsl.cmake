# psl::psl: libpsl, the public suffix list, by pkg-config.
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(PSL QUIET IMPORTED_TARGET GLOBAL libpsl)
  if(TARGET PkgConfig::PSL AND NOT TARGET psl::psl)
    add_library(psl::psl INTERFACE IMPORTED GLOBAL)
    set_target_properties(psl::psl PROPERTIES INTERFACE_LINK_LIBRARIES PkgConfig::PSL)
    if(CURFEW_STATIC)  # its .pc file does not tell pkg-config --static
      set_property(TARGET psl::psl APPEND PROPERTY INTERFACE_LINK_LIBRARIES idn2 unistring)
    endif()
  endif()
endif()
if(TARGET psl::psl)
  set(psl_target psl::psl)
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(psl REQUIRED_VARS psl_target
  REASON_FAILURE_MESSAGE "install libpsl-dev and pkg-config")
