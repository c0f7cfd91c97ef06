// What compiled code needs of a C++ library beside its templates, so that it is linked without one:
// then Zig has no library to compile first, and neither is any to be found where the code runs.
// Included before the first line, where hatch_build.py has Zig compile.

#pragma once

#include <chrono>
#include <cstdlib>
#include <new>

#ifdef _WIN32
extern "C" unsigned long long GetTickCount64();
extern "C" int DllMainCRTStartup() { return 1; }  // there is nothing to begin with
#else
#include <time.h>
#endif

void* operator new(std::size_t size) {
    void* const memory = std::malloc(size > 0 ? size : 1);
    if (memory == nullptr) std::abort();
    return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

// Where libc++ finds a size that cannot be.
[[noreturn]] void std::__libcpp_verbose_abort(const char*, ...) noexcept { std::abort(); }

std::chrono::steady_clock::time_point std::chrono::steady_clock::now() noexcept {
#ifdef _WIN32
    return time_point(milliseconds(GetTickCount64()));
#else
    timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return time_point(seconds(now.tv_sec) + nanoseconds(now.tv_nsec));
#endif
}
