#include <array>
#include <ostream>
#include <string>

#include "curfew/report.h"
#include "text/csv.h"
#include "text/json_string.h"

namespace curfew {
namespace {

std::string_view code_of(const Report& report, const ReportBucket& bucket) {
  if (bucket.code == ReportBucket::no_code) return {};
  return report.remotes[bucket.remote].codes[bucket.code].key;
}

struct Count {
  const char* name;
  std::uint32_t BucketCounts::*member;
};

constexpr std::array bucket_counts{Count{"messages", &BucketCounts::messages},
                                   Count{"first_attempts", &BucketCounts::first_attempts},
                                   Count{"delivered", &BucketCounts::delivered},
                                   Count{"deferred", &BucketCounts::deferred},
                                   Count{"bounced", &BucketCounts::bounced},
                                   Count{"reused", &BucketCounts::reused},
                                   Count{"not_contacted", &BucketCounts::not_contacted},
                                   Count{"expired", &BucketCounts::expired}};

}  // namespace

void write_csv(const Report& report, std::ostream& out) {
  out << "time,remote,code";
  for (const Count& count : bucket_counts) out << ',' << count.name;
  out << "\r\n";
  std::string row;
  for (const ReportBucket& bucket : report.buckets) {
    row = rfc3339(start_of(bucket.slot), report.zone);
    row += ',';
    text::append_csv(row, report.remotes[bucket.remote].name);
    row += ',';
    text::append_csv(row, code_of(report, bucket));
    for (const Count& count : bucket_counts)
      row += ',' + std::to_string(bucket.counts.*count.member);
    out << row << "\r\n";
  }
}

void write_ndjson(const Report& report, std::ostream& out) {
  std::string row;
  for (const ReportBucket& bucket : report.buckets) {
    row = "{\"time\":\"" + rfc3339(start_of(bucket.slot), report.zone) + "\",\"remote\":";
    text::append_json_string(row, report.remotes[bucket.remote].name);
    row += ",\"code\":";
    text::append_json_string(row, code_of(report, bucket));
    for (const Count& count : bucket_counts) {
      row += std::string(",\"") + count.name + "\":" + std::to_string(bucket.counts.*count.member);
    }
    out << row << "}\n";
  }
}

}  // namespace curfew
