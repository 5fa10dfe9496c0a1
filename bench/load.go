package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// job is what one process of the load generator does: several groups of connections at once, for a span of time. Each
// connection sends its next request when the last one is answered (a closed loop).
type job struct {
	Address string        `json:"address"`
	For     time.Duration `json:"for"`
	Groups  []group       `json:"groups"`
	// Requests, when not 0, ends the job after so many in all, and tells how far it is every ten seconds.
	Requests int64 `json:"requests,omitempty"`
}

// group is a number of connections that send the same document with changing variables.
type group struct {
	Name        string `json:"name"`
	Connections int    `json:"connections"`
	Operation   string `json:"operation"`
	Query       string `json:"query"`
	Calls       []call `json:"calls"`
	First       int64  `json:"first"`  // where the running number starts
	Expect      string `json:"expect"` // what every answer must contain
	Apart       bool   `json:"apart"`  // each connection has calls of its own, so that no two change the same thing
}

// call is one request: a key and variables as JSON, in which {{n}} stands for a running number.
type call struct {
	Key       string `json:"key"`
	Variables string `json:"variables"`
}

// outcome is what a group saw.
type outcome struct {
	Name      string         `json:"name"`
	Requests  int            `json:"requests"` // answered as expected
	PerSecond float64        `json:"perSecond"`
	Latency   latency        `json:"latency"`
	Errors    int            `json:"errors"`
	Messages  map[string]int `json:"messages,omitempty"` // what the errors said, the first few kinds
	Codes     map[string]int `json:"codes,omitempty"`    // the errors by their codes
}

// requestTimeout ends a request that is not answered; it counts as an error.
const requestTimeout = 30 * time.Second

// loadCommand is the load generator's own process: a job comes in, outcomes go out.
type loadCommand struct{}

// Run reads a job from standard input and writes the outcomes to standard output.
func (loadCommand) Run(ctx context.Context, out io.Writer) error {
	var j job
	if err := json.NewDecoder(os.Stdin).Decode(&j); err != nil {
		return fmt.Errorf("the job on standard input: %w", err)
	}
	return json.NewEncoder(out).Encode(j.run(ctx))
}

func (j job) run(ctx context.Context) []outcome {
	ctx, cancel := context.WithTimeout(ctx, j.For)
	defer cancel()
	count := &counter{most: j.Requests}
	if j.Requests > 0 {
		go count.tell(ctx, os.Stderr)
	}
	outcomes := make([]outcome, len(j.Groups))
	var groups sync.WaitGroup
	for i := range j.Groups {
		groups.Go(func() { outcomes[i] = j.Groups[i].run(ctx, j.Address, count) })
	}
	groups.Wait()
	return outcomes
}

// run opens the connections and gathers what they saw.
func (g *group) run(ctx context.Context, address string, count *counter) outcome {
	var number atomic.Int64
	number.Store(g.First)
	seen := make([]client, g.Connections)
	start := time.Now()
	var clients sync.WaitGroup
	for i := range seen {
		clients.Go(func() {
			seen[i] = client{group: g, address: address, number: &number, count: count, errors: map[string]int{}}
			seen[i].loop(ctx, i*len(g.Calls)/g.Connections, g.share(i))
		})
	}
	clients.Wait()
	o := outcome{Name: g.Name, Messages: map[string]int{}, Codes: map[string]int{}}
	var all []time.Duration
	for i := range seen {
		all = append(all, seen[i].samples...)
		for text, times := range seen[i].errors {
			o.Errors += times
			o.Codes[codeOf(text)] += times
			if _, known := o.Messages[text]; known || len(o.Messages) < 5 {
				o.Messages[text] += times
			}
		}
	}
	o.Requests, o.Latency = len(all), latencyOf(all)
	o.PerSecond = float64(o.Requests) / time.Since(start).Seconds()
	return o
}

// share is the calls of one connection: all, or its own part of them.
func (g *group) share(connection int) []call {
	if !g.Apart {
		return g.Calls
	}
	n := len(g.Calls)
	return g.Calls[connection*n/g.Connections : (connection+1)*n/g.Connections]
}

// client is one connection.
type client struct {
	*group
	count      *counter
	address    string
	number     *atomic.Int64
	connection net.Conn
	reader     *bufio.Reader
	out, in    bytes.Buffer
	samples    []time.Duration
	errors     map[string]int
}

func (c *client) loop(ctx context.Context, next int, calls []call) {
	defer c.hangUp()
	prefix := bodyPrefix(c.Operation, c.Query)
	for ; ctx.Err() == nil && c.count.next(); next++ {
		what := calls[next%len(calls)]
		start := time.Now()
		err := c.send(ctx, prefix, what)
		c.count.done(err)
		if err == nil {
			c.samples = append(c.samples, time.Since(start))
			continue
		}
		c.errors[err.Error()]++
		c.hangUp()
		time.Sleep(10 * time.Millisecond) // a server that is gone must not keep this core busy
	}
}

func (c *client) hangUp() {
	if c.connection != nil {
		_ = c.connection.Close() // nothing is lost
		c.connection = nil
	}
}

// send sends one request and reads the whole answer.
func (c *client) send(ctx context.Context, prefix []byte, what call) error {
	if c.connection == nil {
		dialer := net.Dialer{Timeout: requestTimeout}
		// The end of the span stops no request that has begun, so that it does not look like the server's error.
		connection, err := dialer.DialContext(context.WithoutCancel(ctx), "tcp", c.address)
		if err != nil {
			return errors.New("no connection")
		}
		c.connection, c.reader = connection, bufio.NewReaderSize(connection, 64<<10)
	}
	c.write(prefix, what)
	_ = c.connection.SetDeadline(time.Now().Add(requestTimeout)) // fails only on a closed connection, as the next line will
	if _, err := c.connection.Write(c.out.Bytes()); err != nil {
		return errors.New("the connection broke while sending")
	}
	response, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return errors.New("the connection broke before an answer came")
	}
	defer func() { _ = response.Body.Close() }()
	c.in.Reset()
	if _, err := c.in.ReadFrom(response.Body); err != nil {
		return errors.New("the connection broke during the answer")
	}
	answer := c.in.Bytes()
	if response.StatusCode != http.StatusOK || !bytes.HasPrefix(answer, []byte(`{"data":`)) || !bytes.Contains(answer, []byte(c.Expect)) {
		return fmt.Errorf("%d %s", response.StatusCode, bytes.TrimSpace(answer[:min(len(answer), 200)]))
	}
	return nil
}

// bodyPrefix is what comes before the variables in a request's body.
func bodyPrefix(operation, query string) []byte {
	text, _ := json.Marshal(query) // a string always marshals
	return append([]byte(`{"operationName":"`+operation+`","query":`), append(text, `,"variables":`...)...)
}

// write puts the request into the buffer.
func (c *client) write(prefix []byte, what call) {
	variables := what.Variables
	if strings.Contains(variables, "{{n}}") {
		variables = strings.ReplaceAll(variables, "{{n}}", strconv.FormatInt(c.number.Add(1), 10))
	}
	c.out.Reset()
	c.out.WriteString("POST /graphql HTTP/1.1\r\nHost: ")
	c.out.WriteString(c.address)
	c.out.WriteString("\r\nAuthorization: Bearer ")
	c.out.WriteString(what.Key)
	c.out.WriteString("\r\nContent-Type: application/json\r\nContent-Length: ")
	c.out.WriteString(strconv.Itoa(len(prefix) + len(variables) + 1))
	c.out.WriteString("\r\n\r\n")
	c.out.Write(prefix)
	c.out.WriteString(variables)
	c.out.WriteByte('}')
}
