package server

import (
	"context"
	"time"
)

// StreamOptions bound subscriptions, over server-sent events and over WebSockets alike, and the WebSockets themselves.
// A zero value takes the default named beside it.
type StreamOptions struct {
	PerPayer      int // streams of one payer at once, and its WebSockets likewise; 50
	Total         int // streams of all payers at once, and WebSockets likewise; 5,000
	PerConnection int // operations of one WebSocket at once; 20

	// Ping is how long a stream of events may be silent, and how often a WebSocket is asked whether it is still there: a
	// little less than what proxies cut idle connections after. 15 s.
	Ping time.Duration
	// Check is how often the credentials of a stream that waits are checked anew; before each answer they are checked in
	// any case. 5 s.
	Check time.Duration
	// Write is how long a client may take to accept one answer; who takes longer is cut off. 10 s.
	Write time.Duration
	// Init is how long a new WebSocket may take to say connection_init. 3 s.
	Init time.Duration

	// ExpiresIn tells how long the credentials still hold that signed the context's viewer in; false when they do not
	// expire. Streams end then. Nil: they are only checked.
	ExpiresIn func(ctx context.Context) (time.Duration, bool)
	// Opened is told that a stream or a WebSocket was opened: "sse", "websocket" for a subscription over one, "socket" for
	// the connection. It returns what to call when that is closed. Nil: nobody is told.
	Opened func(transport string) (closed func())
}

// Names of what Opened is told.
const (
	overEvents = "sse"
	overSocket = "websocket"
	aSocket    = "socket"
)

const (
	defaultStreamsPerPayer = 50
	defaultStreams         = 5000
	defaultPerConnection   = 20
	defaultPing            = 15 * time.Second
	defaultCheck           = 5 * time.Second
	defaultWrite           = 10 * time.Second
	defaultInit            = 3 * time.Second
)

func (o StreamOptions) complete() StreamOptions {
	o.PerPayer = positiveOr(o.PerPayer, defaultStreamsPerPayer)
	o.Total = positiveOr(o.Total, defaultStreams)
	o.PerConnection = positiveOr(o.PerConnection, defaultPerConnection)
	o.Ping = positiveOr(o.Ping, defaultPing)
	o.Check = positiveOr(o.Check, defaultCheck)
	o.Write = positiveOr(o.Write, defaultWrite)
	o.Init = positiveOr(o.Init, defaultInit)
	if o.ExpiresIn == nil {
		o.ExpiresIn = func(context.Context) (time.Duration, bool) { return 0, false }
	}
	if o.Opened == nil {
		o.Opened = func(string) func() { return func() {} }
	}
	return o
}

func positiveOr[N int | time.Duration](value, unset N) N {
	if value <= 0 {
		return unset
	}
	return value
}
