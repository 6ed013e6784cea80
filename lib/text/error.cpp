#include "curfew/error.h"

#include <utility>

namespace curfew {

Error::Error(ErrorCode code, const std::string& sentence, std::string remedy)
    : std::runtime_error(sentence), code_(code), remedy_(std::move(remedy)) {}

}  // namespace curfew
