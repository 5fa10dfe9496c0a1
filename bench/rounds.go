package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

// experiment runs the same groups against each server in turn, round after round, so that whatever else happens on the
// machine falls on all of them alike. The first of several servers is the limit.
type experiment struct {
	title   string
	servers []*process
	groups  []group
	// others is what servers with another schema are asked instead, group by group.
	others  map[*process][]group
	rounds  int
	warm    time.Duration // before each round, not measured
	measure time.Duration
	pins    pinning
	log     io.Writer
}

// limitName is the limit's in a report.
const limitName = "limit"

// tolerated is how much the limit itself may vary between rounds before its ratios mean nothing.
const tolerated = 0.15

// round is what one server did in one round.
type round struct {
	outcomes []outcome
	cpu      time.Duration
}

// row is one line of the report: what one server did for one group, over all rounds.
type row struct {
	Server      string         `json:"server"`
	Group       string         `json:"group"`
	Connections int            `json:"connections"`
	PerSecond   spread         `json:"requestsPerSecond"`
	Ratio       float64        `json:"ratioToLimit,omitempty"`
	P50         spread         `json:"p50Milliseconds"`
	P99         spread         `json:"p99Milliseconds"`
	Errors      int            `json:"errors"`
	Messages    map[string]int `json:"messages,omitempty"`
	CPU         spread         `json:"cpuMillisecondsPerRequest"` // of all groups together
	PeakMemory  float64        `json:"peakMegabytes"`             // since the server was started
}

// table is the result of one experiment.
type table struct {
	Title   string  `json:"title"`
	Rounds  int     `json:"rounds"`
	Seconds float64 `json:"secondsPerRound"`
	Rows    []row   `json:"rows"`
	// Varied is how far the limit's rounds lie apart, as a share of their median.
	Varied  float64 `json:"limitVaried,omitempty"`
	Refused bool    `json:"verdictRefused,omitempty"`
	Verdict string  `json:"verdict,omitempty"`
	Against []duel  `json:"against,omitempty"`
}

// duel is how many times a peer's rate the product does, and how many times its processor time the peer takes for a
// request: the same where the server's core has nothing else to do.
type duel struct {
	Product string  `json:"product"`
	Peer    string  `json:"peer"`
	Rate    float64 `json:"rate"`
	CPU     float64 `json:"cpu"`
}

// run runs all rounds.
func (e experiment) run(ctx context.Context) (table, error) {
	fmt.Fprintf(e.log, "%s: %d rounds of %s\n", e.title, e.rounds, e.measure)
	seen := make([][]round, len(e.servers))
	for i := range e.rounds {
		for at, server := range e.servers {
			r, err := e.round(ctx, server, i)
			if err != nil {
				return table{}, err
			}
			seen[at] = append(seen[at], r)
		}
	}
	t := table{Title: e.title, Rounds: e.rounds, Seconds: e.measure.Seconds()}
	for at, server := range e.servers {
		peak, err := server.peakMemory()
		if err != nil {
			return table{}, err
		}
		for g := range e.groups {
			r := summarize(seen[at], g)
			r.Server, r.Group, r.Connections = server.Name, e.groups[g].Name, e.groups[g].Connections
			r.PeakMemory = float64(peak) / (1 << 20)
			t.Rows = append(t.Rows, r)
		}
	}
	if len(e.servers) > 1 && e.servers[0].Name == limitName {
		t.judge(len(e.groups))
	}
	return t, nil
}

// asked is what this server is asked.
func (e experiment) asked(server *process) []group {
	if others, ok := e.others[server]; ok {
		return others
	}
	return e.groups
}

// round warms the server up and measures once. Running numbers never come again, so that each change is one.
func (e experiment) round(ctx context.Context, server *process, number int) (round, error) {
	const apart = 10_000_000
	asked := e.asked(server)
	groups := append([]group{}, asked...)
	send := func(span time.Duration, from int64) ([]outcome, error) {
		for i := range groups {
			groups[i].First = asked[i].First + from*apart
		}
		return runLoad(ctx, e.pins, job{Address: server.address, For: span, Groups: groups})
	}
	if _, err := send(e.warm, int64(2*number)); err != nil {
		return round{}, err
	}
	before, err := server.cpu()
	if err != nil {
		return round{}, err
	}
	outcomes, err := send(e.measure, int64(2*number+1))
	if err != nil {
		return round{}, err
	}
	after, err := server.cpu()
	return round{outcomes, after - before}, err
}

// summarize takes the medians of one group's rounds.
func summarize(rounds []round, g int) row {
	var r row
	var rates, p50, p99, cpu []float64
	for _, one := range rounds {
		o, all := one.outcomes[g], 0
		for _, each := range one.outcomes {
			all += each.Requests
		}
		rates, p50, p99 = append(rates, o.PerSecond), append(p50, o.Latency.P50), append(p99, o.Latency.P99)
		cpu = append(cpu, milliseconds(one.cpu)/float64(max(all, 1)))
		r.Errors += o.Errors
		for text, times := range o.Messages {
			if r.Messages == nil {
				r.Messages = map[string]int{}
			}
			r.Messages[text] += times
		}
	}
	r.PerSecond, r.P50, r.P99, r.CPU = spreadOf(rates), spreadOf(p50), spreadOf(p99), spreadOf(cpu)
	return r
}

// judge compares all servers with the limit, unless the limit itself was unsteady or somebody made errors. The verdict is
// about the first of them.
func (t *table) judge(groups int) {
	failed := 0
	for i := range t.Rows {
		limit, r := t.Rows[i%groups], &t.Rows[i]
		if i >= groups {
			r.Ratio = quotient(r.PerSecond.Median, limit.PerSecond.Median)
		}
		failed += r.Errors
	}
	for _, limit := range t.Rows[:groups] {
		t.Varied = max(t.Varied, limit.PerSecond.variation())
	}
	if failed > 0 {
		t.Refused, t.Verdict = true, "No verdict: there were errors."
	}
	if t.Varied > tolerated {
		t.Refused = true
		t.Verdict = fmt.Sprintf("No verdict: the limit itself varied by %.0f%% between rounds (more than %.0f%%). "+
			"Run it again on a quieter machine, or with longer rounds (--for).", 100*t.Varied, 100*tolerated)
	}
	if !t.Refused {
		t.Verdict = fmt.Sprintf("The product does %.2f of the limit (%s); the limit varied by %.0f%%.",
			t.Rows[groups].Ratio, t.Rows[groups].Group, 100*t.Varied)
	}
}

// compare puts each of the products beside each of the peers.
func (t *table) compare(products, peers []string) {
	for _, product := range t.Rows {
		for _, peer := range t.Rows {
			if slices.Contains(products, product.Server) && slices.Contains(peers, peer.Server) {
				t.Against = append(t.Against, duel{product.Server, peer.Server,
					quotient(product.PerSecond.Median, peer.PerSecond.Median), quotient(peer.CPU.Median, product.CPU.Median)})
			}
		}
	}
}

// quotient is 0 where nothing was measured.
func quotient(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
