#include <algorithm>
#include <ostream>

#include "curfew/trace.h"
#include "report/numbers.h"
#include "text/terminal.h"
#include "trace/ending.h"
#include "trace/joined.h"

namespace curfew {
namespace {

using report::counted;
using report::duration;

std::string clean(std::string_view text, std::size_t most = 120) {
  std::string out;
  text::append_for_terminal(out, text, most);
  return out;
}

// Breaks at blanks. Begins in column `indent`; the lines after the first have `hang` blanks more.
class Paragraph {
 public:
  Paragraph(std::ostream& out, std::size_t width, std::size_t indent, std::size_t hang = 0)
      : out_(out), width_(width), indent_(indent + hang), column_(indent) {}

  void words(std::string_view text) {
    while (!text.empty()) {
      const std::string_view word = text.substr(0, text.find(' '));
      if (!word.empty()) this->word(word);
      text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
  }

 private:
  void word(std::string_view word) {
    const std::size_t size = text::columns(word);
    if (!fresh_ && column_ + 1 + size > width_) {
      out_ << '\n' << std::string(indent_, ' ');
      column_ = indent_;
    } else if (!fresh_) {
      out_ << ' ';
      ++column_;
    }
    fresh_ = false;
    out_ << word;
    column_ += size;
  }

  std::ostream& out_;
  std::size_t width_;
  std::size_t indent_;
  std::size_t column_;
  bool fresh_ = true;
};

void write_paragraph(std::string_view words, std::ostream& out, std::size_t width,
                     std::size_t indent, std::size_t hang = 0) {
  Paragraph(out, width, indent, hang).words(words);
  out << '\n';
}

std::string stamp(Instant at, const TimeZone& zone) {
  const std::string full = rfc3339(at, zone);
  return full.substr(0, 10) + ' ' + full.substr(11, 8);
}

std::string host_and_ip(std::string_view host, std::string_view ip, std::uint16_t port) {
  std::string text = clean(host);
  if (!ip.empty() && ip != host) {
    if (!text.empty()) text += ' ';
    text += '[' + clean(ip) + ']';
  }
  if (port != 0) text += ':' + std::to_string(port);
  return text;
}

// "bob@example.net and 3 others"
std::string recipients_of(const Trace& story) {
  std::vector<std::string_view> known;
  for (const TraceStep& step : story.steps) {
    if (step.recipient.empty() || known.size() > 1000) continue;
    if (std::ranges::find(known, step.recipient) == known.end()) known.push_back(step.recipient);
  }
  if (known.empty()) return {};
  std::string text = " to " + clean(known.front());
  if (known.size() == 2) text += " and " + clean(known[1]);
  if (known.size() > 2) text += " and " + counted(known.size() - 1, "other", "others");
  return text;
}

const char* words_of(trace::Ending ending) {
  switch (ending) {
    case trace::Ending::open:
      return "end not seen";
    case trace::Ending::deferred:
      return "still waiting";
    case trace::Ending::delivered:
      return "delivered";
    case trace::Ending::partly:
      return "delivered in part";
    case trace::Ending::bounced:
      return "bounced";
    case trace::Ending::expired:
      return "expired";
    case trace::Ending::discarded:
      return "discarded";
    case trace::Ending::rejected:
      return "rejected";
  }
  return "";
}

void write_head(const Trace& story, std::ostream& out, const TraceTextOptions& options) {
  const auto with_id =
      std::ranges::find_if(story.hops, [](const TraceHop& hop) { return !hop.message_id.empty(); });
  const TraceHop& first = story.hops.front();
  if (options.color) out << "\x1b[1m";
  out << (with_id != story.hops.end() ? '<' + clean(with_id->message_id, 300) + '>'
                                      : clean(first.queue_id));
  out << (options.color ? "\x1b[0m\n" : "\n");
  std::string facts = "from " + (first.sender.empty() ? "?" : clean(first.sender));
  facts += recipients_of(story);
  if (first.size != 0) facts += ", " + counted(first.size, "byte", "bytes");
  if (story.hops.size() > 1) facts += ", " + counted(story.hops.size(), "hop", "hops");
  facts += std::string("; ") + words_of(trace::ending_of(story));
  if (story.to() > story.from()) facts += ", " + duration(story.to() - story.from()) + " in all";
  out << "  ";
  write_paragraph(facts, out, options.width, 2);
}

std::string place_of(const TraceHop& hop) {
  std::string text = clean(hop.queue_id);
  if (!hop.log_host.empty()) text += " on " + clean(hop.log_host);
  return text;
}

std::string arrival(const TraceHop& hop, const TraceHop& first) {
  std::string text = "arrives as " + place_of(hop);
  const std::string client = host_and_ip(hop.client_host, hop.client_ip, 0);
  if (!client.empty()) text += " from " + client;
  if (!hop.sender.empty() && hop.sender != first.sender) text += ", sender " + clean(hop.sender);
  if (hop.size != 0 && hop.size != first.size) text += ", " + counted(hop.size, "byte", "bytes");
  return text;
}

// Header checks name what they looked at; all others that end a message are milters.
std::string end_by_filter(const TraceStep& step, const TraceHop& hop) {
  const std::string_view words = step.reply_text;
  const bool by_rule =
      words.starts_with("header") || words.starts_with("body") || words.starts_with("mime");
  std::string text = clean(hop.queue_id) + " is " + name(step.action);
  if (step.outcome == Outcome::deferred) text += " for now";
  text += by_rule ? " by a header or body check of ours" : " by a milter of ours";
  if (!step.recipient.empty()) text += ", for " + clean(step.recipient);
  return text;
}

std::string state_words(const TraceStep& step, const Trace& story) {
  const TraceHop& hop = story.hops[step.hop];
  switch (step.state) {
    case MessageState::received:
      return arrival(hop, story.hops.front());
    case MessageState::removed:
      if (step.action != InboundAction::none) return end_by_filter(step, hop);
      if (!step.reply_text.empty()) {
        const char* const verb = step.reply_text.starts_with("requeued") ? " is " : " ends: ";
        return clean(hop.queue_id) + verb + clean(step.reply_text);
      }
      return clean(hop.queue_id) + " is done" +
             (hop.arrived ? ", " + duration(step.time - *hop.arrived) + " after its arrival" : "");
    case MessageState::expired:
      return clean(hop.queue_id) + " is too old and returned to its sender";
    case MessageState::queued:
    case MessageState::sender_known:
      return "waits as " + place_of(hop);
    case MessageState::frozen:
    case MessageState::thawed:
    case MessageState::none:
      break;
  }
  return clean(hop.queue_id) + ' ' + name(step.state);
}

bool is_unasked(const TraceStep& step) {
  return step.contacted == Contacted::no && step.outcome == Outcome::deferred;
}

std::string verdict(const TraceStep& step) {
  if (step.outcome == Outcome::unknown) return "no outcome";
  return name(step.outcome);
}

std::string attempt_words(const TraceStep& step, const Trace& story, const TimeZone& zone) {
  std::string text;
  if (story.hops.size() > 1) text += clean(story.hops[step.hop].queue_id) + ' ';
  if (!step.recipient.empty()) text += clean(step.recipient) + ": ";
  const std::string remote = host_and_ip(step.remote_host, step.remote_ip, step.remote_port);
  if (is_unasked(step)) {
    text += "not asked";
    if (!remote.empty()) text += ": " + remote;
    if (step.times > 1) {
      text += ", " + counted(step.times, "time", "times") + " until " + stamp(step.until, zone);
    }
    return text;
  }
  text += step.kind == EventKind::session ? "refused" : verdict(step);
  if (!remote.empty()) text += (step.outcome == Outcome::delivered ? " to " : " by ") + remote;
  const bool is_socket = step.remote_kind == RemoteKind::lmtp && step.remote_ip.empty();
  const bool is_unnamed = step.remote_kind == RemoteKind::local && remote.empty();
  if (is_socket || is_unnamed) text += " on this machine";
  if (step.outcome != Outcome::delivered && step.stage != Stage::unknown) {
    text += std::string(" at ") + name(step.stage);
  }
  if (step.wait.count() > 0) text += ", after " + duration(step.wait);
  return text;
}

std::string reply_words(const TraceStep& step) {
  std::string text;
  if (step.reply_code != 0) text += std::to_string(step.reply_code) + ' ';
  if (step.enhanced_code) text += to_string(step.enhanced_code) + ' ';
  text += clean(step.reply_text, 600);
  if (step.cut) text += " (cut by the logger)";
  return text;
}

void write_step(const TraceStep& step, const Trace& story, const TimeZone& zone, std::ostream& out,
                std::size_t width) {
  constexpr std::size_t indent = 23;
  const bool message = step.kind == EventKind::message;
  out << "  " << stamp(step.time, zone) << "  ";
  write_paragraph(message ? state_words(step, story) : attempt_words(step, story, zone), out, width,
                  indent, 2);
  if (message && step.action == InboundAction::none) return;
  if (step.reply_text.empty() && step.reply_code == 0) return;
  out << std::string(indent + 2, ' ');
  write_paragraph(reply_words(step), out, width, indent + 2);
}

}  // namespace

void write_text(const Traces& traces, std::ostream& out, const TraceTextOptions& options) {
  TraceTextOptions drawn = options;
  drawn.width = std::max<std::size_t>(options.width, 40);
  const std::size_t found = traces.messages.size();
  out << (found == 0 ? "No message matches" : counted(found, "message", "messages"));
  if (traces.left_out != 0) out << " of " << report::grouped(found + traces.left_out);
  if (!traces.query.empty()) out << (found == 0 ? " " : " with ") << clean(traces.query, 320);
  out << "; times in " << traces.zone.name() << '\n';
  for (const Trace& story : traces.messages) {
    out << '\n';
    write_head(story, out, drawn);
    for (const TraceStep& step : story.steps) {
      write_step(step, story, traces.zone, out, drawn.width);
    }
    if (story.steps_left_out != 0) {
      out << "  and " << counted(story.steps_left_out, "more step", "more steps") << '\n';
    }
  }
  if (traces.left_out != 0) {
    const std::string left = counted(traces.left_out, "more message", "more messages");
    out << '\n' << traces.hints.after("and " + left, Hint::more_messages) << '\n';
  }
  if (traces.forgotten != 0) {
    out << "\n! "
        << counted(traces.forgotten, "message that did not match was",
                   "messages that did not match were")
        << " let go while reading; an earlier hop could be among them.\n";
  }
}

}  // namespace curfew
