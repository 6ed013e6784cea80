#include "curfew/error.h"

#include <utility>

namespace curfew {

Error::Error(ErrorCode code, const std::string& sentence, std::string remedy, Hint hint,
             std::string data)
    : std::runtime_error(sentence),
      code_(code),
      hint_(hint),
      remedy_(std::move(remedy)),
      hint_data_(std::move(data)) {}

}  // namespace curfew
