// Writes the log of one mail server and what is true of it. See usage below.
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>

#include "servers/agenda.h"
#include "servers/background.h"
#include "servers/exim_server.h"
#include "servers/journal.h"
#include "servers/planter.h"
#include "servers/postfix_server.h"
#include "servers/traffic.h"
#include "servers/truth.h"

namespace curfew::servers {
namespace {

int usage() {
  std::fputs(
      "usage: curfew_servers --seed N --format postfix|exim [--days 30] [--remotes 300] [--relay]\n"
      "                      --log FILE --truth FILE.json\n",
      stderr);
  return 2;
}

Settings settings_of(int argc, char** argv) {
  Settings settings;
  for (int i = 1; i < argc; ++i) {
    const std::string option = argv[i];
    if (option == "--relay") {
      settings.relay = true;
      continue;
    }
    if (++i == argc) throw std::invalid_argument(option + " wants a value");
    const std::string value = argv[i];
    if (option == "--seed") {
      settings.seed = std::stoull(value);
    } else if (option == "--format" && (value == "postfix" || value == "exim")) {
      settings.server = value == "exim" ? Server::exim : Server::postfix;
    } else if (option == "--days") {
      settings.days = std::stoi(value);
    } else if (option == "--remotes") {
      settings.remotes = std::stoi(value);
    } else if (option == "--log") {
      settings.log = value;
    } else if (option == "--truth") {
      settings.truth = value;
    } else {
      throw std::invalid_argument(option + ' ' + value + " is not known");
    }
  }
  return settings;
}

template <class MailServer>
void live(World& world, const Settings& settings) {
  Agenda agenda;
  Journal journal(settings.log);
  MailServer server(world, agenda, journal, settings);
  Traffic traffic(world, agenda, [&](Message message) { server.submit(std::move(message)); });
  traffic.start();
  agenda.run(world.end, [&](Time now) { journal.flush(now); });
  journal.flush(world.end + hour);
}

void run(const Settings& settings) {
  World world(settings);
  world.sources = {"203.0.113.1"};
  for (const char* who : {"anna", "ben", "carla", "dora", "emil", "franz", "gina", "hugo", "ida",
                          "jan", "kim", "lea", "newsletter", "monitor", "billing", "support"}) {
    world.senders.push_back(std::string(who) + "@ours.example");
  }
  add_remotes(world, settings);
  const std::vector<Planted> planted = Planter(world, settings).plant();
  if (settings.server == Server::exim) {
    live<EximServer>(world, settings);
  } else {
    live<PostfixServer>(world, settings);
  }
  write_truth(settings, world, planted);
}

}  // namespace
}  // namespace curfew::servers

int main(int argc, char** argv) {
  using namespace curfew::servers;
  try {
    const Settings settings = settings_of(argc, argv);
    if (settings.log.empty() || settings.truth.empty()) return usage();
    run(settings);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "curfew_servers: %s\n", error.what());
    return 2;
  }
}
