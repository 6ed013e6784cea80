// jemalloc reads what is chosen here when the program starts (jemalloc(3), "TUNING"). The variable
// MALLOC_CONF in the environment counts more.
extern "C" {
[[gnu::visibility("default")]] extern const char* malloc_conf;
const char* malloc_conf = "thp:always";
}
