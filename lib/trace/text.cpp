#include <algorithm>
#include <ostream>

#include "curfew/trace.h"
#include "page/text_page.h"
#include "report/numbers.h"
#include "trace/joined.h"
#include "trace/why.h"

namespace curfew {
namespace {

using page::Paragraph;
using page::Text;
using page::Untrusted;
using report::counted;
using report::duration;

std::string stamp(Instant at, const TimeZone& zone) {
  const std::string full = rfc3339(at, zone);
  return full.substr(0, 10) + ' ' + full.substr(11, 8);
}

Text host_and_ip(std::string_view host, std::string_view ip, std::uint16_t port) {
  Text text = Untrusted(host);
  if (!ip.empty() && ip != host) {
    if (!text.empty()) text += " ";
    text += "[" + Untrusted(ip) + "]";
  }
  if (port != 0) text += ":" + std::to_string(port);
  return text;
}

// "bob@example.net and 3 others"
Text recipients_of(const Trace& story) {
  std::vector<std::string_view> known;
  for (const TraceStep& step : story.steps) {
    if (step.recipient.empty() || known.size() > 1000) continue;
    if (std::ranges::find(known, step.recipient) == known.end()) known.push_back(step.recipient);
  }
  if (known.empty()) return {};
  Text text = " to " + Untrusted(known.front());
  if (known.size() == 2) text += " and " + Untrusted(known[1]);
  if (known.size() > 2) text += " and " + counted(known.size() - 1, "other", "others");
  return text;
}

Text name_of(const Trace& story) {
  const auto with_id =
      std::ranges::find_if(story.hops, [](const TraceHop& hop) { return !hop.message_id.empty(); });
  if (with_id == story.hops.end()) return Untrusted(story.hops.front().queue_id);
  return "<" + Untrusted(with_id->message_id) + ">";
}

Text facts_of(const Trace& story) {
  const TraceHop& first = story.hops.front();
  Text facts = "from ";
  facts += first.sender.empty() ? "?" : Text(Untrusted(first.sender));
  facts += recipients_of(story);
  if (first.size != 0) facts += ", " + counted(first.size, "byte", "bytes");
  if (story.hops.size() > 1) facts += ", " + counted(story.hops.size(), "hop", "hops");
  return facts;
}

Text place_of(const TraceHop& hop) {
  Text text = Untrusted(hop.queue_id);
  if (!hop.log_host.empty()) text += " on " + Untrusted(hop.log_host);
  return text;
}

Text arrival(const TraceHop& hop, const TraceHop& first) {
  Text text = "arrives as " + place_of(hop);
  const Text client = host_and_ip(hop.client_host, hop.client_ip, 0);
  if (!client.empty()) text += " from " + client;
  if (!hop.sender.empty() && hop.sender != first.sender)
    text += ", sender " + Untrusted(hop.sender);
  if (hop.size != 0 && hop.size != first.size) text += ", " + counted(hop.size, "byte", "bytes");
  return text;
}

// Header checks name what they looked at; all others that end a message are milters.
Text end_by_filter(const TraceStep& step, const TraceHop& hop) {
  const std::string_view words = step.reply_text;
  const bool by_rule =
      words.starts_with("header") || words.starts_with("body") || words.starts_with("mime");
  Text text = Untrusted(hop.queue_id) + " is " + name(step.action);
  if (step.outcome == Outcome::deferred) text += " for now";
  text += by_rule ? " by a header or body check of ours" : " by a milter of ours";
  if (!step.recipient.empty()) text += ", for " + Untrusted(step.recipient);
  return text;
}

Text state_words(const TraceStep& step, const Trace& story) {
  const TraceHop& hop = story.hops[step.hop];
  switch (step.state) {
    case MessageState::received:
      return arrival(hop, story.hops.front());
    case MessageState::removed:
      if (step.action != InboundAction::none) return end_by_filter(step, hop);
      if (!step.reply_text.empty()) {
        const char* const verb = step.reply_text.starts_with("requeued") ? " is " : " ends: ";
        return Untrusted(hop.queue_id) + verb + Untrusted(step.reply_text, 120);
      }
      return Untrusted(hop.queue_id) + " is done" +
             (hop.arrived ? ", " + duration(step.time - *hop.arrived) + " after its arrival" : "");
    case MessageState::expired:
      return Untrusted(hop.queue_id) + " is too old and returned to its sender";
    case MessageState::queued:
    case MessageState::sender_known:
      return "waits as " + place_of(hop);
    case MessageState::frozen:
    case MessageState::thawed:
    case MessageState::none:
      break;
  }
  return Untrusted(hop.queue_id) + " " + name(step.state);
}

bool is_untried(const TraceStep& step) {
  return step.contacted == Contacted::no && step.outcome == Outcome::deferred;
}

std::string verdict(const TraceStep& step) {
  if (step.outcome == Outcome::unknown) return "no outcome";
  return name(step.outcome);
}

Text attempt_words(const TraceStep& step, const Trace& story, const TimeZone& zone) {
  Text text;
  if (story.hops.size() > 1) text += Untrusted(story.hops[step.hop].queue_id) + " ";
  if (!step.recipient.empty()) text += Untrusted(step.recipient) + ": ";
  const Text remote = host_and_ip(step.remote_host, step.remote_ip, step.remote_port);
  if (is_untried(step)) {
    text += "our server did not try";
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
    text += " at " + Text(describe(step.stage));
  }
  if (step.wait.count() > 0) text += ", after " + duration(step.wait);
  return text;
}

Text reply_words(const TraceStep& step) {
  Text text;
  if (step.reply_code != 0) text += std::to_string(step.reply_code) + ' ';
  if (step.enhanced_code) text += to_string(step.enhanced_code) + ' ';
  text += Untrusted(step.reply_text, 600);
  if (step.cut) text += " (cut by the logger)";
  return text;
}

page::Cell cell_of(const TraceStep& step, const Trace& story, const TimeZone& zone) {
  const bool message = step.kind == EventKind::message;
  page::Cell cell(message ? state_words(step, story) : attempt_words(step, story, zone));
  if (message && step.action == InboundAction::none) return cell;
  if (!step.reply_text.empty() || step.reply_code != 0) cell.lines.push_back(reply_words(step));
  return cell;
}

page::Page page_of(const Trace& story, const TimeZone& zone) {
  page::Table steps{
      .title = "What happened to the message",
      .columns = {{.names_row = true}, {.narrow = page::Column::Narrow::broken, .hang = 2}},
      .indent = 2};
  for (const TraceStep& step : story.steps) {
    steps.rows.push_back({Text(stamp(step.time, zone)), cell_of(step, story, zone)});
  }
  page::Page page = {page::Heading{.text = name_of(story)}, page::note(trace::why_of(story, zone)),
                     page::note(facts_of(story)), std::move(steps)};
  if (story.steps_left_out != 0) {
    page.push_back(page::note("and " + counted(story.steps_left_out, "more step", "more steps")));
  }
  return page;
}

Text summary_of(const Traces& traces) {
  const std::size_t found = traces.messages.size();
  Text text = found == 0 ? "No message matches" : counted(found, "message", "messages");
  if (traces.left_out != 0) text += " of " + report::grouped(found + traces.left_out);
  if (!traces.query.empty()) text += (found == 0 ? " " : " with ") + Untrusted(traces.query, 320);
  return text + "; times in " + traces.zone.name();
}

page::Page end_of(const Traces& traces) {
  page::Page page;
  if (traces.left_out != 0) {
    const std::string left = counted(traces.left_out, "more message", "more messages");
    page.push_back(
        Paragraph{.text = traces.hints.after("and " + left, Hint::more_messages), .apart = true});
  }
  if (traces.forgotten != 0) {
    page.push_back(Paragraph{.text = counted(traces.forgotten, "message that did not match was",
                                             "messages that did not match were") +
                                     " let go while reading; an earlier hop could be among them.",
                             .kind = Paragraph::Kind::warning,
                             .apart = true});
  }
  return page;
}

}  // namespace

void write_text(const Traces& traces, std::ostream& out, const TraceTextOptions& options) {
  const page::TextPageOptions drawn{.width = std::max<std::size_t>(options.width, 40),
                                    .color = options.color,
                                    .break_lines = true};
  page::write_text_page({Paragraph{.text = summary_of(traces)}}, out, drawn);
  for (const Trace& story : traces.messages) {  // one by one, for there may be many
    page::write_text_page(page_of(story, traces.zone), out, drawn);
  }
  page::write_text_page(end_of(traces), out, drawn);
}

}  // namespace curfew
