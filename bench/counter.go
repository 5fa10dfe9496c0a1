package main

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"sync/atomic"
	"time"
)

// counter counts the requests of a job that are begun and answered, for all its connections together.
type counter struct {
	most                   int64 // how many there are to be; 0 when time alone ends the job
	begun, answered, wrong atomic.Int64
}

// next tells whether another request is to be sent, and counts it.
func (c *counter) next() bool { return c.most == 0 || c.begun.Add(1) <= c.most }

func (c *counter) done(err error) {
	if err != nil {
		c.wrong.Add(1)
		return
	}
	c.answered.Add(1)
}

// telling is how often a long job tells how far it is.
const telling = 10 * time.Second

// tell writes how far the job is until it is over.
func (c *counter) tell(ctx context.Context, out io.Writer) {
	ticker := time.NewTicker(telling)
	defer ticker.Stop()
	var before int64
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now := c.answered.Load()
		fmt.Fprintf(out, "  %d of %d done, %d a second; %d errors\n", now, c.most, (now-before)/int64(telling/time.Second), c.wrong.Load())
		before = now
	}
}

var (
	errorCode = regexp.MustCompile(`"code":\s*"([A-Z_]+)"`)
	lockError = regexp.MustCompile(`(?i)database is (locked|busy)`)
)

// codeOf is the code in an error's text. The one that this benchmark looks for has a name of its own.
func codeOf(text string) string {
	if lockError.MatchString(text) {
		return "database is locked"
	}
	if found := errorCode.FindStringSubmatch(text); found != nil {
		return found[1]
	}
	return "no answer"
}
