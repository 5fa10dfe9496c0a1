package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

// Options are what a Sender works with.
type Options struct {
	Policy    Policy
	UserAgent string        // Handledesk-Webhooks when empty
	Timeout   time.Duration // for a whole attempt; 15 s when 0, the least that the specification recommends
	TLS       *tls.Config   // for tests; the system's roots when nil
	Resolver  *net.Resolver // for tests; the system's when nil
}

// Sender sends messages. It is safe for concurrent use.
type Sender struct {
	client *http.Client
	agent  string
	limit  time.Duration
}

const (
	// answerKept is how much of a receiver's answer is read, in bytes; the rest is never asked for.
	answerKept = 512
	// longestHeader is how large the header of an answer may be, in bytes.
	longestHeader = 16 << 10
)

// New makes a sender. It asks no proxy, follows no redirect, and looks at each address as it is dialled.
func New(o Options) *Sender {
	if o.UserAgent == "" {
		o.UserAgent = "Handledesk-Webhooks"
	}
	if o.Timeout <= 0 {
		o.Timeout = 15 * time.Second
	}
	dialer := &net.Dialer{
		Timeout: o.Timeout, KeepAlive: -1, Resolver: o.Resolver,
		Control: func(_, address string, _ syscall.RawConn) error { return o.Policy.checkDial(address) },
	}
	config := o.TLS
	if config == nil {
		config = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	transport := &http.Transport{
		// No Proxy: one from the environment would be asked instead of the address, and reach what we must not.
		DialContext: dialer.DialContext, TLSClientConfig: config, TLSHandshakeTimeout: o.Timeout,
		// A connection for each attempt: receivers are many, and idle connections to all of them are a burden.
		DisableKeepAlives: true, DisableCompression: true, MaxResponseHeaderBytes: longestHeader,
	}
	return &Sender{agent: o.UserAgent, limit: o.Timeout, client: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Failure says why an attempt failed before there was an answer.
type Failure string

// The failures.
const (
	Timeout    Failure = "TIMEOUT"
	Name       Failure = "NAME_NOT_FOUND"
	Address    Failure = "ADDRESS_NOT_ALLOWED"
	Connection Failure = "CONNECTION"
	TLS        Failure = "TLS"
	Canceled   Failure = "INTERRUPTED" // by the end of the program: it says nothing of the receiver
)

// Outcome is what became of an attempt: a status, or a failure when there was no answer.
type Outcome struct {
	Status     int
	Failure    Failure
	Answer     string        // the beginning of the answer's body, as it came
	RetryAfter time.Duration // what the receiver asked for; 0 when nothing
}

// Taken tells whether the receiver took the message: any status from 200 to 299.
func (o Outcome) Taken() bool { return o.Status >= 200 && o.Status <= 299 }

// Gone tells whether the receiver wants no message any more: 410.
func (o Outcome) Gone() bool { return o.Status == http.StatusGone }

// Redirected tells whether the receiver sent us elsewhere, where we do not go.
func (o Outcome) Redirected() bool { return o.Status >= 300 && o.Status <= 399 }

// Send makes one attempt. It takes no longer than the time-out, whatever the receiver does.
func (s *Sender) Send(ctx context.Context, m Message) Outcome {
	limited, cancel := context.WithTimeout(ctx, s.limit)
	defer cancel()
	request, err := http.NewRequestWithContext(limited, http.MethodPost, m.URL, bytes.NewReader(m.Body))
	if err != nil {
		return Outcome{Failure: Connection}
	}
	if request.Header, err = m.sign(); err != nil {
		return Outcome{Failure: Connection}
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", s.agent)
	response, err := s.client.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return Outcome{Failure: Canceled}
		}
		return Outcome{Failure: failureOf(err)}
	}
	defer func() { _ = response.Body.Close() }()
	// What cannot be read of the body is left out: the status is the answer.
	answer, _ := io.ReadAll(io.LimitReader(response.Body, answerKept))
	return Outcome{Status: response.StatusCode, Answer: string(answer), RetryAfter: retryAfter(response.Header.Get("Retry-After"), m.At)}
}

func failureOf(err error) Failure {
	var unknownName *net.DNSError
	var certificate *tls.CertificateVerificationError
	var alert tls.AlertError
	var record tls.RecordHeaderError
	var network net.Error
	switch {
	case errors.Is(err, ErrAddress):
		return Address
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return Timeout
	case errors.As(err, &unknownName):
		return Name
	case errors.As(err, &certificate), errors.As(err, &alert), errors.As(err, &record),
		errors.Is(err, http.ErrSchemeMismatch): // it answered, and not by TLS
		return TLS
	}
	return Connection
}

// retryAfter reads a Retry-After of seconds or of a date (RFC 9110, 10.2.3); 0 when it is neither, or lies in the past.
func retryAfter(text string, now time.Time) time.Duration {
	const largest = 1 << 31 // seconds, so that the product below does not overflow
	if seconds, err := strconv.ParseUint(text, 10, 64); err == nil {
		return time.Duration(min(seconds, largest)) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
