// Functions by arithmetic that every processor rounds alike: those of the C libraries differ in their
// last digits, and then two machines choose differently.

#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

namespace hageplan {

// `base` to a power of 0 to 1, to 1e-9: the root of the root of `base` and so on, as the digits of the power are.
inline double power(double base, double share) {
    constexpr int DIGITS = 30;
    double product = 1;
    for (int digit = 0; digit < DIGITS; ++digit) {
        base = std::sqrt(base);  // exact to the last digit, by the standard of floating point numbers
        share *= 2;
        if (share >= 1) {
            product *= base;
            share -= 1;
        }
    }
    return product;
}

// The natural logarithm of a number of 0 to 1, to 1e-12: by its exponent, and a series for its digits.
inline double logarithm(double number) {
    constexpr uint64_t DIGITS = (uint64_t{1} << 52) - 1, ONE = uint64_t{1023} << 52;
    constexpr double LOG_2 = 0.69314718055994530942;
    uint64_t bits;
    std::memcpy(&bits, &number, sizeof bits);
    const int exponent = static_cast<int>(bits >> 52) - 1023;
    bits = (bits & DIGITS) | ONE;
    double digits;  // 1 to 2
    std::memcpy(&digits, &bits, sizeof digits);
    const double x = (digits - 1) / (digits + 1);  // the digits are (1 + x) / (1 - x)
    double sum = 0;
    for (int term = 25; term > 0; term -= 2) sum = sum * x * x + 1.0 / term;
    return exponent * LOG_2 + 2 * x * sum;
}

}  // namespace hageplan
