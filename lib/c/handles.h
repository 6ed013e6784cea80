#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "c/analysis.h"
#include "c/boundary.h"
#include "curfew/error.h"

namespace curfew::c {

using Handle = std::uintptr_t;

/// An analysis that is being used, by this thread alone. It stays until this is gone, whoever
/// frees it.
class InUse {
 public:
  explicit InUse(std::shared_ptr<Analysis> analysis) noexcept : analysis_(std::move(analysis)) {}
  InUse(InUse&&) noexcept = default;
  InUse& operator=(InUse&&) = delete;
  ~InUse() {
    if (analysis_ != nullptr) analysis_->in_use.store(false, std::memory_order_release);
  }

  Analysis& operator*() const noexcept { return *analysis_; }
  Analysis* operator->() const noexcept { return analysis_.get(); }

 private:
  std::shared_ptr<Analysis> analysis_;
};

/// A session that is being used, and with it its analysis.
struct LogInUse {
  InUse analysis;
  FedLog& log;
};

/// Each throws Misuse for a handle that is null, unknown, freed, of the other kind or in use.
InUse use(const curfew_analyzer* analyzer);
LogInUse use(const curfew_session* session);

curfew_analyzer* give_handle(std::shared_ptr<Analysis> analysis);
/// Needs: the analysis, whose handle is `owner`, is in use.
curfew_session* give_handle(Analysis& analysis, const curfew_analyzer* owner,
                            std::unique_ptr<FedLog> log);

/// Throw as use() does; nothing is freed then.
void free_handle(const curfew_analyzer* analyzer);
void free_handle(const curfew_session* session);

/// Does something with an analysis in use. What fails in the middle for a reason of ours leaves it
/// to be freed only: nobody knows what was counted.
template <typename Work>
void change(Analysis& analysis, Work&& work) {
  if (analysis.is_broken) {
    throw Misuse{"the analyzer failed before and cannot go on", "Free it and make another."};
  }
  try {
    work();
  } catch (const Misuse&) {
    throw;
  } catch (const Error&) {
    throw;
  } catch (...) {
    analysis.is_broken = true;
    throw;
  }
}

}  // namespace curfew::c
