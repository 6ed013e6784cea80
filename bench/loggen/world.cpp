#include "loggen/world.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace curfew::loggen {
namespace {

constexpr std::array<std::string_view, 48> words = {
    "harbor", "lamp",    "cedar",  "quartz",  "willow", "amber",  "copper", "meadow",
    "falcon", "linen",   "orchid", "pepper",  "saddle", "timber", "velvet", "walnut",
    "anchor", "basil",   "candle", "denim",   "ember",  "fennel", "garnet", "hazel",
    "indigo", "juniper", "kettle", "lantern", "maple",  "nectar", "olive",  "pebble",
    "quill",  "rocket",  "sable",  "thistle", "umber",  "violet", "wicker", "yarrow",
    "zephyr", "bridge",  "canal",  "delta",   "estate", "forge",  "grove",  "hollow"};

constexpr std::array<std::string_view, 24> people = {
    "anna",    "peter",   "maria",   "thomas", "laura",    "david",     "julia",   "martin",
    "sara",    "lukas",   "info",    "office", "sales",    "support",   "billing", "orders",
    "noreply", "contact", "service", "events", "m.jansen", "k.mueller", "p.smith", "hr"};

constexpr std::array<std::string_view, 8> host_prefixes = {"mx",   "mail",  "mx-in", "inbound",
                                                           "smtp", "relay", "mxa",   "gateway"};
constexpr std::array<std::string_view, 8> client_prefixes = {"mail",  "out", "mta",    "smtp-out",
                                                             "relay", "vps", "server", "o1.email"};

struct Provider {
  std::string_view domain;
  std::string_view host;  // '#' is a digit
  int hosts;
  Manner manner;
  std::uint32_t style;
};

// By how much mail they get.
constexpr std::array<Provider, 12> providers = {{
    {"bigmail.example", "in#.smtp.bigmail.example", 3, Manner::busy, 1},
    {"office.example", "office-example.inbound.bigoffice.example", 1, Manner::busy, 2},
    {"yonder.example", "mta#.am.yonder.example", 3, Manner::busy, 3},
    {"webpost.example", "mx0#.webpost.example", 2, Manner::busy, 4},
    {"cablecompany.example", "cxr.mx.cablecompany.example", 1, Manner::curfew, 0},
    {"telco.example", "mx0#.telco.example", 3, Manner::open, 0},
    {"orchardmail.example", "mx0#.mail.orchardmail.example", 2, Manner::open, 1},
    {"freenet.example", "mx#.freenet.example", 2, Manner::greylisting, 0},
    {"schoolboard.example", "mail.schoolboard.example", 1, Manner::greylisting, 2},
    {"insurer.example", "gw#.insurer.example", 2, Manner::open, 3},
    {"citycouncil.example", "smtp.citycouncil.example", 1, Manner::open, 0},
    {"publisher.example", "mx#.publisher.example", 2, Manner::open, 1},
}};

std::string with_digit(std::string_view pattern, int digit) {
  std::string name(pattern);
  std::ranges::replace(name, '#', static_cast<char>('0' + digit));
  return name;
}

std::string with_dashes(std::string name) {
  std::ranges::replace(name, '.', '-');
  return name;
}

Manner manner_of_small_domain(Random& random) {
  const std::uint32_t dice = random.below(10'000);
  if (dice < 1'200) return Manner::greylisting;
  if (dice < 1'500) return Manner::busy;
  if (dice < 1'510) return Manner::unreachable;
  if (dice < 1'514) return Manner::unresolvable;
  return Manner::open;
}

}  // namespace

std::string local_part(std::uint32_t number) {
  std::string part(people[number % people.size()]);
  const std::uint32_t rest = number / people.size();
  if (rest % 4 != 0) {
    part += '.';
    part += words[rest / 4 % words.size()];
    if (rest % 3 == 0) part += std::to_string(rest / 256 % 1000);
  }
  return part;
}

World::World(std::uint64_t seed, std::uint32_t domains) : random_(scramble(seed)) {
  add_large_providers();
  add_domains(domains);
  add_clients(domains * 2);
  double sum = 0;
  for (std::size_t rank = 0; rank < remotes.size(); ++rank) {
    sum += std::pow(static_cast<double>(rank) + 2, -0.85);  // Zipf's law, flattened
    share_.push_back(sum);
  }
  for (double& share : share_) share /= sum;
}

std::string World::address() {
  if (random_.permille(80)) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string ip = "2001:db8:";
    for (int i = 0; i < 4; ++i) ip += digits[1 + random_.below(15)];
    return ip + "::" + digits[1 + random_.below(15)];
  }
  const std::uint32_t number = next_address_++ % 131'072;  // 198.18.0.0/15
  return "198." + std::to_string(18 + number / 65'536) + '.' + std::to_string(number / 256 % 256) +
         '.' + std::to_string(number % 256);
}

void World::add_large_providers() {
  for (const Provider& provider : providers) {
    Remote remote{.domain = std::string(provider.domain),
                  .hosts = {},
                  .manner = provider.manner,
                  .style = provider.style};
    for (int i = 1; i <= provider.hosts; ++i) {
      remote.hosts.push_back({with_digit(provider.host, i), address()});
    }
    remotes.push_back(std::move(remote));
  }
}

void World::add_domains(std::uint32_t count) {
  while (remotes.size() < count) {
    std::string name(words[random_.below(words.size())]);
    if (random_.permille(600)) name += '-';
    name += words[random_.below(words.size())];
    name += std::to_string(remotes.size()) + (random_.permille(750) ? ".example" : ".test");
    Remote remote{.domain = name,
                  .hosts = {},
                  .manner = manner_of_small_domain(random_),
                  .style = random_.below(5)};
    if (random_.permille(250)) {
      remote.hosts.push_back({with_dashes(name) + ".inbound.bigoffice.example", address()});
      remote.style = 2;
    } else {
      const std::string prefix(host_prefixes[random_.below(host_prefixes.size())]);
      const std::uint32_t hosts = 1 + random_.below(3);
      for (std::uint32_t i = 0; i < hosts; ++i) {
        remote.hosts.push_back(
            {prefix + (i == 0 ? "" : std::to_string(i)) + '.' + name, address()});
      }
    }
    remotes.push_back(std::move(remote));
  }
}

void World::add_clients(std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    Client client{.name = "unknown", .ip = address()};
    if (random_.permille(780)) {
      client.name = std::string(client_prefixes[random_.below(client_prefixes.size())]) +
                    std::to_string(random_.below(300)) + '.' +
                    remotes[random_.below(remotes.size())].domain;
    }
    clients.push_back(std::move(client));
  }
}

std::uint32_t World::pick_remote(Random& random) const {
  const auto at = std::ranges::lower_bound(share_, random.unit());
  return static_cast<std::uint32_t>(
      std::min(at - share_.begin(), static_cast<std::ptrdiff_t>(share_.size()) - 1));
}

std::uint32_t World::pick_client(Random& random) const {
  const double skewed = std::pow(random.unit(), 3);
  return static_cast<std::uint32_t>(skewed * static_cast<double>(clients.size()));
}

}  // namespace curfew::loggen
