package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"syscall"
	"time"
)

// What a page costs is measured within one process, unlike rates: the same collector, caches and clock serve all that are
// compared, processor time is known to the microsecond, where /proc tells hundredths of a second, and no network adds to
// both sides what would bring their ratio nearer to 1.

// subject is one of several things that do the same work: a page of some size of list, at some depth, of some handle.
type subject struct {
	name   string
	server http.Handler
	query  string // with the one variable at, a cursor
	calls  []call // pages that are as good as each other; what is asked for is chosen from them
}

// contest lets subjects do the same work in turn. The first one is what the others are measured against.
type contest struct {
	name     string
	subjects []subject
}

// turnFlags say how often subjects take turns.
type turnFlags struct {
	Rounds int `help:"How many times each of those compared has its turn." default:"15"`
	Calls  int `help:"How many requests make up a turn." default:"24"`
}

func (f turnFlags) verify() error {
	if f.Rounds < 1 || f.Rounds > 1000 || f.Calls < 1 || f.Calls > 10_000 {
		return errors.New("give 1 to 1000 --rounds, and 1 to 10000 --calls")
	}
	return nil
}

// cost is what one subject's requests came to.
type cost struct {
	Contest   string  `json:"page"`
	Name      string  `json:"of"`
	Size      float64 `json:"bytesPerAnswer"`
	CPU       spread  `json:"cpuMilliseconds"` // of the process, for one request
	P50       spread  `json:"p50Milliseconds"`
	Ratio     spread  `json:"cpuRatio"` // to the contest's first, round by round
	WallRatio spread  `json:"p50Ratio"`
	Base      spread  `json:"firstCPUMilliseconds"` // of the contest's first
	Best      float64 `json:"bestCPURatio"`         // of the best round to the first's best, which disturbance leaves alone
}

// turn is what one subject did in one round.
type turn struct{ cpu, p50 float64 }

// run chooses pages of like size, asks for each until the caches know it, and lets the subjects take turns.
func (c contest) run(ctx context.Context, f turnFlags, keep int, log io.Writer) ([]cost, error) {
	fmt.Fprintf(log, "  %s\n", c.name)
	costs, err := c.choose(ctx, keep)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.name, err)
	}
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	seen := make([][]turn, len(c.subjects))
	for round := range f.Rounds + 1 {
		for i := range c.subjects {
			at := (round + i) % len(c.subjects) // nobody always comes after the same one
			t, err := c.subjects[at].turn(ctx, f.Calls)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", c.name, c.subjects[at].name, err)
			}
			if round > 0 { // the first one warms up
				seen[at] = append(seen[at], t)
			}
		}
	}
	for i := range costs {
		costs[i].compare(seen[0], seen[i])
	}
	return costs, nil
}

// choose asks once for every page and leaves each subject those whose answers come nearest in size to the first one's
// median, so that all of them do the same work: lists differ in how many domains their handles happen to have.
func (c contest) choose(ctx context.Context, keep int) ([]cost, error) {
	costs := make([]cost, len(c.subjects))
	wanted := 0.0
	for i := range c.subjects {
		s := &c.subjects[i]
		var sizes []float64
		for _, one := range s.calls {
			text, _, err := answerTo(ctx, s.server, one.Key, s.body(one))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", s.name, err)
			}
			sizes = append(sizes, float64(len(withoutCost(text))))
		}
		if i == 0 {
			wanted = median(sizes)
		}
		s.calls, sizes = nearest(s.calls, sizes, wanted, keep)
		costs[i] = cost{Contest: c.name, Name: s.name, Size: median(sizes)}
	}
	return costs, nil
}

// nearest keeps the calls whose sizes are nearest to the wanted one, and their sizes.
func nearest(calls []call, sizes []float64, wanted float64, keep int) (kept []call, their []float64) {
	order := make([]int, len(calls))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(abs(sizes[a]-wanted), abs(sizes[b]-wanted)) })
	for _, at := range order[:min(keep, len(order))] {
		kept, their = append(kept, calls[at]), append(their, sizes[at])
	}
	return kept, their
}

func abs(x float64) float64 { return max(x, -x) }

func (s *subject) body(c call) []byte {
	return append(append(bodyPrefix("Page", s.query), c.Variables...), '}')
}

// turn asks for the subject's pages, one after the other, with the collector at rest: garbage of the same answers is the
// same, and when it is collected is chance.
func (s *subject) turn(ctx context.Context, calls int) (turn, error) {
	bodies := make([][]byte, len(s.calls))
	for i := range bodies {
		bodies[i] = s.body(s.calls[i])
	}
	runtime.GC()
	took := make([]time.Duration, calls)
	before, err := processorTime()
	if err != nil {
		return turn{}, err
	}
	for i := range took {
		at := i % len(bodies)
		if _, took[i], err = answerTo(ctx, s.server, s.calls[at].Key, bodies[at]); err != nil {
			return turn{}, err
		}
	}
	after, err := processorTime()
	slices.Sort(took)
	return turn{float64((after - before).Microseconds()) / 1000 / float64(calls), milliseconds(percentile(took, 0.5))}, err
}

// processorTime is what this process has used so far, in user and in kernel mode (getrusage(2)).
func processorTime() (time.Duration, error) {
	var used syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()), err
}

// compare takes medians of the rounds. Ratios are taken round by round first, since what disturbs a round disturbs both.
func (c *cost) compare(base, own []turn) {
	var first, cpu, p50, ratio, wall []float64
	for i := range own {
		first, cpu, p50 = append(first, base[i].cpu), append(cpu, own[i].cpu), append(p50, own[i].p50)
		ratio, wall = append(ratio, own[i].cpu/base[i].cpu), append(wall, own[i].p50/base[i].p50)
	}
	c.Base, c.CPU, c.P50, c.Ratio, c.WallRatio = spreadOf(first), spreadOf(cpu), spreadOf(p50), spreadOf(ratio), spreadOf(wall)
	c.Best = c.CPU.Min / c.Base.Min
}
