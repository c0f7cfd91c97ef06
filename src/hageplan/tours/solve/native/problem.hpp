// The visit problem, and routes that are timed on it.
//
// Times and prizes are whole numbers in units of the caller's. All arrays belong to the caller.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace hageplan {

constexpr int UNLIMITED = 1000000;  // as in problem.py
constexpr int NEVER = std::numeric_limits<int>::max() / 4;

struct Input {
    int32_t visits, shifts, places, tables, people, groups, weeks;
    const int32_t* place;             // (visits)
    const int32_t* start_step;        // (visits): from a window's first start to the next ones
    const int32_t* exclusive_with;    // (visits): the visit that cannot be made too, -1 for none
    const int32_t* group;             // (visits): which group a visit counts for
    const int32_t* service_duration;  // (visits): from a meeting's start until the car can leave
    const int32_t* is_required;       // (visits): whether it must be made
    const double* prize;              // (visits)
    const int32_t* window_from;       // (visits * shifts + 1): where the windows of a pair begin
    const int32_t* window_low;        // first and last start of each window, sorted and apart
    const int32_t* window_high;
    const int32_t* earliest;          // (shifts)
    const int32_t* latest;            // (shifts)
    const int32_t* start_place;       // (shifts)
    const int32_t* end_place;         // (shifts)
    const int32_t* table;             // (shifts): which driving table
    const int32_t* longest_drive;     // (shifts): at the wheel, at most
    const int32_t* idle;              // (shifts): driven though nothing is visited
    const int32_t* person;            // (shifts)
    const int32_t* week;              // (shifts)
    const double* delay;              // (shifts): the share of a prize that is lost by coming so late
    const double* load;               // (people): what one visit adds to a person's load
    const int32_t* at_most;           // (weeks): visits beside those that must be made
    const int32_t* least;             // (groups): visits wanted in each
    const int32_t* to_stop;           // (tables, places, places)
    const int32_t* to_end;            // (tables, places, places)
    double cost;                      // of a unit of driving and waiting; 0: prizes alone count
    double spread;                    // cost of a unit between the largest and the smallest load
    double shortage;                  // cost of each visit that a group lacks
};

struct Route {
    std::vector<int> stops;
    std::vector<int> first;   // earliest start of each meeting
    // One more than stops, for the end.
    std::vector<int> last;    // latest start from which the rest can still be made
    std::vector<int> ready;   // when the car can leave for the stop
    std::vector<int> reach;   // when it gets there
    int drive_and_wait = 0;   // where they cost
    int drive = 0;
    double value = 0;         // prizes less driving and waiting
};

class Problem {
public:
    explicit Problem(const Input& input) : in(input), from_(input.tables), to_(input.tables) {
        for (int t = 0; t < in.tables; ++t)
            for (int a = 0; a < in.visits; ++a)
                for (int b = 0; b < in.visits; ++b) {
                    from_[t].push_back(stop_leg(t, in.place[a], in.place[b]));
                    to_[t].push_back(stop_leg(t, in.place[b], in.place[a]));
                }
    }

    const Input& in;

    int between(int shift, int a, int b) const { return legs_from(shift, a)[b]; }
    // From `v` to each visit, and from each visit to `v`: side by side in memory.
    const int* legs_from(int shift, int v) const {
        return &from_[in.table[shift]][static_cast<size_t>(v) * in.visits];
    }
    const int* legs_to(int shift, int v) const {
        return &to_[in.table[shift]][static_cast<size_t>(v) * in.visits];
    }
    int from_start(int shift, int v) const {
        return stop_leg(in.table[shift], in.start_place[shift], in.place[v]);
    }
    int to_end(int shift, int v) const {
        const size_t row = static_cast<size_t>(in.table[shift]) * in.places + in.place[v];
        return in.to_end[row * in.places + in.end_place[shift]];
    }

    // The first start not before `time`, NEVER if there is none.
    int start_from(int v, int shift, int time) const {
        const size_t pair = static_cast<size_t>(v) * in.shifts + shift;
        for (int w = in.window_from[pair]; w < in.window_from[pair + 1]; ++w) {
            if (time > in.window_high[w]) continue;
            const int low = in.window_low[w], step = in.start_step[v];
            const int start = time <= low ? low : step == 1 ? time : low + (time - low + step - 1) / step * step;
            if (start <= in.window_high[w]) return start;
        }
        return NEVER;
    }

    // The last start not after `time`, -NEVER if there is none.
    int start_until(int v, int shift, int time) const {
        const size_t pair = static_cast<size_t>(v) * in.shifts + shift;
        for (int w = in.window_from[pair + 1] - 1; w >= in.window_from[pair]; --w)
            if (time >= in.window_low[w]) return last_start(v, w, time);
        return -NEVER;
    }

    // The first and the last possible start; nothing in between where there is no window.
    std::pair<int, int> bounds(int v, int shift) const {
        const size_t pair = static_cast<size_t>(v) * in.shifts + shift;
        const int from = in.window_from[pair], to = in.window_from[pair + 1];
        if (from == to) return {NEVER, -NEVER};
        return {in.window_low[from], in.window_high[to - 1]};
    }

    // Whether `v` may start at any time between its bounds.
    bool is_simple(int v, int shift) const {
        const size_t pair = static_cast<size_t>(v) * in.shifts + shift;
        return in.start_step[v] == 1 && in.window_from[pair + 1] - in.window_from[pair] == 1;
    }

    // Works out the earliest times of a route; false where it breaks a window or the hours.
    bool advance(Route& route, int shift) const {
        const int n = static_cast<int>(route.stops.size());
        route.first.resize(n);
        route.ready.resize(n + 1);
        route.reach.resize(n + 1);
        route.ready[0] = route.reach[0] = in.earliest[shift];
        if (n == 0) return true;
        for (int i = 0; i < n; ++i) {
            const int v = route.stops[i];
            route.reach[i] =
                route.ready[i] + (i == 0 ? from_start(shift, v) : between(shift, route.stops[i - 1], v));
            route.first[i] = start_from(v, shift, route.reach[i]);
            if (route.first[i] == NEVER) return false;
            route.ready[i + 1] = route.first[i] + in.service_duration[v];
        }
        route.reach[n] = route.ready[n] + to_end(shift, route.stops[n - 1]);
        return route.reach[n] <= in.latest[shift];
    }

    // Works out all times of a route; false where it breaks a window or the hours.
    bool time(Route& route, int shift) const {
        const int n = static_cast<int>(route.stops.size());
        route.last.resize(n + 1);
        route.last[n] = in.latest[shift];
        if (!advance(route, shift)) return false;
        for (int i = n - 1; i >= 0; --i) {
            const int v = route.stops[i];
            const int leg = i == n - 1 ? to_end(shift, v) : between(shift, v, route.stops[i + 1]);
            route.last[i] = start_until(v, shift, route.last[i + 1] - leg - in.service_duration[v]);
        }
        return true;
    }

    // Driving and waiting of a timed route that leaves as late as its end allows.
    int drive_and_wait(const Route& route, int shift) const {
        const int n = static_cast<int>(route.stops.size());
        if (n == 0) return in.idle[shift];
        int start = route.first[n - 1], meetings = in.service_duration[route.stops[n - 1]];
        for (int i = n - 2; i >= 0; --i) {
            const int v = route.stops[i];
            const int bound = start - between(shift, v, route.stops[i + 1]) - in.service_duration[v];
            start = last_start(v, window_of(v, shift, route.first[i]), bound);
            meetings += in.service_duration[v];
        }
        const int leave = start - from_start(shift, route.stops[0]);
        return route.reach[n] - leave - meetings;
    }

    int drive(const Route& route, int shift) const {
        if (route.stops.empty()) return 0;
        int sum = from_start(shift, route.stops.front()) + to_end(shift, route.stops.back());
        for (size_t i = 1; i < route.stops.size(); ++i) sum += between(shift, route.stops[i - 1], route.stops[i]);
        return sum;
    }

    double prizes(const Route& route, int shift) const {
        double sum = 0;
        for (int v : route.stops) sum += in.prize[v] - lost(v, shift);
        return sum;
    }

    // What of a prize is lost by coming as late as in this shift.
    double lost(int v, int shift) const { return in.is_required[v] ? 0 : in.prize[v] * in.delay[shift]; }

private:
    std::vector<std::vector<int>> from_, to_;  // (tables), (visits, visits)

    int stop_leg(int table, int a, int b) const {
        return in.to_stop[(static_cast<size_t>(table) * in.places + a) * in.places + b];
    }

    // The window in which `start` is.
    int window_of(int v, int shift, int start) const {
        const size_t pair = static_cast<size_t>(v) * in.shifts + shift;
        int w = in.window_from[pair];
        while (in.window_high[w] < start) ++w;
        return w;
    }

    // The last start in a window not after `time`, which is in it or later.
    int last_start(int v, int w, int time) const {
        const int end = std::min(time, in.window_high[w]), step = in.start_step[v];
        return step == 1 ? end : end - (end - in.window_low[w]) % step;
    }
};

}  // namespace hageplan
