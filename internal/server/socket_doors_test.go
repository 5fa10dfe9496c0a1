package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/handledesk/handledesk/internal/idempotency"
	"github.com/handledesk/handledesk/internal/meter"
)

func TestTheSameDoorsStandBeforeWebSockets(t *testing.T) {
	var limited atomic.Value
	r := ticks(t, counting(1), func(o *Options) {
		o.Introspection = SignedIn
		o.Limited = func(limit string) { limited.Store(limit) }
	})
	c := r.connect(t, initMessage)
	for query, code := range map[string]string{
		`{ nosuch }`:                      "GRAPHQL_VALIDATION_FAILED",
		`{`:                               "GRAPHQL_PARSE_FAILED",
		`{ __schema { types { name } } }`: "FORBIDDEN",
		`{ ` + strings.Repeat(`a:greeting `, 600) + `}`: "OPERATION_TOO_COMPLEX",
	} {
		text, _ := json.Marshal(query)
		c.send(`{"id":"x","type":"subscribe","payload":{"query":` + string(text) + `}}`)
		c.expect(`{"id":"x","type":"error","payload":[{"message":`)
		c.send(`{"id":"y","type":"subscribe","payload":{"query":` + string(text) + `}}`)
		c.expect(`"code":"` + code + `"`)
	}
	if limited.Load() == nil {
		t.Error("no limit was told")
	}
	c.send(`{"id":"x","type":"subscribe","payload":{"query":1}}`)
	c.expect(`"query must be a string"`)
	c.send(`{"id":"x","type":"subscribe","payload":{}}`)
	c.expect(`query is missing`)
	c.send(`{"id":"x","type":"subscribe","payload":{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"}}}}`)
	c.expect(`"PERSISTED_QUERY_NOT_FOUND"`)
	signedIn := r.connect(t, `{"type":"connection_init","payload":{"authorization":"Bearer hdk_good"}}`)
	signedIn.send(`{"id":"x","type":"subscribe","payload":{"query":"{ viewer __schema { types { name } } }"}}`)
	signedIn.expect(`"viewer":"Ada's reseller"`)
}

func TestAMutationOverAWebSocketHasAnIdempotencyKey(t *testing.T) {
	r := start(t, func(ctx context.Context) (any, error) {
		request := idempotency.From(ctx)
		request.MarkReplayed()
		return request.Key, nil
	})
	c := r.connect(t, initMessage)
	c.send(`{"id":"m","type":"subscribe","payload":{"query":"mutation { hook }","extensions":{"idempotencyKey":"abc"}}}`)
	c.expect(`{"id":"m","type":"next","payload":{"data":{"hook":"abc"},"extensions":{"idempotencyReplayed":true}}}`, `"complete"`)
	c.send(`{"id":"m","type":"subscribe","payload":{"query":"mutation { hook }","extensions":{"idempotencyKey":7}}}`)
	c.expect(`extensions.idempotencyKey must be a string`)
}

func TestLimitsOfAWebSocket(t *testing.T) {
	var o opened
	r := ticks(t, from(make(chan int)), o.use, func(o *Options) {
		o.Meter = meter.New(meter.Options{Default: meter.Rate{Bucket: 12, PerSecond: 1}})
		o.Payers = func(ctx context.Context) []meter.Payer {
			who, _ := ctx.Value(viewerKey{}).(string)
			return []meter.Payer{{ID: "who " + who}}
		}
		o.Streams.PerConnection, o.Streams.PerPayer = 3, 2
	})
	c := r.connect(t, initMessage)
	subscribe := func(id string) {
		c.send(strings.Replace(subscribe1, `"1"`, `"`+id+`"`, 1))
	}
	subscribe("a")
	subscribe("b")
	waitForStreams(t, c)
	subscribe("c")
	c.expect(`{"id":"c","type":"error","payload":[{"message":"2 subscriptions are open already`)
	c.send(`{"id":"a","type":"complete"}`)
	const init = `{"type":"connection_init","payload":{"authorization":"Bearer hdk_good"}}`
	for range 2 { // the first counts for its key as soon as it has signed in
		r.connect(t, init)
	}
	refused := r.dial(t)
	refused.send(init)
	refused.expectClose(1013, "too many WebSockets")
	o.wait(t, aSocket, 3)
	r.connect(t, initMessage)
	r.do(t, http.MethodGet, graphqlPath, "", "Upgrade", "websocket", "Connection", "Upgrade").
		expectRefusal(t, 429, "RATE_LIMITED", "too many WebSockets")
}

// waitForStreams returns when what was asked before is under way: queries are answered then.
func waitForStreams(t *testing.T, c *client) {
	t.Helper()
	time.Sleep(50 * time.Millisecond)
	c.send(`{"type":"ping"}`)
	c.expect(`"pong"`)
}

func TestOperationsOfOneWebSocketAreFew(t *testing.T) {
	r := ticks(t, from(make(chan int)), func(o *Options) { o.Streams.PerConnection = 2 })
	c := r.connect(t, initMessage)
	for i := range 2 {
		c.send(fmt.Sprintf(`{"id":"%d","type":"subscribe","payload":{"query":"subscription { ticks }"}}`, i))
	}
	c.send(`{"id":"x","type":"subscribe","payload":{"query":"{ greeting }"}}`)
	c.expect(`{"id":"x","type":"error","payload":[{"message":"too many operations run on this connection`)
	c.send(`{"id":"0","type":"complete"}`)
	waitForStreams(t, c)
	c.send(`{"id":"x","type":"subscribe","payload":{"query":"{ greeting }"}}`)
	c.expect(`"hello "`, `"complete"`)
}
