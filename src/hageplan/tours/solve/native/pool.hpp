// Routes of good plans, and the best choice among them.

#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <utility>
#include <vector>

#include "problem.hpp"

namespace hageplan {

// Routes of good plans, and the best choice of one for each shift that share no visit: what is good
// in several plans comes together (Rochat, Taillard 1995, Journal of Heuristics 1, 147-167).
class Pool {
public:
    using Set = std::vector<uint64_t>;

    explicit Pool(const Input& input) : in_(input), kind_(in_.shifts), order_(in_.shifts), known_(in_.shifts) {
        for (int s = 0; s < in_.shifts; ++s)
            while (!are_alike(kind_[s], s)) ++kind_[s];
        std::iota(order_.begin(), order_.end(), 0);
        std::sort(order_.begin(), order_.end(), [&](int a, int b) {
            return kind_[a] != kind_[b] ? kind_[a] < kind_[b] : a < b;
        });
    }

    void add(const Route& route, int s) {
        Set visits((in_.visits + 63) / 64);
        for (int v : route.stops) mark(visits, v);
        Entry& entry = known_[kind_[s]].try_emplace(std::move(visits)).first->second;
        if (route.value > entry.value) entry = {route.value, route.stops};
    }

    // Looks at `tries` choices at most for one of more value than `least`; nothing where there is none.
    std::vector<std::vector<int>> choose(double least, int64_t tries) {
        least_ = least;
        tries_ = tries;
        best_.clear();
        listed_.assign(in_.shifts, {});
        for (int s = 0; s < in_.shifts; ++s) list(s);
        rest_.assign(in_.shifts + 1, 0);
        for (int at = in_.shifts - 1; at >= 0; --at) rest_[at] = rest_[at + 1] + listed_[kind_[order_[at]]][0]->second.value;
        chosen_.assign(in_.shifts, nullptr);
        search(0, 0, 0, Set((in_.visits + 63) / 64));
        return best_;
    }

private:
    static constexpr size_t MOST = 3000;  // routes kept for each kind of shift

    struct Entry {
        double value = -std::numeric_limits<double>::max();
        std::vector<int> stops;
    };
    using Known = std::map<Set, Entry>;

    const Input& in_;
    std::vector<int> kind_;   // (shifts): the first one that is alike
    std::vector<int> order_;  // shifts, those that are alike side by side
    std::vector<Known> known_;
    std::vector<std::vector<Known::const_pointer>> listed_;  // by kind, best first
    std::vector<double> rest_;  // the most that the shifts from here on can bring
    std::vector<Known::const_pointer> chosen_;
    std::vector<std::vector<int>> best_;
    double least_ = 0;
    int64_t tries_ = 0;

    static void mark(Set& set, int v) { set[v / 64] |= uint64_t{1} << v % 64; }

    bool are_alike(int a, int b) const {
        if (a == b) return true;
        for (const auto* of : {in_.earliest, in_.latest, in_.start_place, in_.end_place, in_.table,
                               in_.longest_drive, in_.idle, in_.week})
            if (of[a] != of[b]) return false;
        if (in_.delay[a] != in_.delay[b]) return false;
        for (int v = 0; v < in_.visits; ++v) {
            const size_t x = static_cast<size_t>(v) * in_.shifts + a, y = x + b - a;
            for (const auto* of : {in_.window_low, in_.window_high})
                if (!std::equal(of + in_.window_from[x], of + in_.window_from[x + 1], of + in_.window_from[y],
                                of + in_.window_from[y + 1]))
                    return false;
        }
        return true;
    }

    // Sorts what is known of a kind, and forgets what is worth least.
    void list(int kind) {
        auto& routes = listed_[kind];
        for (const auto& route : known_[kind]) routes.push_back(&route);
        std::sort(routes.begin(), routes.end(), [](auto a, auto b) {
            return a->second.value != b->second.value ? a->second.value > b->second.value : a->first < b->first;
        });
        while (routes.size() > MOST) {
            known_[kind].erase(known_[kind].find(routes.back()->first));
            routes.pop_back();
        }
    }

    // Chooses for the shifts from `at` on, routes of the same kind in the order of the list.
    void search(int at, size_t from, double value, const Set& taken) {
        if (at == in_.shifts) return keep(value);
        const int kind = kind_[order_[at]];
        int end = at;
        while (end < in_.shifts && kind_[order_[end]] == kind) ++end;
        const auto& routes = listed_[kind];
        for (size_t i = from; i < routes.size(); ++i) {
            const auto& [visits, entry] = *routes[i];
            if (value + (end - at) * entry.value + rest_[end] <= least_ + 1e-9 || --tries_ < 0) return;
            bool is_apart = true;
            for (size_t w = 0; w < taken.size(); ++w) is_apart = is_apart && !(taken[w] & visits[w]);
            if (!is_apart) continue;
            Set both = taken;
            for (int v : entry.stops) {
                mark(both, v);
                if (in_.exclusive_with[v] >= 0) mark(both, in_.exclusive_with[v]);
            }
            chosen_[at] = routes[i];
            search(at + 1, at + 1 < end ? i + 1 : 0, value + entry.value, both);
        }
    }

    void keep(double value) {
        least_ = value;
        best_.resize(in_.shifts);
        for (int at = 0; at < in_.shifts; ++at) best_[order_[at]] = chosen_[at]->second.stops;
    }
};

}  // namespace hageplan
