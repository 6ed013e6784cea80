#include "smtp/group_key.h"

#include "curfew/catalogue.h"
#include "smtp/domain.h"
#include "support/catch.h"

namespace curfew::smtp {
namespace {

std::string_view find_provider_code(std::string_view text) {
  static Classifier classifier;
  RefusedReply refused;
  refused.reply.code = 421;
  refused.reply.text = text;
  return classifier.classify(refused).provider_code;
}

std::string masked(std::string_view text, std::string_view host = {}) {
  std::string out;
  append_masked(out, text, host, find_provider_code(text));
  return out;
}

std::string key(const Refusal& refusal) {
  std::string out;
  append_group_key(out, refusal, find_provider_code(refusal.reply.text));
  return out;
}

Refusal reply(std::uint16_t code, EnhancedCode enhanced, std::string_view text) {
  Refusal refusal;
  refusal.reply = {.code = code, .enhanced = enhanced, .text = text};
  return refusal;
}

}  // namespace

TEST_CASE("a provider's own code is found in its reply") {
  CHECK(find_provider_code("cmsmtp 203.0.113.25 blocked. AUP#CXCNCT") == "AUP#CXCNCT");
  CHECK(find_provider_code("[TSS04] Messages from 203.0.113.25 deferred") == "TSS04");
  CHECK(find_provider_code("Server busy. Please try again later from [203.0.113.25]. (S775)") ==
        "S775");
  CHECK(find_provider_code("203.0.113.25 Throttled - see RL000001") == "RL000001");
  CHECK(find_provider_code("Too many connections, slow down. OFR004_104 [104]") == "OFR004_104");
  CHECK(find_provider_code("Recipient address rejected: Greylisted").empty());
  CHECK(find_provider_code("please wait 300 seconds, IDS1234X").empty());
}

TEST_CASE("a key is the provider code, else code and enhanced code, else code and masked text") {
  CHECK(key(reply(421, {}, "mx1.cox.example cmsmtp 203.0.113.25 blocked. AUP#CXCNCT")) ==
        "421 AUP#CXCNCT");
  CHECK(key(reply(450, {4, 2, 0}, "<bob@example.net>: Greylisted")) == "450 4.2.0");
  CHECK(key(reply(451, {}, "try again in 312 seconds, bob@example.net")) ==
        "451 try again in <time>, <address>");
}

TEST_CASE("a failure without a reply is keyed by what failed, and where") {
  Refusal refusal;
  refusal.error_class = ErrorClass::connect_timeout;
  refusal.stage = Stage::connect;
  CHECK(key(refusal) == "connect timeout");
  refusal.error_class = ErrorClass::connection_lost;
  refusal.stage = Stage::rcpt_to;
  CHECK(key(refusal) == "connection lost (rcpt_to)");
}

TEST_CASE("masking makes one text of the texts that differ from message to message") {
  CHECK(masked("4.7.28 [203.0.113.25] rate limited a1-20020a170902c1si1234567pll.4 - gsmtp") ==
        "4.7.28 [<ip>] rate limited # - gsmtp");
  CHECK(masked("<bob@example.net>: unknown user \"bob@example.net\"") ==
        "<address>: unknown user \"<address>\"");
  CHECK(masked("mx1.example.net ESMTP not available", "MX1.example.net") ==
        "<host> ESMTP not available");
  CHECK(masked("see https://example.net/help/12345?ip=203.0.113.25&id=7") ==
        "see https://example.net/help/#");
  CHECK(masked("lost connection with mx1.example.net[203.0.113.7] while receiving",
               "mx1.example.net") == "lost connection with <host>[<ip>] while receiving");
  CHECK(masked("blocked [2001:db8::1] now") == "blocked [<ip>] now");
}

TEST_CASE("masking never eats a provider code") {
  CHECK(masked("blocked. AUP#In-1310 203.0.113.25") == "blocked. AUP#In-1310 <ip>");
  CHECK(masked("throttled RL000001 again") == "throttled RL000001 again");
}

TEST_CASE("a mask of a very long text is bounded") {
  CHECK(masked(std::string(5000, 'x')).size() <= 240);
  std::string many;
  for (int i = 0; i < 2000; ++i) many += "word ";
  CHECK(masked(many).size() <= 240);
}

TEST_CASE("the registrable domain follows the public suffix list") {
  CHECK(registrable_domain("mx1.mail.example.co.uk") == "example.co.uk");
  CHECK(registrable_domain("aspmx.l.google.com") == "google.com");
  CHECK(registrable_domain("cxr.mx.cox.example") == "cox.example");
  CHECK(registrable_domain("co.uk") == "co.uk");
  CHECK(registrable_domain("localhost") == "localhost");
  CHECK(registrable_domain("cox.example") == "cox.example");
  CHECK(registrable_domain("b.s3.amazonaws.com") == "b.s3.amazonaws.com");
  CHECK(registrable_domain("mail.amazonaws.com") == "amazonaws.com");
  CHECK(registrable_domain("203.0.113.25") == "203.0.113.25");
  CHECK(registrable_domain("2001:db8::1") == "2001:db8::1");
}

TEST_CASE("the domain of an address is what follows its last @") {
  CHECK(domain_of("a@example.net") == "example.net");
  CHECK(domain_of("\"odd@name\"@example.net") == "example.net");
  CHECK(domain_of("root").empty());
}

}  // namespace curfew::smtp
