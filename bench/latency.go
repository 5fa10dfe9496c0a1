package main

import (
	"math"
	"slices"
	"time"
)

// percentile is the smallest sample that at least the given share of all samples do not exceed (nearest rank). The
// samples are sorted. Every one is kept, so it is exact; a minute of them takes a few megabytes.
func percentile(sorted []time.Duration, share float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	rank := int(math.Ceil(share * float64(len(sorted))))
	return sorted[min(max(rank, 1), len(sorted))-1]
}

// latency says how long requests took, in milliseconds.
type latency struct {
	P50 float64 `json:"p50"`
	P90 float64 `json:"p90"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

// latencyOf sorts the samples and describes them.
func latencyOf(samples []time.Duration) latency {
	slices.Sort(samples)
	at := func(share float64) float64 { return milliseconds(percentile(samples, share)) }
	return latency{P50: at(0.5), P90: at(0.9), P99: at(0.99), Max: at(1)}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// spread is what several rounds gave.
type spread struct {
	Median float64 `json:"median"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
}

func spreadOf(values []float64) spread {
	if len(values) == 0 {
		return spread{}
	}
	return spread{Median: median(values), Min: slices.Min(values), Max: slices.Max(values)}
}

// variation is the distance between the best and the worst round, as a share of the median.
func (s spread) variation() float64 {
	if s.Median == 0 {
		return math.Inf(1)
	}
	return (s.Max - s.Min) / s.Median
}

// median is the middle value, or the mean of the two in the middle; 0 of none.
func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	switch n := len(sorted); {
	case n == 0:
		return 0
	case n%2 == 1:
		return sorted[n/2]
	default:
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
}
