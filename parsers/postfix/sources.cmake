target_sources(curfew PRIVATE
  postfix/address.cpp
  postfix/anchor.cpp
  postfix/body.cpp
  postfix/contacts.cpp
  postfix/delivery.cpp
  postfix/failure_words.cpp
  postfix/format.cpp
  postfix/noise.cpp
  postfix/peer.cpp
  postfix/queue.cpp
  postfix/queue_id.cpp
  postfix/reason.cpp
  postfix/remote_words.cpp
  postfix/session.cpp
  postfix/status_line.cpp
  postfix/tag.cpp
)
