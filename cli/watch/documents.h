#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace curfew::cli {

/// What is served of a snapshot, written once. Never changes.
struct Documents {
  std::shared_ptr<const std::string> html;
  std::shared_ptr<const std::string> metrics;
  std::shared_ptr<const std::string> json;
};

/// Given by the thread that reads, taken by the one that serves; neither waits for the other but
/// for the moment in which a pointer is copied.
class PublishedDocuments {
 public:
  void publish(std::shared_ptr<const Documents> documents) {
    const std::lock_guard lock(mutex_);
    documents_.swap(documents);
  }
  /// Null before the first snapshot.
  std::shared_ptr<const Documents> latest() const {
    const std::lock_guard lock(mutex_);
    return documents_;
  }

  // Told by the thread that reads, at any time.
  std::atomic<std::uint64_t> bytes_read = 0;
  std::atomic<std::uint64_t> behind = 0;
  std::atomic<std::uint64_t> snapshots = 0;
  std::atomic<std::uint64_t> told = 0;      ///< bytes that the last snapshot knew
  std::atomic<std::int64_t> looked_at = 0;  ///< seconds of the steady clock

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Documents> documents_;
};

}  // namespace curfew::cli
