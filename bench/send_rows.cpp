// Sends rows of contacts from a file as `curfew push` does, without reading a log: what the way to
// the engine carries, to be compared with the engine's own client.
//
//   curfew_send_rows URL FILE      (FILE as SELECT * FROM contacts FORMAT TabSeparated writes it)
#include <cstddef>
#include <exception>
#include <fstream>
#include <iostream>
#include <string>

#include "engine/client.h"
#include "engine/contact_rows.h"
#include "engine/sender.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: curfew_send_rows URL FILE\n";
    return 2;
  }
  try {
    curfew::EngineAddress address;
    address.url = argv[1];
    curfew::engine::Client client(address);
    curfew::engine::Client second(address);
    curfew::engine::Sender sender({&client, &second});
    std::ifstream file(argv[2], std::ios::binary);
    constexpr std::size_t rows_at_once = 100'000;
    std::string chunk;
    std::size_t rows = 0;
    const auto send = [&] {
      sender.send({.table = client.table("contacts"),
                   .columns = curfew::engine::contact_columns,
                   .rows = std::move(chunk)});
      chunk.clear();
    };
    for (std::string line; std::getline(file, line);) {
      chunk += line;
      chunk += '\n';
      if (++rows % rows_at_once == 0) send();
    }
    if (!chunk.empty()) send();
    sender.finish();
    std::cout << rows << " rows, " << sender.bytes() << " bytes\n";
    return rows == 0 ? 1 : 0;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
