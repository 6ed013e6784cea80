#include "parsers/hmailserver/journal.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <numeric>

namespace curfew::test::hmail {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

std::string stamp(Clock time) {
  const auto days = std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(time)));
  const std::chrono::year_month_day date(days);
  const Clock rest = time % day;
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d:%02d.%03d",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(rest / hour),
                static_cast<int>(rest % hour / minute), static_cast<int>(rest % minute / second),
                static_cast<int>(rest % second));
  return text.data();
}

bool has_session(std::string_view type) {
  return type == "SMTPC" || type == "SMTPD" || type == "POP3D";
}

std::string json(std::string text) {
  text = replaced(std::move(text), "\\", "\\\\");
  text = replaced(std::move(text), "\"", "\\\"");
  return replaced(std::move(text), "\r\n", "\\r\\n");
}

}  // namespace

std::size_t Journal::begin_session(Clock at) {
  sessions_.push_back(at);
  return sessions_.size();
}

bool Journal::is_on(const Entry& entry) const {
  if (entry.type == "SMTPC" || entry.type == "SMTPD" || entry.type == "POP3D") return logging_.smtp;
  if (entry.type == "APPLICATION") return logging_.application;
  if (entry.type == "TCPIP") return logging_.tcpip;
  return logging_.debug;
}

void Journal::add(Entry entry) {
  if (is_on(entry)) entries_.push_back(std::move(entry));
}

Clock Journal::add_reply(Entry entry) {
  if (!version_.reply_lines) {
    entry.text.insert(0, "RECEIVED: ");
    const Clock time = entry.time;
    add(std::move(entry));
    return time;
  }
  std::string rest = std::move(entry.text);
  while (true) {
    const std::size_t end = rest.find("\r\n");
    entry.text = "RECEIVED: " + rest.substr(0, end);
    add(entry);
    if (end == rest.npos) return entry.time;
    rest.erase(0, end + 2);
    entry.time += 1;
  }
}

std::string Journal::write() {
  std::vector<std::size_t> order(sessions_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {}, [this](std::size_t i) { return sessions_[i]; });
  std::vector<std::size_t> number(sessions_.size() + 1);
  for (std::size_t i = 0; i < order.size(); ++i) number[order[i] + 1] = 100 + i;

  std::ranges::stable_sort(entries_, {}, &Entry::time);
  std::string out;
  for (Entry& entry : entries_) {
    const std::size_t session = number[entry.session];
    entry.text = replaced(std::move(entry.text), "{session}", std::to_string(session));
    if (version_.json) {
      write_json(entry, session, out);
    } else {
      write_plain(entry, session, out);
    }
    out += "\r\n";
  }
  return out;
}

void Journal::write_plain(const Entry& entry, std::size_t session, std::string& out) const {
  out += '"' + std::string(entry.type) + "\"\t" + std::to_string(entry.thread) + '\t';
  if (has_session(entry.type)) out += std::to_string(session) + '\t';
  out += '"' + stamp(entry.time) + "\"\t";
  if (has_session(entry.type)) out += '"' + std::string(entry.peer) + "\"\t";
  out += '"' + replaced(entry.text, "\r\n", "[nl]") + '"';
}

void Journal::write_json(const Entry& entry, std::size_t session, std::string& out) const {
  out += R"({"ts":")" + stamp(entry.time) + R"(","category":")" + std::string(entry.type) +
         R"(","thread":)" + std::to_string(entry.thread);
  if (has_session(entry.type)) {
    out += R"(,"session":)" + std::to_string(session) + R"(,"remoteip":")" +
           std::string(entry.peer) + '"';
  }
  out += R"(,"message":")" + json(entry.text) + "\"}";
}

}  // namespace curfew::test::hmail
