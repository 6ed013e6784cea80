#include "smtp/provider_code.h"

#include "text/pattern.h"

namespace curfew::smtp {
namespace {

// One alternation, one group: RE2 stays in its fast engine, and the cost does not grow with the
// table. Each family is what its provider prints and documents on its postmaster pages; the first
// that stands in the text is taken.
constexpr const char* families =
    R"(\b(AUP#[0-9A-Za-z-]+)"  // Cox AUP#CXCNCT, AUP#IPBL0001; Charter AUP#In-1310
    R"(|TS[S]?\d\d|IPTS\d\d)"  // Yahoo, AOL: [TSS04], [IPTS04]
    R"(|(?:DYN|RTR|RLY|CON|DNS|SND|HVU|RFC|PTR):[A-Z]{1,2}\d{1,2})"  // AOL: (RTR:SC)... DYN:T1
    R"(|S\d{3,4}\b|(?:OU|RP|SC|DY|FR|AS)-\d{3,4})"      // Microsoft: (S3140), RP-001, OU-002
    R"(|(?:BL|RL|DM|HM|PX)00\d{4,6})"                   // Comcast: BL000010, RL000001
    R"(|(?:OFR|LPN|OUK|SFR|ALN|PAC)[A-Z]?\d*_\d{3,4})"  // Orange, La Poste, SFR: OFR_104
    R"(|(?:HL|MI|RP|DT|WM|MX|QT|ST|SPM):[A-Z]{3})"      // NetEase: DT:SPM, MI:FRL
    R"(|(?:POL|DNS|RCP|INT|MSG)-[A-Z]\d{1,2}\b)"        // Facebook: POL-T1, RCP-P2
    R"(|IB\d{3}\b|G\d\d\b)"                             // GoDaddy IB103, Rackspace (G28)
    R"(|CS01|HM0[1-9]))";                               // Apple, mail.com

}  // namespace

std::string_view find_provider_code(std::string_view reply_text) {
  static const text::Pattern pattern(families);
  std::string_view found;
  pattern.find(reply_text, found);
  return found;
}

}  // namespace curfew::smtp
