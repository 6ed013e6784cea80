#include "catalogue/number_words.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace curfew::catalogue {
namespace {

struct EnhancedWords {
  std::uint16_t subject;
  std::uint16_t detail;
  std::string_view words;
};

// RFC 3463, and the registry of the IANA.
constexpr std::array enhanced_words = {
    EnhancedWords{0, 0, "nothing is said beyond the class"},
    EnhancedWords{1, 0, "some trouble with an address"},
    EnhancedWords{1, 1, "there is no such mailbox at this host"},
    EnhancedWords{1, 2, "the recipient's domain does not exist or takes no mail"},
    EnhancedWords{1, 3, "the recipient's address is not well formed"},
    EnhancedWords{1, 4, "the address fits more than one mailbox"},
    EnhancedWords{1, 5, "the address is good; a code of success"},
    EnhancedWords{1, 6, "the mailbox has moved and nothing is forwarded"},
    EnhancedWords{1, 7, "the sender's address is not well formed"},
    EnhancedWords{1, 8, "the sender's domain does not exist or cannot take replies"},
    EnhancedWords{1, 9, "the mail is handed on to a system that will not report (RFC 3886)"},
    EnhancedWords{1, 10, "the recipient's domain says that it takes no mail: a null MX (RFC 7505)"},
    EnhancedWords{2, 0, "some trouble with the mailbox"},
    EnhancedWords{2, 1, "the mailbox is switched off"},
    EnhancedWords{2, 2, "the mailbox has no room"},
    EnhancedWords{2, 3, "the message is longer than this mailbox accepts"},
    EnhancedWords{2, 4, "a mailing list could not be expanded"},
    EnhancedWords{3, 0, "some trouble in the receiving system"},
    EnhancedWords{3, 1, "the storage of the receiving system is full"},
    EnhancedWords{3, 2, "the system takes no mail now: shutdown, maintenance or overload"},
    EnhancedWords{3, 3, "the system lacks a feature that the message needs"},
    EnhancedWords{3, 4, "the message is larger than the system accepts"},
    EnhancedWords{3, 5, "the receiving system is set up wrongly"},
    EnhancedWords{3, 6, "the priority that was asked for was changed (RFC 6710)"},
    EnhancedWords{4, 0, "some trouble with the network or the routing"},
    EnhancedWords{4, 1, "the next host did not answer"},
    EnhancedWords{4, 2, "the connection broke or was bad"},
    EnhancedWords{4, 3, "a directory or name server failed"},
    EnhancedWords{4, 4, "there is no route: the DNS holds no usable answer"},
    EnhancedWords{4, 5, "the mail system is congested"},
    EnhancedWords{4, 6, "a routing loop was found"},
    EnhancedWords{4, 7, "the lifetime of the message ended before it was delivered"},
    EnhancedWords{5, 0, "some trouble with the protocol"},
    EnhancedWords{5, 1, "the command is not valid here"},
    EnhancedWords{5, 2, "the command could not be understood"},
    EnhancedWords{5, 3, "more recipients than fit into one transaction"},
    EnhancedWords{5, 4, "the arguments of the command are wrong"},
    EnhancedWords{5, 5, "the versions of the protocol do not match"},
    EnhancedWords{5, 6, "a line of the login is too long (RFC 4954)"},
    EnhancedWords{6, 0, "some trouble with the content"},
    EnhancedWords{6, 1, "the kind of content is not supported"},
    EnhancedWords{6, 2, "the content would have to be converted, which is forbidden"},
    EnhancedWords{6, 3, "the content would have to be converted, which is impossible"},
    EnhancedWords{6, 4, "the content was converted with losses"},
    EnhancedWords{6, 5, "the conversion of the content failed"},
    EnhancedWords{6, 6, "content that was to be fetched is not there (RFC 4468)"},
    EnhancedWords{6, 7, "addresses beyond ASCII are not permitted (RFC 6531)"},
    EnhancedWords{6, 8, "the reply would need UTF-8, which was not permitted (RFC 6531)"},
    EnhancedWords{6, 9, "a header in UTF-8 cannot be passed on (RFC 6531)"},
    EnhancedWords{6, 10, "the reply would need UTF-8; a number given up for X.6.8"},
    EnhancedWords{7, 0, "a reason of security or policy, and no more is said"},
    EnhancedWords{7, 1,
                  "the sender may not send to this destination; the most used code of all, for "
                  "whatever rule there is"},
    EnhancedWords{7, 2, "the sender may not post to this mailing list"},
    EnhancedWords{7, 3, "security would have to be converted, which is impossible"},
    EnhancedWords{7, 4, "a feature of security is not supported"},
    EnhancedWords{7, 5, "cryptography failed"},
    EnhancedWords{7, 6, "the algorithm is not supported"},
    EnhancedWords{7, 7, "the message was altered on its way"},
    EnhancedWords{7, 8, "user name or password is wrong (RFC 4954)"},
    EnhancedWords{7, 9, "the mechanism of the login is too weak"},
    EnhancedWords{7, 10, "encryption is needed (RFC 5248)"},
    EnhancedWords{7, 11, "the mechanism of the login needs encryption first (RFC 4954)"},
    EnhancedWords{7, 12, "the password has to be changed before this mechanism can be used"},
    EnhancedWords{7, 13, "the user's account is disabled (RFC 5248)"},
    EnhancedWords{7, 14, "a trust relationship with a third party is needed"},
    EnhancedWords{7, 15, "the message's priority is too low for now (RFC 6710)"},
    EnhancedWords{7, 16, "the message is too large for its priority (RFC 6710)"},
    EnhancedWords{7, 17, "the mailbox has changed its owner (RFC 7293)"},
    EnhancedWords{7, 18, "the domain has changed its owner (RFC 7293)"},
    EnhancedWords{7, 19, "whether the owner is the same could not be tested (RFC 7293)"},
    EnhancedWords{7, 20, "no DKIM signature passed (RFC 7372)"},
    EnhancedWords{7, 21, "no DKIM signature was acceptable (RFC 7372)"},
    EnhancedWords{7, 22, "no DKIM signature of the author's domain passed (RFC 7372)"},
    EnhancedWords{7, 23, "SPF failed (RFC 7372)"},
    EnhancedWords{7, 24, "SPF could not be evaluated (RFC 7372)"},
    EnhancedWords{7, 25, "the check of the reverse name failed (RFC 7372)"},
    EnhancedWords{7, 26,
                  "several checks of authentication failed (RFC 7372); Google says it of SPF, DKIM "
                  "and DMARC"},
    EnhancedWords{7, 27, "the sender's domain says that it takes no mail: a null MX (RFC 7505)"},
    EnhancedWords{7, 28, "a flood of messages was seen"},
    EnhancedWords{7, 29, "the validation of ARC failed (RFC 8617)"},
    EnhancedWords{7, 30, "REQUIRETLS cannot be honored (RFC 8689)"},
};

struct BasicWords {
  std::uint16_t code;
  std::string_view words;
};

// RFC 5321 section 4.2, 3207, 4954, 7504; and numbers that some servers made up.
constexpr std::array basic_words = {
    BasicWords{
        421, "the server closes the session: the whole connection is over, not only this message"},
    BasicWords{422, "the recipient's mailbox is over its quota; a number of some servers' own"},
    BasicWords{431, "out of memory or disk; a number of Exchange's own"},
    BasicWords{432,
               "a password has to be changed (RFC 4954); Exchange says it where a mailbox gets too "
               "much at once"},
    BasicWords{441, "the other side does not answer; a number of some servers' own"},
    BasicWords{442,
               "the connection was dropped during the transfer; a number of some servers' own"},
    BasicWords{446, "the message goes round in a loop; a number of some servers' own"},
    BasicWords{447, "the message has expired; a number of some servers' own"},
    BasicWords{
        450,
        "the mailbox cannot be used now; in practice also greylisting, rules and address checks"},
    BasicWords{451, "processing failed; in practice also greylisting, throttling and filters"},
    BasicWords{452,
               "there is no storage now, or there are too many recipients in this transaction"},
    BasicWords{454, "STARTTLS (RFC 3207) or the login (RFC 4954) is not available now"},
    BasicWords{455, "the parameters cannot be taken now"},
    BasicWords{471, "a filter of the receiver's; a number of some servers' own"},
    BasicWords{500, "the command was not understood, or its line was too long"},
    BasicWords{501, "an argument is wrong"},
    BasicWords{502, "the command is not implemented"},
    BasicWords{503, "the commands came out of order"},
    BasicWords{504, "a parameter is not implemented"},
    BasicWords{521, "this host never accepts mail (RFC 7504)"},
    BasicWords{523, "the message is longer than allowed; a number of some servers' own"},
    BasicWords{524,
               "the recipient's system demands authentication of the sender; a number of some "
               "servers' own"},
    BasicWords{525, "the account is switched off; a number of some servers' own"},
    BasicWords{530, "a login or STARTTLS is needed first"},
    BasicWords{534, "the mechanism of the login is too weak"},
    BasicWords{535, "user name or password was refused"},
    BasicWords{538, "this mechanism of the login needs encryption"},
    BasicWords{541, "refused as spam; a number of some servers' own"},
    BasicWords{542, "refused by a rule; a number of some servers' own"},
    BasicWords{
        550, "the mail is not taken: no such user, a rule, distrust, for whatever cause there is"},
    BasicWords{551, "the user is not local here"},
    BasicWords{552, "too much: the mailbox has no room, or the message is too large"},
    BasicWords{
        553, "the name of the mailbox is not allowed; often the sender's address or a block list"},
    BasicWords{554,
               "the transaction failed, for whatever cause there is; in place of a greeting: no "
               "service here for you"},
    BasicWords{555, "the parameters are not recognized"},
    BasicWords{556, "the domain takes no mail (RFC 7504, RFC 7505)"},
    BasicWords{571, "blocked; a number of some servers' own"},
    BasicWords{591, "blocked; a number of some servers' own"},
};

std::string_view words_of(const Reply& reply) noexcept {
  if (const EnhancedCode& code = reply.enhanced) {
    const auto* const found = std::ranges::find_if(enhanced_words, [&](const EnhancedWords& one) {
      return one.subject == code.subject && one.detail == code.detail;
    });
    if (found != enhanced_words.end()) return found->words;
  }
  const auto* const found = std::ranges::find(basic_words, reply.code, &BasicWords::code);
  return found == basic_words.end() ? std::string_view{} : found->words;
}

}  // namespace

std::string words_of_numbers(const Reply& reply) {
  const unsigned digit = reply.enhanced ? reply.enhanced.status : reply.code / 100U;
  if (digit != 4 && digit != 5) return {};
  const std::string_view words = words_of(reply);
  std::string text = digit == 4 ? "For now: " : "For good: ";
  text +=
      words.empty() ? std::string_view("a number of the remote's own, which says no more") : words;
  return text + '.';
}

}  // namespace curfew::catalogue
