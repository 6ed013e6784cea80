# Writes what the built command prints: a man page for itself and for each command that page refers
# to, and the completions.
#
#   cmake -D COMMAND=curfew -D FOLDER=out -P CurfewPages.cmake
function(write file)
  execute_process(COMMAND "${COMMAND}" ${ARGN} OUTPUT_VARIABLE page COMMAND_ERROR_IS_FATAL ANY)
  file(WRITE "${FOLDER}/${file}" "${page}")
  set(page "${page}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE "${FOLDER}")
write(man1/curfew.1 man)
string(REGEX MATCHALL "[.]Xr curfew-[a-z]+ 1" references "${page}")
foreach(reference IN LISTS references)
  string(REGEX REPLACE "^[.]Xr curfew-([a-z]+) 1$" "\\1" command "${reference}")
  write("man1/curfew-${command}.1" man ${command})
endforeach()
foreach(shell bash zsh fish)
  write(curfew.${shell} completion ${shell})
endforeach()
file(TOUCH "${FOLDER}/stamp")
