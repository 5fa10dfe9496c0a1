package telemetry

import (
	"context"
	"database/sql"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

const (
	// backlogKept is how long a count of the backlog is shown again, so that scraping often costs the database nothing.
	backlogKept = 5 * time.Second
	// backlogTime is how long counting may take.
	backlogTime = 2 * time.Second
)

// Backlog is what waits to be done.
type Backlog struct {
	Queued      int // messages of the queue
	Due         int // timers whose time has come
	DeadLetters int // mails that were given up
}

// Database is what can be looked at.
type Database struct {
	// Pools gives the state of the connections that read and of those that write.
	Pools func() (reader, writer sql.DBStats)
	// Backlog counts, no further than it wants to, and not after the context is done.
	Backlog func(ctx context.Context) (Backlog, error)
}

// Watch shows a database's connections and what waits in it, looking when Prometheus asks. Call it once.
func (t *Telemetry) Watch(db Database) {
	pools := []string{"pool"}
	describe := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("handledesk_"+name, help, labels, nil)
	}
	t.metrics.registry.MustRegister(&watched{
		t: t, db: db,
		limit:  describe("sql_pool_max_connections", "Connections that the pool may have.", pools...),
		open:   describe("sql_pool_open_connections", "Connections that the pool has.", pools...),
		used:   describe("sql_pool_used_connections", "Connections in use.", pools...),
		waits:  describe("sql_pool_waits_total", "How often somebody waited for a connection.", pools...),
		waited: describe("sql_pool_wait_seconds_total", "How long they waited, added up.", pools...),
		queued: describe("queue_messages", "Messages in the queue, those that somebody handles included, as far as they are counted."),
		due:    describe("timers_due", "Timers whose time has come, as far as they are counted."),
		dead:   describe("dead_letters", "Mails that were given up, as far as they are counted."),
	})
}

// watched collects when Prometheus asks.
type watched struct {
	t                                                   *Telemetry
	db                                                  Database
	limit, open, used, waits, waited, queued, due, dead *prometheus.Desc

	mu      sync.Mutex
	counted time.Time
	backlog Backlog
	failed  bool
}

// Describe lists the metrics.
func (w *watched) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{w.limit, w.open, w.used, w.waits, w.waited, w.queued, w.due, w.dead} {
		to <- d
	}
}

// Collect looks.
func (w *watched) Collect(to chan<- prometheus.Metric) {
	reader, writer := w.db.Pools()
	for pool, stats := range map[string]sql.DBStats{"reader": reader, "writer": writer} {
		show := func(d *prometheus.Desc, kind prometheus.ValueType, value float64) {
			to <- prometheus.MustNewConstMetric(d, kind, value, pool)
		}
		show(w.limit, prometheus.GaugeValue, float64(stats.MaxOpenConnections))
		show(w.open, prometheus.GaugeValue, float64(stats.OpenConnections))
		show(w.used, prometheus.GaugeValue, float64(stats.InUse))
		show(w.waits, prometheus.CounterValue, float64(stats.WaitCount))
		show(w.waited, prometheus.CounterValue, stats.WaitDuration.Seconds())
	}
	backlog, ok := w.count()
	if !ok {
		return // and not zero, which would say that all is done
	}
	for d, value := range map[*prometheus.Desc]int{w.queued: backlog.Queued, w.due: backlog.Due, w.dead: backlog.DeadLetters} {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(value))
	}
}

// count counts the backlog, unless it was counted just now.
func (w *watched) count() (b Backlog, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if time.Since(w.counted) < backlogKept {
		return w.backlog, !w.failed
	}
	ctx, cancel := context.WithTimeout(context.Background(), backlogTime)
	defer cancel()
	var err error
	w.backlog, err = w.db.Backlog(ctx)
	if w.counted, w.failed = time.Now(), err != nil; err != nil {
		w.t.o.Logger.Warn("the backlog could not be counted for the metrics", "error", err)
	}
	return w.backlog, err == nil
}
