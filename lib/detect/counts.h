#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace curfew::detect {

/// Contacts in four kinds: refused and accepted, first attempts and retries. Shares of contacts may
/// be counted too, so they are no whole numbers.
struct Counts {
  std::array<double, 2> refused{};   // first attempts, retries
  std::array<double, 2> accepted{};  // likewise

  double all_refused() const noexcept { return refused[0] + refused[1]; }
  double all_accepted() const noexcept { return accepted[0] + accepted[1]; }
  double all() const noexcept { return all_refused() + all_accepted(); }
  double of(std::size_t stratum) const noexcept { return refused[stratum] + accepted[stratum]; }
  double rate() const noexcept { return all() > 0 ? all_refused() / all() : 0; }

  Counts& operator+=(const Counts& other) noexcept {
    for (std::size_t s = 0; s < 2; ++s) {
      refused[s] += other.refused[s];
      accepted[s] += other.accepted[s];
    }
    return *this;
  }
  Counts& operator*=(double factor) noexcept {
    for (std::size_t s = 0; s < 2; ++s) {
      refused[s] *= factor;
      accepted[s] *= factor;
    }
    return *this;
  }
};

/// What is left; never less than nothing.
inline Counts operator-(Counts a, const Counts& b) noexcept {
  for (std::size_t s = 0; s < 2; ++s) {
    a.refused[s] = std::max(0.0, a.refused[s] - b.refused[s]);
    a.accepted[s] = std::max(0.0, a.accepted[s] - b.accepted[s]);
  }
  return a;
}
inline Counts operator+(Counts a, const Counts& b) noexcept {
  return a += b;
}

constexpr std::array<std::size_t, 2> strata{0, 1};

/// The likelihood, in nats, of k refusals among n contacts at the rate k/n.
inline double likelihood(double k, double n) noexcept {
  double sum = 0;
  if (k > 1e-9) sum += k * std::log(k / n);
  if (n - k > 1e-9) sum += (n - k) * std::log((n - k) / n);
  return sum;
}

/// The same for contacts under one rule. First attempts and retries have rates of their own only
/// where retries are refused more often: a rule of the host does not know what a retry is, and
/// messages with troubles of their own gather among the retries.
inline double cell(const Counts& counts) noexcept {
  const double first = counts.of(0);
  const double retry = counts.of(1);
  if (counts.refused[1] * first > counts.refused[0] * retry) {
    return likelihood(counts.refused[0], first) + likelihood(counts.refused[1], retry);
  }
  return likelihood(counts.all_refused(), first + retry);
}

inline double clipped(double rate, double margin = 0.01) noexcept {
  return std::clamp(rate, margin, 1 - margin);
}

constexpr long floor_div(long a, long b) noexcept {
  const long quotient = a / b;
  return quotient - (a % b < 0 ? 1 : 0);
}
constexpr long modulo(long a, long b) noexcept {
  return a - floor_div(a, b) * b;
}

}  // namespace curfew::detect
