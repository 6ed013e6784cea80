#include "text/state.h"

#include <chrono>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "support/catch.h"

namespace {

enum class Color : std::uint8_t { red, blue };

struct Point {
  std::int32_t x = 0;
  double y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

template <class Archive>
void each_field(Archive& archive, Point& point) {
  archive(point.x, point.y);
}

class Drawing {
 public:
  Drawing() = default;
  Drawing(std::string name, std::vector<Point> points) : name_(std::move(name)), points_(points) {}
  template <class Archive>
  void each_field(Archive& archive) {
    archive(name_, color_, points_, by_name_, times_, corner_, flags_);
  }
  friend bool operator==(const Drawing&, const Drawing&) = default;

 private:
  std::string name_;
  Color color_ = Color::blue;
  std::vector<Point> points_;
  std::map<std::string, std::uint64_t> by_name_{{"all", std::numeric_limits<std::uint64_t>::max()},
                                                {"", 0}};
  std::pair<std::chrono::sys_seconds, std::chrono::milliseconds> times_{
      std::chrono::sys_seconds(std::chrono::seconds(-5)), 7};
  std::optional<Point> corner_ = Point{.x = -1, .y = 0.1};
  std::array<bool, 2> flags_{true, false};
};

const Drawing house("h\0use", {{.x = std::numeric_limits<std::int32_t>::min(), .y = -0.5}, {}});

}  // namespace

TEST_CASE("what is read is what was written") {
  Drawing read;
  curfew::text::restore(read, curfew::text::state_of(house));
  CHECK(read == house);
  CHECK(curfew::text::state_of(read) == curfew::text::state_of(house));
}

TEST_CASE("bytes that were cut or added to are refused") {
  const std::string whole = curfew::text::state_of(house);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    Drawing read;
    CHECK_THROWS_AS(curfew::text::restore(read, std::string_view(whole).substr(0, size)),
                    curfew::Error);
  }
  Drawing read;
  CHECK_THROWS_AS(curfew::text::restore(read, whole + '\0'), curfew::Error);
}

TEST_CASE("a count of more than there is costs nothing") {
  std::vector<std::uint64_t> numbers;
  CHECK_THROWS_AS(curfew::text::restore(numbers, "\xFF\xFF\xFF\xFF\xFF\x0F"), curfew::Error);
  CHECK(numbers.empty());
}

TEST_CASE("what somebody counts on is within its bounds") {
  namespace text = curfew::text;
  const auto read_color = [](int number) {
    const std::string bytes = text::state_of(number);
    text::StateReader reader(bytes);
    Color color = Color::blue;
    text::one_of(reader, color, Color::blue);
    reader.end();
    return color;
  };
  CHECK(read_color(0) == Color::red);
  CHECK(read_color(1) == Color::blue);
  CHECK_THROWS_AS(read_color(2), curfew::Error);

  std::array<char, 4> room{'a', 'b', 'c', 'd'};
  std::size_t size = 3;
  std::string bytes;
  text::StateWriter writer(bytes);
  text::text_in(writer, room, size);
  CHECK(bytes == text::state_of(std::string("abc")));
  const auto read_text = [&](const std::string& kept) {
    const std::string state = text::state_of(kept);
    text::StateReader reader(state);
    text::text_in(reader, room, size);
    reader.end();
  };
  read_text("xy");
  CHECK(std::string_view(room.data(), size) == "xy");
  CHECK_THROWS_AS(read_text("abcde"), curfew::Error);
}

TEST_CASE("times that no log holds are damage, but for the first and the last there are") {
  namespace text = curfew::text;
  using Time = std::chrono::sys_time<std::chrono::milliseconds>;
  const auto read = [](Time time) {
    Time kept;
    text::restore(kept, text::state_of(time));
    return kept == time;
  };
  CHECK(read(Time::min()));
  CHECK(read(Time::max()));
  CHECK(read(Time(std::chrono::days(-3'000'000))));
  CHECK_THROWS_AS(read(Time(std::chrono::days(3'000'001))), curfew::Error);
  CHECK_THROWS_AS(read(Time::max() - std::chrono::milliseconds(1)), curfew::Error);
}
