#pragma once

#include <functional>
#include <string_view>
#include <utility>

#include "curfew/analyzer.h"

namespace curfew::test {

/// Hands the events of an analyzer to a function. Must live as long as logs are read.
class Listener final : public Consumer {
 public:
  using Heard =
      std::function<void(std::string_view format, std::string_view source, const Events&)>;

  Listener(Analyzer& analyzer, Heard heard) : heard_(std::move(heard)) { analyzer.add(*this); }
  void events(const EventBatch& batch) override {
    heard_(batch.format, batch.source, batch.events);
  }

 private:
  Heard heard_;
};

}  // namespace curfew::test
