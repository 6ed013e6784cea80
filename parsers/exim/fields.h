#pragma once

#include <string_view>

#include "exim/field.h"

namespace curfew::exim {

/// The fields of a delivery or failure line. They stand in a fixed order, and each may be missing:
/// F= Q= P= R= T= S= H= PRX= I= PS= X= CV= DN= A= L PRDR K DKIM= DSN= C= QT= DT= ST=
struct Fields {
  std::string_view sender;        ///< F=, else P=; "<>" for the null sender
  std::string_view transport;     ///< T=
  Host host;                      ///< H=
  std::string_view confirmation;  ///< C=, with its backslashes
  std::uint64_t size = 0;         ///< S=
  Milliseconds delay{-1};         ///< QT=
  Milliseconds duration{-1};      ///< DT=
  std::string_view text;          ///< behind ": " or, since 4.99, " : "; failures only
};

/// Reads to the end of the line. Only a failure has a text; in other lines a colon ends nothing.
Fields read_fields(text::Cursor cursor, bool has_text) noexcept;

/// Whether a transport of this name delivers on this machine: "local_delivery", "address_pipe".
bool is_local_transport(std::string_view transport) noexcept;
/// A transport of this machine was asked and failed, in words that say no more.
void set_local_trouble(std::string_view transport, Event& event) noexcept;
/// What kind of remote a transport of this name speaks to.
RemoteKind remote_kind_of(std::string_view transport) noexcept;

}  // namespace curfew::exim
