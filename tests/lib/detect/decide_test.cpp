// The verdict on both sides of what decides it.
#include <cmath>

#include "detect/analysis.h"
#include "detect/kinds.h"
#include "support/catch.h"

namespace curfew::detect {
namespace {

Counts counts(double refused, double accepted, double refused_again = 0,
              double accepted_again = 0) {
  return {.refused = {refused, refused_again}, .accepted = {accepted, accepted_again}};
}

// What was found out of a unit: explanations by what they gain over noise, and a window.
struct Scene {
  Unit unit;
  Analysis analysis;

  Scene() {
    analysis.rivals.emplace_back();
    analysis.tests.ln_p = -10;
    for (int i = 0; i < 10; ++i) unit.rows.push_back({.slot = i, .counts = counts(10, 0)});
    unit.total = counts(100, 100);
  }
  Scene& rival(Model model, double score, const Counts& applies = counts(100, 0)) {
    Explained one;
    one.model = model;
    one.likelihood = score;
    one.applies = applies;
    analysis.rivals.push_back(one);
    return *this;
  }
  // Of the first rows, the others lie outside.
  Scene& window(double score, int inside = 9, int length = 20) {
    Windows windows;
    windows.applies.assign(unit.rows.size(), false);
    std::fill_n(windows.applies.begin(), inside, true);
    WindowFit fit;
    fit.period = slots_in_day;
    fit.length = length;
    windows.fits = {fit};
    analysis.windows = windows;
    analysis.window_likelihood = score;
    analysis.gates.passed = true;
    analysis.gates.occurrences = 5;
    return *this;
  }
  std::string told() const {
    const Verdict verdict = decide(unit, analysis, {.ln_chance = -3});
    std::string text = name(verdict.kind);
    for (const FindingKind candidate : verdict.candidates) {
      text += std::string("/") + name(candidate);
    }
    return text + ' ' + std::to_string(verdict.rival);
  }
};

}  // namespace

TEST_CASE("an explanation counts from six nats on, and three of a hundred of a message's") {
  const auto told = [](double score) { return Scene().rival(Model::quota_hour, score).told(); };
  CHECK(told(6) == "quota 1");
  CHECK(told(5.9) == "insufficient 0");
  CHECK(told(2) == "insufficient 0");
  CHECK(told(1.9) == "noise 0");
  const auto over = [](double message, double score) {
    return Scene().rival(Model::message, message).rival(Model::quota_hour, score).told();
  };
  CHECK(over(100, 109) == "quota 2");
  CHECK(over(100, 108.9) == "message 1");
  CHECK(over(6, 7) == "message 1");
  CHECK(over(5.9, 7) == "insufficient 0");
}

TEST_CASE("what explains nothing is noise where there is enough to say so") {
  Scene scene;
  CHECK(scene.told() == "noise 0");
  scene.unit.total = counts(5, 10);
  CHECK(scene.told() == "noise 0");
  scene.unit.total = counts(4, 10);
  CHECK(scene.told() == "insufficient 0");
  scene.unit.total = counts(5, 9);
  CHECK(scene.told() == "insufficient 0");
  scene.rival(Model::message, 50);
  CHECK(scene.told() == "message 1");
  scene.unit.total = counts(4, 9);
  CHECK(scene.told() == "insufficient 1");
}

TEST_CASE("each rule needs its messages, its refusal rate, and more than one moment") {
  struct Case {
    Model model;
    double rate;
    double messages;
  };
  for (const Case& one :
       {Case{Model::recipient, 0.1, 5}, Case{Model::sender, 0.1, 5},
        Case{Model::concurrency, 0.3, 5}, Case{Model::connection_messages, 0.5, 5},
        Case{Model::message_recipients, 0.1, 5}, Case{Model::quota_minute, 0.15, 5},
        Case{Model::quota_sliding, 0.15, 5}, Case{Model::quota_hour, 0.3, 5},
        Case{Model::quota_day, 0.5, 5}, Case{Model::outage, 0.5, 2}, Case{Model::episodic, 0.5, 2},
        Case{Model::block, 0.9, 2}}) {
    const std::string name = curfew::name(traits(one.model).kind);
    INFO(name);
    const auto told = [&](double rate, double messages) {
      Scene scene;
      scene.unit.total = counts(messages, 100, 60, 0);
      // Retries are many: with three first attempts or more these alone tell the rate.
      return scene.rival(one.model, 40, counts(100 * rate, 100 - 100 * rate, 60, 0)).told();
    };
    CHECK(told(one.rate, one.messages) == name + " 1");
    CHECK(told(one.rate - 0.001, one.messages) == "insufficient 0");
    CHECK(told(one.rate, one.messages - 0.1) == "insufficient 0");
  }
  Scene few;
  few.rival(Model::quota_hour, 40, counts(0, 2.9, 50, 50));
  CHECK(few.told() == "quota 1");
  few.analysis.rivals[1].applies = counts(0, 3, 50, 50);
  CHECK(few.told() == "insufficient 0");
  // Limits of several kinds; not what lies in a stretch of time.
  for (const Model model : {Model::quota_hour, Model::concurrency, Model::connection_messages}) {
    Scene scene;
    scene.unit.rows.resize(2);
    CHECK(scene.rival(model, 40).told() == "insufficient 0");
  }
  Scene stretch;
  stretch.unit.rows.resize(2);
  CHECK(stretch.rival(Model::outage, 40).told() == "outage 1");
  // Where nobody answered messages tell nothing.
  Scene silent;
  silent.unit.total = counts(0, 100, 100, 0);
  silent.rival(Model::outage, 40, counts(0, 0, 100, 0));
  CHECK(silent.told() == "insufficient 0");
  silent.unit.traits.all_without_reply = true;
  CHECK(silent.told() == "outage 1");
}

TEST_CASE("stretches hold six tenths of the refusals, and more than one recipient's") {
  const auto told = [](double refused, std::size_t recipients, bool replied = true) {
    Scene scene;
    scene.unit.recipients.refused_most.resize(recipients);
    scene.unit.traits.all_without_reply = !replied;
    return scene.rival(Model::outage, 40, counts(refused, 0)).told();
  };
  CHECK(told(60, 0) == "outage 1");
  CHECK(told(59.9, 0) == "insufficient 0");
  CHECK(told(60, 1) == "insufficient 0");
  CHECK(told(60, 1, false) == "outage 1");
  CHECK(told(60, 2) == "outage 1");
}

TEST_CASE("of two that are near neither is claimed") {
  const auto told = [](double first, Model model, double second) {
    return Scene().rival(Model::quota_hour, first).rival(model, second).told();
  };
  // An outage by five nats, others by fifteen of a hundred more.
  CHECK(told(50, Model::outage, 45) == "quota 1");
  CHECK(told(50, Model::outage, 45.1) == "ambiguous/quota/outage 1");
  CHECK(told(50, Model::concurrency, 37.5) == "quota 1");
  CHECK(told(50, Model::concurrency, 37.6) == "ambiguous/quota/concurrency 1");
  CHECK(told(20, Model::outage, 19) == "ambiguous/quota/outage 1");
  CHECK(told(19.9, Model::outage, 19) == "insufficient/quota/outage 1");
  // Of one kind the better one stands for it.
  CHECK(told(50, Model::quota_day, 49) == "quota 1");
  CHECK(told(50, Model::quota_day, 51) == "quota 2");
  // A block is a stretch that does not end.
  const auto block = [](double gain, double stretch) {
    return Scene().rival(Model::outage, stretch).rival(Model::block, gain).told();
  };
  CHECK(block(40, 42.9) == "block 2");
  CHECK(block(40, 43) == "ambiguous/outage/block 1");
}

TEST_CASE("what explains clearly more, and cannot be claimed, leaves the verdict open") {
  const auto told = [](Model model, double score) {
    return Scene().rival(Model::quota_hour, 40).rival(model, score, counts(1, 99)).told();
  };
  CHECK(told(Model::concurrency, 43) == "quota 1");
  CHECK(told(Model::concurrency, 43.1) == "insufficient/quota/concurrency 1");
  CHECK(told(Model::quota_day, 90) == "quota 1");
  CHECK(told(Model::outage, 90) == "quota 1");
}

TEST_CASE("the reply decides between what is near, or not much worse") {
  const auto told = [](Cause cause, double said, double best = 50, Model model = Model::sender) {
    Scene scene;
    scene.unit.traits.cause = cause;
    return scene.rival(model, best).rival(Model::concurrency, said).told();
  };
  CHECK(told(Cause::concurrency, 30) == "concurrency 2");
  CHECK(told(Cause::concurrency, 29.9) == "sender 1");
  CHECK(told(Cause::concurrency, 7, 14) == "concurrency 2");
  CHECK(told(Cause::concurrency, 7, 14.2) == "sender 1");
  CHECK(told(Cause::rate, 30) == "sender 1");
  Scene limit;
  limit.unit.traits.cause = Cause::session_limit;
  limit.rival(Model::quota_minute, 90).rival(Model::message_recipients, 7);
  CHECK(limit.told() == "limit 2");
  Scene grey;
  grey.unit.traits.says_greylisting = true;
  CHECK(grey.rival(Model::sender, 50).rival(Model::greylist, 30).told() == "greylist 2");
  Scene mailbox;
  mailbox.unit.traits.about_mailbox = true;
  mailbox.rival(Model::sender, 100).rival(Model::recipient, 60);
  CHECK(mailbox.told() == "recipient 2");
  mailbox.analysis.rivals[2].likelihood = 59.9;  // but for 5 + 20 + 15 nats
  CHECK(mailbox.told() == "sender 1");
}

TEST_CASE("a reply about a mailbox speaks twenty nats for its recipient") {
  const auto told = [](double window, bool about_mailbox) {
    Scene scene;
    scene.unit.traits.about_mailbox = about_mailbox;
    return scene.rival(Model::recipient, 40).window(window).told();
  };
  CHECK(told(52.9, false) == "ambiguous/curfew/recipient 1");
  CHECK(told(53, false) == "curfew 0");
  CHECK(told(54, true) == "ambiguous/curfew/recipient 1");
  CHECK(told(76, true) == "ambiguous/curfew/recipient 1");
  CHECK(told(77, true) == "curfew 0");
}

TEST_CASE("hours are claimed where nothing else is near") {
  const auto told = [](double window, Model model, double rival) {
    return Scene().rival(model, rival).window(window).told();
  };
  // Against a quota of which nothing is said five nats are enough, against others more.
  CHECK(told(55, Model::quota_hour, 50) == "curfew 0");
  CHECK(told(54.9, Model::quota_hour, 50) == "ambiguous/curfew/quota 1");
  CHECK(told(55, Model::sender, 50) == "ambiguous/curfew/sender 1");
  CHECK(told(65, Model::sender, 50) == "curfew 0");
  CHECK(told(37.6, Model::sender, 50) == "ambiguous/curfew/sender 1");
  CHECK(told(37.5, Model::sender, 50) == "sender 1");
  Scene weak;
  weak.window(6);
  CHECK(weak.told() == "curfew 0");
  weak.window(5.9);
  CHECK(weak.told() == "insufficient/curfew 0");
  Scene after_message;
  after_message.rival(Model::message, 100).window(109);
  CHECK(after_message.told() == "curfew 0");
  after_message.window(108.9);
  CHECK(after_message.told() == "message 1");
  // By chance it is only suspected.
  Scene chance;
  chance.window(40);
  chance.analysis.tests.ln_p = -3;
  CHECK(chance.told() == "curfew 0");
  chance.analysis.tests.ln_p = -2.9;
  CHECK(chance.told() == "insufficient/curfew 0");
  chance.rival(Model::quota_hour, 39);
  CHECK(chance.told() == "insufficient/curfew/quota 1");
}

TEST_CASE("hours and a quota that the reply states") {
  Scene scene;
  scene.unit.traits.cause = Cause::rate;
  scene.window(60);
  CHECK(scene.told() == "curfew 0");
  scene.analysis.gates.capped = true;
  CHECK(scene.told() == "ambiguous/curfew/quota 0");
  scene.unit.traits.cause = Cause::unknown;
  CHECK(scene.told() == "curfew 0");
  scene.analysis.gates.capped = false;
  scene.unit.traits.cause = Cause::rate;
  scene.rival(Model::quota_hour, 50);
  CHECK(scene.told() == "quota 1");
  scene.window(65);
  CHECK(scene.told() == "curfew 0");
  // Open for four hours a day or less it is rather a quota.
  scene.window(65, 9, 79);
  CHECK(scene.told() == "curfew 0");
  scene.window(65, 9, 80);
  CHECK(scene.told() == "quota 1");
  scene.unit.traits.cause = Cause::unknown;
  CHECK(scene.told() == "curfew 0");
}

TEST_CASE("stretches do not spoil hours that leave no doubt") {
  const auto told = [](double refused_outside, double accepted_inside, bool passed = true) {
    Scene scene;
    scene.unit.rows.assign(10, {});
    scene.unit.rows.front().counts = counts(100 - refused_outside, accepted_inside);
    scene.unit.rows.back().counts = counts(refused_outside, 100);
    scene.unit.total = counts(100, 100 + accepted_inside);
    scene.rival(Model::episodic, 60).window(50);
    scene.analysis.gates.passed = passed;
    return scene.told();
  };
  CHECK(told(2, 5) == "curfew 0");
  CHECK(told(2.1, 5) == "episodic 1");
  CHECK(told(2, 5.2) == "episodic 1");
  CHECK(told(2, 5, false) == "episodic 1");
}

TEST_CASE("too little for hours, and yet all that there is keeps to them") {
  const auto told = [](int occurrences, double refused_outside, double outside,
                       double accepted_inside = 0, int period = slots_in_day) {
    Scene scene;
    scene.unit.rows.assign(2, {.slot = 0, .counts = counts(9, accepted_inside)});
    scene.unit.rows.back().counts = counts(refused_outside, outside - refused_outside);
    scene.unit.total = scene.unit.rows[0].counts + scene.unit.rows[1].counts;
    scene.window(30, 1);
    scene.analysis.windows->fits[0].period = period;
    scene.analysis.gates.passed = false;
    scene.analysis.gates.occurrences = occurrences;
    return scene.told();
  };
  CHECK(told(2, 0, 3) == "insufficient/curfew 0");
  CHECK(told(1, 0, 3) == "insufficient 0");
  CHECK(told(2, 0, 2.9) == "insufficient 0");
  CHECK(told(2, 0.99, 10) == "insufficient/curfew 0");
  CHECK(told(2, 1.1, 10) == "insufficient 0");
  CHECK(told(2, 0, 3, 1) == "insufficient/curfew 0");
  CHECK(told(2, 0, 3, 1.1) == "insufficient 0");
  CHECK(told(2, 0, 3, 0, slots_in_week) == "insufficient 0");
}

TEST_CASE("what is beaten by hours is not claimed, even where these cannot be") {
  const auto told = [](int occurrences, Cause cause = Cause::unknown, double window = 60,
                       double accepted = 100) {
    Scene scene;
    scene.unit.traits.cause = cause;
    scene.unit.total = counts(100, accepted);
    scene.rival(Model::concurrency, 30).window(window);
    scene.analysis.gates.passed = false;
    scene.analysis.gates.occurrences = occurrences;
    return scene.told();
  };
  CHECK(told(3) == "insufficient/curfew 0");
  CHECK(told(3, Cause::unknown, 60, 50) == "insufficient 0");
  CHECK(told(2) == "concurrency 1");
  CHECK(told(3, Cause::concurrency) == "concurrency 1");
  CHECK(told(3, Cause::unknown, 40) == "concurrency 1");
}

TEST_CASE("a difference by the clock that is too small for a rule is a modulation") {
  Scene scene;
  scene.analysis.gates.weak = true;
  CHECK(scene.told() == "modulated 0");
  scene.analysis.tests.ln_p = -2.9;
  CHECK(scene.told() == "noise 0");
  scene.analysis.tests.ln_p = -3;
  scene.analysis.gates.weak = false;
  CHECK(scene.told() == "noise 0");
  scene.analysis.gates.weak = true;
  scene.rival(Model::message, 6);
  CHECK(scene.told() == "message 1");
}

TEST_CASE("findings ask for something or nothing, the gravest first") {
  const auto order = [](FindingKind kind) { return traits(kind).order; };
  CHECK(order(FindingKind::local) < order(FindingKind::curfew));
  CHECK(order(FindingKind::curfew) < order(FindingKind::block));
  CHECK(order(FindingKind::block) < order(FindingKind::quota));
  CHECK(order(FindingKind::quota) < order(FindingKind::concurrency));
  CHECK(order(FindingKind::concurrency) < order(FindingKind::limit));
  CHECK(order(FindingKind::limit) < order(FindingKind::sender));
  CHECK(order(FindingKind::sender) < order(FindingKind::recipient));
  CHECK(order(FindingKind::ambiguous) < order(FindingKind::outage));
  CHECK(order(FindingKind::outage) < order(FindingKind::episodic));
  CHECK(order(FindingKind::episodic) < order(FindingKind::greylist));
  CHECK(order(FindingKind::greylist) < order(FindingKind::message));
  CHECK(order(FindingKind::message) < order(FindingKind::modulated));
  CHECK(order(FindingKind::insufficient) < order(FindingKind::noise));
}

TEST_CASE("each rule has its margin") {
  struct Case {
    Model model;
    double share;
  };
  for (const Case& one :
       {Case{Model::recipient, 0.15}, Case{Model::sender, 0.15}, Case{Model::greylist, 0.15},
        Case{Model::concurrency, 0.15}, Case{Model::connection_messages, 0.15},
        Case{Model::message_recipients, 0.15}, Case{Model::quota_minute, 0.15},
        Case{Model::quota_sliding, 0.15}, Case{Model::quota_hour, 0.15},
        Case{Model::quota_day, 0.15}, Case{Model::outage, 0}, Case{Model::episodic, 0},
        Case{Model::block, 0}}) {
    const std::string kind = name(traits(one.model).kind);
    INFO(kind);
    const bool by_sender = one.model != Model::sender;
    const auto told = [&](double second) {
      return Scene()
          .rival(by_sender ? Model::sender : Model::recipient, 100)
          .rival(one.model, second)
          .told();
    };
    const std::string best = by_sender ? "sender" : "recipient";
    const double margin = 5 + one.share * 100;
    CHECK(told(100 - margin) == best + " 1");
    CHECK(told(100 - margin + 0.1) == "ambiguous/" + best + '/' + kind + " 1");
  }
}

}  // namespace curfew::detect
