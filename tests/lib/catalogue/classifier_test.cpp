#include <random>

#include "curfew/catalogue.h"
#include "smtp/group_key.h"
#include "smtp/steady_text.h"
#include "support/catch.h"

namespace curfew {
namespace {

Classification classified(std::string_view reply, std::string_view host = {}) {
  static Classifier classifier;
  return classifier.classify({.reply = read_pasted_reply(reply), .remote_host = host});
}

std::string steady(std::string_view text) {
  std::string out;
  smtp::append_steady(out, text);
  return out;
}

/// What differs between two messages that get the same reply.
struct Varying {
  std::string address;
  std::string ip;
  std::string id;
  std::string stamp;
};

std::string scrambled(std::mt19937& random, std::size_t size) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string text = "a1";
  while (text.size() < size) {
    text += text.size() % 3 == 0 ? static_cast<char>('0' + random() % 10)
                                 : letters[random() % letters.size()];
  }
  return text;
}

Varying varying(std::mt19937& random) {
  const auto number = [&](unsigned most) { return std::to_string(random() % most); };
  const auto two = [&](unsigned most) {
    const std::string text = number(most);
    return text.size() == 1 ? '0' + text : text;
  };
  return {.address = scrambled(random, 3 + random() % 12) + "@" + scrambled(random, 6) + ".example",
          .ip = "198.51." + number(100) + '.' + number(250),
          .id = scrambled(random, 12 + random() % 12),
          .stamp = "2026-" + two(12) + '-' + two(28) + 'T' + two(24) + ':' + two(60) + ':' +
                   two(60) + ".000Z"};
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

std::string filled(std::string text, const Varying& one) {
  replace_all(text, "ADDRESS", one.address);
  replace_all(text, "IPV4", one.ip);
  replace_all(text, "IDENT", one.id);
  replace_all(text, "STAMP", one.stamp);
  return text;
}

bool same(const Classification& a, const Classification& b) {
  return a.cause == b.cause && a.tier == b.tier && a.entry == b.entry && a.provider == b.provider &&
         a.provider_code == b.provider_code;
}

}  // namespace

TEST_CASE("a provider's code is trusted whatever the remote is called") {
  const Classification found =
      classified("421 mx1.cox.example cmsmtp 203.0.113.25 blocked. AUP#CXCNCT", "mx.example.net");
  CHECK(found.cause == Cause::concurrency);
  CHECK(found.tier == Tier::provider_code);
  CHECK(found.provider == "Cox");
  CHECK(found.provider_code == "AUP#CXCNCT");
}

TEST_CASE("common words are a provider's only where the remote is") {
  const Classification google =
      classified("421 Try again later, closing connection.", "gmail-smtp-in.l.google.com");
  CHECK(google.provider == "Google");
  CHECK(google.tier == Tier::provider_text);
  const Classification other =
      classified("421 Try again later, closing connection.", "mx.notgoogle.com");
  CHECK(other.provider.empty());
  CHECK(other.tier == Tier::wording);
  CHECK(other.cause == Cause::busy);
}

TEST_CASE("what many servers say by default is no provider's") {
  for (const char* const reply :
       {"554 5.7.1 Spam message rejected", "550 spam message rejected.", "550 Mailbox not found",
        "552 5.2.2 Mailbox is over quota", "550 Bad HELO", "550 not our customer",
        "421 Too many connections", "450 Ratelimit exceeded", "451 4.7.1 Try again later",
        "550 Requested action not taken: mailbox unavailable",
        "535 5.7.8 Error: authentication "
        "failed"}) {
    INFO(reply);
    const Classification found = classified(reply, "mx.shop.example");
    const bool is_software = found.tier == Tier::software_text;
    CHECK((found.provider.empty() || is_software));
  }
  CHECK(classified("554 5.7.1 Spam message rejected").cause == Cause::content);
  CHECK(classified("550 spam message rejected. Please visit http://help.mail.ru/x").provider ==
        "Mail.ru");
}

TEST_CASE("a refused login is a matter of the relay, whatever its enhanced code") {
  CHECK(classified("535 5.7.3 Authentication unsuccessful [X.PROD.OUTLOOK.COM]").cause ==
        Cause::relay);
  CHECK(classified("535 5.7.3 no").cause == Cause::relay);
  CHECK(classified("535 Incorrect authentication data").cause == Cause::relay);
  CHECK(classified("538 5.7.11 Encryption required for this mechanism").cause == Cause::tls);
  RefusedReply refused{.reply = read_pasted_reply("454 4.7.0 not now"), .remote_host = {}};
  refused.stage = Stage::auth;
  CHECK(Classifier().classify(refused).cause == Cause::relay);
  refused.stage = Stage::starttls;
  CHECK(Classifier().classify(refused).cause != Cause::relay);
}

TEST_CASE("a code comes before words, words before numbers, numbers before nothing") {
  CHECK(classified("421 4.7.0 [TSS04] Messages deferred, too many connections").tier ==
        Tier::provider_code);
  CHECK(classified("451 4.3.5 Server configuration problem").tier == Tier::software_text);
  CHECK(classified("450 4.7.1 slow down").tier == Tier::wording);
  CHECK(classified("452 4.2.2 zxcv").tier == Tier::status_code);
  CHECK(classified("452 4.2.2 zxcv").cause == Cause::mailbox_full);
  CHECK(classified("550 zxcv").tier == Tier::none);
  CHECK(classified("550 zxcv").cause == Cause::unknown);
  CHECK(classified("").tier == Tier::none);
}

TEST_CASE("a family's new code is known as the provider's, and its words give the cause") {
  const Classification found = classified("421 slow down, see AUP#CXNEWCODE");
  CHECK(found.provider == "Cox");
  CHECK(found.provider_code == "AUP#CXNEWCODE");
  CHECK(found.cause == Cause::rate);
  CHECK(found.tier == Tier::wording);
}

TEST_CASE("without a reply only what failed counts, never the remote") {
  Classifier classifier;
  RefusedReply refused;
  refused.error_class = ErrorClass::connect_timeout;
  refused.reply.text = "connect to mx.example.net[192.0.2.1]:25: spam blocked AUP#CXCNCT";
  const Classification found = classifier.classify(refused);
  CHECK(found.cause == Cause::network);
  CHECK(found.tier == Tier::origin);
  CHECK(found.provider.empty());
  refused.error_class = ErrorClass::not_due;
  refused.reply.text = "retry time not reached for any host";
  const Classification own = classifier.classify(refused);
  CHECK(own.cause == Cause::local);
  REQUIRE(own.entry != nullptr);
  CHECK(own.entry->id.starts_with("own_server."));
}

TEST_CASE("the words of our own server are not believed in a remote's reply") {
  CHECK(classified("450 4.2.0 retry time not reached for any host").cause != Cause::local);
  CHECK(classified("retry time not reached for any host").cause == Cause::local);
}

TEST_CASE("rules that paid off") {
  CHECK(classified("550 5.1.1 <a@privaterelay.appleid.example>: gone away").cause != Cause::relay);
  CHECK(classified("452 4.5.3 too many recipients").cause == Cause::session_limit);
  CHECK(classified("452 4.5.3 too many recipients this hour").cause == Cause::rate);
  CHECK(classified("452 4.2.2 quota exceeded").cause == Cause::mailbox_full);
  CHECK(classified("452 4.7.1 message quota exceeded").cause == Cause::rate);
  CHECK(classified("421 4.16.55 [TS01] Messages from 192.0.2.1 temporarily deferred due to "
                   "user complaints")
            .cause == Cause::reputation);
  CHECK(classified("550 5.7.1 come later").cause != Cause::busy);
  CHECK(classified("451 4.7.1 come later").cause == Cause::busy);
}

TEST_CASE("an answer does not change with the addresses, ids and stamps of a reply") {
  std::mt19937 random(20200602);
  const char* const texts[] = {
      "421 4.7.28 [IPV4] Our system has detected an unusual rate of unsolicited mail originating "
      "from your IP address. See https://support.google.com/mail/?p=UnsolicitedRateLimitError "
      "IDENT.4 - gsmtp",
      "451 4.7.650 The mail server [IPV4] has been temporarily rate limited due to IP reputation. "
      "(S775) [IDENT.eop-nam11.prod.protection.outlook.com STAMP IDENT]",
      "450 4.2.0 <ADDRESS>: Recipient address rejected: Greylisted, see "
      "http://postgrey.schweikert.ch/help/example.html",
      "550 5.1.1 <ADDRESS>: Recipient address rejected: User unknown; id=IDENT",
      "421 mx1.cox.example cmsmtp IPV4 blocked. AUP#CXCNCT",
      "554 comcast IPV4 found on one or more DNSBLs, see "
      "http://postmaster.comcast.net/smtp-error-codes.php#BL000010",
      "451 DT:SPM 163 mx13,IDENT--.1239S2 1449443255, please try again 15min later",
      "450 try again STAMP (IDENT) ADDRESS IPV4"};
  for (const char* const text : texts) {
    Classifier classifier;
    std::string first_text = filled(text, varying(random));
    const Classification first = classifier.classify({.reply = read_pasted_reply(first_text)});
    const std::string code(first.provider_code);
    INFO(first_text);
    CHECK(first.cause != Cause::unknown);
    for (int i = 0; i < 200; ++i) {
      const std::string other_text = filled(text, varying(random));
      const Classification other = classifier.classify({.reply = read_pasted_reply(other_text)});
      INFO(other_text);
      REQUIRE(same(first, other));
      REQUIRE(steady(other_text) == steady(first_text));
    }
    CHECK(classifier.searches() == 1);
  }
}

TEST_CASE("what of a reply is steady keeps each code of the catalogue") {
  const std::shared_ptr<const Catalogue> all = Catalogue::built_in();
  int codes = 0;
  for (std::size_t i = 0; i < all->size(); ++i) {
    const CatalogueEntry& entry = all->entry(i);
    if (entry.code.empty()) continue;
    ++codes;
    INFO(entry.id);
    CHECK(steady(entry.sample).find(entry.code) != std::string::npos);
    const Reply reply = read_pasted_reply(entry.sample);
    std::string masked;
    smtp::append_masked(masked, reply.text.substr(reply.text.find(entry.code)), {}, entry.code);
    CHECK(masked.find(entry.code) != std::string::npos);
  }
  CHECK(codes > 250);
}

TEST_CASE("one key is made of the texts that Google and Outlook word anew for each message") {
  std::mt19937 random(7);
  const auto key = [&](const char* text) {
    const std::string reply_text = filled(text, varying(random));
    std::string out;
    smtp::Refusal refusal;
    refusal.reply = {.code = 451, .enhanced = {}, .text = reply_text};
    smtp::append_group_key(out, refusal, {});
    return out;
  };
  for (const char* const text :
       {"Temporary problem with ADDRESS from [IPV4] IDENT.432 - gsmtp",
        "Temporary server error [IDENT.eop-nam11.prod.protection.outlook.com STAMP IDENT]"}) {
    const std::string first = key(text);
    for (int i = 0; i < 50; ++i) CHECK(key(text) == first);
  }
}

TEST_CASE("a million deferrals cost as many searches as there are different replies") {
  Classifier classifier;
  std::mt19937 random(1);
  constexpr int different = 500;
  for (int i = 0; i < 20000; ++i) {
    const Varying one = varying(random);
    std::string word = "w";
    for (int n = i % different; n != 0; n /= 26) word += static_cast<char>('a' + n % 26);
    const std::string text = "450 4.7.1 <" + one.address + ">: " + word + " not now, see " + one.id;
    CHECK(classifier.classify({.reply = read_pasted_reply(text)}).cause != Cause::unknown);
  }
  CHECK(classifier.searches() <= different + different / 10);
}

TEST_CASE(
    "every reply gets an answer, the same one from a classifier that was asked other things") {
  std::mt19937 random(99);
  Classifier used;
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    const std::size_t size = random() % 120;
    for (std::size_t at = 0; at < size; ++at) text += static_cast<char>(random() % 256);
    if (i % 3 == 0) text = "450 " + text;
    if (i % 7 == 0) text.insert(text.size() / 2, " spam blocked <a@b> S775 ");
    Classifier fresh;
    const RefusedReply refused{.reply = read_pasted_reply(text)};
    const Classification found = used.classify(refused);
    REQUIRE(same(found, used.classify(refused)));
    if (i % 10 == 0) REQUIRE(same(found, fresh.classify(refused)));
    const std::string_view code = found.provider_code;
    if (!code.empty()) {
      REQUIRE(code.data() >= refused.reply.text.data());
      REQUIRE(code.data() + code.size() <= refused.reply.text.data() + refused.reply.text.size());
    }
  }
}

TEST_CASE("hostile replies get an answer from their front alone") {
  const std::string long_text(64 * 1024, 'x');
  const std::string hostile[] = {"450 " + long_text,
                                 "450 " + std::string(64 * 1024, '@'),
                                 "450 " + std::string(64 * 1024, '['),
                                 "450 a[" + std::string(64 * 1024, '['),
                                 std::string("450 4.7.1 nul\0byte slow down", 28),
                                 "450 \xff\xfe\xc3 slow down \x80",
                                 "450 450 450-450 550 5.7.1 (421 (421 [421])) slow down",
                                 "450 ok status=sent (250 2.0.0 OK) slow down",
                                 "450 " + [] {
                                   std::string codes;
                                   for (int i = 0; i < 6000; ++i)
                                     codes += "AUP#X" + std::to_string(i) + ' ';
                                   return codes;
                                 }()};
  for (const std::string& text : hostile) {
    const Classification found = classified(text);
    CHECK(found.tier != Tier::provider_text);
    // What stands behind the first 8 KiB changes nothing: time is bounded by them.
    if (text.size() > 20000) {
      CHECK(same(found, classified(text + " spam blocked too many connections")));
      CHECK(steady(text).size() < 20000);
    }
  }
  CHECK(classified(hostile[4]).cause == Cause::rate);
  CHECK(classified(hostile[5]).cause == Cause::rate);
  CHECK(classified(hostile[7]).cause == Cause::rate);
}

TEST_CASE("a pasted reply is read with its codes, wherever they stand") {
  const auto read = [](std::string_view text) {
    const Reply reply = read_pasted_reply(text);
    return std::to_string(reply.code) + '|' + to_string(reply.enhanced) + '|' +
           std::string(reply.text);
  };
  CHECK(read("421 4.7.0 [TSS04] deferred") == "421|4.7.0|[TSS04] deferred");
  CHECK(read("  550-5.7.26 This mail") == "550|5.7.26|This mail");
  CHECK(read("550 no such user (#5.1.1)") == "550|5.1.1|no such user (#5.1.1)");
  CHECK(read("host mx.example said: 450 4.2.0 later") ==
        "450|4.2.0|host mx.example said: 450 4.2.0 later");
  CHECK(read("no code at all") == "0||no code at all");
  CHECK(read("4.4.1 no answer") == "0|4.4.1|4.4.1 no answer");
  CHECK(read("421") == "421||");
  CHECK(read("").starts_with("0|"));
  CHECK(read("192.0.2.450 x") == "0||192.0.2.450 x");
}

TEST_CASE("only a provider's own words are documented by the provider") {
  for (const char* const text :
       {"450 4.7.1 Client host rejected: cannot find your reverse hostname, [192.0.2.1]",
        "450 4.1.8 <a@example.com>: Sender address rejected: Domain not found",
        "504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname",
        "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org"}) {
    const Classification found = classified(text);
    INFO(text);
    REQUIRE(found.entry != nullptr);
    CHECK(found.entry->claim.basis == ClaimBasis::reply_text);
  }
}

TEST_CASE("too many messages in a connection are no rate, and \"go away\" is no distrust") {
  for (const char* const text :
       {"421 4.4.2 too many messages in this connection, reconnect",
        "421 4.7.0 too many messages in one session", "421 Too many mails per session"}) {
    const Classification found = classified(text);
    INFO(text);
    CHECK(found.cause == Cause::session_limit);
    REQUIRE(found.entry != nullptr);
    CHECK(found.entry->claim.kind == ClaimKind::messages_per_connection);
  }
  CHECK(classified("450 4.7.1 too many messages from this connection in an hour").cause ==
        Cause::rate);
  const Classification away = classified("554 5.7.0 go away");
  CHECK(away.cause == Cause::policy);
  REQUIRE(away.entry != nullptr);
  CHECK_FALSE(away.entry->claim);
}

}  // namespace curfew
