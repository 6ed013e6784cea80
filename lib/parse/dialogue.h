#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "curfew/smtp.h"
#include "text/state.h"

namespace curfew::parse {

/// What a reply, or the silence in its place, answers. The view lives until the dialogue goes on.
struct Answer {
  static constexpr std::size_t everybody = SIZE_MAX;

  Stage stage = Stage::unknown;
  bool decides = false;  ///< a refusal here ends the attempt, for `recipient` or for everybody
  std::uint16_t code = 0;
  std::size_t recipient = everybody;  ///< index in the dialogue: of RCPT TO, of LMTP's last replies
  std::string_view reply;             ///< as received, lines joined by the manner's line break

  bool positive() const noexcept { return code >= 200 && code < 400; }
};

/// The client's side of an SMTP or LMTP dialogue, as a transcript tells it: which command each
/// reply answers, and what that means for each recipient. RFC 5321, 2920 (pipelining), 3207
/// (STARTTLS), 4954 (AUTH), 3030 (BDAT), 2033 (LMTP).
///
/// Replies are given to the oldest command without one. Bounded: outstanding commands, recipients
/// and the length of a reply are capped. Memory is kept from one dialogue to the next.
class Dialogue {
 public:
  /// How the program that wrote the transcript does it.
  struct Manner {
    std::string_view line_break;  ///< joins the lines of a reply in Answer::reply
    bool whole_replies = false;   ///< several lines may come at once, joined in the same way
    bool auth_decides = false;    ///< no mail is sent without the authentication that was refused
  };
  enum class Fate : std::uint8_t { asked, accepted, refused };

  explicit Dialogue(const Manner& manner) : manner_(manner) {}

  /// A connection was made: the banner is due.
  void open();
  /// Nothing is known of what went before.
  void forget();

  /// A command, without its line end. Secrets may be masked by asterisks.
  void sent(std::string_view line);
  /// A line of a reply, or all its lines. True when the reply is complete and `answer` is set.
  bool received(std::string_view text, Answer& answer);
  /// Nothing more will come. True when a command waits for a reply; `answer` is set to it.
  bool closed(Answer& answer);
  /// Of the last command that got a reply.
  Stage last_stage() const noexcept { return last_.stage; }

  /// Lines of a reply came, but not its last.
  bool in_reply() const noexcept { return !complete_; }
  void drop_reply() noexcept { complete_ = true; }
  /// No command waits for a reply.
  bool idle() const noexcept { return first_ == sent_.size(); }

  /// Of the current transaction. Empty when it is not known; "<>" is the null sender.
  std::string_view sender() const noexcept { return sender_; }
  std::size_t recipients() const noexcept { return recipients_.size(); }
  std::string_view recipient(std::size_t i) const noexcept;
  Fate fate(std::size_t i) const noexcept { return recipients_[i].fate; }
  std::size_t accepted() const noexcept { return accepted_; }
  /// Whether an answer that decides (a refusal, or the last word on the data) is about this
  /// recipient.
  bool concerns(const Answer& answer, std::size_t i) const noexcept;

  /// What is kept: text/state.h. The manner is the reader's.
  template <class Archive>
  void each_field(Archive& archive) {
    archive(sent_, first_, last_, last_code_, lmtp_, complete_, reply_, sender_, addresses_,
            recipients_, accepted_);
    if constexpr (Archive::is_reading) {
      if (!is_sound()) archive.damage();
    }
  }

 private:
  struct Command {
    Stage stage = Stage::unknown;
    bool decides = false;
    std::size_t recipient = Answer::everybody;

    template <class Archive>
    void each_field(Archive& archive) {
      text::one_of(archive, stage, Stage::quit);
      archive(decides, recipient);
    }
  };
  struct Recipient {
    std::size_t begin = 0;
    std::size_t length = 0;
    Fate fate = Fate::asked;

    template <class Archive>
    void each_field(Archive& archive) {
      archive(begin, length);
      text::one_of(archive, fate, Fate::refused);
    }
  };
  static constexpr std::size_t most_sent = 256;
  static constexpr std::size_t most_recipients = 2048;
  static constexpr std::size_t longest_reply = 8192;

  void push(const Command& command);
  Command pop() noexcept;
  bool read_secret(std::string_view line);
  void begin_transaction(std::string_view path);
  void add_recipient(std::string_view path);
  void end_data();
  bool is_sound() const noexcept;

  Manner manner_;
  std::vector<Command> sent_;
  std::size_t first_ = 0;  // of those without a reply
  Command last_;           // that got one
  std::uint16_t last_code_ = 0;
  bool lmtp_ = false;
  bool complete_ = true;
  std::string reply_;
  std::string sender_;
  std::string addresses_;
  std::vector<Recipient> recipients_;
  std::size_t accepted_ = 0;
};

/// The address in "FROM:<a@b> SIZE=1" or "TO:<a@b>"; "<>" for the null sender.
std::string_view path_of(std::string_view text) noexcept;

}  // namespace curfew::parse
