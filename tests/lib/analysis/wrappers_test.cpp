// People paste, grep, quote and export logs: whatever they put around the lines, the events are
// those of the bare line.
#include <algorithm>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>

#include "curfew/analyzer.h"
#include "curfew/builtin_formats.h"
#include "support/catch.h"
#include "support/corpus.h"
#include "support/listener.h"

namespace curfew::test {
namespace {

using Texts = std::vector<std::string>;

struct Reading {
  Texts events;
  std::uint64_t reported = 0;
  std::uint64_t unknown = 0;
};

Reading read(std::string_view text, std::string_view format) {
  AnalyzerOptions options;
  options.format = format;
  options.now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 24));
  options.log_zone = TimeZone::named("UTC");
  Analyzer analyzer(builtin_formats(), options);
  Reading reading;
  const test::Listener listener(
      analyzer, [&reading](std::string_view, std::string_view, const Events& events) {
        for (const Event& event : events) {
          Event bare = event;
          bare.repeats = event.repeats == 0 ? 0 : 1;  // lines in front have a number, too
          bare.time = std::chrono::floor<Milliseconds>(event.time);
          reading.events.push_back(describe(bare));
        }
      });
  analyzer.read(text_source("log", text));
  const LineCount count = analyzer.report().lines;
  reading.reported = count.reported;
  reading.unknown = count.unknown;
  return reading;
}

Texts lines_of(std::string_view text) {
  Texts lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    const std::string_view line = text.substr(0, end + 1);
    lines.emplace_back(line.substr(0, line.size() - (line.ends_with('\n') ? 1 : 0)));
    text.remove_prefix(line.size());
  }
  return lines;
}

// Where two readings part; empty: nowhere.
std::string difference(const Texts& got, const Texts& wanted) {
  for (std::size_t i = 0; i < std::max(got.size(), wanted.size()); ++i) {
    const std::string a = i < got.size() ? got[i] : "nothing";
    const std::string b = i < wanted.size() ? wanted[i] : "nothing";
    if (a != b) return std::to_string(i) + ": " + a.substr(0, 400) + "\n instead of " + b;
  }
  return {};
}

using Wrap = std::function<std::string(const std::string& line, int number)>;

struct Wrapper {
  std::string name;
  Wrap line;
  std::string before = {};
  std::string after = {};
};

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

std::string json(const std::string& name, const std::string& line) {
  return nlohmann::json{{name, line}, {"@timestamp", "2026-11-24T00:00:00Z"}, {"offset", 7}}.dump(
      -1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string nested(const std::string& outer, const std::string& name, const std::string& line) {
  const nlohmann::json inner{{name, line}, {"host", {{"name", "shipper"}}}};
  return nlohmann::json{{outer, inner}, {"sort", {1, 2}}}.dump(
      -1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Any line of any format.
std::vector<Wrapper> wrappers() {
  const auto in_front = [](const std::string& front) {
    return [front](const std::string& line, int) { return front + line; };
  };
  const auto as_json = [](const std::string& name) {
    return [name](const std::string& line, int) { return json(name, line); };
  };
  return {
      {"blanks", in_front("    ")},
      {"a tab", in_front("\t")},
      {"a quote", in_front("> ")},
      {"a quote in a quote", in_front(">> ")},
      {"grep -H", in_front("/var/log/mail.log:")},
      {"grep -H of Windows", in_front("C:\\logs\\hmailserver_2026-11-23.log:")},
      {"grep -n", [](const std::string& line, int n) { return std::to_string(n) + ':' + line; }},
      {"grep -Hn", [](const std::string& line,
                      int n) { return "mail.log.1:" + std::to_string(n) + ':' + line; }},
      {"grep -C", [](const std::string& line,
                     int n) { return "/var/log/mail.log-" + std::to_string(n) + '-' + line; }},
      {"cat -n",
       [](const std::string& line, int n) { return "     " + std::to_string(n) + '\t' + line; }},
      {"kubectl logs --prefix", in_front("[pod/mail-0/postfix] ")},
      {"stern", in_front("mail-0 postfix ")},
      {"docker compose logs", in_front("mail-1  | ")},
      {"ts", in_front("Nov 24 12:00:00 ")},
      {"logcli", in_front("2026-11-24T07:45:02Z {filename=\"/var/log/mail.log\"} ")},
      {"colors",
       [](const std::string& line, int) {
         return line.substr(0, 3) + "\x1b[1;32m" + line.substr(3) + "\x1b[0m\x1b[K";
       }},
      {"no-break spaces",
       [](const std::string& line, int) {
         std::string out = "\xC2\xA0";
         for (std::size_t i = 0; i < line.size(); ++i) {
           out += line[i] == ' ' && i < 30 ? std::string("\xC2\xA0") : line.substr(i, 1);
         }
         return out;
       }},
      {"tail of several files", in_front(""), "==> /var/log/mail.log <==\n",
       "\n==> mail.err <==\n"},
      {"grep -C of groups", in_front("12-"), "--\n", "--\n"},
      {"a fence", in_front(""), "```text\n", "```\n"},
      {"a fence in a quote", in_front("> "), "> ~~~\n", "> ~~~\n"},
      {"JSON: message", as_json("message")},
      {"JSON: line", as_json("line")},
      {"JSON: _raw", as_json("_raw")},
      {"JSON: log", as_json("log")},
      {"JSON: MESSAGE", as_json("MESSAGE")},
      {"JSON: event.original",
       [](const std::string& line, int) { return nested("event", "original", line); }},
      {"JSON of Splunk",
       [](const std::string& line, int) { return nested("result", "_raw", line); }},
      {"JSON of Elasticsearch",
       [](const std::string& line, int) { return nested("_source", "message", line); }},
      {"grep of JSON",
       [](const std::string& line, int) { return "app.json:" + json("message", line); }},
      {"a tab behind", [](const std::string& line, int) { return line + "\t"; }},
      {"a mark of code", [](const std::string& line, int) { return '`' + line + '`'; }},
      {"the end of a line in HTML", [](const std::string& line, int) { return line + "<br>"; }},
      {"JSON in docker's JSON",
       [](const std::string& line, int) {
         return nlohmann::json{{"log", json("message", line) + "\n"},
                               {"stream", "stdout"},
                               {"time", "2026-11-24T00:00:00Z"}}
             .dump();
       }},
      {"CSV", [](const std::string& line, int) { return "1," + quoted(line) + ",mx"; },
       "_time,_raw,host\n"},
      {"CSV with semicolons", [](const std::string& line, int) { return quoted(line) + ";x"; },
       "message;level\n"},
      {"CSV for Excel", [](const std::string& line, int) { return quoted(line) + ";x"; },
       "sep=;\n Message ; level\n"},
      {"CSV with tabs", [](const std::string& line, int) { return "x\t" + quoted(line); },
       "level\tLine\n"},
  };
}

// UTF-8, as JSON has to be.
bool is_log_line(const std::string& line) {
  constexpr auto replace = nlohmann::json::error_handler_t::replace;
  constexpr auto ignore = nlohmann::json::error_handler_t::ignore;
  const bool utf8 = nlohmann::json(line).dump(-1, ' ', false, replace) ==
                    nlohmann::json(line).dump(-1, ' ', false, ignore);
  return utf8 && line.size() > 20 && line.find('\x1b') == line.npos &&
         line.find('\r') == line.npos && line.find('\0') == line.npos;
}

// Lines that begin as their format's lines do; a transcript's are told by their indentation alone.
bool begins(const std::string& line, std::string_view format) {
  if (format == "hmailserver") return line.starts_with('"') && line.find("\"\t") != line.npos;
  if (format == "exim") return line.starts_with("20") && line[10] == ' ';
  return line.starts_with("Nov ") && line.find("postfix") < 30;
}

struct Corpus {
  std::string format;
  std::string text;
};

// A line may mean another thing behind a line of another case: they are read as one log all the
// same, bare and wrapped.
std::vector<Corpus> corpora() {
  std::vector<Corpus> found;
  for (const std::string format : {"postfix", "exim", "hmailserver"}) {
    Corpus corpus{.format = format, .text = {}};
    const std::filesystem::path folder =
        std::filesystem::path(CURFEW_TESTS_DIR) / "parsers" / format / "corpus";
    Texts files;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      files.push_back(file.path().string());
    }
    std::ranges::sort(files);
    for (const std::string& file : files) {
      for (const CorpusCase& one : read_corpus(file)) {
        const Texts lines = lines_of(one.input);
        const bool usable = std::ranges::all_of(lines, [&](const std::string& line) {
          return is_log_line(line) && begins(line, format);
        });
        if (usable) corpus.text += one.input;
      }
    }
    found.push_back(std::move(corpus));
  }
  return found;
}

std::string wrapped(const std::string& text, const Wrapper& wrapper) {
  std::string out = wrapper.before;
  int number = 0;
  for (const std::string& line : lines_of(text)) out += wrapper.line(line, ++number) + '\n';
  return out + wrapper.after;
}

std::string utf16(const std::string& text, bool little, bool mark) {
  std::string out;
  const auto put = [&out, little](unsigned unit) {
    const char high = static_cast<char>(unit >> 8);
    const char low = static_cast<char>(unit & 0xFF);
    out += little ? low : high;
    out += little ? high : low;
  };
  if (mark) put(0xFEFF);
  for (const char c : text) put(static_cast<unsigned char>(c));
  return out;
}

bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

// Busybox, FreeBSD, ... from "Nov 23 16:04:51 mail postfix/smtp[411]: body".
struct Shape {
  std::string name;
  std::string (*line)(std::string_view stamp, std::string_view host, std::string_view rest);
  bool has_host = true;
};

std::string join(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out += part;
  return out;
}

using View = std::string_view;
const Shape shapes[] = {
    {"busybox",
     [](View t, View h, View r) {
       return join({t, " ", h, " mail.info ", r});
     }},
    {"busybox -S",
     [](View t, View, View r) {
       return join({t, " ", r});
     },
     false},
    {"FreeBSD -v",
     [](View t, View h, View r) {
       return join({t, " <mail.info> ", h, " ", r});
     }},
    {"FreeBSD -v -v",
     [](View t, View h, View r) {
       return join({t, " <2.6> ", h, " ", r});
     }},
    {"AIX",
     [](View t, View h, View r) {
       return join({t, " ", h, " mail:info ", r});
     }},
    {"logread",
     [](View t, View, View r) {
       return join({"Mon ", t, " 2026 mail.info ", r});
     },
     false},
    {"the year behind the day",
     [](View t, View h, View r) {
       return join({t.substr(0, 6), " 2026", t.substr(6), " ", h, " ", r});
     }},
    {"a severity for the host",
     [](View t, View, View r) {
       return join({"2026-11-", t.substr(4, 2), "T", t.substr(7), "+00:00 INFO    ", r});
     },
     false},
    {"a severity behind the host",
     [](View t, View h, View r) {
       return join({t, " ", h, " [notice] ", r});
     }},
    {"docker's syslog driver",
     [](View t, View h, View r) {
       return join({"May 02 22:56:18 host1 docker[32360]: ", t, " ", h, " ", r});
     }},
    {"the same without an inner stamp",
     [](View t, View h, View r) {
       return join({t, " ", h, " docker/mail[32360]: ", r});
     }},
    {"docker logs -t without an inner stamp",
     [](View t, View, View r) {
       return join({"2026-11-", t.substr(4, 2), "T", t.substr(7), ".000000000Z ", r});
     },
     false},
    {"no padding",
     [](View t, View h, View r) {
       return join({"<22>", t, "  ", h, "  ", r});
     }},
};

}  // namespace

TEST_CASE("whatever stands around a line, the events are those of the bare line") {
  for (const Corpus& corpus : corpora()) {
    const Reading bare = read(corpus.text, corpus.format);
    REQUIRE(bare.reported > 40);
    for (const Wrapper& wrapper : wrappers()) {
      INFO(corpus.format << ", " << wrapper.name);
      const Reading reading = read(wrapped(corpus.text, wrapper), corpus.format);
      CHECK(difference(reading.events, bare.events) == "");
      CHECK(reading.reported == bare.reported);
      // Behind another stamp, a broken one of Exim's is no line of Exim's.
      const bool broken = corpus.format == "exim" && wrapper.name == "ts";
      CHECK((reading.unknown == bare.unknown || (broken && reading.unknown < bare.unknown)));
    }
  }
}

TEST_CASE("a few lines may be wrapped among bare ones") {
  for (const Corpus& corpus : corpora()) {
    const Reading bare = read(corpus.text, corpus.format);
    for (const int every : {2, 3, 20, 50}) {
      for (const bool as_json : {false, true}) {
        INFO(corpus.format << ", one of " << every << (as_json ? ", JSON" : ", quoted"));
        std::string text;
        int number = 0;
        for (const std::string& line : lines_of(corpus.text)) {
          const bool wrap = ++number % every == 1;
          text += (!wrap ? line : as_json ? json("message", line) : "> " + line) + '\n';
        }
        CHECK(difference(read(text, corpus.format).events, bare.events) == "");
      }
    }
  }
}

TEST_CASE("a blank behind hMailServer's last quote is no part of its text") {
  const Corpus corpus = corpora().back();
  REQUIRE(corpus.format == "hmailserver");
  std::string text;
  for (const std::string& line : lines_of(corpus.text)) text += line + " \n";
  CHECK(difference(read(text, corpus.format).events, read(corpus.text, corpus.format).events) ==
        "");
}

TEST_CASE("angle brackets that a page of HTML wrote are read as such") {
  for (const Corpus& corpus : corpora()) {
    if (corpus.format == "hmailserver") continue;  // its texts keep what looks like one
    std::string usual;
    std::string html;
    for (const std::string& line : lines_of(corpus.text)) {
      if (line.find_first_of("<>") == line.npos || line.find('&') != line.npos) continue;
      usual += line + '\n';
      for (const char c : line) {
        html += c == '<' ? std::string("&lt;") : c == '>' ? std::string("&gt;") : std::string(1, c);
      }
      html += '\n';
    }
    INFO(corpus.format);
    CHECK(difference(read(html, corpus.format).events, read(usual, corpus.format).events) == "");
  }
}

TEST_CASE("UTF-16 is read as the same text in UTF-8 is") {
  for (const Corpus& corpus : corpora()) {
    std::string ascii = corpus.text;
    std::ranges::replace_if(
        ascii, [](char c) { return !is_ascii(c); }, '?');
    const Reading bare = read(ascii, corpus.format);
    for (const bool little : {true, false}) {
      for (const bool mark : {true, false}) {
        INFO(corpus.format << (little ? ", little" : ", big") << " endian, mark " << mark);
        const Reading reading = read(utf16(ascii, little, mark), corpus.format);
        CHECK(difference(reading.events, bare.events) == "");
        CHECK(reading.unknown == bare.unknown);
      }
    }
  }
}

TEST_CASE("a syslog line of another shape says what the usual one says") {
  const Corpus corpus = corpora().front();
  Texts usual;
  for (const std::string& line : lines_of(corpus.text)) {
    const std::size_t host = line.find(' ', 16);
    const std::size_t tag = line.find(": ", host);
    const bool of_mail = line.substr(16, host - 16) == "mail";  // without a host all are of one
    if (of_mail && line[4] != ' ' && host != line.npos && tag != line.npos &&
        line[tag - 1] == ']' && line.substr(host, tag - host).find('[') != line.npos) {
      usual.push_back(line);
    }
  }
  REQUIRE(usual.size() > 200);
  std::string all;
  for (const std::string& line : usual) all += line + '\n';
  const Reading bare = read(all, "postfix");
  const auto without_host = [](Texts events) {
    for (std::string& event : events) {
      const std::size_t at = event.find(" host=");
      if (at != event.npos) event.erase(at, event.find(' ', at + 1) - at);
    }
    return events;
  };
  for (const Shape& shape : shapes) {
    INFO(shape.name);
    std::string text;
    for (const std::string& line : usual) {
      const std::string_view view = line;
      const std::size_t host = line.find(' ', 16);
      text += shape.line(view.substr(0, 15), view.substr(16, host - 16), view.substr(host + 1));
      text += '\n';
    }
    const Reading reading = read(text, "postfix");
    CHECK(difference(without_host(reading.events), without_host(bare.events)) == "");
    if (shape.has_host) CHECK(difference(reading.events, bare.events) == "");
    CHECK(reading.unknown == bare.unknown);
  }
}

}  // namespace curfew::test
