package main

import (
	"context"
	"errors"
	"time"

	"github.com/handledesk/handledesk/internal/server"
	"github.com/handledesk/handledesk/internal/telemetry"
	"github.com/handledesk/handledesk/internal/viewer"
)

// streamFlags bound subscriptions.
type streamFlags struct {
	StreamPing    time.Duration `help:"How long a stream may be silent before it shows that it is alive: less than what proxies cut idle connections after." default:"15s" env:"HANDLEDESK_STREAM_PING"`
	StreamsPerKey int           `help:"Subscriptions of one key that are open at once, and its WebSockets likewise." default:"50" env:"HANDLEDESK_STREAMS_PER_KEY"`
	Streams       int           `help:"Subscriptions that are open at once on this server, and WebSockets likewise." default:"5000" env:"HANDLEDESK_STREAMS"`
}

// Validate refuses what would let no stream in.
func (f *streamFlags) Validate() error {
	if f.StreamPing < time.Second || f.StreamsPerKey < 1 || f.Streams < 1 {
		return errors.New("--stream-ping must be 1s or more, --streams-per-key and --streams 1 or more")
	}
	return nil
}

// options are what the flags say.
func (f *streamFlags) options(tel *telemetry.Telemetry) server.StreamOptions {
	return server.StreamOptions{
		Ping: f.StreamPing, PerPayer: f.StreamsPerKey, Total: f.Streams, ExpiresIn: expiresIn, Opened: tel.StreamOpened,
	}
}

// expiresIn is how long the caller's credentials still hold.
func expiresIn(ctx context.Context) (time.Duration, bool) {
	expires := viewer.FromContext(ctx).ExpiresAt
	if expires == nil {
		return 0, false
	}
	return time.Until(expires.Time()), true
}
