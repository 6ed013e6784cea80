#include "curfew/catalogue.h"
#include "support/catch.h"

namespace curfew {
namespace {

struct Row {
  std::string_view reply;
  Cause cause;
  std::string_view provider;  // how its name begins; empty: nobody in particular
};

// As they were met from 2024 to 2026; people and hosts are invented.
constexpr Row recent[] = {
    {"421-4.7.26 Your email has been rate limited because it is unauthenticated. Gmail requires "
     "all bulk email senders to authenticate with either SPF or DKIM.",
     Cause::auth, "Google"},
    {"550-5.7.26 Your email has been blocked because the sender is unauthenticated. Gmail requires "
     "all senders to authenticate with either SPF or DKIM.",
     Cause::auth, "Google"},
    {"421-4.7.30 Your email has been rate limited because DKIM authentication didn't pass for this "
     "message. Gmail requires all bulk email senders to authenticate their email with DKIM.",
     Cause::auth, "Google"},
    {"550-5.7.32 Your email has been blocked because the From: header (RFC5322) in this message "
     "isn't aligned with either the authenticated SPF or DKIM organizational domain.",
     Cause::auth, "Google"},
    {"421-4.7.23 Your email has been rate limited because the sending IP address doesn't match the "
     "IP address of the hostname specified in the pointer (PTR) record.",
     Cause::rdns, "Google"},
    {"421-4.7.23 Your mail has been rate limited because there is no PTR record associated with "
     "the sending IP address.",
     Cause::rdns, "Google"},
    {"550-5.7.25 The IP address sending this message does not have a PTR record setup, or the "
     "corresponding forward DNS entry does not match the sending IP.",
     Cause::rdns, "Google"},
    {"421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your DKIM "
     "domain [example.com 36].",
     Cause::rate, "Google"},
    {"421-4.7.28 Gmail has detected an unusual rate of unsolicited mail containing one of your URL "
     "domains.",
     Cause::rate, "Google"},
    {"550-5.7.40 Your email has been blocked because the sending domain doesn't have a DMARC "
     "record, or the DMARC record doesn't specify a DMARC policy.",
     Cause::auth, "Google"},
    {"452-4.5.3 Your message has too many recipients. For more information regarding 452 4.5.3 "
     "Google's sending limits, see",
     Cause::session_limit, "Google"},
    {"554 5.7.0 Too Many Unauthenticated commands. gsmtp", Cause::protocol, "Google"},
    {"534-5.7.9 Application-specific password required. Learn more at "
     "https://support.google.com/mail/?p=InvalidSecondFactor",
     Cause::relay, "Google"},
    {"534-5.7.9 Please log in with your web browser and then try again", Cause::relay, "Google"},
    {"550 5.7.30 Basic authentication is not supported for Client Submission.", Cause::relay,
     "Microsoft"},
    {"535 5.7.139 Authentication unsuccessful, user is locked by your organization's security "
     "defaults policy. Contact your administrator.",
     Cause::relay, "Microsoft"},
    {"535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.", Cause::relay,
     "Microsoft"},
    {"550 5.7.233 Your message can't be sent because your tenant exceeded the tenant external "
     "recipient rate limit",
     Cause::rate, "Microsoft"},
    {"550 5.7.236 Access denied, tenant has exceeded external recipient rate limit of the "
     "onmicrosoft.com domain",
     Cause::rate, "Microsoft"},
    {"550 5.7.520 Access denied, Your organization does not allow external forwarding. Please "
     "contact your administrator for further assistance. AS(7555)",
     Cause::policy, "Microsoft"},
    {"550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP. For more "
     "information please go to http://go.microsoft.com/fwlink/?LinkId=526653",
     Cause::reputation, "Microsoft"},
    {"530 5.7.57 Client not authenticated to send mail. [DB9PR06CA0021.eurprd06.prod.outlook.com]",
     Cause::relay, "Microsoft"},
    {"530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM",
     Cause::relay, "Microsoft"},
    {"550 5.7.60 SMTP; Client does not have permissions to send as this sender", Cause::relay,
     "Microsoft"},
    {"554 5.2.252 SendAsDenied; user@example.com not allowed to send as other@example.com; "
     "STOREDRV.Submission.Exception:SendAsDeniedException",
     Cause::relay, "Microsoft"},
    {"421 4.7.66 TLS 1.0 and 1.1 are not supported. Please upgrade/update your client to support "
     "TLS 1.2. Visit https://aka.ms/smtp_auth_tls.",
     Cause::tls, "Microsoft"},
    {"450 4.7.323 tlsa-invalid: The domain failed DANE validation", Cause::tls, "Microsoft"},
    {"450 4.7.321 starttls-not-supported: Destination mail server must support TLS to receive "
     "mail.",
     Cause::tls, "Microsoft"},
    {"550 5.1.20 Multiple From addresses are not allowed without Sender address", Cause::protocol,
     "Microsoft"},
    {"451 4.7.0 Temporary server error. Please try again later. PRX5 NextHop:DM6", Cause::busy,
     "Microsoft"},
    {"451 4.4.397 Error communicating with target host. -> 421 4.2.1 Unable to connect",
     Cause::network, "Microsoft"},
    {"450 4.7.3 Organization queue quota exceeded. "
     "[AM5EUR02FT051.eop-EUR02.prod.protection.outlook.com]",
     Cause::busy, "Microsoft"},
    {"450 4.7.0 Message not proxied", Cause::busy, ""},
    {"451 4.4.62 Mail sent to the wrong Office 365 region. ATTR35.", Cause::dns, "Microsoft"},
    {"550 5.7.509 Access denied, sending domain example.com does not pass DMARC verification and "
     "has a DMARC policy of reject.",
     Cause::auth, "Microsoft"},
    {"550 5.7.515 Access denied, sending domain example.com doesn't meet the required "
     "authentication level. Spf= Fail , Dkim= Fail , DMARC= Fail",
     Cause::auth, "Microsoft"},
    {"451 Authentication failed: Maximum credits exceeded", Cause::rate, "SendGrid"},
    {"451 You've exceeded your messaging limits", Cause::rate, "SendGrid"},
    {"550 The from address does not match a verified Sender Identity. Mail cannot be sent until "
     "this error is resolved. Visit "
     "https://sendgrid.com/docs/for-developers/sending-email/sender-identity/ to see the Sender "
     "Identity requirements",
     Cause::policy, "SendGrid"},
    {"550 Unauthenticated senders not allowed", Cause::relay, ""},
    {"454 Throttling failure: Maximum sending rate exceeded.", Cause::rate, "Amazon SES"},
    {"454 Throttling failure: Daily message quota exceeded.", Cause::rate, "Amazon SES"},
    {"554 Message rejected: Email address is not verified. The following identities failed the "
     "check in region US-EAST-1: user@example.com",
     Cause::policy, "Amazon SES"},
    {"554 Access denied: User `arn:aws:iam::123456789012:user/x' is not authorized to perform "
     "`ses:SendRawEmail' on resource",
     Cause::relay, "Amazon SES"},
    {"554 Transaction failed: Local address contains control or whitespace", Cause::protocol, ""},
    {"421 Domain sandbox123.mailgun.org is not allowed to send: Free accounts are for test "
     "purposes only. Please upgrade or add the address to authorized recipients",
     Cause::policy, "Mailgun"},
    {"421 Domain example.com is not allowed to send: The domain is unverified and requires DNS "
     "configuration. Log in to your control panel to view required DNS records.",
     Cause::policy, "Mailgun"},
    {"525 5.7.1 Unauthorized IP address", Cause::relay, "Brevo"},
    {"502 5.7.0 Your SMTP account is not yet activated. Contact us at contact@sendinblue.com to "
     "request activation",
     Cause::relay, "Brevo"},
    {"550 5.7.1 Unconfigured Sending Domain <example.com>", Cause::policy, "SparkPost"},
    {"550 5.7.1 [SDNF] Sender domain not found. Please see "
     "https://support.mailchannels.com/hc/en-us/articles/203155500",
     Cause::dns, "MailChannels"},
    {"550 5.7.1 [CS] Message blocked. Please contact your email service provider. "
     "https://support.mailchannels.com/",
     Cause::content, "MailChannels"},
    {"554 5.6.9 customer rule based reject by ASE", Cause::policy, "Hornetsecurity"},
    {"550 5.7.1 Refused by local policy. No SPAM please! (B-EX 149)", Cause::content, "STRATO"},
    {"550 ERROR: Dynamic/zombied/spam IPs blocked. Write blockedbyearthlink@abuse.earthlink.net",
     Cause::reputation, "EarthLink"},
    {"550 Your country is not allowed to connect to this server.", Cause::policy, ""},
    {"450 4.7.1 Ratelimit \"mailcow\" exceeded", Cause::rate, ""},
    {"451 4.7.1 Try again later", Cause::greylist, ""},
    {"550 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; "
     "Error: open resolver; https://check.spamhaus.org/returnc/pub/192.0.2.53/",
     Cause::dnsbl, ""},
    {"554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org; "
     "Error: open resolver; https://www.spamhaus.org/returnc/pub/192.0.2.53",
     Cause::dnsbl, ""},
    {"550 5.7.1 blocked using zen.spamhaus.org; Error: excessive number of queries; "
     "https://check.spamhaus.org/returnc/vol/",
     Cause::dnsbl, ""},
    {"554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using "
     "combined.mail.abusix.zone; https://lookup.abusix.com/search?q=192.0.2.1",
     Cause::dnsbl, ""},
    {"554 5.7.1 Client host blocked using Spamhaus; https://check.spamhaus.org/sbl/query/SBL123456",
     Cause::dnsbl, ""},
    {"550 5.7.1 blocked, see https://csi.cloudmark.com/reset-request/?ip=192.0.2.1", Cause::dnsbl,
     ""},
    {"521 5.3.0 Upstream error, please check "
     "https://developers.cloudflare.com/email-routing/postmaster for possible reasons why. HS2",
     Cause::busy, "Cloudflare"},
    {"550 5.7.1 Email rejected: message must be authenticated with SPF or DKIM: "
     "https://developers.cloudflare.com/email-routing/postmaster/",
     Cause::auth, "Cloudflare"},
    {"554 5.1.8 Email Outgoing Blocked. Learn more. "
     "https://www.zoho.com/mail/help/usage-policy.html",
     Cause::rate, "Zoho"},
    {"550 5.4.6 Unusual sending activity detected. Please try after sometime", Cause::policy,
     "Zoho"},
    {"554 5.2.3 MailPolicy violation Error delivering to mailboxes", Cause::policy, "Zoho"},
    {"550 5.7.1 Rejected by header based manually Blocked Senders: user@example.com - "
     "https://community.mimecast.com/docs/DOC-1369#550",
     Cause::policy, "Mimecast"},
    {"550 Invalid Recipient - "
     "https://community.mimecast.com/s/article/mimecast-smtp-error-codes#550 [x]",
     Cause::recipient, "Mimecast"},
    {"550 5.7.1 Message contains a phishing attempt "
     "https://community.mimecast.com/docs/DOC-1369#550",
     Cause::content, "Mimecast"},
    {"554 5.7.1 Blocked - see https://ipcheck.proofpoint.com/?ip=192.0.2.1", Cause::reputation,
     "Proofpoint"},
    {"421 4.7.1 [P4] Message blocked due to spam content in the message.", Cause::content, ""},
    {"554 5.7.1 [1] Message rejected under suspicion of SPAM; https://ya.cc/1IrBc", Cause::content,
     "Yandex"},
    {"451 4.7.1 Sorry, the service is currently unavailable. Please come back later.", Cause::busy,
     ""},
    {"421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or "
     "user complaints - 4.16.55.1",
     Cause::reputation, "Yahoo"},
    {"553 5.7.2 [TSS09] All messages from 192.0.2.1 will be permanently deferred; Retrying will "
     "NOT succeed.",
     Cause::reputation, "Yahoo"},
    {"421 4.7.1 Messages to user@icloud.com deferred due to excessive volume. Try again later - "
     "https://support.apple.com/en-us/HT204137",
     Cause::rate, "Apple"},
    {"554 IP=http://192.0.2.144/ - Dialup/transient IP not allowed. Use a mailgateway or contact "
     "toda@rx.t-online.de if obsolete. (DIAL)",
     Cause::reputation, "T-Online"},
    {"550 The mail may contain inappropriate words or content.", Cause::content, "Tencent QQ"},
    {"421 Connection closed by server. Maximum message count per session reached.",
     Cause::session_limit, ""},
    {"554-Transaction failed 554-Reject due to policy restrictions. 554 For explanation visit "
     "https://postmaster.gmx.net/en/case?c=r0701&i=ip&v=192.0.2.4",
     Cause::policy, "GMX"},
    {"550 5.7.1 Message rejected due to DMARC policy of the sender's domain", Cause::auth, ""},
    {"554 5.7.1 Mail rejected: From header is missing or invalid", Cause::protocol, ""},
    {"550 5.7.1 Sender not authorized: DKIM signature missing", Cause::auth, ""},
    {"450 4.1.8 <a@b.example>: Sender address rejected: Domain not found", Cause::dns, ""},
    {"450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]", Cause::rdns, ""},
    {"451 4.7.24 The SPF record of the sending domain has one or more suspicious entries.",
     Cause::auth, "Google"},
    {"550-5.7.1 [192.0.2.1] The IP address sending this message does not meet IPv6 sending "
     "guidelines",
     Cause::auth, "Google"},
    {"421 4.7.0 Too many connections from your network", Cause::concurrency, ""},
    {"452 4.5.3 Too many recipients received this hour", Cause::rate, ""},
    {"550 5.7.1 Message size exceeds fixed limit", Cause::size, ""},
    {"421 4.4.1 Connection timed out. Total session duration: 00:10:13.8", Cause::network, ""},
    {"450 4.7.26 Service does not accept messages sent over IPv6 [2001:db8::1] unless they pass "
     "either SPF or DKIM validation (message not signed)",
     Cause::auth, "Microsoft"},
    {"554 5.7.1 Blocked by SpamCop; see https://www.spamcop.net/bl.shtml?192.0.2.1", Cause::dnsbl,
     ""},
    {"554 5.7.1 Spam message rejected", Cause::content, ""},
    {"535 5.7.3 Authentication unsuccessful [FR3P281CA0094.DEUP281.PROD.OUTLOOK.COM]", Cause::relay,
     ""},
    {"550 5.7.1 Email cannot be delivered. Reason: Email detected as Spam by spam filters.",
     Cause::content, ""},
    {"421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred", Cause::reputation, "Yahoo"},
    {"452 4.4.5 Maximum number of messages per session exceeded.", Cause::session_limit, ""},
    {"452 4.2.2 The email account that you tried to reach is over quota. Please direct the "
     "recipient to https://support.google.com/mail/?p=OverQuotaTemp",
     Cause::mailbox_full, "Google"},
    {"550 5.7.509: Access denied, sending domain example.com does not pass DMARC verification and "
     "has a DMARC policy of reject.",
     Cause::auth, "Microsoft"},
    {"451 4.7.1 <user@example.com>: Recipient address rejected: Greylisting in effect, please come "
     "back later",
     Cause::greylist, ""},
    {"450 4.7.1 <mx.example.org>: Helo command rejected: Host not found", Cause::protocol, ""},
    {"550 5.7.27 Sender address has null MX", Cause::dns, ""},
    {"556 5.1.10 <b@example.net>: Recipient address rejected: Domain example.net does not accept "
     "mail (nullMX)",
     Cause::dns, ""},
    {"550 5.7.1 This message does not have authentication information or fails to pass "
     "authentication checks (SPF or DKIM).",
     Cause::auth, ""},
    {"550 5.7.1 DKIM signature is required", Cause::auth, ""},
    {"550 5.7.9 Message rejected: sender domain has no DMARC record", Cause::auth, ""},
    {"451 4.7.0 TLS required", Cause::tls, ""},
    {"454 4.7.0 TLS not available due to local problem", Cause::tls, ""},
    {"530 5.7.0 Must issue a STARTTLS command first", Cause::tls, ""},
    {"550 5.4.1 Recipient address rejected: Access denied. "
     "[AM0PR08CA0034.eurprd08.prod.outlook.com]",
     Cause::recipient, "Microsoft"},
    {"550 5.1.8 Access denied, bad outbound sender AS(4242)", Cause::reputation, "Microsoft"},
    {"550 5.7.501 Access denied, spam abuse detected from [user@example.com]", Cause::reputation,
     "Microsoft"},
    {"550 5.7.511 Access denied, banned sender[192.0.2.1]", Cause::reputation, "Microsoft"},
    {"452 4.1.1 <user@example.com> mailbox full", Cause::mailbox_full, ""},
    {"450 4.2.1 <user@example.com>: The user you are trying to contact is receiving mail at a rate "
     "that prevents additional messages from being delivered",
     Cause::rate, "Google"},
    {"421 4.7.28 [192.0.2.1 15] Our system has detected an unusual rate of unsolicited mail "
     "originating from your IP address.",
     Cause::rate, "Google"},
    {"550 5.7.1 [192.0.2.1 19] Gmail has detected that this message is likely suspicious due to "
     "the very low reputation of the sending IP address.",
     Cause::reputation, "Google"},
    {"421 4.7.29 Your email has been rate limited because this message wasn't sent over a TLS "
     "connection.",
     Cause::tls, "Google"},
    {"550 5.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.1]", Cause::rdns,
     ""},
    {"554 5.7.1 Message rejected: IP listed at zen.spamhaus.org", Cause::dnsbl, ""},
    {"550 5.7.350 Remote server returned message detected as spam -> 554 5.7.1 Message rejected",
     Cause::content, "Microsoft"},
    {"550 5.7.367 Remote server returned not permitted to relay", Cause::relay, "Microsoft"},
    {"550 5.4.310 DNS domain example.com does not exist [Message=InfoDomainNonexistent]",
     Cause::dns, "Microsoft"},
    {"450 4.4.312 DNS query failed [Message=ErrorTimeout]", Cause::dns, "Microsoft"},
    {"450 4.4.317 Cannot connect to remote server [Message=UntrustedRoot]", Cause::tls,
     "Microsoft"},
    {"552 5.3.4 Message exceeds fixed size limit for a single recipient", Cause::size, ""},
    {"550 Mailbox does not exist or is disabled", Cause::recipient, ""},
    {"550 5.2.1 This mailbox has been blocked due to inactivity", Cause::recipient, ""},
    {"550 5.1.6 Recipient has moved, please try new@example.net", Cause::recipient, ""},
    {"554 5.7.7 Message refused by DMARC policy of the domain example.com", Cause::auth, ""},
    {"550 5.7.1 Unauthenticated email is not accepted from this domain", Cause::auth, ""},
    {"550-Rejected 192.0.2.1 found in dnsbl: bl.mailspike.net", Cause::dnsbl, ""},
    {"554 Your access to this mail system has been rejected due to the sending MTA's poor "
     "reputation.",
     Cause::reputation, "Cisco"},
    {"421 Too many connections from 192.0.2.1 (limit 10)", Cause::concurrency, ""},
    {"421 4.7.0 Connection rate limit exceeded", Cause::rate, ""},
    {"450 4.3.2 Too much mail from 192.0.2.1", Cause::rate, ""},
    {"550 5.7.0 Local Policy Violation", Cause::policy, ""},
    {"550 5.7.1 Attachment type .exe is not allowed", Cause::content, ""},
};

// Said by servers of all kinds.
constexpr std::string_view everybodys[] = {
    "421 Server busy, try again later",
    "421 4.3.2 Server busy, try again later",
    "421 4.7.0 Try again later, closing connection",
    "451 4.7.1 Service unavailable - try again later",
    "451 Temporary server error. Please try again later",
    "450 4.7.0 Temporary server error",
    "451 Resources temporarily not available - Please try again later",
    "451 Resources temporarily unavailable",
    "421 Message temporarily deferred",
    "535 5.7.8 Username and Password not accepted",
    "535 Authentication required",
    "530 Authentication required",
    "421 Too many login attempts",
    "550 5.7.1 message is not RFC 5322 compliant",
    "550 Maximum number of recipients per 24 hours reached",
    "552 5.2.2 mailbox out of storage space",
    "550 5.7.1 client does not have a PTR record",
    "450 does not match the IP address of the hostname",
    "552 illegal attachment",
    "554 message exceeded 50 hops",
    "452 Too many recipients this hour",
    "421 Timeout - closing connection",
    "550 TLS required for RCPT domain",
    "550 failed DKIM",
    "554 not accepted for policy reasons",
    "450 user is receiving mail too quickly",
    "421 Too many sessions opened",
    "421 Reverse DNS failure : Try again later",
    "550 Not our Customer",
    "550 Account closed, please remove",
    "550 5.1.1 recipient no longer on server",
    "550 inactive email address",
    "550 unknown or illegal alias",
    "550 5.7.1 rejected due to example.org DMARC policy",
    "552 mail quota exceeded",
    "552 5.3.4 message size limits exceeded",
    "421 Rate limit reached. Please try again later",
    "450 reject due to policy violations",
    "550 Reject due to policy restrictions",
    "554 IP address is blacklisted",
    "550 Reject due to SPF policy",
    "421 Too many errors, you have been temporarily blacklisted",
    "421 concurrency limit reached",
    "550 Mailbox unavailable or access denied",
    "550 mail is rejected by recipients",
    "550 Message considered as spam or virus, rejected due to spam or virus classification",
    "452 4.3.1 Insufficient system resources",
    "450 requested action not taken: mailbox unavailable",
    "550 Requested action not taken: mailbox unavailable",
    "550 5.7.1 TRANSACTION FAILED",
    "550 mail server permanently rejected message",
    "451 mail server temporarily rejected message",
    "550 5.2.1 mailbox disabled, not accepting messages",
    "550 5.7.1 message refused",
    "550 Excessive unknown recipients - possible open relay",
    "550 user has too many messages on the server",
    "550 5.1.1 user doesn't have an account",
    "421 too many connections",
    "421 4.7.0 too many connections from your host",
    "450 4.2.1 mailbox busy",
    "550 5.7.1 spam message rejected",
    "550 5.7.1 content rejected",
    "550 spam detected",
    "550 Blocked",
    "550 Access denied",
    "554 5.7.1 Access denied",
    "550 bad reputation",
    "554 refused due to reputation",
    "550 Your IP is banned",
    "550 5.7.1 blacklisted",
    "450 4.7.1 greylisted",
    "451 Greylisting in action, please come back later",
    "421 Service not available, closing transmission channel",
    "421 max message per connection reached",
    "550 Invalid recipient",
    "550 No such user here",
    "550 5.1.1 unknown user",
    "550 relay not permitted",
    "550 message content rejected",
    "552 message too large",
    "450 domain not found",
    "550 Sender verify failed",
    "550 Verification failed",
    "550 you are not allowed to send mail to this server",
    "550 local policy violation",
    "571 Message refused",
    "550 Message was blocked",
    "550 5.7.1 Email rejected per SPF policy",
    "550 5.7.1 Email rejected per DMARC policy",
    "550 5.7.26 unauthenticated email",
    "550 DMARC check failed",
    "550 SPF check failed",
    "550 DKIM check failed",
    "421 Throttled - try again later",
    "450 throttled",
    "451 rate limited",
    "550 Administrative prohibition",
    "550 administrative reject",
    "421 Administrative reject",
    "550 exceeded storage allocation",
    "552 Requested mail action aborted: exceeded storage allocation",
    "550 suspicious content",
    "550 High probability of spam",
    "550 Suspected spam",
    "550 Message contains a virus",
    "550 mail content denied",
};

Explanation explained(std::string_view reply) {
  static Classifier classifier;
  return explain(classifier, reply);
}

}  // namespace

TEST_CASE("replies of recent years are known by their cause and by who speaks so") {
  for (const Row& row : recent) {
    INFO(row.reply);
    const Explanation one = explained(row.reply);
    CHECK(one.cause == row.cause);
    CHECK(one.provider.substr(0, row.provider.size()) == row.provider);
    CHECK(one.provider.empty() == row.provider.empty());
  }
}

TEST_CASE("what everybody says is nobody's in particular") {
  for (const std::string_view reply : everybodys) {
    INFO(reply);
    CHECK(explained(reply).provider.empty());
  }
}

}  // namespace curfew
