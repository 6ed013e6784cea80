curfew_test(postfix parsers/postfix/postfix_test.cpp)
curfew_test(exim parsers/exim/exim_test.cpp)
