package property

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/handledesk/handledesk/internal/registrar"
)

// step is a part of Postgres' plan, as EXPLAIN (FORMAT JSON) words it.
type step struct {
	Kind     string  `json:"Node Type"`
	Table    string  `json:"Relation Name"`
	Index    string  `json:"Index Name"`
	Cond     string  `json:"Index Cond"`
	Filter   string  `json:"Filter"`
	Rows     float64 `json:"Actual Rows"` // of each loop
	Removed  float64 `json:"Rows Removed by Filter"`
	Rechecks float64 `json:"Rows Removed by Index Recheck"`
	Loops    float64 `json:"Actual Loops"`
	Parts    []*step `json:"Plans"`
}

const (
	// mostOfAPage is how many rows a step may read for a page whose order's index holds the filter.
	mostOfAPage = 1_000
	// mostCounted is how many it may read to count, or to put candidates in order: 10,000 candidates and what hangs on them, or
	// the index of the whole list where two filters are common.
	mostCounted = 12_000
)

// faultsOnPostgres runs a statement that reads, and looks at what each step of its plan went through. That is what counts
// in a large database with statistics; for operators, who look over all accounts, the index of an order may be walked from its
// end. In a small one every plan is cheap: there it asks whether the statement can be run
// by indexes alone, and does not run it.
func (l *large) faultsOnPostgres(t *testing.T, query, arguments string, c caller, sorts bool) (wrong, steps []string) {
	t.Helper()
	connection, err := l.raw.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = connection.Close() }()
	plan, err := explain(t.Context(), connection, query, arguments, l.small, sorts)
	if err != nil {
		t.Fatalf("%v: %s", err, query)
	}
	plan.each(0, func(depth int, s *step) {
		steps = append(steps, fmt.Sprintf("%*s%s", depth*2, "", s))
		fault := s.walks(strings.Contains(query, " ORDER BY ") && !sorts && c.kind != registrar.ActorOperator)
		if l.small {
			fault = s.unserved(c, sorts)
		}
		if fault != "" {
			wrong = append(wrong, fault+": "+s.String())
		}
	})
	return wrong, steps
}

// manyRows lets Postgres believe that every table is large.
const manyRows = "; UPDATE pg_class SET reltuples = 1000000, relpages = 1 WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"

// reading is what a statement must begin with to be run.
var reading = regexp.MustCompile(`^(SELECT|WITH) `)

// explain asks for a plan with the values as they were, or, where blanks make them doubtful, without any.
func explain(ctx context.Context, connection *sql.Conn, query, arguments string, small, sorts bool) (*step, error) {
	count := len(placeholder.FindAllString(query, -1)) // each is used once
	values, mode := strings.Fields(arguments), "force_custom_plan"
	for i, value := range values {
		values[i] = "'" + strings.ReplaceAll(value, "'", "''") + "'"
	}
	if len(values) != count {
		values, mode = strings.Fields(strings.Repeat("NULL ", count)), "force_generic_plan"
	}
	// One account has nearly all rows here, so that reading all of a table is fair; where there are many, it is not.
	settings := "SET plan_cache_mode = " + mode + "; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off"
	analyze := "ANALYZE, TIMING OFF, "
	if small {
		settings += manyRows
	}
	if small && !sorts {
		settings += "; SET enable_sort = off; SET enable_incremental_sort = off"
	}
	if small || mode == "force_generic_plan" || !reading.MatchString(query) {
		analyze = ""
	}
	execute := "looked"
	if count > 0 {
		execute += "(" + strings.Join(values, ", ") + ")"
	}
	if _, err := connection.ExecContext(ctx, settings+"; PREPARE looked AS "+query); err != nil {
		return nil, err
	}
	var text []byte
	err := connection.QueryRowContext(ctx, "EXPLAIN ("+analyze+"FORMAT JSON) EXECUTE "+execute).Scan(&text)
	if _, last := connection.ExecContext(ctx, "DEALLOCATE looked; RESET ALL"); err == nil {
		err = last
	}
	if err != nil {
		return nil, err
	}
	var plans []struct{ Plan *step }
	if err := json.Unmarshal(text, &plans); err != nil || len(plans) != 1 {
		return nil, fmt.Errorf("%s: %w", text, err)
	}
	return plans[0].Plan, nil
}

func (s *step) each(depth int, look func(depth int, s *step)) {
	look(depth, s)
	for _, part := range s.Parts {
		part.each(depth+1, look)
	}
}

// String is a step in one line.
func (s *step) String() string {
	text := fmt.Sprintf("%s %s %s read %.0f", s.Kind, s.Table, s.Index, s.read())
	if s.Cond != "" {
		text += " Index Cond: " + s.Cond
	}
	if s.Filter != "" {
		text += " Filter: " + s.Filter
	}
	return text
}

func (s *step) read() float64 { return (s.Rows + s.Removed + s.Rechecks) * max(s.Loops, 0) }

// walks says what is wrong with a step that was run.
func (s *step) walks(inOrder bool) string {
	switch {
	case !strings.HasSuffix(s.Kind, " Scan"):
		return ""
	case s.read() > mostCounted, inOrder && s.read() > mostOfAPage:
		return "it goes through too much"
	case s.Kind == "Seq Scan" && s.Table != "resellers" && s.Table != "api_keys":
		return "it reads a whole table"
	}
	return ""
}

// unserved says what is wrong with a step of a plan that avoids sorting and reading tables at almost any cost.
func (s *step) unserved(c caller, sorts bool) string {
	switch {
	case strings.HasSuffix(s.Kind, "Sort") && !sorts:
		return "it sorts"
	case s.Kind == "Seq Scan":
		return "it reads a whole table"
	case strings.Contains(s.Kind, "Index") && s.Cond == "" && c.kind != registrar.ActorOperator:
		return "it reads a whole index"
	}
	return ""
}
