package main

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
)

func TestGateFailsOnABadRatio(t *testing.T) {
	t.Parallel()
	steady := 0.1
	for _, c := range []struct {
		name   string
		least  bool
		bound  float64
		tries  []figure
		missed bool
		asked  int
	}{
		{"enough", true, 0.35, []figure{{ratio: 0.35, varied: steady}}, false, 1},
		{"too little", true, 0.35, []figure{{ratio: 0.34, varied: steady}}, true, 1},
		{"within", false, 1.5, []figure{{ratio: 1.5, varied: steady}}, false, 1},
		{"too much", false, 1.5, []figure{{ratio: 1.51, varied: steady}}, true, 1},
		{"held on an unsteady machine", false, 1.5, []figure{{ratio: 1, varied: 1}}, false, 1},
		{"missed once on an unsteady machine", false, 1.5, []figure{{ratio: 2, varied: 0.16}, {ratio: 1.2, varied: 0.16}}, false, 2},
		{"missed twice", false, 1.5, []figure{{ratio: 2, varied: 0.16}, {ratio: 2, varied: 0.16}}, true, 2},
		{"no number, at least", true, 0.35, []figure{{ratio: math.NaN()}}, true, 1},
		{"no number, at most", false, 1.5, []figure{{ratio: math.NaN()}}, true, 1},
	} {
		asked := 0
		one := check{c.name, c.least, c.bound, "go run ./bench more", func(context.Context) (figure, error) {
			asked++
			return c.tries[asked-1], nil
		}}
		made, err := one.run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if made.Missed != c.missed || asked != c.asked || made.Tries != c.asked {
			t.Errorf("%s: asked %d times, %+v", c.name, asked, made)
		}
		err = judgeGate([]checked{{Name: "another"}, made})
		if (err != nil) != c.missed {
			t.Errorf("%s: %v", c.name, err)
		}
		if err != nil && (!strings.Contains(err.Error(), c.name) || !strings.Contains(err.Error(), "go run ./bench more") ||
			strings.Contains(err.Error(), "another")) {
			t.Errorf("%s: the error does not name it: %v", c.name, err)
		}
	}
}

func TestGatePassesErrorsOn(t *testing.T) {
	t.Parallel()
	wrong := errors.New("the server is gone")
	one := check{name: "growth", take: func(context.Context) (figure, error) { return figure{}, wrong }}
	if _, err := one.run(t.Context()); !errors.Is(err, wrong) || !strings.Contains(err.Error(), "growth") {
		t.Errorf("got %v", err)
	}
}

func TestEveryCheckSaysWhatToRun(t *testing.T) {
	t.Parallel()
	for _, c := range (&gateCommand{}).checks(nil, logger{}, "") {
		if c.name == "" || !strings.HasPrefix(c.more, "go ") || c.take == nil {
			t.Errorf("got %+v", c.name)
		}
	}
}

func TestGateTakesTheWorstOfTheBest(t *testing.T) {
	t.Parallel()
	table := costTable{Costs: []cost{
		{Contest: "a", Best: 1.1, Ratio: spread{Median: 9}}, {Contest: "b", Name: "c", Best: 1.3, Base: spread{Median: 2, Min: 1, Max: 3}}, {Best: 1},
	}}
	if f, err := bestOf(table, nil); err != nil || f != (figure{1.3, 1, "b of c"}) {
		t.Errorf("got %+v, %v", f, err)
	}
	if f, _ := bestOf(costTable{Costs: []cost{{Best: math.NaN()}}}, nil); !math.IsNaN(f.ratio) {
		t.Errorf("what is not a number is passed over: %+v", f)
	}
}
