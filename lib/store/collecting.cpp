#include "store/collecting.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <utility>

#include "curfew/error.h"
#include "curfew/redact.h"

namespace curfew::store {
namespace {

// Written at once: more would be lost by a run that is stopped, less costs.
constexpr std::uint64_t most_unwritten = std::uint64_t{512} * 1024 * 1024;
// Remotes and codes with some contacts each: 30 MB.
constexpr std::size_t most_pairs_unwritten = 8192;
// Of what is gathered for the morning page.
constexpr std::size_t most_gathered = std::size_t{32} * 1024 * 1024;
// Logs that grow faster than they are read must not keep a run from ending.
constexpr int most_looks = 1000;

// What is counted is everything, in no zone: reports choose.
AnalyzerOptions without_period(AnalyzerOptions options) {
  options.since = {};
  options.until = {};
  options.findings_of_all = false;
  options.servers_apart = false;
  options.inbound = true;
  options.threads = 1;
  return options;
}

LineCount lines_of(const analysis::SessionState& session) {
  return session.log() == nullptr ? LineCount{} : session.log()->count_without_inbound();
}

}  // namespace

Collecting::Collecting(Store::State& store, const Formats& formats, const AnalyzerOptions& options,
                       const CollectOptions& manner)
    : store_(store), manner_(manner), analysis_(formats, without_period(options)) {
  analysis_.looks_at_heads = true;
  analysis_.add(gathering_);
}

void Collecting::warn(const char* key, const std::string& text) {
  done_.warnings.push_back({.key = key, .text = text});
}

// Not only found in a folder: whoever names it means a mail log.
bool Collecting::is_named(const std::string& series) const {
  return std::ranges::any_of(paths_, [&series](const std::string& path) {
    return path == series || log_series(path) == series;
  });
}

void Collecting::tell_other(const std::string& series, const Error& error) {
  if (is_named(series)) {
    done_.failures.push_back(error);
  } else {
    ++done_.other_files;
  }
}

Collecting::Work& Collecting::work_of(const std::string& series) {
  const auto [place, is_new] = works_.try_emplace(series);
  Work& work = place->second;
  gathering_.turn_to(&work.gathered);
  if (!is_new) return work;
  if (redactor_) {
    work.gathered.show_people(
        [this](std::string_view address) { return redactor_->address(address); });
  }
  Statement row(store_.database,
                "SELECT log_id, line_is_open, cursor, is_early, counts, front, live, reported, "
                "ignored, unknown FROM log WHERE series = ?1");
  work.row.series = series;
  if (row.bind(1, std::string_view(series)).step()) {
    work.row.id = row.number(0);
    work.row.line_is_open = row.number(1) != 0;
    work.row.cursor = row.text(2);
    work.row.is_early = row.number(3) != 0;
    work.row.kept = {.counts = std::string(row.text(4)),
                     .front = std::string(row.text(5)),
                     .live = std::string(row.text(6))};
    work.lines_before = {.reported = static_cast<std::uint64_t>(row.number(7)),
                         .ignored = static_cast<std::uint64_t>(row.number(8)),
                         .unknown = static_cast<std::uint64_t>(row.number(9))};
  }
  resume(work);
  return work;
}

void Collecting::resume(Work& work) {
  const LogRow& row = work.row;
  const auto begin = [&] {
    work.session =
        std::make_unique<analysis::SessionState>(analysis_, row.series, std::optional<Instant>());
  };
  begin();
  if (row.kept.counts.empty()) return;
  try {
    work.session->restore(row.kept);
  } catch (const Error&) {
    begin();
    work.session->restore_counts(row.kept);
    warn("open_messages_lost",
         row.series +
             ": what was open when it was collected last was kept by another version of the "
             "program; its messages stay open, all counts stand.");
  }
  work.hidden = work.session->correlator().newest_address_word();
}

bool Collecting::has_much_to_write() const {
  std::size_t pairs = 0;
  std::size_t gathered = 0;
  for (const auto& [series, work] : works_) {
    pairs += work.gathered.samples().size();
    gathered += work.gathered.bytes();
  }
  return done_.bytes - written_ >= most_unwritten || pairs >= most_pairs_unwritten ||
         gathered >= most_gathered;
}

bool Collecting::feed(Work& work, Source& source, const std::function<void()>& note) {
  constexpr std::size_t piece = 256 * 1024;
  std::string room(piece, '\0');
  bool any = false;
  while (const std::size_t got = source.read(room)) {
    const std::string_view bytes(room.data(), got);
    work.session->feed(bytes);
    work.sample.add(bytes);
    work.row.line_is_open = bytes.back() != '\n';
    work.bytes += got;
    done_.bytes += got;
    any = true;
    if (manner_.on_progress) manner_.on_progress(got);
    if (!has_much_to_write()) continue;
    note();
    commit();
  }
  return any;
}

// Takes what is new of a log; false where there is nothing.
bool Collecting::take(LogFiles& files, LogChange& change) {
  positions_[change.log] = change.position;
  if (change.may_have_lost) {
    warn("bytes_lost",
         change.path +
             ": was emptied before all of it was collected; what was written last may "
             "be missing. Collect more often than logs are rotated.");
  }
  if (change.bytes == nullptr) return false;
  Work& work = work_of(change.series);
  if (work.is_other) return false;
  if (change.position.offset == 0 && work.row.line_is_open) {
    work.session->feed("\n");  // the log goes on in another file
    work.row.line_is_open = false;
  }
  if (const std::optional<Instant> modified = change.bytes->modified()) {
    work.session->set_modified(*modified);
  }
  try {
    const bool any =
        feed(work, *change.bytes, [&] { positions_[change.log] = change.bytes->position(); });
    files.take(change.log, change.bytes->position());
    positions_[change.log] = change.bytes->position();
    return any;
  } catch (const Error& error) {
    if (error.code() == ErrorCode::unknown_format || error.code() == ErrorCode::archive) {
      work.is_other = true;
      tell_other(change.series, error);
    } else {
      done_.failures.push_back(error);
      files.take(change.log, change.bytes->position());
      positions_[change.log] = change.bytes->position();
    }
    return false;
  }
}

void Collecting::follow(const std::vector<std::string>& paths) {
  LogFiles files(paths, {.below = manner_.below, .repeating = analysis_.formats.repeating_logs()});
  Statement rows(store_.database,
                 "SELECT file_id, path, device, inode, head_size, head_hash, taken, tail_hash, "
                 "stored_size FROM file");
  const auto wide = [&rows](int column) {
    return std::bit_cast<std::uint64_t>(rows.number(column));
  };
  while (rows.step()) {
    files.know(wide(0), {.path = std::string(rows.text(1)),
                         .device = wide(2),
                         .inode = wide(3),
                         .head_size = static_cast<std::uint32_t>(rows.number(4)),
                         .head_hash = wide(5),
                         .offset = wide(6),
                         .tail_hash = wide(7),
                         .stored_size = wide(8)});
  }
  for (int look = 0; look < most_looks; ++look) {
    bool any = false;
    for (LogChange& change : files.look()) {
      any = take(files, change) || any;
    }
    done_.failures.insert(done_.failures.end(), files.failures().begin(), files.failures().end());
    if (!any) break;
  }
  for (const std::string& path : files.missing()) {
    done_.failures.emplace_back(ErrorCode::unreadable, path + ": there is no such file",
                                "It is collected once it is there.");
  }
  commit();
}

void Collecting::read_journal() {
  Work& work = work_of("the journal");
  const std::unique_ptr<JournalBytes> journal =
      followed_journal(work.row.cursor, std::nullopt, analysis_.formats.journal_programs());
  try {
    feed(work, *journal, [&] { work.row.cursor = journal->cursor(); });
  } catch (const Error& error) {
    done_.failures.push_back(error);
  }
  work.row.cursor = journal->cursor();
  commit();
}

// Those of this run; the others are pseudonyms already.
void Collecting::hide_addresses(Work& work) {
  if (manner_.keep_addresses) return;
  Correlator& correlator = work.session->correlator();
  correlator.rename_addresses(
      [this](std::string_view address) { return redactor_->address(address); }, work.hidden);
  work.hidden = correlator.newest_address_word();
}

// A reply may name its recipient without a domain.
void Collecting::hide(Sample& sample) {
  if (manner_.keep_addresses) return;
  Event event;
  event.sender = sample.sender;
  event.recipient = sample.recipient;
  event.reply.text = sample.reply_text;
  redactor_->learn(event);
  sample.reply_text = redactor_->reply(sample.reply_text);
  sample.sender = redactor_->address(sample.sender);
  sample.recipient = redactor_->address(sample.recipient);
}

// What a log comes to that has not shown yet all that its front tells: for who asks by SQL, as
// reports read the front itself. Null where that is no mail log.
std::optional<Collecting::SoFar> Collecting::read_so_far(const LogRow& row) const {
  auto state = std::make_unique<analysis::AnalyzerState>(analysis_.formats, analysis_.options);
  analysis::SessionState session(*state, row.series, std::nullopt);
  session.restore(row.kept);
  try {
    session.finish();
  } catch (const Error&) {
    return std::nullopt;
  }
  state->correlator.settle();
  return SoFar{.analysis = std::move(state), .lines = lines_of(session)};
}

void Collecting::keep(Work& work) {
  std::optional<analysis::SessionState::Kept> kept = work.session->keep();
  if (!kept) {
    throw Error(ErrorCode::bad_value,
                work.row.series + ": is read by a parser that cannot go on where it stopped",
                "Reports of the log itself read it whole.");
  }
  work.row.kept = std::move(*kept);
}

void Collecting::write(Work& work, SlotRows& slots) {
  analysis::SessionState& session = *work.session;
  LogRow& row = work.row;
  session.drain();
  hide_addresses(work);
  std::optional<SoFar> so_far;
  if (!session.is_recognized()) {
    keep(work);
    so_far = read_so_far(row);
    // What shows no mail server yet is not kept, and read again when there is more of it.
    if (!so_far) {
      work.is_other = true;
      return tell_other(row.series,
                        Error(ErrorCode::unknown_format, row.series + ": shows no mail log so far",
                              "It is read again by the next run."));
    }
  }
  if (row.id == 0) {
    Statement(store_.database, "INSERT INTO log (series) VALUES (?1)")
        .bind(1, std::string_view(row.series))
        .run();
    row.id = store_.database.last_id();
  }
  if (row.is_early) slots.clear(row.id);
  row.is_early = so_far.has_value();
  slots.add(row.id, row.is_early ? so_far->analysis->correlator : session.correlator());
  if (!row.is_early) keep(work);
  write_gathered(work);
  const LineCount lines = row.is_early ? so_far->lines : lines_of(session);
  const analysis::LaneLog* const log = session.log();
  Statement(store_.database,
            "UPDATE log SET format = ?2, reported = ?3, ignored = ?4, unknown = ?5, bytes = ?6, "
            "line_is_open = ?7, cursor = ?8, is_early = ?9, counts = ?10, front = ?11, live = ?12 "
            "WHERE log_id = ?1")
      .bind(1, row.id)
      .bind(2, session.survey().format == nullptr ? std::string_view()
                                                  : session.survey().format->name())
      .bind(3, static_cast<std::int64_t>(lines.reported))
      .bind(4, static_cast<std::int64_t>(lines.ignored))
      .bind(5, static_cast<std::int64_t>(lines.unknown))
      .bind(6, static_cast<std::int64_t>(log == nullptr ? session.waiting() : log->bytes()))
      .bind(7, std::int64_t{row.line_is_open})
      .bind(8, std::string_view(row.cursor))
      .bind(9, std::int64_t{row.is_early})
      .bind_bytes(10, row.kept.counts)
      .bind_bytes(11, row.kept.front)
      .bind_bytes(12, row.kept.live)
      .run();
  ++done_.logs;
  // Of a young log all lines are counted anew, and half a line is another one than the whole.
  const auto more = [](std::uint64_t now, std::uint64_t before) {
    return now > before ? now - before : 0;
  };
  done_.lines.reported += more(lines.reported, work.lines_before.reported);
  done_.lines.ignored += more(lines.ignored, work.lines_before.ignored);
  done_.lines.unknown += more(lines.unknown, work.lines_before.unknown);
  work.lines_before = lines;
  work.bytes = 0;
}

void Collecting::write_gathered(Work& work) {
  SampleRows(store_.database).add(work.row.id, work.gathered.samples(), [this](Sample& sample) {
    hide(sample);
  });
  GatheredRows gathered(store_.database);
  gathered.add(work.row.id, work.gathered.slots());
  const Instant now = analysis_.options.now.value_or(
      std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()));
  gathered.keep_newest(work.row.id, slot_of(now + std::chrono::days(1)));
  work.gathered.clear();
}

void Collecting::write_positions() {
  Statement put(store_.database,
                "INSERT OR REPLACE INTO file VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
  for (const auto& [id, position] : positions_) {
    const auto works = works_.find(log_series(position.path));
    if (works != works_.end() && works->second.is_other) continue;
    if (position.offset == 0) continue;
    put.bind(1, std::bit_cast<std::int64_t>(id))
        .bind(2, std::string_view(position.path))
        .bind(3, std::bit_cast<std::int64_t>(position.device))
        .bind(4, std::bit_cast<std::int64_t>(position.inode))
        .bind(5, std::int64_t{position.head_size})
        .bind(6, std::bit_cast<std::int64_t>(position.head_hash))
        .bind(7, std::bit_cast<std::int64_t>(position.offset))
        .bind(8, std::bit_cast<std::int64_t>(position.tail_hash))
        .bind(9, std::bit_cast<std::int64_t>(position.stored_size))
        .run();
  }
  positions_.clear();
}

void Collecting::make_redactor() {
  Database::Transaction transaction(store_.database, Database::Use::write);
  redactor_.emplace(Redaction::postmaster, store_.key());
  transaction.commit();
}

void Collecting::commit() {
  Database::Transaction transaction(store_.database, Database::Use::write);
  SlotRows slots(store_.database);
  for (auto& [series, work] : works_) {
    if (!work.is_other && work.bytes != 0) write(work, slots);
  }
  write_positions();
  if (manner_.keep) store_.give_up(*manner_.keep);
  transaction.commit();
  written_ = done_.bytes;
}

// Two logs that hold the same lines would count them twice, and nobody would see why.
void Collecting::warn_of_copies() {
  for (auto one = works_.begin(); one != works_.end(); ++one) {
    for (auto other = std::next(one); other != works_.end(); ++other) {
      if (one->second.is_other || other->second.is_other) continue;
      if (!one->second.sample.repeats(other->second.sample)) continue;
      warn("same_lines", one->first + " and " + other->first +
                             " hold the same lines, which count twice; collect one of them.");
    }
  }
}

Collected Collecting::run(const std::vector<std::string>& paths) {
  paths_ = paths;
  if (!manner_.keep_addresses) make_redactor();
  if (!paths.empty()) follow(paths);
  if (manner_.journal) read_journal();
  warn_of_copies();
  return std::move(done_);
}

}  // namespace curfew::store

namespace curfew {

Collected Store::collect(const std::vector<std::string>& paths, const Formats& formats,
                         const AnalyzerOptions& options, const CollectOptions& manner) {
  return store::Collecting(*state_, formats, options, manner).run(paths);
}

}  // namespace curfew
