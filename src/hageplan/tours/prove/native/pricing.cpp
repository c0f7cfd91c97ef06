// The best routes of one shift where every visit has a price: labelling with ng-routes.
//
// A label is the start of a route: where it is, when the meeting there begins, what it is worth so
// far, and which companies it remembers. It forgets those that are not near to where it goes, so it
// may visit one twice after a long way round: with little memory the bound is a little higher and
// the work much less (Baldacci, Mingozzi, Roberti 2011, Operations Research 59, 1269-1283).
//
// Worth is prizes less prices less the cost of the time from leaving until coming home, meetings
// aside. Counted as cost * leave + sum(gain + cost * service) - cost * finish it needs no waiting:
// of two labels at a place the one that is not later, nor worth less, nor remembers more, is kept.
//
// A cut of three companies is paid for at every second of them (subset-row cuts: Jepsen, Petersen,
// Spoorendonk, Pisinger 2008, Operations Research 56, 497-511).
//
// All arrays belong to the caller. No global state: shifts can be priced side by side.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace {

constexpr double NONE = -std::numeric_limits<double>::infinity();
constexpr int MOST = 3000000;   // labels, a few hundred MB
constexpr double HIGH = 0.75;    // how far up to the best that may be the first routes are looked for

struct Day {
    int32_t visits, companies, near;  // `near`: companies remembered at a visit, at most 64
    int32_t earliest, latest, longest_drive, is_limited;
    const int32_t* service;       // (visits): from a meeting's start until the car can leave
    const int32_t* start_step;    // (visits): from a window's first start to the next ones
    const int32_t* company;       // (visits)
    const int32_t* window_from;   // (visits + 1): where the windows of a visit begin
    const int32_t* window_low;    // first and last start of each window, sorted and apart
    const int32_t* window_high;
    const int32_t* from_start;    // (visits)
    const int32_t* to_end;        // (visits)
    const int32_t* between;       // (visits, visits)
    const int32_t* memory;        // (visits, near): the companies remembered there, its own among them
    double cost;                  // of a minute of driving and waiting
};

struct Prices {
    const double* gain;           // (visits): prize less prices
    int32_t cuts, limit;          // `cuts`: at most 128; `limit`: routes to return, at most
    const double* penalty;        // (cuts): paid at every second company of a cut
    const int32_t* members;       // (cuts, 3): companies
    double floor;                 // only routes that are worth more are looked for
    int32_t is_quick;             // memory and cuts aside: some good routes, and a high bound
};

struct Label {
    double value;                 // gains, and the cost of time as above
    uint64_t memory;              // a bit for each company that is remembered at the visit
    uint64_t odd[2];              // a bit for each cut of which one company is not paid for yet
    int32_t visit, time, drive, before;
};

class Labelling {
public:
    Labelling(const Day& day, const Prices& prices) : day_(day), prices_(prices), span_(day.latest - day.earliest + 1) {
        const size_t n = day.visits;
        worth_.resize(n);
        for (size_t v = 0; v < n; ++v) worth_[v] = prices.gain[v] + day.cost * day.service[v];
        place_in_memory();
        place_in_cuts();
        complete();
    }

    // Returns what no route is worth more than, and the best routes, best first.
    double run(int32_t* lengths, int32_t* spent, int32_t* stops) {
        const double most = top();
        floor_ = prices_.is_quick ? (1 - HIGH) * prices_.floor + HIGH * most : prices_.floor;
        std::vector<int> ends = label_all();
        if (prices_.is_quick && ends.empty()) {
            floor_ = prices_.floor;
            ends = label_all();
        }
        std::sort(ends.begin(), ends.end(), [&](int a, int b) {
            const double x = final_value(labels_[a]), y = final_value(labels_[b]);
            return x != y ? x > y : a < b;
        });
        const int found = std::min(prices_.limit, static_cast<int>(ends.size()));
        std::fill(lengths, lengths + prices_.limit, 0);
        for (int i = 0; i < found; ++i) {
            spent[i] = drive_and_wait(ends[i]);
            lengths[i] = write(ends[i], stops);
            stops += lengths[i];
        }
        if (prices_.is_quick || is_full_) return most;
        return ends.empty() ? prices_.floor : final_value(labels_[ends[0]]);
    }

private:
    const Day& day_;
    const Prices& prices_;
    const int span_;                                // minutes of the shift
    std::vector<double> worth_;                     // of a visit: gain, and its time
    std::vector<int8_t> bit_;                       // (visits, companies): where a company is remembered
    std::vector<uint64_t> in_cut_;                  // (visits, 2)
    std::vector<double> reach_;                     // (visits, span): see complete()
    std::vector<Label> labels_;
    std::vector<std::vector<int>> waiting_, kept_;  // labels by time, and by visit
    std::vector<int> best_;                         // (visits): the best label that ends there
    double floor_ = 0;                              // only routes that are worth more are looked for
    bool is_full_ = false;                          // whether labels were not looked at

    void place_in_memory() {
        bit_.assign(static_cast<size_t>(day_.visits) * day_.companies, -1);
        for (int v = 0; v < day_.visits; ++v)
            for (int i = 0; i < day_.near; ++i) {
                const int company = day_.memory[v * day_.near + i];
                bit_[static_cast<size_t>(v) * day_.companies + company] = static_cast<int8_t>(i);
            }
    }

    void place_in_cuts() {
        in_cut_.assign(2 * static_cast<size_t>(day_.visits), 0);
        for (int v = 0; v < day_.visits; ++v)
            for (int c = 0; c < prices_.cuts; ++c)
                for (int i = 0; i < 3; ++i)
                    if (prices_.members[3 * c + i] == day_.company[v]) in_cut_[2 * v + c / 64] |= uint64_t{1} << c % 64;
    }

    int bit(int at, int v) const { return bit_[static_cast<size_t>(at) * day_.companies + day_.company[v]]; }
    int leg(int a, int b) const { return day_.between[static_cast<size_t>(a) * day_.visits + b]; }
    double& reach(int v, int time) { return reach_[static_cast<size_t>(v) * (span_ + 1) + time - day_.earliest]; }

    bool is_start(int v, int time) const {
        for (int w = day_.window_from[v]; w < day_.window_from[v + 1]; ++w)
            if (time >= day_.window_low[w] && time <= day_.window_high[w])
                return (time - day_.window_low[w]) % day_.start_step[v] == 0;
        return false;
    }

    // What the rest of a route can be worth that arrives at `v` at a time, at most: without memory
    // and cuts it depends on these two alone. Most labels are not worth going on with by that.
    void complete() {
        reach_.assign(static_cast<size_t>(day_.visits) * (span_ + 1), NONE);
        for (int time = day_.latest; time >= day_.earliest; --time)
            for (int v = 0; v < day_.visits; ++v)
                reach(v, time) = std::max(reach(v, time + 1), is_start(v, time) ? worth_[v] + rest(v, time) : NONE);
    }

    double rest(int v, int time) {
        const int free = time + day_.service[v], home = free + day_.to_end[v];
        double most = home <= day_.latest ? -day_.cost * home : NONE;
        for (int next = 0; next < day_.visits; ++next) {
            const int arrival = free + leg(v, next);
            if (arrival <= day_.latest && day_.company[next] != day_.company[v]) most = std::max(most, reach(next, arrival));
        }
        return most;
    }

    // What the best route is worth, at most.
    double top() {
        double most = prices_.floor;
        for (int v = 0; v < day_.visits; ++v)
            for (int time = day_.earliest + day_.from_start[v]; time <= day_.latest; ++time)
                if (is_start(v, time)) most = std::max(most, day_.cost * (time - day_.from_start[v]) + reach(v, time));
        return most;
    }

    // Returns the best label that ends a route at each visit.
    std::vector<int> label_all() {
        labels_.clear();
        waiting_.assign(span_, {});
        kept_.assign(day_.visits, {});
        best_.assign(day_.visits, -1);
        for (int v = 0; v < day_.visits; ++v) begin(v);
        for (int time = 0; time < span_; ++time) {
            std::vector<int>& now = waiting_[time];
            std::sort(now.begin(), now.end(), [&](int a, int b) {
                return labels_[a].value != labels_[b].value ? labels_[a].value > labels_[b].value : a < b;
            });
            for (int label : now) {
                if (is_dominated(labels_[label])) continue;
                kept_[labels_[label].visit].push_back(label);
                finish(label);
                extend(label);
            }
        }
        std::vector<int> ends(best_);
        ends.erase(std::remove(ends.begin(), ends.end(), -1), ends.end());
        return ends;
    }

    void begin(int v) {
        for (int w = day_.window_from[v]; w < day_.window_from[v + 1]; ++w)
            for (int time = day_.window_low[w]; time <= day_.window_high[w]; time += day_.start_step[v]) {
                const int leave = time - day_.from_start[v];
                if (leave < day_.earliest || time > day_.latest) continue;
                Label first{};
                first.value = day_.cost * leave;
                first.drive = day_.from_start[v];
                first.before = -1;
                visit(first, v, time);
            }
    }

    // Adds the label that goes on from `label`, at the first start that is not before `arrival`.
    void visit(Label label, int v, int arrival) {
        if (label.value + reach(v, arrival) <= floor_) return;
        if (day_.is_limited && label.drive + day_.to_end[v] > day_.longest_drive) return;
        int time = arrival;
        while (!is_start(v, time)) ++time;
        label.value += worth_[v];
        pay(label, v);
        if (label.value - worth_[v] + reach(v, time) <= floor_) return;
        if (labels_.size() >= MOST) {
            is_full_ = true;
            return;
        }
        label.memory |= uint64_t{1} << bit(v, v);
        label.visit = v;
        label.time = time;
        waiting_[time - day_.earliest].push_back(static_cast<int>(labels_.size()));
        labels_.push_back(label);
    }

    void pay(Label& label, int v) {
        for (int word = 0; word < 2; ++word) {
            const uint64_t here = in_cut_[2 * v + word];
            label.value -= sum(label.odd[word] & here, word);
            label.odd[word] ^= here;
        }
    }

    double sum(uint64_t cuts, int word) const {
        double total = 0;
        for (; cuts; cuts &= cuts - 1) total += prices_.penalty[64 * word + __builtin_ctzll(cuts)];
        return total;
    }

    bool is_dominated(const Label& label) const {
        for (int other : kept_[label.visit]) {
            const Label& by = labels_[other];
            if (by.value < label.value) continue;
            if (prices_.is_quick) return true;
            if (by.memory & ~label.memory) continue;
            if (day_.is_limited && by.drive > label.drive) continue;
            double owed = 0;
            for (int word = 0; word < 2; ++word) owed += sum(by.odd[word] & ~label.odd[word], word);
            if (by.value - owed >= label.value) return true;
        }
        return false;
    }

    double final_value(const Label& label) const {
        return label.value - day_.cost * (label.time + day_.service[label.visit] + day_.to_end[label.visit]);
    }

    void finish(int label) {
        const Label& end = labels_[label];
        if (end.time + day_.service[end.visit] + day_.to_end[end.visit] > day_.latest) return;
        int& best = best_[end.visit];
        const double value = final_value(end);
        if (value > floor_ && (best < 0 || value > final_value(labels_[best]))) best = label;
    }

    void extend(int from) {
        const Label label = labels_[from];
        const int v = label.visit, free = label.time + day_.service[v];
        for (int next = 0; next < day_.visits; ++next) {
            const int arrival = free + leg(v, next);
            if (arrival > day_.latest || label.value + reach(next, arrival) <= floor_) continue;
            const int known = bit(v, next);
            if (known >= 0 && label.memory >> known & 1) continue;
            Label longer = label;
            longer.before = from;
            longer.drive += leg(v, next);
            longer.memory = remembered(label.memory, v, next);
            visit(longer, next, arrival);
        }
    }

    // What of the memory at `v` is remembered at `next` too.
    uint64_t remembered(uint64_t memory, int v, int next) const {
        uint64_t found = 0;
        for (; memory; memory &= memory - 1) {
            const int company = day_.memory[v * day_.near + __builtin_ctzll(memory)];
            const int bit = bit_[static_cast<size_t>(next) * day_.companies + company];
            if (bit >= 0) found |= uint64_t{1} << bit;
        }
        return found;
    }

    // Driving and waiting of the route that ends with a label.
    int drive_and_wait(int label) const {
        const Label& end = labels_[label];
        int spent = end.time + day_.service[end.visit] + day_.to_end[end.visit], first = label;
        for (int at = label; at >= 0; at = labels_[at].before) {
            spent -= day_.service[labels_[at].visit];
            first = at;
        }
        return spent - labels_[first].time + day_.from_start[labels_[first].visit];
    }

    int write(int label, int32_t* stops) const {
        int length = 0;
        for (int at = label; at >= 0; at = labels_[at].before) stops[length++] = labels_[at].visit;
        std::reverse(stops, stops + length);
        return length;
    }
};

}  // namespace

extern "C" {

// So that who calls can see that both mean the same structures.
int64_t hageplan_day_size() { return sizeof(Day); }
int64_t hageplan_prices_size() { return sizeof(Prices); }

// Returns what no route with a visit is worth more than, or `floor` where that is less. `lengths`
// (limit) and `stops` (limit * the stops that fit into a shift) get the best of them, `spent`
// (limit) their driving and waiting.
double hageplan_price(const Day* day, const Prices* prices, int32_t* lengths, int32_t* spent, int32_t* stops) {
    return Labelling(*day, *prices).run(lengths, spent, stops);
}
}
