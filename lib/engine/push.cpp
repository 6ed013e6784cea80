#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "analysis/server_listener.h"
#include "analysis/state.h"
#include "correlate/ledger_slots.h"
#include "curfew/engine.h"
#include "curfew/error.h"
#include "engine/client.h"
#include "engine/contact_rows.h"
#include "engine/record.h"
#include "engine/sender.h"

namespace curfew::engine {
namespace {

// Records wait for the contacts before them.
constexpr std::size_t most_records = std::size_t{8} * 1024 * 1024;

std::int64_t present() {
  return kept_second(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()));
}

}  // namespace

/// Servers that are read fill chunks of their own; what is left of them goes together, so that many
/// small servers are few inserts.
class Pusher final : public analysis::ServerListener {
 public:
  Pusher(Analyzer& analyzer, PushOptions options)
      : analyzer_(analyzer),
        options_(std::move(options)),
        client_(options_.address),
        second_client_(options_.address) {
    const auto nothing = [](std::span<const std::string_view>) {};
    for (const char* const table : {"contacts", "records"}) {
      client_.ask("SELECT push FROM " + client_.table(table) + " LIMIT 0", 4096, nothing);
    }
    sender_ = std::make_unique<Sender>(std::vector<Client*>{&client_, &second_client_});
    analyzer_.own_state()->server_listener = this;
  }
  ~Pusher() override { analyzer_.own_state()->server_listener = nullptr; }
  Pusher(const Pusher&) = delete;
  Pusher& operator=(const Pusher&) = delete;

  void begin(const std::vector<analysis::Survey*>& logs, Correlator& joining) override {
    auto rows =
        std::make_unique<ContactRows>(push_of(logs, analyzer_.options(), options_.is_repeatable));
    joining.on_counted = [this, to = rows.get()](const Correlator& correlator,
                                                 const Contact& contact,
                                                 const Ledger::Counted& counted) {
      to->add(correlator, contact, counted);
      if (to->chunk.is_full(options_.rows_at_once)) send(to->chunk);
    };
    const std::lock_guard lock(mutex_);
    reading_[&joining.own_ledger()] = std::move(rows);
  }

  void end(analysis::ServerResult& result) override {
    const std::lock_guard lock(mutex_);
    const auto place = reading_.find(&result.correlator.own_ledger());
    if (place == reading_.end()) return;
    const std::unique_ptr<ContactRows> rows = std::move(place->second);
    reading_.erase(place);
    if (options_.address_shown) result.correlator.rename_addresses(options_.address_shown);
    add_record(result, *rows);
    left_.add(rows->chunk);
    sent_.contacts += rows->count();
    ++sent_.servers;
    // What it holds has been sent.
    result.correlator = Correlator::like(result.correlator);
    if (left_.is_full(options_.rows_at_once) || records_.size() > most_records) send_left();
  }

  Push::Sent finish() {
    send_left();
    sender_->finish();
    sent_.bytes = sender_->bytes();
    return sent_;
  }

 private:
  void add_record(const analysis::ServerResult& result, const ContactRows& rows) {
    const Grouping grouping = analyzer_.options().grouping;
    // As in a partial result: a sum of one, here without what the contacts add up to.
    Correlator sum = Correlator::like(result.correlator);
    sum.add(result.correlator);
    correlate::take_slots(sum.own_ledger(), [](const auto&, const auto&) {});
    std::string counts;
    sum.keep_counts(counts);
    append_row({.record = record_of(result.notes, grouping),
                .generation = generation_of(result.notes),
                .push = rows.push(),
                .contacts = rows.count(),
                .first = rows.first(),
                .last = rows.last(),
                .pushed = present(),
                .version = {},
                .notes = result.notes},
               grouping, counts, records_);
  }

  void send(ContactChunk& chunk) {
    sender_->send({.table = client_.table("contacts"),
                   .columns = contact_columns,
                   .rows = std::exchange(chunk.rows, {})});
    chunk.clear();
  }

  void send_left() {
    if (left_.count != 0) send(left_);
    if (records_.empty()) return;
    sender_->send({.table = client_.table("records"),
                   .columns = record_columns,
                   .rows = std::exchange(records_, {}),
                   .is_last = true});
  }

  Analyzer& analyzer_;
  PushOptions options_;
  Client client_;
  Client second_client_;
  std::unique_ptr<Sender> sender_;
  std::mutex mutex_;
  std::map<const Ledger*, std::unique_ptr<ContactRows>> reading_;
  ContactChunk left_;
  std::string records_;
  Push::Sent sent_;
};

}  // namespace curfew::engine

namespace curfew {

Push::Push(Analyzer& analyzer, PushOptions options)
    : pusher_(std::make_unique<engine::Pusher>(analyzer, std::move(options))) {}
Push::~Push() = default;

Push::Sent Push::finish() {
  return pusher_->finish();
}

}  // namespace curfew
