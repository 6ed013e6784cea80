#include "detect/unit.h"

#include "correlate/ledger.h"
#include "support/catch.h"

namespace curfew::detect {
namespace {

using namespace std::chrono_literals;

// A remote of two hosts: the first accepts in one slot, the other in two, and refuses in another.
class TwoHosts {
 public:
  TwoHosts() {
    add(one_, Name::none, 0h);
    add(other_, Name::none, 1h);
    add(other_, Name::none, 2h);
    add(other_, ledger_.names().of("421"), 3h);
  }

  Selection all() const {
    Selection selection;
    for (const auto* remote : ledger_.state().all_of(remote_)) {
      selection.remotes.push_back(remote);
      for (const auto& code : remote->codes) selection.codes.push_back(&code);
    }
    return selection;
  }
  Selection of(const Name& host) const {
    Selection selection = all();
    selection.host = &host;
    return selection;
  }
  Name one() const noexcept { return one_; }
  Name other() const noexcept { return other_; }

 private:
  void add(Name host, Name code, std::chrono::hours at) {
    Contact contact;
    contact.remote = remote_;
    contact.host = host;
    contact.code = code;
    contact.time = Instant(std::chrono::sys_days(std::chrono::year(2024) / 3 / 4)) + at;
    ledger_.add(contact);
  }

  Ledger ledger_;
  Name remote_ = ledger_.names().of("remote.example");
  Name one_ = ledger_.names().of("mx1.remote.example");
  Name other_ = ledger_.names().of("mx2.remote.example");
};

}  // namespace

TEST_CASE("what is accepted is added up for each host, and for all") {
  const TwoHosts remote;
  AcceptedSlots accepted;
  Name host = remote.one();
  CHECK(accepted.of(remote.all()).slots.size() == 3);
  CHECK(accepted.of(remote.of(host)).slots.size() == 1);
  host = remote.other();  // in the same place
  CHECK(accepted.of(remote.of(host)).slots.size() == 2);
  const Name again = remote.one();
  CHECK(accepted.of(remote.of(again)).slots.size() == 1);
}

TEST_CASE("a unit has the rows of its host alone") {
  const TwoHosts remote;
  AcceptedSlots accepted;
  CHECK(unit_of(remote.all(), accepted).rows.size() == 4);
  const Name one = remote.one();
  const Name other = remote.other();
  CHECK(unit_of(remote.of(one), accepted).total.all_refused() == 0);
  CHECK(unit_of(remote.of(one), accepted).rows.size() == 1);
  CHECK(unit_of(remote.of(other), accepted).rows.size() == 3);
}

}  // namespace curfew::detect
