#pragma once

#include "parse/envelope/envelope.h"

namespace curfew::parse {

/// What stands in front of a container's line: docker compose's "name  | ", the time of docker
/// logs -t, time, stream and F or P of Kubernetes' container runtimes (CRI); also the first two
/// together.
extern const EnvelopeForm containers;

}  // namespace curfew::parse
