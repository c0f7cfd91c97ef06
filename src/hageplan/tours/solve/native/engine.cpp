// Ruin and recreate for the team orienteering problem with several time windows a visit.
//
// Slack induction by string removals (Christiaens, Vanden Berghe 2020, Transportation Science 54,
// 417-433), with optional visits: strings of neighbouring stops are removed from nearby routes, the
// unplanned are put in where they fit, and simulated annealing decides whether to go on from there.
//
// No global state: runs side by side do not disturb each other.

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <vector>

#include "numbers.hpp"
#include "pool.hpp"
#include "problem.hpp"

namespace {

using namespace hageplan;

struct Parameters {
    uint64_t seed;
    int64_t iterations;               // 0: until the time is over
    double seconds;                   // 0: until the iterations are done
    double t_start, t_end;            // first and last temperature, in prize
    double max_loss;                  // what an insertion may cost beyond its prize, at most
    double mean_removed;              // stops removed in a round, on average
    int32_t max_string;               // stops removed from one route, at most
};

class Random {
public:
    explicit Random(uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ull + 0x1234567ull) {}

    uint64_t next() {  // splitmix64 (Steele, Lea, Flood 2014)
        uint64_t z = (state_ += 0x9E3779B97F4A7C15ull);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }

    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
    int below(int limit) { return static_cast<int>((next() >> 32) * static_cast<uint64_t>(limit) >> 32); }

private:
    uint64_t state_;
};

struct Spot {
    int position = -1;
    int extra = NEVER;  // driving and waiting it adds; where they cost nothing, time it takes
};

// Where a visit could go that is not planned.
struct Candidate {
    int visit, shift;
    Spot spot;
};

// An objective says what a route is worth beside its prizes, and by what insertions are chosen.
// `extra` is the driving and waiting that one adds, for `Prizes` the time it takes.

// Prizes less the cost of driving and waiting: a visit may be left out because it costs too much.
class Profit {
public:
    explicit Profit(const Input& input) : cost_(input.cost) {}

    double charge(const Problem& problem, Route& route, int shift) const {
        return cost_ * (route.drive_and_wait = problem.drive_and_wait(route, shift));
    }
    // The share of the visits left out before that a round tries again, and where it tries them.
    double retried(Random& random) const { return random.below(4) ? SAMPLE : 1; }
    const std::vector<int>& opened(const std::vector<int>& all, const std::vector<int>&) const { return all; }

    double weight(double prize, double seen, bool) const { return prize * seen; }
    template <class Added>
    int extra(int, Added added) const { return added(); }
    template <class Balance>
    double gain(double weight, int extra, double may_lose, Balance balance) const {
        return weight + balance() - cost_ * extra + may_lose;
    }
    bool is_enough(double value, double least) const { return value > least; }

private:
    static constexpr double SAMPLE = 0.1;
    double cost_;
};

// Prizes alone, as in the team orienteering problem; among equal ones the shorter routes. A visit
// left out before can only fit where something was taken out.
class Prizes {
public:
    explicit Prizes(const Input& input) {
        double hours = 0;
        for (int s = 0; s < input.shifts; ++s) hours += input.latest[s] - input.earliest[s];
        tie_ = 0.5 / std::max(1.0, hours);  // all time together is worth half a prize of 1
    }

    double charge(const Problem& problem, Route& route, int shift) const {
        return tie_ * (route.reach.back() - problem.in.earliest[shift]);
    }
    double retried(Random&) const { return 1; }
    const std::vector<int>& opened(const std::vector<int>&, const std::vector<int>& changed) const {
        return changed;
    }

    double weight(double prize, double seen, bool is_squared) const {
        return is_squared ? prize * seen * prize : prize * seen;
    }
    template <class Added>
    int extra(int longer, Added) const { return longer; }
    template <class Balance>
    double gain(double weight, int extra, double, Balance) const { return weight / std::max(1, extra); }
    bool is_enough(double, double) const { return true; }

private:
    double tie_;
};

template <class Objective>
class Ruin {
public:
    Ruin(const Input& input, const Parameters& search, int64_t (*tick)(double))
        : problem_(input), in_(problem_.in), objective_(input), search_(search), random_(search.seed), tick_(tick), pool_(input) {
        where_.assign(in_.visits, -1);
        routes_.resize(in_.shifts);
        saved_.resize(in_.shifts);
        is_saved_.assign(in_.shifts, 0);
        is_loose_.assign(in_.visits, 1);
        by_person_.assign(in_.people, 0);
        by_group_.assign(in_.groups, 0);
        chosen_.assign(in_.weeks, 0);
        for (int s = 0; s < in_.shifts; ++s) all_.push_back(s);
        neighbours();
        for (int s = 0; s < in_.shifts; ++s) retime(s);
    }

    // Starts from routes that are known to be right.
    void begin(const int32_t* lengths, const int32_t* stops) {
        for (int s = 0; s < in_.shifts; ++s) {
            for (int i = 0; i < lengths[s]; ++i, ++stops) {
                routes_[s].stops.push_back(*stops);
                where_[*stops] = s;
                count(*stops, s, 1);
            }
            retime(s);
        }
    }

    void run() {
        for (int s : all_) add_empty(s);
        recreate();
        commit();
        best_ = routes_;
        double value = total(), best = value;
        const auto began = std::chrono::steady_clock::now();
        double part = 0, heat = search_.t_start, next_choice = 0;
        int64_t chosen_at = 0;
        for (int64_t round = 0;; ++round) {
            if (search_.iterations && round >= search_.iterations) break;
            if (round % 64 == 0) {
                const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - began;
                part = search_.iterations ? static_cast<double>(round) / search_.iterations
                                          : spent.count() / search_.seconds;
                if (part >= 1) break;
                heat = search_.t_start * power(search_.t_end / search_.t_start, part);
                if (tick_ && round % 4096 == 0 && tick_(part)) break;
                if (part >= next_choice) {
                    if (choose(best, TRIES * (round - chosen_at))) {
                        value = best = total();
                        best_ = routes_;
                    }
                    next_choice = part + 1.0 / CHOICES;
                    chosen_at = round;
                }
            }
            ruin();
            recreate();
            const double reached = total();
            if (reached > value + heat * logarithm(random_.unit() + 1e-300)) {
                if (reached > best - GOOD * search_.t_start)
                    for (int s : changed_) pool_.add(routes_[s], s);
                commit();
                value = reached;
                if (reached > best + 1e-9) {
                    best = reached;
                    best_ = routes_;
                }
            } else {
                undo();
            }
        }
    }

    void result(int32_t* lengths, int32_t* stops) const {
        for (int s = 0; s < in_.shifts; ++s) {
            lengths[s] = static_cast<int32_t>(best_[s].stops.size());
            stops = std::copy(best_[s].stops.begin(), best_[s].stops.end(), stops);
        }
    }

private:
    static constexpr int NEAR = 100;    // neighbours known of each visit
    static constexpr int CHOICES = 20;  // times that routes of good plans are put together
    static constexpr int TRIES = 200;   // choices looked at then, for each round since the last time
    static constexpr double GOOD = 4;   // a plan is good that lacks so many first temperatures at most

    Problem problem_;
    const Input& in_;
    Objective objective_;
    Parameters search_;
    Random random_;
    int64_t (*tick_)(double);
    Pool pool_;
    double blink_ = 0;     // share of the places that are overlooked, in this round
    double may_lose_ = 0;  // by one insertion, in this round
    std::vector<Route> routes_, saved_, best_;
    Route trial_;
    std::vector<char> is_saved_;
    std::vector<int> changed_, where_;
    std::vector<int> all_, opened_;
    std::vector<char> is_loose_;
    std::vector<std::vector<int>> near_;
    std::vector<Candidate> candidates_;  // while unplanned visits are put in
    std::vector<int> waiting_;
    std::vector<double> key_;
    std::vector<int> by_person_, by_group_, chosen_;  // visits made; those that need not be, by week

    void neighbours() {
        near_.resize(in_.visits);
        std::vector<int> others(in_.visits);
        for (int v = 0; v < in_.visits; ++v) {
            for (int o = 0; o < in_.visits; ++o) others[o] = o;
            const int count = std::min(NEAR, in_.visits);
            const auto nearer = [&](int a, int b) {
                const int x = in_.shifts ? problem_.between(0, v, a) : 0;
                const int y = in_.shifts ? problem_.between(0, v, b) : 0;
                return x != y ? x < y : a < b;
            };
            std::nth_element(others.begin(), others.begin() + count - 1, others.end(), nearer);
            near_[v].assign(others.begin(), others.begin() + count);
            std::sort(near_[v].begin(), near_[v].end(), nearer);
        }
    }

    double total() const {
        double sum = 0;
        for (const Route& route : routes_) sum += route.value;
        for (int g = 0; g < in_.groups; ++g) sum -= in_.shortage * std::max(0, in_.least[g] - by_group_[g]);
        return sum - unfairness();
    }

    double unfairness() const {
        if (in_.spread == 0) return 0;
        double least = std::numeric_limits<double>::max(), most = 0;
        for (int p = 0; p < in_.people; ++p) {
            least = std::min(least, by_person_[p] * in_.load[p]);
            most = std::max(most, by_person_[p] * in_.load[p]);
        }
        return in_.spread * (most - least);
    }

    void count(int v, int s, int change) {
        if (!in_.is_required[v]) chosen_[in_.week[s]] += change;
        by_person_[in_.person[s]] += change;
        by_group_[in_.group[v]] += change;
    }

    // What a visit more brings beside its prize: its group lacks visits, or the loads differ less.
    double balance(int v, int s) {
        double gain = by_group_[in_.group[v]] < in_.least[in_.group[v]] ? in_.shortage : 0;
        if (in_.spread > 0) {
            const double before = unfairness();
            ++by_person_[in_.person[s]];
            gain += before - unfairness();
            --by_person_[in_.person[s]];
        }
        return gain;
    }

    // Whether a visit is not made yet, and the week of route `s` may have one more.
    bool is_free(int v, int s) const {
        if (where_[v] >= 0 || (in_.exclusive_with[v] >= 0 && where_[in_.exclusive_with[v]] >= 0)) return false;
        return in_.is_required[v] || chosen_[in_.week[s]] < in_.at_most[in_.week[s]];
    }

    // Works out a route anew; false where it cannot be driven.
    bool retime(int s) {
        Route& route = routes_[s];
        route.drive = problem_.drive(route, s);
        if (!problem_.time(route, s) || route.drive > in_.longest_drive[s]) return false;
        route.value = problem_.prizes(route, s) - objective_.charge(problem_, route, s);
        return true;
    }

    void touch(int s) {
        if (is_saved_[s]) return;
        saved_[s] = routes_[s];
        is_saved_[s] = 1;
        changed_.push_back(s);
    }

    void commit() {
        for (int s : changed_) is_saved_[s] = 0;
        changed_.clear();
    }

    void undo() {
        for (int s : changed_)
            for (int v : routes_[s].stops) {
                where_[v] = -1;
                count(v, s, -1);
            }
        for (int s : changed_) {
            std::swap(routes_[s], saved_[s]);
            for (int v : routes_[s].stops) {
                where_[v] = s;
                count(v, s, 1);
            }
            is_saved_[s] = 0;
        }
        changed_.clear();
    }

    // Nothing to do is a choice too.
    void add_empty(int s) {
        Route route;
        problem_.time(route, s);
        route.value = -objective_.charge(problem_, route, s);
        pool_.add(route, s);
    }

    // Puts routes of good plans together, if that is worth more than `best`.
    bool choose(double best, int64_t tries) {
        double value = 0;
        for (const Route& route : best_) value += route.value;
        const auto chosen = pool_.choose(value, tries);
        if (chosen.empty()) return false;
        for (int s : all_) {
            touch(s);
            clear(s);
        }
        for (int s : all_) {
            for (int v : chosen[s]) {
                where_[v] = s;
                count(v, s, 1);
            }
            routes_[s].stops = chosen[s];
            retime(s);
        }
        bool is_better = total() > best + 1e-9;
        for (int w = 0; w < in_.weeks; ++w) is_better = is_better && chosen_[w] <= in_.at_most[w];
        is_better ? commit() : undo();
        return is_better;
    }

    // Removes strings of stops near a random visit, each from another route.
    void ruin() {
        if (in_.visits == 0) return;
        int planned = 0, used = 0;
        for (const Route& route : routes_) {
            planned += static_cast<int>(route.stops.size());
            used += !route.stops.empty();
        }
        if (planned == 0) return;
        const double mean = static_cast<double>(planned) / used;
        const double longest = std::min(static_cast<double>(search_.max_string), mean);
        const double most = 4 * search_.mean_removed / (1 + longest) - 1;
        const int strings = 1 + static_cast<int>(random_.unit() * most);
        const int seed = random_.below(in_.visits);
        int done = 0;
        for (int v : near_[seed]) {
            if (done >= strings) break;
            const int s = where_[v];
            if (s < 0 || is_saved_[s]) continue;
            touch(s);
            const int size = static_cast<int>(routes_[s].stops.size());
            const int limit = std::max(1, std::min(size, static_cast<int>(longest)));
            remove_string(s, v, 1 + random_.below(limit));
            ++done;
        }
    }

    // Removes `length` stops around `v`, sometimes with a few kept in between. Where the way past them is longer
    // than the way by them was, as known roads may have it, and the rest too late for that, all of them go.
    void remove_string(int s, int v, int length) {
        std::vector<int>& stops = routes_[s].stops;
        const int size = static_cast<int>(stops.size());
        const int at = static_cast<int>(std::find(stops.begin(), stops.end(), v) - stops.begin());
        int kept = 0;
        if (length > 1 && length < size && random_.unit() < 0.5)
            while (length + kept < size && random_.unit() > 0.99) ++kept;
        const int span = length + kept;
        const int low = std::max(0, at - span + 1), high = std::min(at, size - span);
        const int begin = low + random_.below(high - low + 1);
        const int skip = kept ? 1 + random_.below(span - kept - 1) : span;
        for (int i = begin; i < begin + span; ++i)
            if (i < begin + skip || i >= begin + skip + kept) loosen(stops[i], s);
        stops.erase(std::remove_if(stops.begin(), stops.end(), [&](int x) { return where_[x] < 0; }),
                    stops.end());
        if (!retime(s)) clear(s);
    }

    void clear(int s) {
        for (int v : routes_[s].stops) loosen(v, s);
        routes_[s].stops.clear();
        retime(s);
    }

    void loosen(int v, int s) {
        where_[v] = -1;
        count(v, s, -1);
        is_loose_[v] = 1;
    }

    void recreate() {
        waiting_.clear();
        const double share = objective_.retried(random_);
        for (int v = 0; v < in_.visits; ++v)
            if (where_[v] < 0 && (is_loose_[v] || random_.unit() < share)) waiting_.push_back(v);
        opened_ = objective_.opened(all_, changed_);
        blink_ = random_.below(4) ? 0.01 : 0.2;
        // Two visits may be worth a drive that none of them is worth alone.
        may_lose_ = random_.below(2) ? 0 : search_.max_loss * random_.unit();
        if (search_.max_loss > 0) begin_empty();
        if (random_.below(2)) {
            insert_in_order();
        } else {
            insert_by_gain();
        }
        for (int v : waiting_) is_loose_[v] = 0;
    }

    // Begins an empty route with a visit that may cost more than it brings, and with those near it
    // that pay once one is there; takes them out again where they are not worth the drive together.
    void begin_empty() {
        int s = -1, seen = 0;
        for (int empty : all_)
            if (routes_[empty].stops.empty() && random_.below(++seen) == 0) s = empty;
        if (s < 0 || waiting_.empty()) return;
        const int v = waiting_[random_.below(static_cast<int>(waiting_.size()))];
        const double before = total(), may_lose = may_lose_;
        if (is_free(v, s) && find(v, s).position == 0) {
            may_lose_ = UNLIMITED;
            insert(v, s, 0);
            may_lose_ = 0;
            for (int near : near_[v]) {
                const Spot spot = is_free(near, s) ? find(near, s) : Spot();
                if (spot.position >= 0) insert(near, s, spot.position);
            }
            if (total() <= before) clear(s);
        }
        may_lose_ = may_lose;
    }

    const std::vector<int>& routes_for(int v) const { return is_loose_[v] ? all_ : opened_; }

    // Puts visits in one after another, dearest first or in a random order.
    void insert_in_order() {
        key_.resize(in_.visits);
        const int order = random_.below(3);
        for (int v : waiting_) {
            const double chance = random_.unit();
            key_[v] = order == 0 ? chance : in_.prize[v] * (order == 1 ? 1 : 0.5 + chance);
        }
        std::sort(waiting_.begin(), waiting_.end(), [&](int a, int b) {
            return key_[a] != key_[b] ? key_[a] > key_[b] : a < b;
        });
        for (int v : waiting_) {
            int chosen = -1, position = -1;
            double least = NEVER;
            for (int s : routes_for(v)) {
                if (!is_free(v, s)) continue;
                const Spot spot = find(v, s);
                const double dear = spot.extra + problem_.lost(v, s);
                if (spot.position >= 0 && dear < least) {
                    least = dear;
                    position = spot.position;
                    chosen = s;
                }
            }
            if (chosen >= 0) insert(v, chosen, position);
        }
    }

    // Puts in the visit that brings most for the time it takes, again and again; each round sees
    // the prizes a little differently, so that it is not always the same ones that go first.
    void insert_by_gain() {
        const bool is_squared = random_.below(2);
        key_.resize(in_.visits);
        for (int v : waiting_) {
            key_[v] = objective_.weight(in_.prize[v], 0.5 + random_.unit(), is_squared);
        }
        candidates_.clear();
        for (int v : waiting_)
            for (int s : routes_for(v))
                if (is_free(v, s)) candidates_.push_back({v, s, find(v, s)});
        forget_impossible();
        while (!candidates_.empty()) {
            const size_t chosen = best_candidate();
            if (chosen == candidates_.size()) return;
            const auto [v, s, spot] = candidates_[chosen];
            if (insert(v, s, spot.position)) {
                for (Candidate& other : candidates_)
                    if (other.shift == s && is_free(other.visit, s)) other.spot = find(other.visit, s);
            } else {
                candidates_[chosen].spot = Spot();
            }
            forget_impossible();
        }
    }

    void forget_impossible() {
        const auto is_over = [&](const Candidate& c) { return c.spot.position < 0 || !is_free(c.visit, c.shift); };
        candidates_.erase(std::remove_if(candidates_.begin(), candidates_.end(), is_over), candidates_.end());
    }

    // The candidate that brings most; how many there are, where none brings enough.
    size_t best_candidate() {
        size_t chosen = candidates_.size();
        double most = 0;
        for (size_t c = 0; c < candidates_.size(); ++c) {
            const int v = candidates_[c].visit, s = candidates_[c].shift;
            const double gain = objective_.gain(key_[v] - problem_.lost(v, s), candidates_[c].spot.extra, may_lose_,
                                                [&] { return balance(v, s); });
            if (gain > most) {
                most = gain;
                chosen = c;
            }
        }
        return chosen;
    }

    // Returns where `v` takes least time in route `s`; now and then a place is overlooked.
    Spot find(int v, int s) {
        Spot best;
        const auto [opens, closes] = problem_.bounds(v, s);
        const Route& route = routes_[s];
        const int n = static_cast<int>(route.stops.size());
        const int service = in_.service_duration[v];
        const int spare = in_.longest_drive[s] - route.drive;
        const bool is_limited = in_.longest_drive[s] < UNLIMITED;
        const bool is_simple = problem_.is_simple(v, s);
        const int *to = problem_.legs_to(s, v), *from = problem_.legs_from(s, v);
        for (int i = 0; i <= n; ++i) {
            if (route.last[i] < opens) continue;
            const int arrival = route.ready[i] + (i == 0 ? problem_.from_start(s, v) : to[route.stops[i - 1]]);
            if (arrival > closes) break;
            const int start = is_simple ? std::max(arrival, opens) : problem_.start_from(v, s, arrival);
            const int reached = start + service + (i == n ? problem_.to_end(s, v) : from[route.stops[i]]);
            if (reached > route.last[i]) continue;
            if (is_limited && drive_added(v, s, i) > spare) continue;
            const int longer = reached - route.reach[i];
            const int extra = objective_.extra(
                longer, [&] { return drive_and_wait_with(v, s, i) - route.drive_and_wait; });
            if (extra < best.extra && random_.unit() >= blink_) {
                best.extra = extra;
                best.position = i;
            }
        }
        return best;
    }

    int drive_added(int v, int s, int position) const {
        const std::vector<int>& stops = routes_[s].stops;
        const int n = static_cast<int>(stops.size());
        const bool is_first = position == 0, is_last = position == n;
        const int to = is_first ? problem_.from_start(s, v) : problem_.between(s, stops[position - 1], v);
        const int from = is_last ? problem_.to_end(s, v) : problem_.between(s, v, stops[position]);
        if (n == 0) return to + from;
        const int direct = is_first ? problem_.from_start(s, stops[0])
                           : is_last ? problem_.to_end(s, stops[n - 1])
                                     : problem_.between(s, stops[position - 1], stops[position]);
        return to + from - direct;
    }

    // Returns the driving and waiting of route `s` with `v` at `position`, where it is known to fit.
    int drive_and_wait_with(int v, int s, int position) {
        const std::vector<int>& stops = routes_[s].stops;
        trial_.stops.assign(stops.begin(), stops.end());
        trial_.stops.insert(trial_.stops.begin() + position, v);
        problem_.advance(trial_, s);
        return problem_.drive_and_wait(trial_, s);
    }

    // Puts `v` in, if that brings enough: more than it costs, less what may be lost.
    bool insert(int v, int s, int position) {
        touch(s);
        Route& route = routes_[s];
        const double before = route.value - balance(v, s);
        route.stops.insert(route.stops.begin() + position, v);
        retime(s);
        if (!objective_.is_enough(route.value, before - may_lose_)) {
            route.stops.erase(route.stops.begin() + position);
            retime(s);
            return false;
        }
        where_[v] = s;
        count(v, s, 1);
        return true;
    }
};

template <class Objective>
void solve(const Input& input, const Parameters& search, int64_t (*tick)(double), int32_t* lengths, int32_t* stops) {
    Ruin<Objective> ruin(input, search, tick);
    ruin.begin(lengths, stops);
    ruin.run();
    ruin.result(lengths, stops);
}

}  // namespace

extern "C" {

// So that who calls can see that both mean the same structures.
int64_t hageplan_input_size() { return sizeof(Input); }
int64_t hageplan_parameters_size() { return sizeof(Parameters); }

// Solves; `lengths` (shifts) and `stops` (visits) hold the routes to begin with and the result.
void hageplan_solve(const Input* input, const Parameters* search, int64_t (*tick)(double),
                    int32_t* lengths, int32_t* stops) {
    if (input->cost > 0) {
        solve<Profit>(*input, *search, tick, lengths, stops);
    } else {
        solve<Prizes>(*input, *search, tick, lengths, stops);
    }
}
}
