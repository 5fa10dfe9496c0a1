package faults

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"
)

// finish sends an operation until it is acknowledged: to one server, and when no answer comes, or one that asks for
// patience, to another one or the same again, always with the same Idempotency-Key. It is done, or refused for one of
// the reasons; anything else is a failure. False: not done, or the test ends.
func (c *client) finish(o *operation, reasons ...string) bool {
	for {
		url, alive := c.w.servers.pick(c.random)
		if !alive {
			if c.w.gaveUp() {
				c.fail("%s %s was never acknowledged", o.name, o.key)
				return false
			}
			time.Sleep(5 * time.Millisecond)
			continue
		}
		began := time.Now()
		r, err := o.send(context.Background(), c.w.web, url)
		c.slowest = max(c.slowest, time.Since(began).Seconds())
		switch {
		case err != nil:
			c.codes["no answer"]++
		case o.take(r):
			c.done = append(c.done, o)
			if !o.done && !slices.Contains(reasons, o.refused) {
				c.fail("%s %s was refused: %s", o.name, o.key, r.text)
			}
			return o.done
		default:
			c.codes[r.code()]++
			if !r.passes() || r.status == http.StatusInternalServerError {
				c.fail("%s %s was answered %d %s", o.name, o.key, r.status, r.text)
				if o.attempts > 5 {
					return false
				}
			}
		}
		if c.w.gaveUp() {
			c.fail("%s %s was never acknowledged", o.name, o.key)
			return false
		}
		time.Sleep(time.Duration(1+c.random.IntN(20)) * time.Millisecond)
	}
}

func (c *client) fail(format string, arguments ...any) {
	if len(c.failures) < 10 {
		c.failures = append(c.failures, fmt.Sprintf(format, arguments...))
	}
}

// run sends as long as it is told to, at most one mutation for each turn that it gets.
func (c *client) run(turns <-chan struct{}) {
	for range turns {
		c.step()
	}
}
